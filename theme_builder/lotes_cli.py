"""Commands of a lot: its themes joined to be signed at once, and the sticks of a published one. They hold no rule."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated

import typer

from shared.crypto.tuf_repo import RepositoryClient
from shared.formats.lote_v1 import Lote
from shared.formats.theme_repository import SignedThemes
from theme_builder.joining import join_lote
from theme_builder.sticks import names_for, whose_of
from theme_builder.texts import SAY
from theme_builder.versions.publishing import write_to
from theme_builder.workspace import Workspace

Folder = Annotated[Path, typer.Argument(help=SAY["folder"], exists=True, file_okay=False)]


def join(
    folder: Folder,
    out: Annotated[Path, typer.Option("--en", help=SAY["folder"], file_okay=False)],
    publicacion: Annotated[int, typer.Option(min=1)] = 1,
) -> None:
    """Join the themes that `tema lote` built into a folder that two people sign once."""
    joined = join_lote(folder)
    Workspace(out).store_lote(joined.signed, joined.pieces, publicacion)
    typer.echo(described(joined.lote))
    typer.echo(SAY["joined"].format(path=out))


def stick(
    repository: Folder,
    raiz: Annotated[Path, typer.Option(exists=True, dir_okay=False)],
    a: Annotated[Path, typer.Option("--a", help=SAY["stick_folder"], exists=True, file_okay=False)],
    casilla: Annotated[str, typer.Option(help=SAY["stick_casilla"])] = "",
    distrito: Annotated[str, typer.Option(help=SAY["stick_distrito"])] = "",
) -> None:
    """Write what the urnas of all casillas, of a distrito or of one casilla need, and read it back as they do."""
    themes = verified(repository, raiz)
    files, whose = _Files(repository), whose_of(distrito, casilla)
    names = names_for(files, whose)
    path = write_to(a.resolve(), files, raiz.read_bytes(), whose)
    written = sum(name.endswith("/theme.json") for name in names)
    total = len(themes.lote.themes) if themes.lote else 1
    typer.echo(SAY["stick_done"].format(path=path, themes=written, total=total))


def verified(repository: Path, root: Path) -> SignedThemes:
    """The themes of a repository that a root vouches for; raises ``ThemeRepositoryInvalid``, ``TemaInvalido``."""
    return SignedThemes(RepositoryClient().listed(repository, {"root.json": root.read_bytes()}, None))


def described(lote: Lote) -> str:
    """What people read before they sign: each theme with its code, and the code of all."""
    rows = (
        SAY["lote_row"].format(
            code=each.short_code, name=each.theme_id, casillas=len(each.casillas), boletas=len(each.contests)
        )
        for each in lote.themes
    )
    return SAY["lote_described"].format(
        election=lote.election,
        themes=len(lote.themes),
        casillas=sum(len(each.casillas) for each in lote.themes),
        boletas=len(lote.contests),
        rows="\n".join(rows),
        code=lote.short_code,
        hash=lote.hash_hex,
    )


class _Files(Mapping[str, bytes]):
    """The files below a folder by their names, read when they are asked for."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        found = (path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
        self._names = tuple(sorted(name for name in found if name.startswith(("metadata/", "targets/"))))

    def __getitem__(self, name: str) -> bytes:
        if name not in self._names:
            raise KeyError(name)
        return (self._folder / name).read_bytes()

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)
