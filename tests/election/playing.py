"""People at an urna whose bench is the dock: every hand of theirs works one of its controls. It must reach no further.

The mesa and the voters are the demonstration's, who know the display and the published layout alone.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import Any

from demo.casilla import open_display
from demo.devices import Bench, read_qr
from demo.intentions import Intention, intentions
from demo.mesa import Mesa
from demo.play import Choices, found, laid_out
from demo.processes import Supervisor, python
from demo.progress import Progress
from demo.screen import Layout, Screen
from demo.texts import load_words
from demo.voter import Voter, visits
from demo.waiting import present_moment, wait_for
from hardware.board.control import BoardControl
from hardware.board.port import BoardStatus, Key, VoterKey
from hardware.printer.control import EmulatorControl
from hardware.reader.control import ReaderControl
from shared.crypto.certificates import TrustAnchor
from shared.domain.acta import ActaEscrutinio
from shared.domain.eleccion import Mode
from shared.formats.results_v1 import BundleChecks, read_public
from shared.formats.theme_v1 import Theme, parse_theme
from theme_builder.ceremony.making import ROLES, Official
from urna.devdock.controls import do
from urna.devdock.disk import why_not
from urna.devdock.dock import Dock
from urna.devdock.media import MediaKind
from urna.devdock.outcome import Done
from urna.devdock.pair import Pair

LONG_S = 240.0
SPARE = 8
"""How many people are drawn for each who votes without second thoughts."""


@dataclass(frozen=True, slots=True)
class Hands:
    """The controls of a dock, none of which may refuse."""

    dock: Dock

    def do(self, name: str, value: str = "") -> None:
        outcome = do(self.dock, name, value)
        assert outcome == Done(), (name, value, outcome)


class DockedPrinter(EmulatorControl):
    """The printer of a dock, by the controls that the mesa uses."""

    def __init__(self, hands: Hands) -> None:
        super().__init__(Path("none"), hands.dock.devices.slips)
        self._hands = hands

    def order(self, name: str, **details: object) -> dict[str, Any]:
        if name == "status":
            return self._hands.dock.devices.printer.order(name)
        self._hands.do(f"printer.{name}", *(str(value) for value in details.values()))
        return {}


class DockedBoard(BoardControl):
    """The board of a dock."""

    def __init__(self, hands: Hands) -> None:
        super().__init__(Path("none"))
        self._hands = hands

    def press(self, key: Key) -> bool:
        self._hands.do("board.press", key.value)
        return True

    def tap(self, key: VoterKey) -> bool:
        self._hands.do("voter.press", key.value)
        return True

    def sense(self, status: BoardStatus) -> None:
        self._hands.do("voter.headphones", "si" if status.headphones else "no")

    def order(self, name: str, **details: object) -> dict[str, Any]:
        assert name == "status", name
        return self._hands.dock.devices.board.order(name)


class DockedReader(ReaderControl):
    """The reader of a dock: a text is held to it as the card or the slip that carries it."""

    def __init__(self, hands: Hands) -> None:
        super().__init__(Path("none"))
        self._hands = hands

    def show(self, text: str) -> None:
        dock = self._hands.dock
        person = next((each for each in dock.people if each.card == text), None)
        if person is not None:
            self._hands.do("reader.card", person.id)
            return
        slip = next(number for number in reversed(dock.slips()) if _carries(dock.slip(number), text))
        self._hands.do("reader.slip", str(slip))


def bench(hands: Hands) -> Bench:
    """What the demonstration's mesa has in its hands."""
    slips = hands.dock.devices.slips
    return Bench(slips, DockedPrinter(hands), DockedBoard(hands), DockedReader(hands))


def _carries(slip: Path, text: str) -> bool:
    try:
        return read_qr(slip) == text
    except ValueError:
        return False


@dataclass(frozen=True, slots=True)
class Day:
    """An urna on a bench at the start of its day, and everybody who meets it."""

    choices: Choices
    theme: Theme
    pair: Pair
    hands: Hands
    mesa: Mesa
    display: str
    layout: Layout
    people: tuple[Intention, ...]

    @property
    def dock(self) -> Dock:
        return self.hands.dock

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


@contextmanager
def lived(out: Path, voters: int, seed: str) -> Iterator[Day]:
    """The urna of the casilla at rest on a display of its own, and as many people who vote to the end."""
    kind = MediaKind.FOLDERS if why_not() else MediaKind.IMAGES
    choices = Choices(out, Mode.OFICIAL, kind, browser=False)
    places = choices.places
    with Supervisor(places.logs) as supervisor:
        found(places, supervisor, Progress(load_words()))
        published = next((places.repository / "targets" / "temas").iterdir())
        draw = ("-m", "urna.ui.layout", "--theme", published, "--out", places.layout)
        supervisor.run("disposicion", python(*draw), timeout_s=LONG_S)
        theme, layout = parse_theme((published / "theme.json").read_bytes()), Layout.load(places.layout)
        display = open_display(supervisor, 1)
        with laid_out(choices, supervisor, display) as pair:
            hands = Hands(pair.dock)
            mesa = Mesa(Screen(display, layout, places.photos), bench(hands), officials(pair.dock))
            drawn = intentions(theme.contests, SPARE * voters, seed)
            people = tuple(each for each in drawn if not each.leaves and not each.corrections)[:voters]
            yield Day(choices, theme, pair, hands, mesa, display, layout, people)
            mesa.screen.photograph("al-final", again=True)


def read_actas(day: Day, stick: Path) -> tuple[ActaEscrutinio, ...]:
    """What the results on a stick say, as any reader takes them."""
    root = day.choices.places.institute
    anchor = TrustAnchor.from_pem((root / "root.pem").read_bytes(), (root / "crl.pem").read_bytes())
    checks = BundleChecks(anchor, present_moment(), day.theme, Mode.OFICIAL)
    bundles = sorted((stick / "resultados").glob("*.public.zip"))
    return tuple(read_public(bundle.read_bytes(), checks).acta for bundle in bundles)


def officials(dock: Dock) -> tuple[Official, ...]:
    """The mesa of three, in the order in which the demonstration's mesa acts."""
    named = {person.id.split("-")[0].lower(): person for person in dock.people}
    return tuple(Official(named[r].id, r, named[r].card, named[r].code, b"") for r in ROLES)


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
