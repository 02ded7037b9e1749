"""Two urnas of one casilla: the reserve comes when asked for, sticks and paper are carried, the dead one stays dead."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.devdock.conftest import PEOPLE, SLIP_TEXT, Hands, PretendedProgram, Told, ToldBoard, ToldPrinter, ToldReader
from tests.devdock.conftest import bench as lay
from tests.devdock.test_media import synced
from urna.devdock.disk import why_not
from urna.devdock.dock import SLIPS_EACH, Devices, Dock
from urna.devdock.ears import Ears
from urna.devdock.media import BLANK, OF_RESERVE, OWN, MediaKind, Table, open_media
from urna.devdock.outcome import Done, Reason, Refused
from urna.devdock.pair import CASILLA, CHOOSE, RESERVE, Pair

KINDS = (MediaKind.FOLDERS, pytest.param(MediaKind.IMAGES, marks=pytest.mark.skipif(bool(why_not()), reason="root")))


class Two:
    """A bench for an urna and one for its reserve, sharing a table."""

    def __init__(self, kind: MediaKind, folder: Path) -> None:
        self.folder, self.kind = folder, kind
        self.table = Table(folder / "memorias")
        self.told = {CASILLA: Told(), RESERVE: Told()}
        self.brought = 0
        self.pair = Pair({CASILLA: self._lay(CASILLA, OWN)}, self._bring)

    def _bring(self) -> Dock:
        self.brought += 1
        return self._lay(RESERVE, OF_RESERVE)

    def _lay(self, name: str, own: int) -> Dock:
        told, place = self.told[name], self.folder / name
        slips, ears = self.folder / f"tiras-{name}", Ears(self.folder / f"e-{name}", ())
        devices = Devices(ToldPrinter(told, place), ToldBoard(told), ToldReader(told), slips, ears)
        place.mkdir()
        hands = lay(devices, told, place)
        papers = tuple(self.folder / f"tiras-{each}" for each in (CASILLA, RESERVE))
        media = open_media(self.folder / f"medios-{name}", self.kind, self.table, own)
        return Dock(PretendedProgram(told), devices, media, hands.dock.clock, PEOPLE, papers=papers)

    def usb(self, name: str) -> Path:
        return self.folder / f"medios-{name}" / "usb"

    def close(self) -> None:
        for dock in self.pair.docks.values():
            dock.media.close()


@pytest.fixture(params=KINDS, ids=lambda kind: kind.value)
def two(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Two]:
    made = Two(request.param, tmp_path)
    yield made
    made.close()


def test_the_reserve_comes_once_and_only_when_it_is_asked_for(two: Two) -> None:
    assert two.pair.do("usb.put", str(OF_RESERVE)) == Refused(Reason.STICK_IN)
    assert not (two.folder / RESERVE).exists()
    for _ in range(2):
        assert two.pair.do(CHOOSE, RESERVE) == Done()
        assert two.pair.do("board.press", "menu") == Done()
        assert two.pair.do(CHOOSE, CASILLA) == Done()
    assert two.brought == 1
    assert two.told[RESERVE].lines.count("program start") == 1
    assert two.told[RESERVE].lines.count("board press key=menu") == 2
    assert two.told[CASILLA].lines == ["program show"] * 2


def test_what_is_no_urna_is_refused_and_a_reserve_that_does_not_come_leaves_the_first(two: Two) -> None:
    assert two.pair.do(CHOOSE, "tercera") == Refused(Reason.UNKNOWN, f"{CHOOSE} tercera")
    (two.folder / RESERVE).mkdir()
    assert isinstance(two.pair.do(CHOOSE, RESERVE), Refused)
    assert two.pair.chosen == CASILLA


def test_a_stick_is_carried_from_one_urna_to_the_other_and_is_never_in_both(two: Two) -> None:
    synced(two.usb(CASILLA) / "votos", b"1")
    two.pair.do(CHOOSE, RESERVE)
    assert two.pair.do("usb.pull") == Done()
    assert two.pair.do("usb.put", str(OWN)) == Refused(Reason.STICK_ELSEWHERE)
    two.pair.do(CHOOSE, CASILLA)
    assert two.pair.do("usb.pull") == Done()
    two.pair.do(CHOOSE, RESERVE)
    assert two.pair.do("usb.put", str(OWN)) == Done()
    assert [place.name for place in two.usb(RESERVE).iterdir() if place.name != "lost+found"] == ["votos"]
    two.pair.do(CHOOSE, CASILLA)
    assert two.pair.do("usb.insert") == Refused(Reason.STICK_ELSEWHERE)
    assert two.pair.do("usb.swap") == Done()
    assert two.pair.dock.media.state.number == BLANK
    assert two.table.lying == {OF_RESERVE}


def test_paper_of_one_urna_is_shown_to_the_reader_of_the_other(two: Two) -> None:
    two.pair.do(CHOOSE, RESERVE)
    assert two.pair.dock.slips() == (1, SLIPS_EACH + 1)
    two.told[RESERVE].lines.clear()
    assert two.pair.do("reader.slip", "1") == Done()
    assert two.told[RESERVE].lines == [f"reader show text={SLIP_TEXT}"]
    for none in (2, SLIPS_EACH + 2, 2 * SLIPS_EACH + 1, -1):
        assert isinstance(two.pair.do("reader.slip", str(none)), Refused)


def test_a_dead_urna_gives_its_stick_and_comes_back_only_against_the_rule(hands: Hands) -> None:
    assert hands.do("power.revives") == Refused(Reason.NOT_DEAD)
    assert hands.do("power.dies") == Done()
    for name in ("power.on", "power.dies"):
        assert hands.do(name) == Refused(Reason.DEAD)
    assert hands.do("usb.pull") == Done()
    assert hands.do("usb.insert") == Done()
    hands.told.lines.clear()
    assert hands.do("power.revives") == Done()
    assert hands.told.lines[-1] == "program start"
    assert hands.do("power.on") == Refused(Reason.RUNNING)


def test_an_urna_that_lost_its_power_before_dies_too(hands: Hands) -> None:
    hands.do("power.cut")
    hands.told.lines.clear()
    assert hands.do("power.dies") == Done()
    assert hands.told.lines == []
    assert hands.do("power.on") == Refused(Reason.DEAD)
