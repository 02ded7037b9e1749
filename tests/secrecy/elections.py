"""Small whole elections on the real urna: opened once, then held in a random order of choices, watched all the while.

It must not help an attacker: the true order stays with who asked for it.
"""

import copy
import tempfile
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from random import Random  # noqa: TID251 - see `hold`
from shutil import copytree, rmtree

from hardware.printer.fake import FakePrinter
from hardware.reader.fake import FakeReader
from shared.domain.eleccion import Option, OptionKind
from shared.domain.ids import OptionId
from shared.domain.jornada import JornadaState
from shared.formats.theme_v1 import Theme, parse_theme, serialise_theme
from shared.formats.vote_v1 import contest_label, record_info
from tests.flows.institute import MORNING, Institute, found
from tests.flows.table import HandClock, Table, config_for
from tests.secrecy.attackers import Key
from tests.secrecy.evidence import Copier, Evidence, Views
from tests.secrecy.plants import Plant
from urna.flow.input import HabilitarPressed, MesaPressed, Ticked
from urna.store.durable import RealFiles

CHOICES = 40
"""Voters of an election, each with a choice of their own: any link from a vote to its turn shows at once."""
_SCRATCH = Path("/dev/shm")  # noqa: S108 - see below; folders in it get names of their own
"""Memory, where it is offered as a folder: an fsync costs nothing there, and names, inodes and times are as real."""


@dataclass(frozen=True, slots=True)
class Hall:
    """An urna opened once, to be held many times from the same state."""

    institute: Institute
    folder: Path
    opened: Table

    @property
    def key(self) -> Key:
        """The trustees' key for this store; the casilla's opens the same."""
        context, theme = self.opened.context(), self.institute.theme
        store = self.opened.image().store_id
        info = record_info(theme.election.id, theme.hash_hex, store, context.settings.mode)
        return Key(self.institute.election_key, info, contest_label(theme.contests[0].id))

    @classmethod
    def build(cls, folder: Path) -> "Hall":
        """Hold the ceremony and open one urna below ``folder``."""
        for name in ("institute", "opened"):
            (folder / name).mkdir()
        institute = wide(found(folder / "institute"))
        place = folder / "opened"
        config = config_for(institute, place)
        table = Table.set_up(institute, place, RealFiles(config.internal), RealFiles(config.usb))
        table.open_day()
        return cls(institute, folder, table)

    def table(self, place: Path) -> Table:
        """A table in the state of the opened one, on media of its own in ``place``, not yet switched on."""
        copytree(self.folder / "opened", place)
        config = config_for(self.institute, place)
        return replace(
            self.opened,
            config=config,
            printer=FakePrinter(),
            board=copy.deepcopy(self.opened.board),
            reader=FakeReader(),
            clock=HandClock(MORNING),
            internal=RealFiles(config.internal),
            usb=RealFiles(config.usb),
            intentions=[],
        )


def wide(institute: Institute, options: int = CHOICES) -> Institute:
    """The same institute with a theme of one boleta of many boxes."""
    base = institute.theme
    contest = base.contests[-1]
    boxes = tuple(Option(OptionId(f"R{i:02d}"), OptionKind.RESPUESTA, f"R{i:02d}", None) for i in range(options - 1))
    nulo = tuple(option for option in contest.options if option.kind is OptionKind.NULO)
    wider = replace(contest, options=(*boxes, *nulo))
    rules = replace(base.rules, max_voters=options + 10)
    spanish = replace(base, texts={}, locuciones=(), languages=())  # nobody translated a boleta of so many boxes
    theme: Theme = replace(spanish, contests=(wider,), rules=rules, assets=(), partidos=())
    return replace(institute, theme=parse_theme(serialise_theme(theme)), assets={})


def scratch() -> "tempfile.TemporaryDirectory[str]":
    """A folder that is gone afterwards, in memory where there is such a place."""
    return tempfile.TemporaryDirectory(prefix="urna-secrecy-", dir=_SCRATCH if _SCRATCH.is_dir() else None)


def hold(hall: Hall, order: list[int], seed: int, plant: Plant | None = None) -> Evidence:
    """One election in which the voter number ``t`` chooses ``order[t]``; what an attacker may have of it."""
    place = hall.folder / f"run-{seed}"
    source = Random(seed)  # noqa: S311 - when people come and how a deposit is mixed, never a secret
    made: list[int] = []
    table = hall.table(place)
    if plant is not None and plant.files is not None:
        table.internal, table.usb = plant.files(table.config.internal, table), plant.files(table.config.usb, table)
    table.power_on()
    if plant is not None and plant.spoil is not None:
        plant.spoil(table, made)
    copier, evidence = Copier({"interna": table.config.internal, "usb": table.config.usb}), Evidence()
    _look(table, copier, evidence)
    for choice in order:
        made.append(choice)
        _vote(table, choice)
        _look(table, copier, evidence)
        _wait(table, source.randrange(20, 200))
    _finish(table, evidence, source)
    rmtree(place)
    return evidence


def _vote(table: Table, choice: int) -> None:
    """One voter, who takes longer for boxes further down: a time inside the turn would tell."""
    table.do(HabilitarPressed(1))
    table.touch("comenzar")
    table.clock.at += timedelta(seconds=1 + choice)
    table.touch_option(choice)
    table.leave_boleta()
    table.touch("confirmar")
    table.touch("terminar")


def _wait(table: Table, seconds: int) -> None:
    table.clock.at += timedelta(seconds=seconds)
    table.do(Ticked(seconds))


def _look(table: Table, copier: Copier, evidence: Evidence) -> None:
    """Copy both media, and open the mesa's menu as an auditor would ask."""
    evidence.copies.append(copier.copy())
    shown = [repr(table.screen), repr(table.board.face().lines)]
    table.do(MesaPressed("menu"))
    shown.append(repr(table.screen))
    table.touch("reportes")
    shown.append(repr(_timeless(table)))
    table.touch("volver")
    table.touch("volver")
    evidence.views.append(Views(tuple(shown)))


def _timeless(table: Table) -> object:
    """The report's screen without the hour at which it was asked for: anyone there knows that."""
    screen = table.screen
    return tuple(fact for fact in getattr(screen, "facts", ()) if fact[0].key != "dato.hora")


def _finish(table: Table, evidence: Evidence, source: Random) -> None:
    """A last report, the closing, the export; then the deposit is opened, its slips mixed before anyone reads."""
    table.do(MesaPressed("menu"))
    table.touch("reportes")
    table.touch("imprimir_reporte")
    table.touch("volver")
    table.touch("volver")
    evidence.sealed = table.context().store.data
    table.close()
    if table.jornada() is JornadaState.CERRADA:  # a spoiled urna may not come so far
        table.touch("exportar")
        evidence.public, evidence.sealed = _results(table.config.usb / "resultados")
    evidence.paper = [slip for slip in table.printer.slips if slip.kind != "testigo"]
    evidence.testigos = [slip for slip in table.printer.slips if slip.kind == "testigo"]
    source.shuffle(evidence.testigos)


def _results(folder: Path) -> tuple[bytes, bytes]:
    """The public and the sealed file on the stick."""
    public, sealed = (next(path for path in folder.iterdir() if path.suffix == end) for end in (".zip", ".sealed"))
    return public.read_bytes(), sealed.read_bytes()
