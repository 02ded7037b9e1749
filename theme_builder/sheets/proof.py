"""The proof of a boleta for those who represent the partidos to sign: the urna's own pictures, and what each box means.

It must not draw a screen, and says of which source it is: by its hash.
"""

from collections.abc import Mapping, Sequence
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


def print_proof(theme: Theme, paper: Paper, proof: Proof, screens: Sequence[bytes], slip: bytes) -> Sheet:
    """The PDF of a boleta: every page of it on the glass and the testigo of a vote, as PNG."""
    named = {f"{SCREEN}:{place}": data for place, data in enumerate(screens)}
    pictures: Mapping[str, bytes] = {**named, f"{SCREEN}:{PROOF}": slip}
    shown: dict[str, object] = {"screens": list(named), "slip": f"{SCREEN}:{PROOF}", "election": election_line(theme)}
    shown |= {"title": proof.title, "project": proof.project, "number": proof.number, "digest": proof.digest}
    shown |= {"boxes": proof.boxes, "signers": proof.signers}
    return to_pdf(PROOF, paper, shown, pictures)
