"""Every named limit and path of the server, validated at start. It must not read anything but its own file."""

import ipaddress
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from itertools import pairwise
from pathlib import Path
from typing import Final, Self

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from server.db.engine import POSTGRES, SQLITE
from server.kit.s3_settings import S3Settings
from server.kit.secret import check_closed
from shared.crypto.passwords import LEAST_MEMORY_KIB
from shared.domain.eleccion import Mode
from shared.domain.errors import DatoInvalido

ADDRESS: Final = re.compile(r"https://[a-z0-9.-]{1,200}(:[0-9]{1,5})?")
MAX_BETWEEN_CUTS_S: Final = 1200
PATHS: Final = frozenset(
    {
        "data",
        "root",
        "crl",
        "theme_repository",
        "theme_root",
        "publication",
        "key",
        "certificate",
        "watched",
        "arrivals",
        "temas_folder",
        "proxy_secret",
        "urna_certificates",
    }
)


class ConfigInvalida(DatoInvalido):
    """A configuration that cannot be used (codes ``S0xx``)."""


@dataclass(frozen=True, slots=True)
class ServerConfig:
    """Configuration of one server.

    Attributes:
        data: folder of the database and of the files by content.
        root: the institute's root certificate (PEM); ``crl`` its revocation list.
        theme_repository: TUF repository of the themes; ``theme_root`` its trusted root.json.
        publication: folder that holds the published cuts.
        key, certificate: the server's own, to sign cuts (PEM).
        host: loopback only: others come by a proxy that speaks TLS; port 0 lets the system choose.
        mode: the only mode whose results enter; practice can never enter an official election.
        database: ``postgresql+psycopg://...``, which several machines may share; empty means SQLite inside ``data``.
        max_body_bytes: of one public bundle.
        batch: bundles committed together at most.
        verifiers: processes of ``run`` that verify bundles, beside the one that answers and stores; one fewer than the
            processor has cores is a good number, and 0 verifies in a thread of the server's own.
        max_refused: different refused files whose bytes are kept; beyond, only their hash and code.
        max_waiting_bytes: of bundles that are being read or wait to be durable; beyond, senders are told to come later.
        watched: folder whose bundles are taken in as they appear (USB sticks, a shared folder); none by default.
        public_address: where browsers find the server (``https://resultados.example``); empty for this machine alone.
        demand_second_factor: whether a password alone opens no role that asks for two factors.
        password_memory_kib: memory of one hashing of a password.
        arrivals: the institute's plan of the night, as its CSV (`server.noche.plan`); none by default.
        arrivals_urban, arrivals_rural: the same without a file: (minutes after the close, per mille of the casillas
            expected by then), ascending, to 1000. Where nobody says, a guess stands, and the page tells so.
        cut_every_s: seconds between cuts that are published by themselves, 1,200 at most: the rule asks for three
            an hour or more; 0 for none.
        temas: ``modulo:nombre`` of the theme builder to mount beneath ``/temas``; none by default.
        temas_folder: where it keeps its projects.
        clock_shift_s: seconds added to the machine's clock, to re-enact a past election; every page says so.
        proxy_secret: file of the secret by which the proxy shows that a sender's certificate comes from it; without
            one no such certificate is believed.
        objetos: the bucket with Object Lock where files are kept (``S3Settings``); without it they lie in ``data``.
        urna_certificates: the ceremony's folder `urnas`, by which a QR is judged before the bundle of its urna came.
        tracing: whether spans are opened for an OpenTelemetry with which the server was started.
    """

    data: Path
    root: Path
    crl: Path
    theme_repository: Path
    theme_root: Path
    publication: Path
    key: Path
    certificate: Path
    host: str = "127.0.0.1"
    port: int = 8418
    mode: Mode = Mode.OFICIAL
    database: str = field(default="", repr=False)
    max_body_bytes: int = 2 << 20
    batch: int = 256
    verifiers: int = 1
    max_refused: int = 2000
    max_waiting_bytes: int = 64 << 20
    watched: Path | None = None
    public_address: str = ""
    demand_second_factor: bool = True
    password_memory_kib: int = 64 << 10
    arrivals: Path | None = None
    arrivals_urban: tuple[tuple[int, int], ...] | None = None
    arrivals_rural: tuple[tuple[int, int], ...] | None = None
    temas: str = ""
    temas_folder: Path | None = None
    clock_shift_s: int = 0
    tracing: bool = False
    objetos: S3Settings | None = None
    cut_every_s: int = 0
    proxy_secret: Path | None = None
    urna_certificates: Path | None = None

    def __post_init__(self) -> None:
        if not ipaddress.ip_address(self.host).is_loopback:
            raise ConfigInvalida("S001", f"{self.host} is not loopback: others come by a proxy that speaks TLS")
        if not 0 <= self.port <= 65535:
            raise ConfigInvalida("S002", f"port {self.port}")
        if self.public_address and not ADDRESS.fullmatch(self.public_address):
            raise ConfigInvalida("S008", "public_address must be https:// and a name, and nothing after it")
        if not all(is_plan(each) for each in (self.arrivals_urban, self.arrivals_rural) if each is not None):
            raise ConfigInvalida("S009", "a plan of arrivals must ascend in minutes and in per mille, and end at 1000")
        self._check_cuts()
        least_memory = ("password_memory_kib", LEAST_MEMORY_KIB)
        if self.database and not self.database.startswith((f"{SQLITE}://", f"{POSTGRES}://")):
            raise ConfigInvalida("S012", f"database must begin with {POSTGRES}:// or {SQLITE}://")
        for name, least in (
            ("max_body_bytes", 1),
            ("batch", 1),
            ("max_waiting_bytes", self.max_body_bytes),
            ("verifiers", 0),
            least_memory,
        ):
            if getattr(self, name) < least:
                raise ConfigInvalida("S003", f"{name} must be at least {least}")

    def _check_cuts(self) -> None:
        if self.cut_every_s and not 10 <= self.cut_every_s <= MAX_BETWEEN_CUTS_S:
            raise ConfigInvalida("S014", f"cut_every_s must be 0, or from 10 to {MAX_BETWEEN_CUTS_S}")

    @property
    def database_url(self) -> str:
        """The URL of the database for SQLAlchemy's async engine."""
        return self.database or f"sqlite+aiosqlite:///{self.data / 'servidor.sqlite3'}"

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read a TOML file; relative paths start at its folder.

        Raises ``ConfigInvalida``, which never says a value that may be secret, and ``SecretoExpuesto`` S010 for a
        password of the database in a file that others can read.
        """
        try:
            values = tomllib.loads(path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise ConfigInvalida("S004", f"{path.name}: {error}") from error
        _check_known(values, cls)
        for name in PATHS & set(values):
            values[name] = (path.parent / str(values[name])).resolve()
        objetos = values.get("objetos")
        if isinstance(objetos, dict):
            _check_known(objetos, S3Settings)
            if "credentials" in objetos:
                objetos["credentials"] = (path.parent / str(objetos["credentials"])).resolve()
        try:
            made = TypeAdapter(cls).validate_python(values)
        except ValidationError as error:
            raise ConfigInvalida("S006", _said(error)) from None
        if _bears_password(made.database):
            check_closed(path)
        return made


def _check_known(values: Mapping[str, object], kind: type[ServerConfig | S3Settings]) -> None:
    if unknown := set(values) - {field.name for field in fields(kind)}:
        raise ConfigInvalida("S005", f"unknown settings: {', '.join(sorted(unknown))}")


def _bears_password(database: str) -> bool:
    try:
        return bool(database) and make_url(database).password is not None
    except ArgumentError:
        raise ConfigInvalida("S006", "database: not an address of a database") from None


def _said(error: ValidationError) -> str:
    """Which settings are wrong and why: never what they hold, which may be a password."""
    faults = error.errors(include_input=False, include_url=False, include_context=False)
    return "; ".join(f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in faults)


def is_plan(points: tuple[tuple[int, int], ...]) -> bool:
    """Whether points of (minutes after the close, per mille) ascend and end at 1000."""
    ascending = all(one[0] < two[0] and one[1] <= two[1] for one, two in pairwise(points))
    return bool(points) and ascending and min(points[0]) >= 0 and points[-1][1] == 1000
