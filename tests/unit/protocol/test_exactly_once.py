"""Both sides of the conversation over a line that damages, loses, repeats and breaks, in simulated time.

Every press that the board took is told exactly once and in order, or counted as lost by a restart.
"""

from collections.abc import Callable

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from hardware.board.conversation import Conversation
from hardware.board.port import BoardRestarted, KeyPressed, VoterKey, VoterKeyPressed
from hardware.board.wire import VOTER_KEYS
from hardware.protocol import messages as m
from hardware.protocol.board_core import BoardCore, Memory
from hardware.protocol.framing import FrameDecoder

STEP_MS = 50


class MemoryHere(Memory):
    def __init__(self) -> None:
        self.counter = 1000
        self.kept: list[m.Entry] = []

    def key_counter(self) -> int:
        return self.counter

    def save_key_counter(self, counter: int) -> bool:
        self.counter = counter
        return True

    def entries(self) -> list[m.Entry] | None:
        return list(self.kept)

    def save_entries(self, entries: list[m.Entry]) -> bool:
        self.kept = list(entries)
        return True


class Cable(RuleBasedStateMachine):
    """The host is one conversation; the board may lose its power, the cable its contact, the line its bytes."""

    def __init__(self) -> None:
        super().__init__()
        self.memory = MemoryHere()
        self.boots = 0
        self.now_ms = 0
        self.plugged = False
        self.taken: list[int] = []
        self.told: list[int] = []
        self.lost = 0
        self.tapped: list[VoterKey] = []
        self.heard: list[VoterKey] = []
        self.host = Conversation(42)
        self.board = self.new_board()
        self.decoder = FrameDecoder()
        self.shown = ""

    def new_board(self) -> BoardCore:
        self.boots += 1
        card = m.HelloAck(bytes(8), (1, 0, 0), (63, m.COUNTER_FLASH))
        card.boots = self.boots
        return BoardCore(self.memory, card)

    @initialize()
    def plug_in(self) -> None:
        self.plugged = True
        self.host.connected(self.now_ms)
        self.pass_time(4)

    @rule(steps=st.sampled_from([1, 2, 5, 12, 80]))
    def pass_time(self, steps: int) -> None:
        for _ in range(steps):
            self.exchange(lambda data: data)

    @rule(at=st.integers(0, 5000), mask=st.integers(1, 255))
    def damage_what_is_on_the_way(self, at: int, mask: int) -> None:
        def damage(data: bytes) -> bytes:
            spoiled = bytearray(data)
            if spoiled:
                spoiled[at % len(spoiled)] ^= mask
            return bytes(spoiled)

        self.exchange(damage)

    @rule()
    def lose_what_is_on_the_way(self) -> None:
        self.exchange(lambda _: b"")

    @rule()
    def repeat_what_is_on_the_way(self) -> None:
        self.exchange(lambda data: data + data)

    @rule(key=st.sampled_from(m.KEYS))
    def press(self, key: int) -> None:
        if self.board.press(key):
            self.taken.append(self.memory.counter)

    @rule(key=st.sampled_from(VoterKey))
    def tap(self, key: VoterKey) -> None:
        if self.board.tap(VOTER_KEYS[key]):
            self.tapped.append(key)

    @rule()
    def pull_the_cable(self) -> None:
        if self.plugged:
            self.plugged = False
            self.host.disconnected()

    @rule()
    def put_it_back(self) -> None:
        if not self.plugged:
            self.plugged = True
            self.host.connected(self.now_ms)

    @rule()
    def restart_the_board(self) -> None:
        self.board = self.new_board()
        self.decoder.reset()

    @rule(word=st.sampled_from(["uno", "dos", "tres"]))
    def show(self, word: str) -> None:
        self.shown = word
        self.host.show(m.DISPLAY, m.pack_display(word, ""))

    @invariant()
    def told_in_order_and_once(self) -> None:
        assert self.told == sorted(set(self.told))
        assert set(self.told) <= set(self.taken)

    @invariant()
    def heard_in_order_and_at_most_once(self) -> None:
        made = iter(self.tapped)
        assert all(key in made for key in self.heard)

    def teardown(self) -> None:
        """The line heals: nothing stays open."""
        self.put_it_back()
        self.pass_time(300)
        assert self.board.waiting() == 0
        assert len(self.told) + self.lost == len(self.taken)
        assert self.shown == self.board.lines[0].rstrip()

    def exchange(self, accident: Callable[[bytes], bytes]) -> None:
        self.now_ms += STEP_MS
        self.host.tick(self.now_ms)
        self.board.tick(self.now_ms)
        to_board, to_host = self.host.take_output(), b"".join(self.board.take_output())
        if not self.plugged:
            return
        for frame in self.decoder.feed(accident(to_board)):
            self.board.receive(frame)
        self.host.receive(accident(to_host), self.now_ms)
        for event in self.host.take_events():
            if isinstance(event, KeyPressed):
                self.told.append(event.counter)
            elif isinstance(event, VoterKeyPressed):
                self.heard.append(event.key)
            elif isinstance(event, BoardRestarted):
                self.lost += event.lost


TestCable = Cable.TestCase
TestCable.settings = settings(max_examples=250, stateful_step_count=40, deadline=None)
