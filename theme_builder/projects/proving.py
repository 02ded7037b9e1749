"""Proofs of the boletas of a project: one at once, or all in one PDF, made while people work on.

It must not draw, the urna does; nor say what a box means: whoever asks brings those words.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from theme_builder.package import ThemePackage
from theme_builder.projects.background import Background, Work
from theme_builder.projects.documents import ProyectoInvalido
from theme_builder.projects.preview import Look, Painter
from theme_builder.sheets.printing import Paper
from theme_builder.sheets.proof import Part, Proof, print_proofs
from theme_builder.sheets.screens import RendererMissingError
from theme_builder.workspace import write_file

MOST_PAGES: Final = 30
UNKNOWN: Final = "U059"
"""How the urna's program says that there is no such screen: the boleta has no more pages."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """The proof of one boleta: its words, and its theme, which is looked at only when its turn comes."""

    proof: Proof
    package: Callable[[], ThemePackage]


@dataclass(frozen=True, slots=True)
class Proven:
    """How far the proofs of a project after a change are; ``file`` is the whole PDF, once it is there."""

    done: int
    total: int
    running: bool
    failed: str
    file: Path | None


@dataclass(slots=True)
class _Work(Work):
    number: int = 0
    total: int = 0
    done: int = 0


class Proofs:
    """The PDF of all boletas of each project, below one folder; one project's at a time."""

    def __init__(self, folder: Path, painter: Painter) -> None:
        self.folder = folder
        self._painter = painter
        self._background: Background[_Work] = Background("pruebas", "T629", (ProyectoInvalido, OSError))

    def one(self, wanted: Wanted) -> bytes:
        """The PDF of one boleta; raises ``ProyectoInvalido`` T628 where it cannot be drawn."""
        return print_proofs(wanted.package().theme, Paper.CARTA, [self._part(wanted)]).pdf

    def begin(self, project: int, number: int, wanted: Sequence[Wanted]) -> None:
        """Make the PDF of all; raises ``ProyectoInvalido`` T629 while another is made."""

        def do(work: _Work) -> None:
            parts = []
            for each in wanted:
                if work.stop.is_set():
                    return
                parts.append(self._part(each))
                work.done += 1
            self._keep(project, number, print_proofs(wanted[0].package().theme, Paper.CARTA, parts).pdf)

        self._background.begin(_Work(project, number=number, total=len(wanted)), do)

    def stop(self, project: int) -> None:
        """Ask for the end after the boleta in hand; nothing is kept of a part."""
        self._background.stop(lambda work: work.project == project)

    def seen(self, project: int, number: int) -> Proven:
        """How far they are; a PDF that was made before is there also after this program started again."""
        file = self._of(project, number)
        kept = file if file.is_file() else None
        found = self._background.seen(lambda work: (work.project, work.number) == (project, number))
        if found is None:
            return Proven(0, 0, running=False, failed="", file=kept)
        work, running = found
        return Proven(work.done, work.total, running, work.failed, kept)

    def close(self) -> None:
        """Stop, and wait for the boleta in hand."""
        self._background.close()

    def wait(self) -> None:
        """Wait for the end of what is being made."""
        self._background.wait()

    def _of(self, project: int, number: int) -> Path:
        return self.folder / f"{project}-{number}.pdf"

    def _keep(self, project: int, number: int, pdf: bytes) -> None:
        """The newest; those of earlier changes can be made again from the history."""
        write_file(self._of(project, number), pdf)
        for older in self.folder.glob(f"{project}-*.pdf"):
            if older != self._of(project, number):
                older.unlink()

    def _part(self, wanted: Wanted) -> Part:
        package = wanted.package()
        testigo = f"testigo-{package.theme.contests[0].id.value.lower()}"
        try:
            slip = self._painter.papers(package, [testigo])[testigo]
            return Part(wanted.proof, self._screens(package), slip)
        except RendererMissingError as error:
            raise ProyectoInvalido("T628", str(error)) from None

    def _screens(self, package: ThemePackage) -> list[bytes]:
        """Every page of the boleta, as the urna draws it with its usual letters."""
        name = f"boleta-{package.theme.contests[0].id.value.lower()}"
        drawn = [self._painter.draw(package, Look(name, "normal", "normal", "es"))]
        try:
            while len(drawn) < MOST_PAGES:
                look = Look(f"{name}-{len(drawn) + 1}", "normal", "normal", "es")
                drawn.append(self._painter.draw(package, look))
        except RendererMissingError as error:
            if not str(error).startswith(UNKNOWN):
                raise
        return drawn
