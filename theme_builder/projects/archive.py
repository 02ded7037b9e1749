"""A source as one ZIP, which browsers can send and receive: read within bounds, written the same for the same files.

What is read is read into memory and given by its name: it must not write the files of a source.
"""

import io
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from theme_builder.projects.documents import MAX_DOCUMENT_BYTES, TEMA, ProyectoInvalido, kind_of
from theme_builder.projects.service import MAX_FILES, MAX_PROJECT_BYTES

MAX_ARCHIVE_BYTES: Final = 200 << 20
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)


def read_archive(data: bytes) -> tuple[dict[str, bytes], tuple[str, ...]]:
    """The files of the source inside of a ZIP, by their names in it, and the names of what is no part of a source.

    The source is the folder where tema.toml stands. Raises ``ProyectoInvalido``: T611 no ZIP, one that is damaged or
    locked, or without a tema.toml of its own; T607 too many files or bytes; T601 a file that is too large.
    """
    if len(data) > MAX_ARCHIVE_BYTES:
        raise ProyectoInvalido("T607", f"{len(data)} bytes")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _members(archive)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, ValueError, OSError) as error:
        raise ProyectoInvalido("T611", f"not a ZIP that can be read: {error}") from None


def write_archive(files: Mapping[str, bytes], folder: str = "fuente") -> bytes:
    """A ZIP of the files below a folder, sorted, without hours of its own."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            archive.writestr(zipfile.ZipInfo(f"{folder}/{name}", _EPOCH), files[name], zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def write_large(path: Path, files: Mapping[str, bytes], folder: str) -> None:
    """A ZIP of files that are asked for one by one, not pressed: a lot of themes is pictures and sounds."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(files):
            archive.writestr(zipfile.ZipInfo(f"{folder}/{name}", _EPOCH), files[name], zipfile.ZIP_STORED)


def _members(archive: zipfile.ZipFile) -> tuple[dict[str, bytes], tuple[str, ...]]:
    members = [each for each in archive.infolist() if not each.is_dir()]
    if len(members) > MAX_FILES:
        raise ProyectoInvalido("T607", f"{len(members)} files")
    roots = sorted({each.filename.removesuffix(TEMA) for each in members if _is_tema(each.filename)})
    if not roots:
        raise ProyectoInvalido("T611", f"no {TEMA} in it")
    files: dict[str, bytes] = {}
    others: list[str] = []
    left = MAX_PROJECT_BYTES
    for member in members:
        name = member.filename.removeprefix(roots[0])
        if not member.filename.startswith(roots[0]) or kind_of(name) is None:
            others.append(member.filename)
            continue
        files[name] = _data(archive, member, left)
        left -= len(files[name])
    return files, tuple(others)


def _is_tema(name: str) -> bool:
    return name == TEMA or name.endswith(f"/{TEMA}")


def _data(archive: zipfile.ZipFile, member: zipfile.ZipInfo, left: int) -> bytes:
    """The bytes of a member, read no further than it may be, whatever it says of itself."""
    most = min(MAX_DOCUMENT_BYTES, left)
    with archive.open(member) as stream:
        data = stream.read(most + 1)
    if len(data) > most:
        raise ProyectoInvalido("T601" if most == MAX_DOCUMENT_BYTES else "T607", f"{member.filename[:80]}: too large")
    return data
