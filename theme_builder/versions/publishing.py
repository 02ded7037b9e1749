"""A published version as files: verified as an urna would, and written to a stick. It must not sign by itself.

Files are read one by one: a state's lot has thousands.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from shared.crypto.hashing import sha256_hex
from shared.crypto.tuf_repo import RepositoryClient, ThemeKey, assemble_repository, expiry_of
from shared.formats.lote_v1 import PIECES
from shared.formats.theme_v1 import Theme, parse_theme
from theme_builder.projects.documents import ProyectoInvalido
from theme_builder.sticks import EVERYBODY, LIST, Whose, names_for
from theme_builder.workspace import SIGNING, TARGETS, write_file, write_repository

REPOSITORY: Final = "repositorio"
"""The folder of a stick where an urna looks."""
_PIECES: Final = f"{TARGETS}/{PIECES}/"


def signed_part(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Those of the files that the signed list names; of a lot, all but pictures and sounds."""
    signed = [name for name in files if name.startswith(f"{TARGETS}/")]
    if LIST in files:
        signed = [name for name in signed if not name.startswith(_PIECES)]
    return {name: files[name] for name in signed}


def theme_in(files: Mapping[str, bytes]) -> Theme:
    """The theme among the files of a version, or one of its lot; raises ``TemaInvalido``."""
    return parse_theme(files[next(name for name in files if name.endswith("/theme.json"))])


def assembled(
    files: Mapping[str, bytes], roots: tuple[bytes, ...], online: tuple[ThemeKey, ThemeKey]
) -> dict[str, bytes]:
    """The metadata of what two people signed; raises ``ThemeRepositoryInvalid`` as `assemble_repository`."""
    targets = {name.removeprefix(f"{TARGETS}/"): data for name, data in signed_part(files).items()}
    made = assemble_repository(targets, files[SIGNING], roots, online, expiry_of(theme_in(files).election.date))
    return {name: data for name, data in made.items() if name.startswith("metadata/")}


def check_published(files: Mapping[str, bytes], root: bytes) -> None:
    """Verify a repository before anybody has it; raises ``ThemeRepositoryInvalid`` as an urna would.

    Expiry is not judged: it is when a theme is loaded, at an hour that two people confirm.
    """
    with TemporaryDirectory(prefix="repositorio-") as name:
        for each, data in files.items():
            write_file(Path(name) / each, data, durable=False)
        _read_back(Path(name), files, root)


def write_to(folder: Path, files: Mapping[str, bytes], root: bytes, whose: Whose = EVERYBODY) -> Path:
    """Write a published version below ``folder`` (a stick) and read it back as an urna would; gives where it lies.

    Raises as `sticks.names_for`; ``ProyectoInvalido``: T660 no folder that can be written, T697 a picture or sound that
    came back otherwise; ``ThemeRepositoryInvalid`` for any other file that did.
    """
    target = folder / REPOSITORY
    if not folder.is_absolute() or not folder.is_dir() or target.is_symlink():
        raise ProyectoInvalido("T660", f"{folder}: not a folder")
    names = names_for(files, whose)
    try:
        write_repository(target, files, names)
    except OSError as error:
        raise ProyectoInvalido("T660", f"{folder}: {error.strerror}") from None
    _read_back(target, names, root)
    return target


def _read_back(target: Path, names: Iterable[str], root: bytes) -> None:
    listed = RepositoryClient().listed(target, {"root.json": root}, None)
    here = set(names)
    for name in listed.names:
        if f"{TARGETS}/{name}" in here:
            listed.read(name)
    for name in sorted(here):
        if name.startswith(_PIECES) and sha256_hex((target / name).read_bytes()) != name.removeprefix(_PIECES):
            raise ProyectoInvalido("T697", f"{name} came back otherwise")
