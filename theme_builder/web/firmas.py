"""The pages of signatures: the root that names who signs, each person's own key, publication, sticks.

Keys and passphrases pass through memory alone: they must not be kept, shown again, or be part of an address.
"""

from pathlib import Path
from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from shared.crypto.tokens import Token, token_key
from shared.crypto.tuf_repo import ThemeKey
from theme_builder.sticks import whose_of
from theme_builder.versions.publishing import write_to
from theme_builder.versions.rules import Refused
from theme_builder.web import firmas_textos as said
from theme_builder.web.camino import Number, published_files, show_version
from theme_builder.web.door import EntradaNegada, Filled, Form, Who, entrance_of
from theme_builder.web.home import Project
from theme_builder.web.pages import pages_of, versions_of

router = APIRouter()
MAX_KEY_BYTES: Final = 16 << 10
MAX_SIGNED_BYTES: Final = 4 << 20


@router.get("/firmas")
def roots(request: Request) -> HTMLResponse:
    """The roots of signatures: who may sign, until when, and the hash to compare with paper."""
    versions = versions_of(request)
    values = {"roots": versions.roots(), "facts": versions.root_facts(), "said": said}
    return pages_of(request).page(request, "firmas.html", **values)


@router.post("/firmas")
def bring_root(request: Request, who: Who, form: Form) -> Response:
    """Take the next root."""
    versions_of(request).bring_root(_file(form, "raiz", MAX_SIGNED_BYTES), who.name)
    return RedirectResponse("/firmas?hecho=raiz", 303)


@router.post("/p/{project}/camino/{number}/firmar")
def sign(request: Request, project: Project, number: Number, who: Who, form: Form) -> Response:
    """Sign with the key in a file or a token, or take a signature that was made on another machine."""
    versions, typed = versions_of(request), form.get("codigo")
    elsewhere = _file(form, "firmado", MAX_SIGNED_BYTES)
    module: Path | None = request.app.state.module
    if elsewhere:
        made = versions.bring_signature(project, number, who.name, elsewhere, typed)
    elif module is not None and form.get("ficha"):
        with token_key(Token(module, form.get("ficha"), form.exact("pin"))) as key:
            made = versions.sign(project, number, who.name, key, typed)
    else:
        made = versions.sign(project, number, who.name, _key(form, "llave", "frase"), typed)
    if isinstance(made, Refused):
        return show_version(request, project, number, made)
    return RedirectResponse(f"/p/{project}/camino/{number}?hecho=firmada", 303)


@router.post("/p/{project}/camino/{number}/publicar")
def publish(request: Request, project: Project, number: Number, who: Who, form: Form) -> Response:
    """Make the repository with the two online keys."""
    online = _key(form, "instantanea", "frase-instantanea"), _key(form, "hora", "frase-hora")
    made = versions_of(request).publish(project, number, who.name, online)
    if isinstance(made, Refused):
        return show_version(request, project, number, made)
    return RedirectResponse(f"/p/{project}/camino/{number}?hecho=publicada", 303)


@router.post("/p/{project}/camino/{number}/memoria")
def stick(request: Request, project: Project, number: Number, form: Form) -> Response:
    """Write the repository on a stick of this computer, whole or what some casillas need, and read it back.

    Raises ``EntradaNegada`` T656 where the computer is a server: there a published version is downloaded.
    """
    if entrance_of(request).hosted:
        raise EntradaNegada("T656", "no typed path writes on a server")
    versions = versions_of(request)
    files = published_files(versions, project, number)
    whose = whose_of(form.get("distrito"), form.get("casilla"))
    write_to(Path(form.get("carpeta")), files, versions.root_texts()[0], whose)
    return RedirectResponse(f"/p/{project}/camino/{number}?hecho=memoria", 303)


def _file(form: Filled, name: str, most: int) -> bytes:
    """A file that was sent, no longer than one byte more than it may be; nothing for none."""
    sent = form.files.get(name)
    return sent.file.read(most + 1) if sent else b""


def _key(form: Filled, file: str, phrase: str) -> ThemeKey:
    """Raises ``KeyInvalid``: K110 unreadable, too large or another passphrase; K111 another kind."""
    return ThemeKey.from_pem(_file(form, file, MAX_KEY_BYTES), form.exact(phrase).encode() or None)
