"""A published version as files: verified as an urna would, and written to a stick. It must not sign."""

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from shared.crypto.tuf_repo import RepositoryClient
from theme_builder.projects.documents import ProyectoInvalido
from theme_builder.workspace import write_file, write_repository

REPOSITORY: Final = "repositorio"
"""The folder of a stick where an urna looks."""


def check_published(files: Mapping[str, bytes], root: bytes) -> None:
    """Verify a repository before anybody has it; raises ``ThemeRepositoryInvalid`` as an urna would.

    Expiry is not judged: it is when a theme is loaded, at an hour that two people confirm.
    """
    with TemporaryDirectory(prefix="repositorio-") as name:
        for each, data in files.items():
            write_file(Path(name) / each, data)
        RepositoryClient().verify(Path(name), {"root.json": root}, None)


def write_to(folder: Path, files: Mapping[str, bytes], root: bytes) -> Path:
    """Write a published version below ``folder`` (a stick) and read it back as an urna would; gives where it lies.

    Raises ``ProyectoInvalido``: T660 no folder that can be written. Raises ``ThemeRepositoryInvalid`` for what was
    read back otherwise.
    """
    target = folder / REPOSITORY
    if not folder.is_absolute() or not folder.is_dir() or target.is_symlink():
        raise ProyectoInvalido("T660", f"{folder}: not a folder")
    try:
        write_repository(target, {name: data for name, data in files.items() if "/" in name})
    except OSError as error:
        raise ProyectoInvalido("T660", f"{folder}: {error.strerror}") from None
    RepositoryClient().verify(target, {"root.json": root}, None)
    return target
