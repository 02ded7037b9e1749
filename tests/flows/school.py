"""A school's urna that goes from group to group: one votes a single boleta, one has a single voter.

It must not look inside of the urna: what it counts is what its voters meant.
"""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from shared.domain.eleccion import Contest
from shared.domain.grupo import Grupo
from shared.domain.ids import ContestId, GrupoId
from shared.domain.voto import Mark, Voto, count_keys_of
from tests.flows.institute import EVENING, Institute, found
from tests.flows.table import Table, memory_table
from urna.flow.input import MesaPressed
from urna.flow.screen import ScreenId

GUBERNATURA, CONSULTA = ContestId("GUBERNATURA"), ContestId("CONSULTA")
SEGUNDO, PRIMERO_A, PRIMERO_B = "SEGUNDO-A", "PRIMERO-A", "PRIMERO-B"
MINIMO = 4
Choices = list[tuple[int, ...]]
DAY: dict[str, list[Choices]] = {
    SEGUNDO: [[(0,)], [(1,)], [(0,)], [(4, 7)], [()]],
    PRIMERO_A: [[(0,), (0,)], [(1,), (1,)], [(4,), (0,)], [(1,), ()], [(9,), (1,)], [(10,), (2,)]],
    PRIMERO_B: [[(2,), (2,)]],
}
"""What every voter marks: five of a group that votes the first boleta alone, six, and one."""


GRUPOS = (
    Grupo(GrupoId(SEGUNDO), "Segundo A", (GUBERNATURA,)),
    Grupo(GrupoId(PRIMERO_A), "Primero A", (GUBERNATURA, CONSULTA)),
    Grupo(GrupoId(PRIMERO_B), "Primero B", (GUBERNATURA, CONSULTA)),
)


def contests_of(grupo: str, contests: tuple[Contest, ...]) -> tuple[Contest, ...]:
    return contests[:1] if grupo == SEGUNDO else contests


def found_school(folder: Path, *, voters: int = 30) -> Institute:
    """An institute whose theme has the three groups."""
    return found(folder, voters=voters, grupos=GRUPOS, minimo=MINIMO)


@dataclass(slots=True)
class School:
    """A table whose mesa goes from group to group; ``meant`` counts what voters meant, by group and contest."""

    table: Table
    meant: dict[str, tuple[Counter[str], ...]] = field(default_factory=dict)

    def choose(self, grupo: str) -> None:
        """The mesa's key, and one touch."""
        self.table.do(MesaPressed("menu"))
        assert self.table.shows() is ScreenId.GRUPO
        self.table.touch(f"grupo_{grupo}")

    def vote(self, grupo: str, choices: Choices) -> None:
        """One voter of the group that was chosen."""
        table = self.table
        table.enable()
        table.mark(choices)
        table.touch("confirmar")
        self.intend(grupo, choices)
        assert table.shows() is ScreenId.GRACIAS, table.screen
        table.touch("terminar")

    def intend(self, grupo: str, choices: Choices) -> None:
        contests = contests_of(grupo, self.table.institute.theme.contests)
        counters = self.meant.setdefault(grupo, tuple(Counter() for _ in contests))
        for counter, contest, options in zip(counters, contests, choices, strict=True):
            counter.update(count_keys_of(contest, Voto(tuple(Mark(option) for option in sorted(options)))))

    def day(self) -> None:
        """Every voter of every group."""
        for grupo, people in DAY.items():
            self.choose(grupo)
            for choices in people:
                self.vote(grupo, choices)

    def close(self) -> None:
        """The mesa's key shows the groups first."""
        table = self.table
        table.clock.at = EVENING
        table.do(MesaPressed("menu"))
        table.touch("otras_opciones")
        table.touch("cerrar")
        table.touch("confirmar_cierre")
        table.open_shares(0, 1)

    def figures(self, *groups: str) -> tuple[Counter[str], ...]:
        """What those groups meant together, contest by contest of the theme."""
        total = tuple(Counter[str]() for _ in self.table.institute.theme.contests)
        for grupo in groups:
            for into, own in zip(total, self.meant[grupo], strict=False):
                into.update(own)
        return total


def open_school(institute: Institute, folder: Path) -> School:
    table = memory_table(institute, folder)
    table.open_day()
    return School(table)
