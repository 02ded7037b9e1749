"""Voters who touch anything anywhere, on the real flow and the real widgets, as a machine of Hypothesis.

Run as ``python -m tests.screens.random_voters THEME_DIR VOTERS [PLANT]``, in a process of its own; ``PLANT`` names a
fault of the urna that must be noticed. It draws no pixel and stores nothing.
"""

import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any, ClassVar, TypeAlias

from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from shared.domain.boleta import confirmable, to_voto
from shared.domain.eleccion import Contest, ContestKind
from shared.domain.errors import VotoInvalido
from shared.domain.jornada import JornadaState
from shared.domain.voto import Mark
from shared.formats.theme_model import Theme
from tests.screens.kinds import random_contests
from urna.flow import outcome
from urna.flow.effects import CancelTurn, CommitPending, PrintTestigo, SettlePending
from urna.flow.input import ActionTouched, OptionTouched, Ticked
from urna.flow.limits import Limits
from urna.flow.machine import Input
from urna.flow.phases import Voting
from urna.flow.reducer import reduce
from urna.flow.screen_for import screen_for
from urna.flow.state import Facts, State, Turn, TurnStep
from urna.services.slips import wording
from urna.services.words import load_words
from urna.ui.environment import WindowSize, prepare
from urna.ui.theme_folder import ThemeFolder, open_theme_folder

ONWARDS = (
    "ajuste_listo",
    "informacion_lista",
    "seguir_votando",
    "pagina_siguiente",
    "siguiente",
    "dejar_en_blanco",
    "confirmar",
)
SEEN: Counter[str] = Counter()
WAIT_S = 0.5  # longer than the pause of the gate
Marks = tuple[tuple[Mark, ...], ...]
Finger: TypeAlias = Any
Target: TypeAlias = Any
"""Kivy's own: it has no types."""


@dataclass
class Glass:
    """The window and a hand: what the voter sees and touches. ``events`` are those of the touch in hand."""

    player: Any
    clock: list[float]
    events: list[Input] = field(default_factory=list)
    fingers: int = 0

    def rest(self) -> None:
        """As if nobody had ever touched it: one voter's fingers must not change what another's do."""
        gate = self.player.stage.gate
        gate.finger, gate.settled_at, gate.last_target, gate.last_at = None, 0.0, "", -1.0e9
        self.clock[0] = 0.0
        self.events.clear()

    def targets(self) -> list[Target]:
        return [target for target in self.player.view.touchables() if not target.out_of_use]

    def texts(self) -> list[str]:
        return [block.text for block in self.player.view.text_blocks()]

    def finger(self, x: float, y: float) -> Finger:
        from kivy.input.motionevent import MotionEvent  # noqa: PLC0415 - Kivy reads its environment at import

        class Made(MotionEvent):  # type: ignore[misc]
            def depack(self, args: Sequence[float]) -> None:
                self.sx, self.sy = args[0], args[1]
                self.profile = ["pos"]
                super().depack(args)

        self.fingers += 1
        size = self.player.stage.tokens.size
        made = Made("hand", self.fingers, (x / size.width, 1 - y / size.height), is_touch=True, type_id="touch")
        made.scale_for_screen(size.width, size.height)
        return made

    def down(self, finger: Finger) -> None:
        self.player.dispatch("on_touch_down", finger)

    def up(self, finger: Finger, x: float, y: float) -> None:
        size = self.player.stage.tokens.size
        finger.move((x / size.width, 1 - y / size.height))
        finger.scale_for_screen(size.width, size.height)
        self.player.dispatch("on_touch_move", finger)
        self.player.dispatch("on_touch_up", finger)


def middle(target: Target) -> tuple[int, int]:
    rect = target.rect
    return rect.x + rect.width // 2, rect.y + rect.height // 2


class RandomVoter(RuleBasedStateMachine):
    """One voter after another; ``glass``, ``theme`` and ``reduce_one`` are set once for the process."""

    glass: ClassVar[Glass]
    theme: ClassVar[Theme]
    reduce_one: ClassVar[Callable[[State, object], tuple[State, tuple[object, ...]]]]

    def __init__(self) -> None:
        super().__init__()
        facts = Facts(contests=self.theme.contests)
        self.state = State(JornadaState.ABIERTA, Voting(), Turn(), facts, Limits())
        self.glass.rest()
        self.read: set[str] = set()
        self.confirmed: Marks | None = None
        self.words = load_words({})
        self.places: tuple[int, ...] = (0,)

    @initialize(places=st.lists(st.integers(0, 4), min_size=1, max_size=2, unique=True))
    def begin(self, places: list[int]) -> None:
        """A voter with one or two boletas, who has touched the first button."""
        self.places = tuple(places)
        self.enable()

    def enable(self) -> None:
        self.confirmed = None
        turn = Turn(TurnStep.ENABLED, 1, contests=self.places, selections=((),) * len(self.places))
        self.state = replace(self.state, turn=turn)
        self.submit(ActionTouched("comenzar"))
        self.show()

    # --- the urna, with a printer that never fails ---

    def submit(self, event: object) -> None:
        pending = [event]
        while pending:
            self.state, effects = type(self).reduce_one(self.state, pending.pop(0))
            for effect in effects:
                pending += self.answer(effect)

    def answer(self, effect: object) -> list[object]:
        facts = self.state.facts
        match effect:
            case CancelTurn(number=number):
                return [outcome.TurnCancelled(number, facts)]
            case CommitPending(number=number, votos=votos):
                self.confirmed = tuple(voto.marks for voto in votos)
                self.check_confirmed()
                SEEN["confirmed"] += 1
                return [outcome.PendingCommitted(number)]
            case PrintTestigo(number=number, contest=contest, voto=voto):
                self.check_testigo(contest, voto.marks)
                return [outcome.TestigoPrinted(number, contest)]
            case SettlePending(number=number, settlement=settlement):
                return [outcome.PendingSettled(number, settlement, 0, facts)]
            case _:
                return []

    def show(self) -> None:
        self.glass.player.show(screen_for(self.state))
        if self.state.turn.step is TurnStep.REVIEW:
            self.read |= set(self.glass.texts()) if self.state.turn.reading is None else set()
        else:
            self.read = set()

    # --- hands ---

    @rule(place=st.integers(0, 40))
    def tap_a_target(self, place: int) -> None:
        self.gesture(lambda: self.tap(*self.at(place)), most=1)

    @rule(places=st.lists(st.integers(0, 12), max_size=4))
    def vote_on(self, places: list[int]) -> None:
        """What most people do: mark something, and go on."""
        for place in places:
            boxes = [target for target in self.glass.targets() if target.touch_id.startswith("option:")]
            if boxes:
                self.gesture(partial(self.tap, *middle(boxes[place % len(boxes)])), most=1)
        self.go_on()

    @rule(times=st.sampled_from([1, 3, 40]))
    def go_on_a_while(self, times: int) -> None:
        """A step or two, or as far as the next confirmation."""
        confirmed = SEEN["confirmed"]
        for _ in range(times):
            if SEEN["confirmed"] > confirmed:
                return
            self.go_on()

    def go_on(self) -> None:
        offered = {target.touch_id: target for target in self.glass.targets()}
        found = next((offered[name] for name in ONWARDS if name in offered), None)
        if found is not None:
            self.gesture(lambda: self.tap(*middle(found)), most=1)

    @rule(x=st.floats(0, 1), y=st.floats(0, 1))
    def tap_anywhere(self, x: float, y: float) -> None:
        size = self.glass.player.stage.tokens.size
        self.gesture(lambda: self.tap(x * (size.width - 1), y * (size.height - 1)), most=1)

    @rule(place=st.integers(0, 40))
    def double_tap(self, place: int) -> None:
        x, y = self.at(place)

        def twice() -> None:
            self.tap(x, y)
            self.show()
            self.glass.clock[0] += 0.1
            self.tap(x, y)

        self.gesture(twice, most=1)

    @rule(first=st.integers(0, 40), second=st.integers(0, 40))
    def two_fingers(self, first: int, second: int) -> None:
        one, other = self.at(first), self.at(second)

        def both() -> None:
            fingers = self.glass.finger(*one), self.glass.finger(*other)
            self.glass.down(fingers[0])
            self.glass.down(fingers[1])
            self.glass.up(fingers[1], *other)
            self.glass.up(fingers[0], *one)

        self.gesture(both, most=1)

    @rule(first=st.integers(0, 40), second=st.integers(0, 40))
    def drag(self, first: int, second: int) -> None:
        start, end = self.at(first), self.at(second)

        def slide() -> None:
            finger = self.glass.finger(*start)
            self.glass.down(finger)
            self.glass.up(finger, *end)

        self.gesture(slide, most=1 if start == end else 0)

    @rule(place=st.integers(0, 40), seconds=st.sampled_from([1, 5, 130]))
    def hold(self, place: int, seconds: int) -> None:
        x, y = self.at(place)

        def press() -> None:
            finger = self.glass.finger(x, y)
            self.glass.down(finger)
            self.glass.clock[0] += seconds
            assert not self.glass.events, "a finger that only rests did something"
            self.glass.up(finger, x, y)

        self.gesture(press, most=1)

    @rule(seconds=st.sampled_from([1, 9, 200]))
    def wait(self, seconds: int) -> None:
        before = self.state.turn
        self.submit(Ticked(seconds))
        self.show()
        assert before.step is TurnStep.THANKS or self.state.turn.selections == before.selections

    # --- how a touch goes ---

    def at(self, place: int) -> tuple[int, int]:
        targets = self.glass.targets()
        size = self.glass.player.stage.tokens.size
        return middle(targets[place % len(targets)]) if targets else (size.width // 2, size.height // 2)

    def tap(self, x: float, y: float) -> None:
        finger = self.glass.finger(x, y)
        self.glass.down(finger)
        self.glass.up(finger, x, y)
        self.take()

    def gesture(self, act: Callable[[], None], most: int) -> None:
        """Let a hand move, and judge what came of it."""
        self.glass.clock[0] += WAIT_S
        self.taken: list[Input] = []
        before = self.state.turn
        act()
        self.take()
        assert len(self.taken) <= most, f"one gesture did {self.taken}"
        self.check(before, self.taken)
        self.show()
        if self.state.turn.step in (TurnStep.NONE, TurnStep.THANKS):
            self.enable()

    def take(self) -> None:
        SEEN[self.state.turn.step.value] += 1
        for event in self.glass.events:
            self.taken.append(event)
            self.submit(event)
        self.glass.events.clear()

    # --- what must hold ---

    def check(self, before: Turn, events: list[Input]) -> None:
        now = self.state.turn
        if now.step in (TurnStep.NONE, TurnStep.THANKS):
            left = before.step is TurnStep.LEAVING and events == [ActionTouched("salir_confirmar")]
            ended = now.step is TurnStep.THANKS and self.confirmed is not None
            assert left or ended, f"a turn ended by {events} at {before.step}"
            return
        for place, (old, new) in enumerate(zip(before.selections, now.selections, strict=True)):
            contest = self.theme.contests[now.contests[place]]
            touched = {event.option for event in events if isinstance(event, OptionTouched)}
            assert {mark.option for mark in old} - {mark.option for mark in new} <= touched, "a mark went by itself"
            assert {mark.option for mark in new} - {mark.option for mark in old} <= touched, "a mark came by itself"
            check_selection(contest, new)

    def check_confirmed(self) -> None:
        assert self.confirmed is not None
        assert self.confirmed == self.state.turn.selections
        for place, marks in enumerate(self.confirmed):
            contest = self.theme.contests[self.places[place]]
            to_voto(contest, marks)
            for said in spoken(contest, marks):
                assert any(said in text for text in self.read), f"the review never showed {said}"
        blanks = sum(not marks for marks in self.confirmed)
        assert ("En blanco, sin ninguna marca" in self.read) == (blanks > 0)

    def check_testigo(self, place: int, marks: tuple[Mark, ...]) -> None:
        assert self.confirmed is not None
        assert marks == self.confirmed[place], "paper says another vote"
        contest = self.theme.contests[self.places[place]]
        said = wording(self.words, contest, marks)
        paper = " ".join((*said.headings, *said.details))
        for mark in marks:
            assert contest.options[mark.option].label.upper() in paper.upper()


def spoken(contest: Contest, marks: tuple[Mark, ...]) -> list[str]:
    """What the review has to say of each mark, in words of the theme."""
    labels = {mark: contest.options[mark.option].label for mark in marks}
    if contest.kind is ContestKind.RANKED:
        return [f"{mark.value}. {label}" if mark.value else label for mark, label in labels.items()]
    if contest.kind is ContestKind.SCALE:
        return [f"{label}: {mark.value}" if mark.value else label for mark, label in labels.items()]
    return list(labels.values())


def check_selection(contest: Contest, marks: tuple[Mark, ...]) -> None:
    """Whatever stands on a boleta can be counted, or the boleta says what to mend."""
    if confirmable(contest, marks) is None:
        try:
            to_voto(contest, marks)
        except VotoInvalido as error:
            raise AssertionError(f"a boleta that nobody may count: {error}") from error


class Source:
    """The theme of the run; no pictures."""

    def __init__(self, folder: ThemeFolder) -> None:
        self.parsed = replace(folder.parsed, contests=random_contests())

    def theme(self) -> Theme:
        return self.parsed

    def asset(self, _name: str) -> bytes | None:
        return None


def unmarks(state: State, event: object) -> tuple[State, tuple[object, ...]]:
    """A touch that is refused takes the first mark away, as machines do that want to help."""
    after, effects = reduce(state, event)
    marks = after.turn.selections[after.turn.position] if after.turn.selections else ()
    if isinstance(event, OptionTouched) and after.turn.alert is not None and marks:
        place = after.turn.position
        fewer = (*after.turn.selections[:place], marks[1:], *after.turn.selections[place + 1 :])
        after = replace(after, turn=replace(after.turn, selections=fewer))
    return after, effects


def confirms_another(state: State, event: object) -> tuple[State, tuple[object, ...]]:
    """A confirmation that takes other marks than the review showed."""
    if event == ActionTouched("confirmar") and state.turn.step is TurnStep.REVIEW:
        taken = state.turn.selections[0]
        other = (replace(taken[0], option=taken[0].option + 1),) if taken and taken[0].option == 0 else (Mark(0),)
        state = replace(state, turn=replace(state.turn, selections=(other, *state.turn.selections[1:])))
    return reduce(state, event)


def leaves_unasked(state: State, event: object) -> tuple[State, tuple[object, ...]]:
    """Leaving without a question."""
    after, effects = reduce(state, event)
    return reduce(after, ActionTouched("salir_confirmar")) if after.turn.step is TurnStep.LEAVING else (after, effects)


PLANTS = {"": reduce, "unmarks": unmarks, "confirms_another": confirms_another, "leaves_unasked": leaves_unasked}


def main() -> None:
    voters, plant = int(sys.argv[2]), sys.argv[3] if len(sys.argv) > 3 else ""
    size = WindowSize()
    source = Source(open_theme_folder(Path(sys.argv[1])))
    with tempfile.TemporaryDirectory() as home:
        prepare(size, Path(home), offscreen=True)
        from urna.ui.player import Player  # noqa: PLC0415 - Kivy reads its environment at import
        from urna.ui.studio import Studio  # noqa: PLC0415 - same

        clock = [0.0]
        events: list[Input] = []
        stage = replace(Studio(source, size, events.append).stage, now=lambda: clock[0])
        machine: Any = RandomVoter
        machine.glass = Glass(Player(stage), clock, events)
        machine.theme = source.parsed
        machine.reduce_one = staticmethod(PLANTS[plant])
        long = voters > 100
        run_state_machine_as_test(
            machine,
            settings=settings(
                max_examples=voters,
                stateful_step_count=40 if long else 8,
                derandomize=not long,
                database=None,
                deadline=None,
                phases=[Phase.generate],
            ),
        )
        sys.stdout.write(f"{dict(SEEN)}\n")


if __name__ == "__main__":
    main()
