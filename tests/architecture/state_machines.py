"""The machines of an urna as they are, found by trying every event on every state. It must not draw, nor know a rule.

The day is read from its table; the turn, the end of a pending turn and the state of a medium come from the reducer.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import product

from hardware.printer.port import PrinterFault
from shared.domain.jornada import TABLE, JornadaEvent, JornadaState
from tests.unit.urna.test_mesa import MESA
from tests.unit.urna.test_turn import FACTS, SELECTIONS
from urna.flow import input as inputs
from urna.flow import outcome
from urna.flow.credentials import Auth, Holder, Purpose
from urna.flow.effects import CheckDevices, LevelMedium, NoteSensed, SettlePending, TellMesa
from urna.flow.limits import Limits
from urna.flow.phases import Missing, Starting, Voting
from urna.flow.reducer import reduce
from urna.flow.state import MediumFault, Settlement, State, Turn, TurnStep

OFFICIALS = "two officials"
_QUIET = (TellMesa, CheckDevices, NoteSensed)


@dataclass(frozen=True, slots=True, order=True)
class Edge:
    """From one state to another, by an event, asking the world for ``effects``."""

    source: str
    target: str
    label: str
    effects: tuple[str, ...] = ()


def day() -> list[Edge]:
    """The table of the jornada; what ``averiar`` does is the same from every state and told in prose."""
    return [
        Edge(state.value, rule.target.value, event.value, tuple(refusal.value for refusal in rule.unless))
        for (state, event), rule in TABLE.items()
        if event is not JornadaEvent.AVERIAR
    ]


def broken_from() -> set[JornadaState]:
    """From where ``averiar`` leads out of service."""
    return {state for state, event in TABLE if event is JornadaEvent.AVERIAR}


def turn_states() -> Iterator[State]:
    """Each step with all that can make a difference: boleta, slip, blank already asked, replaced, how it ends."""
    everything = product(TurnStep, (0, 1), (0, 1), (frozenset[int](), frozenset({0, 1})), (False, True), Settlement)
    for step, position, slip, asked, replaced, settlement in everything:
        if settlement not in _ENDS.get(step, (Settlement.FINAL,)):
            continue
        for selections in (SELECTIONS, ((), ())):
            turn = Turn(
                step,
                0 if step is TurnStep.NONE else 1,
                position=position,
                selections=selections,
                contests=(0, 1),
                asked_blank=asked,
                slip=slip,
                replaced=replaced,
                settlement=settlement,
            )
            yield State(JornadaState.ABIERTA, Voting(), turn, FACTS, Limits())


_ENDS = {
    TurnStep.SETTLING: (Settlement.ANULADO, Settlement.EN_DUDA),
    TurnStep.FINAL_FAULT: tuple(Settlement),
}
"""How a turn may be about to end at a step; elsewhere it may only become final."""


def _may_happen(state: State, event: object) -> bool:
    """An outcome belongs to the effect that was asked for; what media do is another machine."""
    if isinstance(event, outcome.PendingSettled):
        return event.settlement is state.turn.settlement
    return not isinstance(event, outcome.MediumReturned)


def _tried() -> Iterator[tuple[State, object]]:
    for state in turn_states():
        yield from ((state, event) for event in (*MESA, *_MORE) if _may_happen(state, event))
        if state.turn.step in (TurnStep.PRINT_FAULT, TurnStep.ASK_SLIP, TurnStep.ASK_TESTIGO):
            auth = Auth(Purpose.EN_DUDA, 2, (Holder("A", "presidencia"),))
            yield replace(state, auth=auth), outcome.CredentialAccepted(Holder("B", "secretaria"))
    for pending, complete, granted in ((0, False, 0), (0, False, 4), (3, False, 0), (3, True, 0)):
        start = State(JornadaState.SIN_TEMA, Starting(), Turn(), FACTS, Limits())
        resumed = outcome.Resumed(JornadaState.ABIERTA, FACTS, pending, pending_complete=complete, granted_turn=granted)
        yield start, resumed


_MORE: tuple[object, ...] = (outcome.PendingSettled(1, Settlement.ANULADO, 2, FACTS, ""), inputs.Ticked(9))


@cache
def _reduced() -> tuple[tuple[State, object, State, tuple[object, ...]], ...]:
    """State, event, state after it, effects: a hundred thousand of them, asked of the reducer once."""
    return tuple((before, event, *reduce(before, event)) for before, event in _tried())


@cache
def turn() -> list[Edge]:
    """Every change of step, and every effect, that any event brings about in a turn."""
    found: set[Edge] = set()
    for before, event, after, effects in _reduced():
        asked = tuple(type(effect).__name__ for effect in effects if not isinstance(effect, _QUIET))
        same = after.turn.step is before.turn.step and isinstance(before.phase, Voting)
        if not isinstance(after.phase, Voting) or (same and not asked):
            continue
        source = before.turn.step.value if isinstance(before.phase, Voting) else "start"
        found.add(Edge(source, after.turn.step.value, label_of(before, event), asked))
    return sorted(found)


def label_of(before: State, event: object) -> str:
    """An event as people would name it; a button by its id."""
    match event:
        case inputs.ActionTouched(action):
            return action.split("_")[0] + "_n" if action.startswith("corregir_") else action
        case inputs.MesaPressed(key):
            return f"mesa {key}"
        case outcome.CredentialAccepted() if before.auth is not None:
            return OFFICIALS
        case _:
            return _outcome_label(event)


def _outcome_label(event: object) -> str:
    match event:
        case outcome.Resumed():
            return _resumed(event)
        case outcome.TestigoFailed(doubtful=doubtful):
            return "TestigoFailed perhaps whole" if doubtful else "TestigoFailed"
        case outcome.TestigoCounted(complete=complete):
            return "TestigoCounted complete" if complete else "TestigoCounted not complete"
        case outcome.PendingSettled(settlement=settlement):
            return f"PendingSettled {settlement.value}"
        case _:
            return type(event).__name__


def _resumed(event: outcome.Resumed) -> str:
    if event.granted_turn:
        return "Resumed a replacement owed"
    if not event.pending_turn:
        return "Resumed nothing pending"
    return "Resumed pending and complete" if event.pending_complete else "Resumed pending"


@dataclass(frozen=True, slots=True, order=True)
class Ending:
    """How a pending turn is settled: at which step, by what, for whom, as what, and whether a new turn is granted."""

    step: str
    label: str
    replacement: bool
    settlement: str
    grant: bool


@cache
def endings() -> list[Ending]:
    """Every way in which the records of a turn leave the pending area; new tries of the same are left out."""
    found: set[Ending] = set()
    for before, event, _after, effects in _reduced():
        if isinstance(event, inputs.Ticked):
            continue
        step = before.turn.step.value if isinstance(before.phase, Voting) else "start"
        for effect in effects:
            if isinstance(effect, SettlePending):
                label = label_of(before, event)
                found.add(Ending(step, label, before.turn.replaced, effect.settlement.value, effect.grant))
    return sorted(found)


def mediums() -> list[Edge]:
    """A medium as the reducer knows it, from well, by every event about it that can come, as far as they lead."""
    start = State(JornadaState.ABIERTA, Voting(), Turn(), FACTS, Limits())
    edges: set[Edge] = set()
    waiting, known = [start], {_medium(start)}
    while waiting:
        before = waiting.pop()
        for event in _MEDIUM_EVENTS:
            if not _may_come(before, event):
                continue
            asked = isinstance(event, outcome.MediumExcluded)
            phase = Missing("usb", starting=False) if asked else Voting()
            after, effects = reduce(replace(before, phase=phase), event)
            names = tuple(type(effect).__name__ for effect in effects if isinstance(effect, LevelMedium))
            edge = Edge(_medium(before), _medium(after), _medium_label(event), names)
            if edge.source != edge.target:
                edges.add(edge)
            if edge.target not in known:
                known.add(edge.target)
                waiting.append(after)
    return sorted(edges)


def _may_come(state: State, event: object) -> bool:
    """Copying tells of itself; what is there again is what comes back; people are asked about what is lost."""
    match event:
        case outcome.MediumCopying() | outcome.MediumLevelled():
            return state.copying is not None
        case outcome.MediumReturned():
            return _medium(state).startswith("there_again")
        case outcome.MediumExcluded():
            return _medium(state) == "lost"
        case _:
            return state.copying is None


_MEDIUM_EVENTS: tuple[object, ...] = (
    *(inputs.DeviceChanged("usb", fault) for fault in ("", *MediumFault)),
    outcome.MediumReturned("usb"),
    outcome.MediumCopying("usb", 1, 4),
    outcome.MediumLevelled("usb"),
    outcome.MediumLevelled("usb", MediumFault.BAD),
    outcome.MediumExcluded("usb"),
)


def _medium(state: State) -> str:
    fault = state.fault_of("usb")
    name = (
        "copying"
        if state.copying is not None
        else "well"
        if not fault
        else "there_again"
        if fault == "returned"
        else "lost"
    )
    return f"{name}_left_out" if "usb" in state.excluded else name


def _medium_label(event: object) -> str:
    match event:
        case inputs.DeviceChanged(fault=fault):
            return "well" if not fault else "there again" if fault == MediumFault.RETURNED else "lost or unfit"
        case outcome.MediumLevelled(fault=fault):
            return "could not be copied to" if fault else "level"
        case outcome.MediumExcluded():
            return "two officials leave it out"
        case _:
            return type(event).__name__


@dataclass(frozen=True, slots=True)
class Device:
    """A device, its faults, and whether a turn may begin while it has one."""

    name: str
    faults: tuple[str, ...]
    enables: bool


def devices() -> Iterable[Device]:
    """Whether an habilitacion is taken, device by device, with each fault that it can have."""
    media = tuple(fault.value for fault in MediumFault)
    every = {
        "printer": tuple(fault.value for fault in PrinterFault),
        "board": ("absent", "silent"),
        "reader": ("absent",),
        "usb": media,
        "internal": media,
        "media": (MediumFault.LOST.value,),
    }
    for name, faults in every.items():
        taken = {_enabled_with(name, fault) for fault in faults}
        if len(taken) != 1:
            raise ValueError(f"{name}: some faults let a turn begin and some do not")
        yield Device(name, faults, taken.pop())


def _enabled_with(device: str, fault: str) -> bool:
    state = State(JornadaState.ABIERTA, Voting(), Turn(), FACTS, Limits())
    state, _ = reduce(state, inputs.DeviceChanged(device, fault))
    state, _ = reduce(state, inputs.HabilitarPressed(1))
    return state.turn.step is TurnStep.ENABLING
