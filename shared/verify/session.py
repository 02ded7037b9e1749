"""One verification from beginning to end, as a value that a report or a test can read. It must not print."""

from dataclasses import dataclass
from pathlib import Path

from shared.domain.eleccion import Mode
from shared.verify.bundles import Progress, read_bundles
from shared.verify.compare import compare
from shared.verify.cut import PublishedCut, read_cut
from shared.verify.folder import Publication, open_publication
from shared.verify.outcome import Exit, Problem, exit_of
from shared.verify.prep_file import check_files
from shared.verify.rules import Evidence, weigh


@dataclass(frozen=True, slots=True)
class Verification:
    """What was read, what it adds up to, and what does not hold; a casilla without bundle is no problem by itself."""

    publication: Publication
    mode: Mode
    evidence: Evidence
    cut: PublishedCut | None
    problems: tuple[Problem, ...]

    @property
    def exit(self) -> Exit:
        """0 when nothing differs."""
        return exit_of(self.problems)


def verify(folder: Path, mode: Mode, fingerprint: str | None, progress: Progress) -> Verification:
    """Verify a publication; raises ``CannotVerify`` when root or theme cannot be believed."""
    publication = open_publication(folder, fingerprint)
    readings, refused = read_bundles(publication, mode, progress)
    evidence, doubts = weigh(publication.theme, readings)
    cut, cut_problems = read_cut(publication, mode.value)
    problems = [*refused, *doubts, *cut_problems]
    if cut is not None:
        problems += compare(publication.theme, evidence, cut)
        problems += check_files(publication.theme, evidence, cut)
    return Verification(publication, mode, evidence, cut, tuple(dict.fromkeys(problems)))
