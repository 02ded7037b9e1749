"""A whole day on a real window, every accident by the dock's controls: the totals are what the voters meant."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from demo.intentions import expected
from tests.election.playing import LONG_S, Day, lived, paper_ends, power_goes, read_actas, stick_is_pulled
from urna.devdock.controls import CONTROLS, Source, do
from urna.devdock.outcome import Reason, Refused

REFUSING = {Reason.NEEDS_IMAGES, Reason.ROOT_WRITES, Reason.NO_CODE, Reason.STICK_IN}
"""What may be refused by a bench that is well: its kind of media, a slip without code, a stick already in."""
WELL = (
    ("printer.personality", "honest"),
    ("power.battery", "100"),
    ("board.lid", "cerrada"),
    ("board.case", "cerrada"),
    ("board.key_switch", "operation"),
    ("voter.headphones", "no"),
)
SEED, VOTERS = "tablero", 5
pytestmark = [
    pytest.mark.long,
    pytest.mark.election,
    pytest.mark.screen,
    pytest.mark.skipif(shutil.which("Xvfb") is None or shutil.which("xdotool") is None, reason="needs Xvfb, xdotool"),
]


@pytest.fixture
def day(tmp_path: Path) -> Iterator[Day]:
    with lived(tmp_path / "urna", VOTERS, SEED) as made:
        yield made


def test_a_day_with_every_accident_ends_with_the_right_totals(day: Day) -> None:
    hands, mesa = day.hands, day.mesa
    day.dock.begin()
    mesa.load()
    mesa.prepare()
    mesa.open()
    day.vote(1)
    day.vote(2, lambda: paper_ends(day))
    stick_is_pulled(day)
    day.vote(3)
    hands.do("usb.insert")
    day.vote(4, lambda: power_goes(day))
    day.vote(5)
    hands.do("clock.hour", "18:30")
    mesa.close()
    mesa.export()
    hands.do("usb.pull")
    check_acta(day)
    hands.do("usb.insert")
    meddle(day)
    hands.do("power.cut")
    hands.do("power.on")
    mesa.screen.wait("cerrada", timeout_s=LONG_S)
    hands.do("board.break_memory")
    hands.do("power.off")
    hands.do("power.dies")
    hands.do("power.revives")
    assert day.dock.used == set(CONTROLS)


def meddle(day: Day) -> None:
    """Every control once and mended again, on an urna that has closed: it stands all of it."""
    offered = {Source.PEOPLE: day.dock.people[0].id, Source.SLIPS: "1"}
    for name, control in CONTROLS.items():
        if name.startswith("power.") or name == "board.break_memory":
            continue
        value = control.values[0] if control.values else offered.get(control.source, "2018-07-01T08:00")
        outcome = do(day.dock, name, value)
        assert not isinstance(outcome, Refused) or outcome.reason in REFUSING, (name, value, outcome)
    for mend in ("printer.repair", "printer.come_back", "board.plug", "reader.plug", "clock.right", "usb.swap"):
        day.hands.do(mend)
    for name, value in WELL:
        day.hands.do(name, value)
    assert day.dock.media.state.number == 1
    assert day.dock.program.running, day.dock.program.said()


def check_acta(day: Day) -> None:
    """The stick as a person finds it says what the voters meant."""
    (acta,) = read_actas(day, day.choices.out / "memorias" / "1")
    for contest, wanted in zip(acta.contests, expected(day.theme.contests, day.people), strict=True):
        assert {key: contest.counts[key] for key in wanted} == dict(wanted)
    assert (acta.ledger.emitidos, acta.ledger.cancelados, acta.ledger.anulados) == (VOTERS, 0, 1)
