"""A whole vote by sound alone: an emulated board's keys go in, and the bytes that reached the headphones come out.

The voter knows what was said and nothing else: no screen, no state.
"""

import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import cast

import pytest

from hardware.audio.control import Ears
from hardware.board.control import BoardControl, running_emulator
from hardware.board.driver import SerialBoard
from hardware.board.fake import FakeBoard
from hardware.board.port import BoardInfo, BoardStatus, Key, KeySwitch, VoterKey
from hardware.printer.fake import FakePrinter
from hardware.reader.fake import FakeReader
from tests.flows.cutting import Breaker, CutFiles
from tests.flows.institute import MORNING, Institute
from tests.flows.spoken import Hearing, spoken
from tests.flows.table import HandClock, Table, config_for, ports
from tests.flows.test_power import read_bundle
from urna.bootstrap import compose
from urna.flow.listening import DWELL_S, USUAL_RATE
from urna.flow.screen import ScreenId

FOLDER_OF_EARS = "oidos"
ROUNDS = 4000
ROUND_S = 0.004
WELL = BoardStatus(mains=True, battery_percent=100, lid_open=False, case_open=False, key_switch=KeySwitch.OPERATION)


class StillClock(HandClock):
    """Seconds that go by only when somebody says so."""

    def monotonic_ms(self) -> int:
        return self.ms


@dataclass(slots=True)
class Blind:
    """Somebody at the urna with headphones and keys, who knows Spanish."""

    table: Table
    keys: BoardControl
    ears: Ears
    hearing: Hearing
    words: dict[str, str]
    known: int = 0
    heard: list[tuple[str, ...]] = field(default_factory=list)

    def pump(self) -> None:
        """One round of everything in the urna."""
        self.table.urna.attendant.attend()
        self.table.run()
        self.table.urna.narrator.attend()
        time.sleep(ROUND_S)

    def listen(self) -> str:
        """What is said next, to its end, as words."""
        narrator = self.table.urna.narrator
        for _ in range(ROUNDS):
            self.pump()
            if len(self.ears.heard()) > self.known and not self.ears.audio.busy():
                narrator.attend()
                break
        else:
            raise AssertionError(f"silence after {self.heard[-3:]}")
        sounds = self.ears.heard()
        self.known = len(sounds)
        self.heard.append(self.hearing.clips(sounds[-1]))
        return " ".join(self.words.get(key, key) for key in self.heard[-1])

    def press(self, key: VoterKey) -> str:
        assert self.keys.tap(key)
        return self.listen()

    def choose(self, words: str) -> str:
        """Go on until these words are said, then choose what they name."""
        for _ in range(40):
            if words in self.press(VoterKey.SIGUIENTE):
                return self.press(VoterKey.ELEGIR)
        raise AssertionError(words)

    def rest(self) -> str:
        """Let a scan go on by itself."""
        self.table.clock.ms += 1000 * DWELL_S[USUAL_RATE]
        return self.listen()

    def switch_on(self, words: str) -> str:
        """Wait until a scan says these words, then press the switch."""
        for _ in range(40):
            if words in self.rest():
                return self.press(VoterKey.INTERRUPTOR_1)
        raise AssertionError(words)


def opened_table(institute: Institute, board: SerialBoard, ears: Ears, folder: Path) -> Table:
    """An urna that can be heard, open, on the emulated board."""
    config = config_for(institute, folder)
    institute.publish(config.usb)
    printer, reader, clock = FakePrinter(), FakeReader(), StillClock(MORNING)
    internal, usb = CutFiles(Breaker()), CutFiles(Breaker())
    things = replace(ports(printer, board, reader, clock, internal, usb), audio=ears.audio)
    urna = compose(config, things)
    pretended = cast("FakeBoard", board)  # a table forks its fake; this one is never forked
    table = Table(institute, config, printer, pretended, reader, clock, internal, usb, urna)
    table.urna.runner.begin()
    table.run()
    table.open_day()
    return table


@pytest.fixture(scope="module")
def voter(institute: Institute, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Blind]:
    folder = tmp_path_factory.mktemp("audio")
    audible = spoken(institute)
    with ExitStack() as stack:
        emulated = stack.enter_context(running_emulator(folder / "b"))
        board = SerialBoard(str(emulated.link))
        stack.callback(board.close)
        assert isinstance(board.hello(), BoardInfo)
        ears = Ears(folder / FOLDER_OF_EARS, speed=400)
        table = opened_table(audible, board, ears, folder)
        table.intentions = []
        words = {clip.key: clip.text for clip in audible.theme.locuciones[0].clips}
        yield Blind(table, emulated.control, ears, Hearing(audible.theme), words)


def enable(voter: Blind) -> None:
    assert voter.keys.press(Key.HABILITAR)
    for _ in range(ROUNDS):
        voter.pump()
        if voter.table.shows() is ScreenId.HABILITADA:
            return
    raise AssertionError("never enabled")


def emitidos(voter: Blind) -> int:
    return voter.table.ledger().emitidos


def test_a_whole_vote_by_sound_and_keys_alone(voter: Blind) -> None:
    theme, before = voter.table.institute.theme, emitidos(voter)
    enable(voter)
    wanted = [contest.options[place] for contest, place in zip(theme.contests, (1, 0), strict=True)]
    names = [voter.words[f"o.0.{1}"], voter.words[f"o.1.{0}"]]
    assert "puede votar escuchando" in voter.press(VoterKey.REPETIR)
    said = voter.choose("comenzar a votar")
    assert theme.contests[0].title in said
    assert voter.choose(names[0]).startswith("e.marca Marcada.")
    assert theme.contests[1].title in voter.choose("Botón: continuar")
    assert "sin marcas" in voter.choose("Botón: continuar")
    voter.choose("volver a la boleta")
    voter.choose(names[1])
    review = voter.choose("Botón: continuar")
    assert review.index(theme.contests[0].title) < review.index(names[0]) < review.index(theme.contests[1].title)
    assert names[1] in review
    slips = len(voter.table.printer.slips)
    voter.choose("confirmar mi voto")
    assert emitidos(voter) == before + 1
    testigos = [str(slip.blocks) for slip in voter.table.printer.slips[slips:]]
    assert [option.label in testigo for option, testigo in zip(wanted, testigos, strict=True)] == [True, True]


def test_a_whole_vote_by_two_switches(voter: Blind) -> None:
    before = emitidos(voter)
    enable(voter)
    voter.press(VoterKey.INTERRUPTOR_1)
    voter.switch_on("comenzar a votar")
    voter.switch_on(voter.words["o.0.2"])
    voter.switch_on("Botón: continuar")
    voter.switch_on(voter.words["o.1.1"])
    voter.switch_on("Botón: continuar")
    assert voter.words["o.1.1"] in " ".join(voter.words.get(key, key) for key in voter.heard[-1])
    voter.switch_on("confirmar mi voto")
    assert emitidos(voter) == before + 1


def test_headphones_invite_and_a_key_ends_what_sounds(voter: Blind) -> None:
    voter.keys.sense(replace(WELL, headphones=True))
    enable(voter)
    assert "cualquier tecla" in voter.listen()
    voter.press(VoterKey.AYUDA)
    voter.keys.sense(WELL)
    for _ in range(ROUNDS):
        voter.pump()
        if not voter.table.urna.runner.listening.on:
            break
    assert voter.table.urna.runner.listening.said == ()
    assert not voter.ears.audio.busy()
    assert voter.keys.press(Key.CANCELAR)
    for _ in range(ROUNDS):
        voter.pump()
        if voter.table.shows() is ScreenId.ESPERA:
            return
    raise AssertionError("never cancelled")


def test_the_acta_counts_what_was_heard_and_nothing_tells_who_listened(voter: Blind) -> None:
    table = voter.table
    heard = voter.table.urna.runner.listening
    assert (heard.on, heard.said, heard.rate) == (False, (), USUAL_RATE)
    assert table.urna.narrator._audio is voter.ears.audio
    assert voter.ears.audio._sounding is None
    table.close()
    counts = [figures.counts for figures in read_bundle(table).acta.contests]
    first, second = table.institute.theme.contests
    assert counts[0][first.options[1].id.value] == counts[0][first.options[2].id.value] == 1
    assert counts[1][second.options[0].id.value] == counts[1][second.options[1].id.value] == 1
    assert isinstance(table.internal, CutFiles)
    journals = [data for name, data in table.internal.files.items() if name.endswith("bitacora.jsonl")]
    assert journals
    assert not [word for word in (b"voz", b"tecla", b"audi", b"escuch") for data in journals if word in data]
