"""The proofs of boletas for those who represent the partidos to sign: the urna's own pictures, what each box means.

It must not draw a screen, and says of which source it is: by its hash.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from shared.formats.theme_model import Theme
from theme_builder.sheets.printing import SCREEN, Paper, Sheet, election_line, to_pdf

PROOF = "prueba"


@dataclass(frozen=True, slots=True)
class Proof:
    """What a proof says besides its pictures.

    Attributes:
        boxes: (label, meaning) of each box and legal combination.
        signers: whoever has a candidatura on the boleta, as they are called.
        digest: SHA-256 of the whole source, in hexadecimal, after change ``number`` of ``project``.
    """

    title: str
    project: str
    number: int
    digest: str
    boxes: Sequence[tuple[str, str]]
    signers: Sequence[str]


@dataclass(frozen=True, slots=True)
class Part:
    """One boleta: its words, every page of it on the glass, and the testigo of a vote, as PNG."""

    proof: Proof
    screens: Sequence[bytes]
    slip: bytes


def print_proofs(theme: Theme, paper: Paper, parts: Sequence[Part]) -> Sheet:
    """One PDF of some boletas, each from a page of its own, since each goes to those who sign it."""
    pictures: dict[str, bytes] = {}
    shown: list[tuple[Proof, list[str], str]] = []
    for part in parts:
        names = [f"{SCREEN}:{len(pictures) + place}" for place in range(len(part.screens) + 1)]
        pictures |= zip(names, [*part.screens, part.slip], strict=True)
        shown.append((part.proof, names[:-1], names[-1]))
    return to_pdf(PROOF, paper, {"parts": shown, "election": election_line(theme)}, pictures)
