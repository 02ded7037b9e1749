"""Who comes in: one address that opens once, sessions in memory, and forms that are our own. It must not hold pages.

The pages are served on loopback alone, where other programs and other pages of the same browser are: so each request
must name this server as its host, and each change must come from our own pages and bear the token of its session.
"""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Annotated, Final, Protocol, cast
from urllib.parse import urlsplit

from fastapi import Depends, Request
from starlette.datastructures import UploadFile

from shared.crypto.hashing import sha256
from shared.crypto.randomness import Randomness
from shared.domain.errors import DatoInvalido

SAFE: Final = frozenset({"GET", "HEAD"})
ENTER: Final = "/entrar"
NAMED: Final = "/quien"
MAX_FORM_BYTES: Final = 256 << 10
MAX_UPLOAD_BYTES: Final = 220 << 20
MAX_FIELDS: Final = 400
MAX_FILES: Final = 4
TOKEN_BYTES: Final = 32
MAX_SESSIONS: Final = 20
MAX_NAME: Final = 120
FORM: Final = "application/x-www-form-urlencoded"
UPLOAD: Final = "multipart/form-data"


class EntradaNegada(DatoInvalido):
    """A request that is not let in (codes ``T65x``)."""


@dataclass(frozen=True, slots=True)
class Session:
    """Somebody at this laptop: ``name`` is what they say it is, and "" until they say it."""

    cookie: str
    csrf: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Filled:
    """A form that was sent: every value by its field, and the files that came with it by theirs."""

    values: Mapping[str, tuple[str, ...]]
    files: Mapping[str, UploadFile] = field(default_factory=dict)

    @property
    def file(self) -> UploadFile | None:
        """The file of a form that asks for one; None where none was chosen."""
        return next(iter(self.files.values()), None)

    def get(self, name: str) -> str:
        """The value of a field that stands once, without spaces around it; "" for none."""
        return next(iter(self.values.get(name, ())), "").strip()

    def exact(self, name: str) -> str:
        """The value of a field as it was typed: a passphrase may begin with a space."""
        return next(iter(self.values.get(name, ())), "")

    def number(self, name: str) -> int:
        """A whole number that our own page wrote; 0 for anything else."""
        text = self.get(name)
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0

    def bytes(self, most: int) -> bytes:
        """The file that came with it, no further than one byte beyond ``most``; none for none."""
        return self.file.file.read(most + 1) if self.file else b""


class Entrance(Protocol):
    """Who comes in: by a key at a laptop, or because a host says so."""

    @property
    def hosted(self) -> bool:
        """Whether another program's accounts stand before these pages."""
        ...

    def admit(self, request: Request) -> Session | None:
        """Whose request it is; None for one that needs nobody. Raises ``EntradaNegada``."""
        ...


class Door:
    """Opens to whoever has the key that was printed, once; afterwards to the cookie that it gave."""

    def __init__(self, port: int, randomness: Randomness) -> None:
        self._randomness = randomness
        self._port = port
        self._sessions: dict[str, Session] = {}
        self.hosted = False
        key = self._token()
        self._key: str | None = key
        self.address = f"http://127.0.0.1:{port}{ENTER}?llave={key}"

    @property
    def cookie_name(self) -> str:
        """Cookies of one host are shared by its ports: each server has its own."""
        return f"tema-{self._port}"

    def is_ours(self, host: str) -> bool:
        """Whether a request names this server: a page elsewhere that had its name lead here would name itself."""
        return host in {f"127.0.0.1:{self._port}", f"localhost:{self._port}"}

    def enter(self, key: str) -> Session | None:
        """A new session for the key, which opens no more; None for another key or the second time."""
        if self._key is None or not _same(key, self._key) or len(self._sessions) >= MAX_SESSIONS:
            return None
        self._key = None
        made = Session(self._token(), self._token())
        self._sessions[made.cookie] = made
        return made

    def admit(self, request: Request) -> Session | None:
        """Whose request it is; None for the door itself. Raises ``EntradaNegada``: T650 another host, T651 nobody."""
        if not self.is_ours(request.headers.get("host", "")):
            raise EntradaNegada("T650", "another host")
        if request.url.path == ENTER and request.method in SAFE:
            return None
        session = self.session(request.cookies.get(self.cookie_name, ""))
        if session is None:
            raise EntradaNegada("T651", "nobody entered")
        return session

    def session(self, cookie: str) -> Session | None:
        """The session of a cookie."""
        return next((each for each in self._sessions.values() if _same(cookie, each.cookie)), None)

    def rename(self, session: Session, name: str) -> Session:
        """Somebody says who works here from now on."""
        made = replace(session, name=name)
        self._sessions[session.cookie] = made
        return made

    def _token(self) -> str:
        return self._randomness.token(TOKEN_BYTES).hex()


def entrance_of(request: Request) -> Entrance:
    """How people come into the application that serves ``request``."""
    return cast("Entrance", request.app.state.door)


def door_of(request: Request) -> Door:
    """The door of a laptop's application: nobody of a host gets to what asks for it."""
    return cast("Door", request.app.state.door)


async def guard(request: Request) -> None:
    """Let a request through or raise ``EntradaNegada``.

    T650: another host. T651: nobody entered. T652: a form that is not ours. T653: too large, or of another type.
    T654: a change by somebody who did not say their name.
    """
    session = entrance_of(request).admit(request)
    if session is None:
        return
    request.state.session = session
    if request.method not in SAFE:
        _check_origin(request)
        filled = await _filled(request)
        if not _same(filled.get("csrf"), session.csrf):
            raise EntradaNegada("T652", "the form does not bear the token of its session")
        request.state.filled = filled
        if not session.name and request.url.path != NAMED:
            raise EntradaNegada("T654", "nobody said who works here")


def _session_of(request: Request) -> Session:
    return cast("Session", request.state.session)


def _form_of(request: Request) -> Filled:
    return cast("Filled", request.state.filled)


Who = Annotated[Session, Depends(_session_of)]
Form = Annotated[Filled, Depends(_form_of)]


async def _filled(request: Request) -> Filled:
    kind = request.headers.get("content-type", "").partition(";")[0].strip()
    if kind not in {FORM, UPLOAD}:
        raise EntradaNegada("T653", f"the body must be {FORM} or {UPLOAD}")
    most = MAX_UPLOAD_BYTES if kind == UPLOAD else MAX_FORM_BYTES
    size = request.headers.get("content-length", "")
    if not size.isascii() or not size.isdigit() or int(size[:12]) > most:
        raise EntradaNegada("T653", f"more than {most} bytes")
    found = await request.form(max_files=MAX_FILES, max_fields=MAX_FIELDS, max_part_size=MAX_FORM_BYTES)
    values: dict[str, tuple[str, ...]] = {}
    files: dict[str, UploadFile] = {}
    for name, value in found.multi_items():
        if isinstance(value, UploadFile):
            if value.filename:
                files[name] = value
        else:
            values[name] = (*values.get(name, ()), value)
    return Filled(values, files)


def _check_origin(request: Request) -> None:
    """Browsers say whence a form comes, by one header or the other; what says nothing is no browser of ours."""
    site = request.headers.get("sec-fetch-site", "same-origin")
    origin = request.headers.get("origin", "")
    if site not in {"same-origin", "none"} or (origin and urlsplit(origin).netloc != request.headers.get("host")):
        raise EntradaNegada("T652", "sent from another site")


def _same(one: str, other: str) -> bool:
    """Compared by their hashes, in the same time whatever they are."""
    return hmac.compare_digest(sha256(one.encode("utf-8", "replace")), sha256(other.encode()))
