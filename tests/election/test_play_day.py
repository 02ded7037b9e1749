"""A whole day on a real window, every accident by the dock's controls: the totals are what the voters meant."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Thread

import pytest

from demo.casilla import open_display
from demo.ceremony import ROLES, Official
from demo.intentions import Intention, expected, intentions
from demo.mesa import Mesa
from demo.play import Choices, found, laid_out
from demo.processes import Supervisor, python
from demo.progress import Progress
from demo.screen import Layout, Screen
from demo.texts import load_words
from demo.voter import Voter, visits
from demo.waiting import present_moment, wait_for
from shared.crypto.certificates import TrustAnchor
from shared.domain.eleccion import Mode
from shared.formats.results_v1 import BundleChecks, read_public
from shared.formats.theme_v1 import Theme, parse_theme
from tests.election.playing import Hands, bench
from urna.devdock.controls import CONTROLS, Source, do
from urna.devdock.disk import why_not
from urna.devdock.dock import Dock
from urna.devdock.media import MediaKind
from urna.devdock.outcome import Reason, Refused

REFUSING = {Reason.NEEDS_IMAGES, Reason.ROOT_WRITES, Reason.NO_CODE, Reason.STICK_IN}
"""What may be refused by a bench that is well: its kind of media, a slip without code, a stick already in."""
WELL = (
    ("printer.personality", "honest"),
    ("power.battery", "100"),
    ("board.lid", "cerrada"),
    ("board.case", "cerrada"),
    ("board.key_switch", "operation"),
)
SEED, VOTERS = "tablero", 5
LONG_S = 240.0
pytestmark = [
    pytest.mark.long,
    pytest.mark.election,
    pytest.mark.screen,
    pytest.mark.skipif(shutil.which("Xvfb") is None or shutil.which("xdotool") is None, reason="needs Xvfb, xdotool"),
]


@dataclass(frozen=True, slots=True)
class Day:
    """An urna on a bench at the start of its day, and everybody who meets it."""

    choices: Choices
    theme: Theme
    dock: Dock
    hands: Hands
    mesa: Mesa
    display: str
    layout: Layout
    people: tuple[Intention, ...]

    def screen(self, name: str) -> Screen:
        """The display as one more pair of eyes sees it; a camera belongs to its thread."""
        return Screen(self.display, self.layout, self.choices.out / "fotos" / name)

    def vote(self, number: int, meanwhile: Callable[[], None] | None = None) -> None:
        """One person is enabled and votes to the end; something may happen meanwhile."""
        failures: list[BaseException] = []
        voter = Thread(target=self._visit, args=(number, failures), daemon=True)
        self.mesa.enable()
        voter.start()
        if meanwhile is not None:
            meanwhile()
        wait_for(lambda: not voter.is_alive(), f"voter {number}", LONG_S)
        if failures:
            raise failures[0]

    def _visit(self, number: int, failures: list[BaseException]) -> None:
        contests = tuple(contest.id.value for contest in self.theme.contests)
        (visit,) = visits([self.people[number - 1].as_json()])
        try:
            Voter(self.screen(f"votante-{number}"), contests).vote(visit)
        except Exception as error:  # noqa: BLE001 - told to whoever waits
            failures.append(error)


@pytest.fixture
def day(tmp_path: Path) -> Iterator[Day]:
    kind = MediaKind.FOLDERS if why_not() else MediaKind.IMAGES
    choices = Choices(tmp_path / "urna", Mode.OFICIAL, kind, browser=False)
    places = choices.places
    with Supervisor(places.logs) as supervisor:
        found(places, supervisor, Progress(load_words()))
        published = next((places.repository / "targets" / "temas").iterdir())
        draw = ("-m", "urna.ui.layout", "--theme", published, "--out", places.layout)
        supervisor.run("disposicion", python(*draw), timeout_s=LONG_S)
        theme, layout = parse_theme((published / "theme.json").read_bytes()), Layout.load(places.layout)
        display = open_display(supervisor, 1)
        with laid_out(choices, supervisor, display) as dock:
            hands = Hands(dock)
            mesa = Mesa(Screen(display, layout, places.photos), bench(hands), officials(dock))
            people = tuple(
                each for each in intentions(theme.contests, 40, SEED) if not each.leaves and not each.corrections
            )[:VOTERS]
            yield Day(choices, theme, dock, hands, mesa, display, layout, people)
            mesa.screen.photograph("al-final", again=True)


def officials(dock: Dock) -> tuple[Official, ...]:
    """The mesa of three, in the order in which the demonstration's mesa acts."""
    named = {person.id.split("-")[0].lower(): person for person in dock.people}
    return tuple(Official(named[r].id, r, named[r].card, named[r].code, b"") for r in ROLES)


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
    assert day.dock.used == set(CONTROLS)


def paper_ends(day: Day) -> None:
    """The roll ends in the middle of a testigo, and the mesa puts another."""
    day.hands.do("printer.paper_out", "9")
    day.mesa.mend_printer()


def stick_is_pulled(day: Day) -> None:
    day.hands.do("usb.pull")
    day.hands.do("power.mains", "no")
    day.hands.do("power.mains", "si")


def power_goes(day: Day) -> None:
    """In the middle of a testigo; then it is back, and the voter says that it did not fall and votes again."""
    day.hands.do("printer.spoil", "stall")
    day.mesa.screen.wait("impresion", timeout_s=LONG_S)
    day.hands.do("power.cut")
    day.hands.do("printer.repair")
    day.hands.do("power.on")


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
    folder = day.choices.places.urna(1) / "memorias" / "1" / "resultados"
    root = day.choices.places.institute
    anchor = TrustAnchor.from_pem((root / "root.pem").read_bytes(), (root / "crl.pem").read_bytes())
    bundle = next(folder.glob("*.public.zip")).read_bytes()
    acta = read_public(bundle, BundleChecks(anchor, present_moment(), day.theme, Mode.OFICIAL)).acta
    for contest, wanted in zip(acta.contests, expected(day.theme.contests, day.people), strict=True):
        assert {key: contest.counts[key] for key in wanted} == dict(wanted)
    assert (acta.ledger.emitidos, acta.ledger.cancelados, acta.ledger.anulados) == (VOTERS, 0, 1)
