"""The screen shows one choice and the testigo says another, or the record does: who finds out, and who cannot."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import pytest

from shared.domain.jornada import JornadaState
from shared.domain.journal import JournalKind
from tests.flows.cutting import Breaker, CutFiles
from tests.flows.institute import Institute
from tests.flows.lying import BRIEF, CAUGHT, PARALLEL, PEOPLE, REVIEW, VERIFICATION, WINDOW, Lie, SwappingPrinter
from tests.flows.parallel import SCRIPT, close_and_compare, hold_day
from tests.flows.voters import WORDS, Selection, read_slip, words_of
from tests.flows.watched import CutBoard, Paper, WatchedPrinter, WatchedTable
from urna.flow.screen import ProcedureScreen, ReviewScreen, StepStatus


@dataclass(frozen=True)
class Stages:
    """One urna before its verification, and the same after its opening."""

    loaded: WatchedTable
    opened: WatchedTable


@pytest.fixture(scope="module")
def stages(institute: Institute, tmp_path_factory: pytest.TempPathFactory) -> Stages:
    breaker = Breaker()
    table = WatchedTable.set_up(institute, tmp_path_factory.mktemp("lies"), CutFiles(breaker), CutFiles(breaker))
    assert isinstance(table, WatchedTable)
    table.printer, table.board = WatchedPrinter(), CutBoard()
    table.power_on()
    table.load()
    loaded = table.twin()
    table.prepare()
    table.open()
    return Stages(loaded, table)


def lying(table: WatchedTable, lie: Lie) -> WatchedTable:
    """The same urna, which lies."""
    twin = table.twin(lie.plant)
    if lie.printer:
        twin.printer = SwappingPrinter()
        twin.watched.breaker = twin.breaker
        twin.power_on()
    return twin


def by_verification(table: WatchedTable) -> bool:
    """Whether the run of the plan de verificacion finds a difference."""
    table.touch("iniciar_verificacion")
    return table.jornada() is not JornadaState.VERIFICADA


def by_people(table: WatchedTable) -> bool:
    """Whether somebody finds out who knows that practice turn n touches the n-th box of the boleta."""
    slips = [read_slip(Paper(slip, heard=True)) for slip in table.slips("testigo_practica")]
    said = [words for contest, words in slips if contest == 0]
    return not all(words.startswith(f"{name} ") for name, words in zip(WORDS[0][:9], said, strict=False))


def by_review(table: WatchedTable, lie: Lie, choices: Sequence[Selection]) -> bool:
    """Whether the voter finds other choices on the review page; then the vote is cast all the same."""
    table.enable_and_mark([tuple(options) for options in choices])
    screen = lie.glass(table.screen)
    assert isinstance(screen, ReviewScreen)
    table.touch("confirmar")
    table.touch("terminar")
    shown = [tuple(mark.option for mark in marks) for _, marks in screen.choices]
    return shown != list(choices)


def by_window(papers: Sequence[Paper], voters: Sequence[Sequence[Selection]]) -> bool:
    """Whether any voter reads something else through the window."""
    slips = [read_slip(paper) for paper in papers]
    meant = [(contest, words_of(contest, each)) for choices in voters for contest, each in enumerate(choices)]
    return not all(
        contest == place and (said == words or said.startswith(f"{words} "))
        for (contest, said), (place, words) in zip(slips, meant, strict=True)
    )


@pytest.mark.parametrize(
    "name", [name if name in BRIEF else pytest.param(name, marks=pytest.mark.long) for name in CAUGHT]
)
def test_a20_who_catches_a_lie_and_who_does_not(stages: Stages, name: str) -> None:
    lie, expected = CAUGHT[name]
    loaded = lying(stages.loaded, lie)
    opened = lying(stages.opened, lie)
    found = {VERIFICATION: by_verification(loaded), PEOPLE: by_people(loaded)}
    found[REVIEW] = by_review(opened.twin(lie.plant), lie, SCRIPT[0])
    hold_day(opened)
    found[WINDOW] = by_window(opened.watched.papers, SCRIPT)
    found[PARALLEL] = bool(close_and_compare(opened)[0].problems)
    assert {who for who, caught in found.items() if caught} == expected


def test_a20_a_difference_is_said_on_the_screen_and_in_the_report_and_stops_the_urna(stages: Stages) -> None:
    table = lying(stages.loaded, Lie(paper=True))
    table.touch("iniciar_verificacion")
    assert table.jornada() is JornadaState.CARGADA
    assert isinstance(table.screen, ProcedureScreen)
    assert table.screen.alert is not None
    assert dict(table.screen.alert.params) == {"total": 2, "contienda": "Gubernatura del Estado", "turno": 1}
    sides = [line for line in table.screen.lines if line.status is StepStatus.FAILED][1:]
    assert [str(line.text.params[0][1]).split()[0] for line in sides] == ["PAN", "PRI", "PAN"]
    assert "continuar" not in {action.id for action in table.screen.actions}
    [report] = table.slips("verificacion")
    lines = [" ".join(line.split()) for line in table.printer.rendered(report)]
    at = lines.index("Turno de práctica 1 de 16")
    said = " ".join(lines[at + 1 : lines.index("HAY DIFERENCIAS. No use esta urna.")])
    assert re.search(r"Se votó PAN .*El testigo dice PRI .*Se contó PAN .*Turno de práctica 2 de 16.*dice PAN ", said)
    assert "HAY DIFERENCIAS. No use esta urna." in lines
    entry = table.context().book.journal.last(JournalKind.VERIFICACION)
    assert entry is not None
    assert entry.value("diferencias") == 2


def test_a20_the_report_says_what_was_voted_on_paper_and_counted(stages: Stages) -> None:
    table = stages.loaded.twin()
    table.touch("iniciar_verificacion")
    slips, [report] = table.slips("testigo_practica"), table.slips("verificacion")
    assert len(slips) == 32
    assert all(table.printer.rendered(slip)[0].strip() == "VERIFICACIÓN: SIN VALIDEZ" for slip in slips)
    rows = {" ".join(line.split()) for line in table.printer.rendered(report)}
    assert {"PAN 1 / 1 / 1", "PT-MORENA 1 / 1 / 1", "Sí 1 / 1 / 1", "Boletas en blanco 13 / 13 / 13"} <= rows
    assert not table.slips("testigo")


def test_a20_paper_that_ends_in_the_middle_is_said_and_the_run_can_be_repeated(stages: Stages) -> None:
    table = stages.loaded.twin()
    assert isinstance(table.screen, ProcedureScreen)
    assert dict(table.screen.instruction.params) == {"testigos": 32, "metros": 3}
    table.printer.paper_out(100)
    table.touch("iniciar_verificacion")
    assert table.jornada() is JornadaState.CARGADA
    assert isinstance(table.screen, ProcedureScreen)
    assert table.screen.alert is not None
    told = dict(table.screen.alert.params)
    assert told == {"testigo": len(table.slips("testigo_practica")) + 1, "testigos": 32}
    assert not [name for name in (*table.internal.files, *table.usb.files) if name.startswith("verificacion/")]  # type: ignore[attr-defined]
    table.printer.repair()
    table.touch("iniciar_verificacion")
    assert table.jornada() is JornadaState.VERIFICADA
