"""The ZIP of a PREP data base: its name, its three members, and their reading back.

It must not know what the figures mean; the members' bytes are the caller's.
"""

import io
import re
import zipfile
import zlib
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from shared.domain.hora import ZONE
from shared.formats.prep_csv import PrepInvalido

README_NAME: Final = "LEEME.txt"
CANDIDATURAS: Final = "_CANDIDATURAS"
MAX_PACKAGE: Final = 256 << 20
MAX_MEMBER: Final = 512 << 20
_NAME: Final = re.compile(r"(\d{8}_\d{4}_PREP_[A-Z0-9_.-]{1,40}_[A-Z]{2,5})\.zip")
# Abbreviations that INE uses in the names of its files, by number of entidad.
ENTIDADES: Final = (
    *("AGS", "BC", "BCS", "CAMP", "COAH", "COL", "CHIS", "CHIH"),
    *("CDMX", "DGO", "GTO", "GRO", "HGO", "JAL", "MEX", "MICH"),
    *("MOR", "NAY", "NL", "OAX", "PUE", "QRO", "QROO", "SLP"),
    *("SIN", "SON", "TAB", "TAMPS", "TLAX", "VER", "YUC", "ZAC"),
)
_BROKEN: Final = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
)


@dataclass(frozen=True, slots=True)
class PrepPackage:
    """A data base as published: ``stem`` names file and members; each member as bytes."""

    stem: str
    results: bytes
    candidaturas: bytes
    readme: bytes


def package_stem(at: datetime, contest_id: str, entidad: int) -> str:
    """``AAAAMMDD_HHMM_PREP_<ELECCION>_<ENT>`` of an aware time, in the zone that the file names."""
    word = re.sub(r"[^A-Z0-9_.-]", "_", contest_id.upper())
    return f"{at.astimezone(ZONE):%Y%m%d_%H%M}_PREP_{word}_{ENTIDADES[entidad - 1]}"


def write_package(package: PrepPackage) -> bytes:
    """The ZIP's bytes: the same for the same members (fixed times and order)."""
    members = (
        (f"{package.stem}.csv", package.results),
        (f"{package.stem}{CANDIDATURAS}.csv", package.candidaturas),
        (README_NAME, package.readme),
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            archive.writestr(info, data)
    return stream.getvalue()


def read_package(name: str, data: bytes) -> PrepPackage:
    """Read a package of ours by its file name; raises ``PrepInvalido`` P110 name, P111 not such a ZIP, P101 size."""
    match = _NAME.fullmatch(name)
    if match is None:
        raise PrepInvalido("P110", f"not the name of a PREP data base: {name[:80]!r}")
    if len(data) > MAX_PACKAGE:
        raise PrepInvalido("P101", f"{len(data)} bytes of at most {MAX_PACKAGE}")
    stem = match[1]
    wanted = (f"{stem}.csv", f"{stem}{CANDIDATURAS}.csv", README_NAME)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            found = archive.infolist()
            if tuple(info.filename for info in found) != wanted or any(i.file_size > MAX_MEMBER for i in found):
                raise PrepInvalido("P111", f"{name}: other members than {', '.join(wanted)}")
            results, candidaturas, readme = (archive.read(member) for member in wanted)
    except (
        zipfile.BadZipFile,
        zipfile.LargeZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        RuntimeError,
        ValueError,
    ) as error:
        raise PrepInvalido("P111", f"{name}: {error}") from error
    return PrepPackage(stem, results, candidaturas, readme)
