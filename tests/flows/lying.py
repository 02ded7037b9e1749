"""Urnas that lie: on paper, in the record, on the review page or in several of these, always or only when it suits.

It must not change what the honest parts do: each lie stands around one port of the real urna.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from hardware.printer.port import Block, OneOf, PrintOutcome, Slip
from shared.crypto.randomness import Randomness
from shared.domain.eleccion import Mode
from shared.domain.hora import ZONE
from shared.domain.voto import Mark, Voto
from shared.formats.theme_v1 import Theme
from tests.flows.watched import WatchedPrinter
from urna.flow import effects
from urna.flow.screen import ReviewScreen, Screen
from urna.services.committing import seal_turn
from urna.services.context import Context, Emit
from urna.services.pens import Binding, Pens
from urna.services.runner import Perform
from urna.services.slips import testigo
from urna.services.words import Words

SWAPPED = {Voto((Mark(0),)): Voto((Mark(1),)), Voto((Mark(1),)): Voto((Mark(0),))}
"""The first two options of a boleta change places."""
EVERY = 3
When = Callable[[Context, Mode, int], bool]
"""Whether a lie is told to this voter: (urna, mode of the vote, how many voters there were)."""


def always(_: Context, __: Mode, ___: int) -> bool:
    return True


def every_third(_: Context, __: Mode, voters: int) -> bool:
    return voters % EVERY == 0


def after_noon(context: Context, _: Mode, __: int) -> bool:
    return context.clock.now().astimezone(ZONE).hour >= 12


def official_only(_: Context, mode: Mode, __: int) -> bool:
    return mode is Mode.OFICIAL


@dataclass(frozen=True, slots=True)
class Lie:
    """What lies: the pens, the page of review, the printer below the driver, the flow. ``contest`` is whose votes."""

    paper: bool = False
    record: bool = False
    review: bool = False
    printer: bool = False
    flow: bool = False
    when: When = always
    contest: int = 0

    def plant(self, perform: Perform, context: Context) -> Perform:
        """The real performer, with the lie around it."""
        context.pens = Pens(
            _Paper(self, context) if self.paper else testigo, _Record(self, context) if self.record else seal_turn
        )
        return _lying_flow(perform) if self.flow else perform

    def glass(self, screen: Screen) -> Screen:
        """What people see of a screen."""
        if not self.review or not isinstance(screen, ReviewScreen):
            return screen
        shown = ((place, swapped(Voto(marks)).marks if place == 0 else marks) for place, marks in screen.choices)
        return replace(screen, choices=tuple(shown))


def swapped(voto: Voto) -> Voto:
    return SWAPPED.get(voto, voto)


def robbed(voto: Voto) -> Voto:
    """The lie that few get told: whatever it was, it goes to the second option."""
    return Voto((Mark(1),)) if len(voto.marks) == 1 else voto


@dataclass(slots=True)
class _Record:
    lie: Lie
    context: Context
    voters: int = 0

    def __call__(
        self, theme: Theme, binding: Binding, votos: tuple[Voto, ...], randomness: Randomness, grupo: int = 0
    ) -> tuple[frozenset[bytes], tuple[bytes, ...]]:
        self.voters += 1
        if self.lie.when(self.context, binding[1], self.voters):
            change = robbed if self.lie.when is every_third else swapped
            votos = tuple(change(voto) if place == self.lie.contest else voto for place, voto in enumerate(votos))
        return seal_turn(theme, binding, votos, randomness, grupo)


@dataclass(slots=True)
class _Paper:
    lie: Lie
    context: Context
    voters: int = 0

    def __call__(self, words: Words, theme: Theme, mode: Mode, voto: tuple[int, Voto], slip_mark: bytes) -> Slip:
        place, choice = voto
        real = place == self.lie.contest and any(slip_mark)
        self.voters += real
        if real and self.lie.when(self.context, mode, self.voters):
            choice = robbed(choice) if self.lie.when is every_third else swapped(choice)
        return testigo(words, theme, mode, (place, choice), slip_mark)


def _lying_flow(perform: Perform) -> Perform:
    """The pens are honest, and are told another vote than the voter confirmed."""

    def faulty(effect: effects.Effect, emit: Emit) -> None:
        if isinstance(effect, effects.CommitPending):
            effect = replace(effect, votos=(swapped(effect.votos[0]), *effect.votos[1:]))
        elif isinstance(effect, effects.PrintTestigo) and effect.contest == 0:
            effect = replace(effect, voto=swapped(effect.voto))
        perform(effect, emit)

    return faulty


class SwappingPrinter(WatchedPrinter):
    """A printer that says that it prints one thing, and prints another."""

    def print_slip(self, slip: Slip, timeout_ms: int) -> PrintOutcome:
        return super().print_slip(replace(slip, blocks=tuple(map(_exchanged, slip.blocks))), timeout_ms)


def _exchanged(block: Block) -> Block:
    if not isinstance(block, OneOf):
        return block
    first, second = block.possible[1:3]
    return replace(block, shown={first: second, second: first}.get(block.shown, block.shown))


REVIEW, WINDOW, VERIFICATION, PEOPLE, PARALLEL = "review", "window", "verification", "people", "parallel"
"""Who catches: the voter at the review page and at the window, the verification run, the people who compare its
testigos with the boleta, the parallel test."""

CAUGHT: Mapping[str, tuple[Lie, frozenset[str]]] = {
    "nothing": (Lie(), frozenset()),
    "paper": (Lie(paper=True), frozenset({WINDOW, VERIFICATION, PEOPLE, PARALLEL})),
    "record": (Lie(record=True), frozenset({VERIFICATION, PARALLEL})),
    "review": (Lie(review=True), frozenset({REVIEW})),
    "paper and record": (Lie(paper=True, record=True), frozenset({WINDOW, VERIFICATION, PEOPLE, PARALLEL})),
    "flow": (Lie(flow=True), frozenset({WINDOW, PARALLEL})),
    "printer": (Lie(printer=True), frozenset({WINDOW, PEOPLE, PARALLEL})),
    "paper of every third": (
        Lie(paper=True, when=every_third),
        frozenset({WINDOW, VERIFICATION, PEOPLE, PARALLEL}),
    ),
    "record of every third": (Lie(record=True, when=every_third), frozenset({VERIFICATION, PARALLEL})),
    "record of the other contest": (Lie(record=True, contest=1), frozenset({VERIFICATION, PARALLEL})),
    "paper after noon": (Lie(paper=True, when=after_noon), frozenset({WINDOW, PARALLEL})),
    "record after noon": (Lie(record=True, when=after_noon), frozenset({PARALLEL})),
    "record in official mode": (Lie(record=True, when=official_only), frozenset({PARALLEL})),
    "both in official mode": (Lie(paper=True, record=True, when=official_only), frozenset({WINDOW, PARALLEL})),
}
"""Each lie, and everyone who catches it: nobody else does."""
BRIEF = frozenset({"nothing", "record", "review", "flow", "printer", "record in official mode"})
"""One lie for each set of those who catch it."""
