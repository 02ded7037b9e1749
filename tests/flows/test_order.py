"""The order of truth, as the decision page tells it: measured below the services, and cut between every two steps."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import get_args

import pytest

from shared.domain.ids import CasillaId
from shared.domain.jornada import JornadaState
from tests.flows.cutting import PowerCut
from tests.flows.independent import count, journal_lines
from tests.flows.institute import EVENING, Institute
from tests.flows.order import ADR, Cut, Recorder, recorded_table
from tests.flows.substitute import Stick, copy_of, put
from tests.flows.substitute import pull as pull_stick
from tests.flows.table import memory_table
from tests.flows.test_power import CHOICES, check_sound, cut_while_printing
from tests.flows.watched import WatchedTable
from urna.flow import effects
from urna.flow.input import BoardSensed, MesaPressed, Ticked
from urna.flow.screen import ScreenId
from urna.flow.state import Settlement

_ROW = re.compile(r"^\| `(\w+)`([^|]*)\| ([^|]+) \| ([^|]+) \|$")
_MENDS = re.compile(r"A start mends, in this order and only what it finds wanting: ([^.]+)\.")
_NOTHING = re.compile(r"make nothing durable: ([^.]+)\.")
Drive = Callable[[WatchedTable], object]


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table: ``starts`` is what a start finds before the first step and after each."""

    effect: str
    variant: str
    steps: tuple[str, ...]
    starts: tuple[str, ...]

    @property
    def name(self) -> str:
        return f"{self.effect} {self.variant}".strip()


def rows() -> list[Row]:
    found = [_ROW.match(line) for line in ADR.read_text(encoding="utf-8").splitlines()]
    return [
        Row(m[1], m[2].strip(" ,"), tuple(re.findall(r"`([^`]+)`", m[3])), tuple(m[4].strip().split(" · ")))
        for m in found
        if m is not None
    ]


ROWS = rows()


@dataclass(frozen=True, slots=True)
class Moment:
    """How to come to an effect: from a stage of the day, ``before``, then ``act``, in which it is performed.

    ``mend``: what people do before the urna is switched on again.
    """

    stage: str
    act: Drive
    before: Drive = lambda _: None
    only: Callable[[object], bool] = lambda _: True
    mend: Drive = lambda _: None


def settles(settlement: Settlement) -> Callable[[object], bool]:
    return lambda effect: isinstance(effect, effects.SettlePending) and effect.settlement is settlement


def asked(table: WatchedTable) -> None:
    """The voter is asked after a cut."""
    table.enable()
    cut_while_printing(table)


def replaced_and_asked(table: WatchedTable) -> None:
    asked(table)
    table.touch("no_cayo")
    cut_while_printing(table)


def deaf(table: WatchedTable) -> None:
    table.watched.deaf = True
    table.enable_and_confirm(CHOICES)


def out_of_paper(table: WatchedTable) -> None:
    table.printer.paper_out(at_line=3)
    table.enable_and_mark(CHOICES)


def left_alone(table: WatchedTable) -> None:
    table.enable()
    table.touch("comenzar")


def wrong_code(table: WatchedTable) -> None:
    table.ask_to_suspend()
    official, other = table.institute.official("presidencia"), table.institute.official("secretaria")
    table.show_card(official.__class__(official.id, official.role, official.card, other.code, official.public_key))


def to_close(table: WatchedTable) -> None:
    table.clock.at = EVENING
    table.vote(CHOICES)


def pull(table: WatchedTable) -> None:
    table.usb.pulled = True  # type: ignore[attr-defined]


def put_back(table: WatchedTable) -> None:
    table.usb.pulled = False  # type: ignore[attr-defined]


def lost(table: WatchedTable) -> None:
    pull(table)
    table.wait(4)


def back(table: WatchedTable) -> None:
    put_back(table)
    for _ in range(10):
        table.do(Ticked(20))


def clock_moved(table: WatchedTable) -> None:
    table.wait(4)
    table.clock.at += timedelta(days=1)


def archived(table: WatchedTable) -> None:
    table.touch("archivar")
    table.authenticate("presidencia", "secretaria")


def left_out(table: WatchedTable) -> None:
    table.touch("seguir_sin_memoria")
    table.authenticate("presidencia", "secretaria")


def ask_to_close_without_it(table: WatchedTable) -> None:
    lost(table)
    table.clock.at = EVENING
    table.do(MesaPressed("menu"))
    table.touch("cerrar")
    table.touch("confirmar_cierre")


def resumed(table: WatchedTable) -> None:
    table.touch("reanudar")
    table.authenticate("presidencia", "secretaria")


def little_paper(table: WatchedTable) -> None:
    """The printer's sensor sees the end of the roll coming."""
    table.watched.paper_near_end()


def paper_seen(table: WatchedTable) -> None:
    """The urna knows of it."""
    little_paper(table)
    table.wait(4)


def new_roll(table: WatchedTable) -> None:
    """The mesa puts a new one in."""
    table.watched.refill()
    table.wait(4)


def reprint_torn(table: WatchedTable) -> None:
    """A reprint ends in the middle of its paper, and the mesa puts in a new roll."""
    table.watched.paper_out(4)
    table.touch("reimprimir_acta")
    new_roll(table)


def other_casilla(table: WatchedTable) -> None:
    """The theme on the stick is not for this urna."""
    table.config = replace(table.config, casilla=CasillaId("140999B0100"))
    table.power_on()


@dataclass
class Desk:
    """Sticks that lie on the table of the mesa: of an urna that died, and this one's own."""

    dead: Stick = field(default_factory=Stick)
    own: Stick = field(default_factory=Stick)


DESK = Desk()


def dead_stick_in(table: WatchedTable) -> None:
    DESK.own = pull_stick(table)
    table.wait(4)
    put(table, copy_of(DESK.dead))
    table.touch("sustituir")


def found_dead(table: WatchedTable) -> None:
    dead_stick_in(table)
    for action in ("buscar_memoria", "aceptar_lista"):
        table.touch(action)


def own_stick_in(table: WatchedTable) -> None:
    pull_stick(table)
    put(table, DESK.own)


def signed(action: str) -> Drive:
    def act(table: WatchedTable) -> None:
        table.touch(action)
        table.authenticate("presidencia", "secretaria")

    return act


def signed_to_go_on(table: WatchedTable) -> None:
    """A reserve that will open beside a dead urna; its own stick is back, and not yet level."""
    found_dead(table)
    signed("seguir_aqui")(table)
    own_stick_in(table)


def going_on(table: WatchedTable) -> None:
    signed_to_go_on(table)
    table.wait(8)


def exported_beside(table: WatchedTable) -> None:
    """Its own results are out."""
    going_on(table)
    table.touch("abrir_reserva")
    table.shares = dict(DEAD_SHARES)
    table.close()
    table.touch("exportar")


DEAD_SHARES: dict[int, str] = {}
MOMENTS = {
    "FindDead": Moment("ready", lambda t: t.touch("buscar_memoria"), dead_stick_in, mend=own_stick_in),
    "CommitSubstitution to close": Moment("ready", signed("solo_cerrar"), found_dead, mend=own_stick_in),
    "CommitSubstitution to go on": Moment("ready", signed("seguir_aqui"), found_dead, mend=own_stick_in),
    "LevelMedium of a reserve": Moment("ready", lambda t: t.wait(8), signed_to_go_on),
    "OpenReserve": Moment("ready", lambda t: t.touch("abrir_reserva"), going_on),
    "TakeOver": Moment("ready", lambda t: t.touch("cerrar_sustituida"), exported_beside),
    "FindTheme": Moment("fresh", lambda t: t.touch("cargar_tema")),
    "FindTheme refused": Moment("fresh", lambda t: t.touch("cargar_tema"), other_casilla),
    "LoadTheme": Moment("fresh", WatchedTable.load),
    "RunVerification": Moment("loaded", lambda t: t.touch("iniciar_verificacion")),
    "Diagnose": Moment("verified", WatchedTable.diagnose),
    "PrepareOpening": Moment("ready", WatchedTable.open),
    "PrintShare": Moment("ready", WatchedTable.open),
    "ReadBackShare": Moment("ready", WatchedTable.open),
    "CommitOpening": Moment("ready", WatchedTable.open),
    "ConsumeHabilitacion": Moment("opened", WatchedTable.enable),
    "CancelTurn": Moment("opened", lambda t: t.do(MesaPressed("cancelar")), left_alone),
    "CommitPending": Moment("opened", lambda t: t.vote(CHOICES)),
    "PrintTestigo whole": Moment("opened", lambda t: t.vote(CHOICES)),
    "PrintTestigo in pieces": Moment("opened", lambda t: t.touch("confirmar"), out_of_paper),
    "CountTestigo": Moment("opened", lambda t: t.touch("no_cayo"), deaf),
    "SettlePending final": Moment("opened", lambda t: t.vote(CHOICES)),
    "SettlePending anulado": Moment("opened", lambda t: t.touch("no_cayo"), asked, settles(Settlement.ANULADO)),
    "SettlePending en duda": Moment(
        "opened", lambda t: t.touch("no_cayo"), replaced_and_asked, settles(Settlement.EN_DUDA)
    ),
    "TellMesa": Moment(
        "opened",
        lambda t: t.do(Ticked(200)),
        left_alone,
        lambda e: isinstance(e, effects.TellMesa) and e.message is effects.MesaMessage.INACTIVE,
    ),
    "WriteCheckpoint": Moment("opened", lambda t: t.do(Ticked(3600))),
    "CheckCredential": Moment("opened", WatchedTable.suspend),
    "CheckCredential refused": Moment("opened", wrong_code),
    "SuspendVoting": Moment("opened", WatchedTable.suspend),
    "ResumeVoting": Moment("suspended", resumed),
    "CheckDevices lost": Moment("opened", lambda t: t.wait(4), pull),
    "CheckDevices back": Moment("opened", back, lost),
    "CheckDevices paper": Moment("opened", lambda t: t.wait(4), little_paper),
    "CheckDevices roll": Moment("opened", new_roll, paper_seen),
    "CheckDevices clock": Moment("opened", lambda t: t.wait(4), clock_moved),
    "NoteSensed": Moment("opened", lambda t: t.do(BoardSensed(case_open=True))),
    "LevelMedium": Moment("opened", back, lost),
    "ExcludeMedium": Moment("opened", left_out, ask_to_close_without_it),
    "CountAndSeal": Moment("opened", WatchedTable.close, to_close),
    "PrintClosing": Moment("opened", WatchedTable.close, to_close),
    "ReprintActa": Moment("closed", lambda t: t.touch("reimprimir_acta")),
    "ReprintActa again": Moment("closed", lambda t: t.touch("reintentar"), reprint_torn),
    "Export": Moment("closed", lambda t: t.touch("exportar")),
    "ArchiveJornada": Moment("exported", archived),
    "Resume": Moment("opened", WatchedTable.power_on, left_alone),
}


@dataclass(frozen=True, slots=True)
class Stages:
    """Tables at the stages of a day, all on one recorder."""

    recorder: Recorder
    tables: dict[str, WatchedTable]

    def at(self, stage: str) -> WatchedTable:
        self.recorder.cut = None
        return self.tables[stage].twin(self.recorder.plant)


@pytest.fixture(scope="module")
def stages(institute: Institute, tmp_path_factory: pytest.TempPathFactory) -> Stages:
    table, recorder = recorded_table(institute, tmp_path_factory.mktemp("order"))
    found: dict[str, WatchedTable] = {}

    def keep(stage: str, *acts: Drive) -> None:
        for act in acts:
            act(table)
        found[stage] = table.twin(recorder.plant)

    dead = memory_table(institute.another("JAL-D001", tmp_path_factory.mktemp("dead")), tmp_path_factory.mktemp("died"))
    dead.open_day()
    dead.vote(CHOICES)
    DEAD_SHARES.update(dead.shares)
    DESK.dead = pull_stick(dead)
    keep("fresh")
    keep("loaded", WatchedTable.load)
    keep("verified", lambda t: t.touch("iniciar_verificacion"), lambda t: t.touch("continuar"))
    keep("ready", WatchedTable.diagnose, lambda t: t.touch("continuar"))
    keep("opened", WatchedTable.open)
    keep("suspended", WatchedTable.suspend)
    keep("closed", resumed, to_close, WatchedTable.close)
    keep("exported", lambda t: t.touch("exportar"))
    return Stages(recorder, found)


def found_at_start(table: WatchedTable, before: dict[str, int]) -> str:
    """What a start finds, in the words of the decision page."""
    after = count(journal_lines(table))
    if table.shows() is ScreenId.PREGUNTA_TESTIGO:
        return "asked"
    if after["anulados"] > before["anulados"]:
        return "replaced" if table.shows() is ScreenId.HABILITADA else "replaced, then cancelled"
    for name, word in (("emitidos", "final"), ("en_duda", "en duda"), ("cancelados", "cancelled")):
        if after[name] > before[name]:
            return word
    return str(table.jornada().value)


def play(stages: Stages, name: str, after: int) -> str:
    """Cut an effect after that many of its steps, start again, and say what the start found."""
    moment = MOMENTS[name]
    table = stages.at(moment.stage)
    moment.before(table)
    table.watched.deaf = False
    before = count(journal_lines(table))
    stages.recorder.cut = Cut(name.split(maxsplit=1)[0], after, moment.only)
    with pytest.raises(PowerCut):
        moment.act(table)
    stages.recorder.cut = None
    for files in (table.internal, table.usb):
        files.pulled = False  # type: ignore[attr-defined]
    moment.mend(table)
    table.power_on()
    if table.jornada() in (JornadaState.ABIERTA, JornadaState.SUSPENDIDA):
        check_sound(table) if table.shows() is not ScreenId.PREGUNTA_TESTIGO else None
    return found_at_start(table, before)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_a12_a_cut_between_any_two_steps_is_found_as_the_page_says(stages: Stages, row: Row) -> None:
    found = [play(stages, row.name, after) for after in range(len(row.steps) + 1)]
    assert found == list(row.starts)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_the_steps_of_an_effect_are_those_of_the_page_in_their_order(stages: Stages, row: Row) -> None:
    moment = MOMENTS[row.name]
    table = stages.at(moment.stage)
    moment.before(table)
    table.watched.deaf = False
    stages.recorder.cut = Cut(row.effect, 1000, moment.only)
    with pytest.raises(PowerCut):
        moment.act(table)
    assert tuple(stages.recorder.steps) == row.steps


def test_every_effect_that_writes_is_on_the_page(stages: Stages) -> None:
    """What a whole day was seen to write, and the list of effects that the page says write nothing."""
    page = ADR.read_text(encoding="utf-8")
    told = _NOTHING.search(page)
    assert told is not None
    quiet = set(re.findall(r"`(\w+)`", told[1]))
    named = {row.effect for row in ROWS}
    assert named & quiet == set()
    assert named | quiet == {effect.__name__ for effect in get_args(effects.Effect)}
    known = {(row.effect, row.steps) for row in ROWS}
    for name, sequences in stages.recorder.seen.items():
        for steps in sequences - {()}:
            assert name not in quiet or steps == ("paper",), f"{name} made {steps} durable"
            assert name in quiet or (name, steps) in known or _of_another_day(name, steps), f"{name}: {steps}"


def _of_another_day(name: str, steps: tuple[str, ...]) -> bool:
    """Steps of a row with some left out, as they were made before; or of the order in which a start mends."""
    mends = _MENDS.search(ADR.read_text(encoding="utf-8"))
    assert mends is not None
    start = tuple(re.findall(r"`([^`]+)`", mends[1]))
    wholes = [row.steps for row in ROWS if row.effect == name] + ([start] if name == "Resume" else [])
    return any(_within(steps, whole) for whole in wholes)


def _within(part: tuple[str, ...], whole: tuple[str, ...]) -> bool:
    rest = iter(whole)
    return all(step in rest for step in part)


def test_every_row_can_be_played() -> None:
    assert {row.name for row in ROWS} == set(MOMENTS)
    assert Path(ADR).name.startswith("0007-")
