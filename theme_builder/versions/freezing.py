"""What is frozen when a version is sent: one theme, or every theme of a lot. It must not write.

What people sign is the same kind of list in both: it names the files; pictures and sounds of a lot are named by its
themes, so that what many share is kept once.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Final

from shared.crypto.hashing import sha256_hex
from theme_builder.joining import Joined
from theme_builder.package import ThemePackage
from theme_builder.projects.documents import ProyectoInvalido
from theme_builder.workspace import TARGETS

_AT_A_TIME: Final = 200


@dataclass(frozen=True, slots=True)
class Frozen:
    """The files of a version.

    Attributes:
        sha256, code: of its theme.json, or of the list of its themes.
        signed: the files that the signed list names, by name.
        pieces: by the name under which each lies, where its bytes are now.
    """

    sha256: str
    code: str
    jornada: date
    signed: Mapping[str, bytes]
    pieces: Mapping[str, Path] = field(default_factory=dict)

    def piece_hashes(self) -> dict[str, str]:
        """The hash of each piece by its name among the files of the version."""
        return {f"{TARGETS}/{name}": _sha256(name) for name in self.pieces}

    def batches(self) -> Iterator[dict[str, Path]]:
        """The pieces by their hash, some at a time; raises ``ProyectoInvalido`` T697 for one that is another."""
        found = {_sha256(name): path for name, path in self.pieces.items()}
        hashes = list(found)
        for first in range(0, len(hashes), _AT_A_TIME):
            batch = {each: found[each] for each in hashes[first : first + _AT_A_TIME]}
            for sha256, path in batch.items():
                if sha256_hex(path.read_bytes()) != sha256:
                    raise ProyectoInvalido("T697", f"{path.name} is not what its theme says")
            yield batch


def frozen_theme(package: ThemePackage) -> Frozen:
    """One theme, whose list names its pictures and sounds too."""
    theme = package.theme
    return Frozen(theme.hash_hex, theme.short_code, theme.election.date, package.targets())


def frozen_lote(joined: Joined) -> Frozen:
    """Every theme of a lot."""
    return Frozen(joined.lote.hash_hex, joined.lote.short_code, joined.jornada, joined.signed, joined.pieces)


def _sha256(name: str) -> str:
    return name.rpartition("/")[2]
