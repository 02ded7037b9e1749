"""Media that are lost, come back or are left out: what the mesa is told and asked. It must not touch a voter's turn."""

from dataclasses import replace

from urna.flow import grupos
from urna.flow.auth import begin
from urna.flow.credentials import Purpose
from urna.flow.effects import CheckDevices, Effect, LevelMedium, MakeReport, MesaMessage, Resume, TellMesa
from urna.flow.input import ActionTouched, DeviceChanged, Ticked
from urna.flow.outcome import (
    MediumCopying,
    MediumExcluded,
    MediumLevelled,
    MediumMissing,
    MediumReturned,
    ProcedureFailed,
)
from urna.flow.phases import (
    Closing,
    ClosingStep,
    Loading,
    Menu,
    Missing,
    Opening,
    OpeningStep,
    Preparing,
    Substituting,
    Suspended,
    Voting,
)
from urna.flow.screen import Text
from urna.flow.state import MEDIA_DEVICES, PAPER, Copying, MediumFault, State, TurnStep, with_fault
from urna.flow.steps import SubstitutionStep
from urna.flow.turn import Step, blocked, printer_changed

MediumEvent = MediumReturned | MediumCopying | MediumLevelled
CLOSE_PAGE = "cerrar"
NO_MEDIUM = Text("apertura.aviso.memoria")
"""Why opening was refused."""


_RESTING = frozenset({SubstitutionStep.ASK, SubstitutionStep.LIST, SubstitutionStep.CHOICE})


def calm(state: State) -> bool:  # noqa: PLR0911 - one return for each phase
    """Whether nobody votes and no procedure runs: devices are asked, and a medium may be brought level."""
    if state.auth is not None:
        return False
    match state.phase:
        case Voting():
            return state.turn.step is TurnStep.NONE
        case Menu(busy=busy) | Suspended(busy=busy) | Loading(busy=busy) | Missing(busy=busy):
            return not busy
        case Preparing(running=running):
            return not running
        case Opening(step=step):
            return step is OpeningStep.READY
        case Substituting(step=step):
            return step in _RESTING
        case Closing(step=step):
            return step in {ClosingStep.SHARES, ClosingStep.DONE}
        case _:
            return False


def poll(state: State, event: Ticked) -> Step:
    """Ask the devices every few seconds, but not while a medium is being copied to."""
    seconds = state.seconds_since_poll + event.seconds
    due = seconds >= state.limits.poll_s and state.copying is None
    effects: tuple[Effect, ...] = (CheckDevices(),) if due else ()
    return replace(state, seconds_since_poll=0 if due else seconds), effects


def device_changed(state: State, event: DeviceChanged) -> Step:
    """Remember how a device is; the mesa hears at once of a medium that fails."""
    before = state.fault_of(event.device)
    state = with_fault(state, event.device, event.fault)
    if _asked_in_vain(state):
        return _to_close(state, (TellMesa(MesaMessage.MENDED),))
    if event.device == "printer":
        return state, printer_changed(state, before)
    if event.fault in {"", before, MediumFault.RETURNED}:
        return state, ()
    inviting = isinstance(state.phase, Voting) and calm(state) and not blocked(state) and not grupos.missing(state)
    if event.device == PAPER and calm(state):
        return state, (TellMesa(MesaMessage.PAPER, inviting=inviting),)
    return state, (TellMesa(MesaMessage.MEDIUM, inviting=inviting),) if event.device in MEDIA_DEVICES else ()


def _asked_in_vain(state: State) -> bool:
    """Whether the mesa is asked about a medium before closing, and none is lost any more."""
    phase = state.phase
    asking = isinstance(phase, Missing) and not phase.starting and not phase.busy
    return asking and state.auth is None and not unattended(state)


def unattended(state: State) -> str:
    """The medium that is lost and that nobody left out; empty when there is none."""
    lost = (device for device in MEDIA_DEVICES if state.fault_of(device) and device not in state.excluded)
    return next(lost, "")


def reduce_medium(state: State, event: MediumEvent) -> Step:
    """A lost medium that came back: brought level between turns; at start-up the store is read anew instead."""
    match event:
        case MediumReturned(device):
            return _returned(state, device)
        case MediumCopying(device, done, total):
            return replace(state, copying=Copying(device, done, total)), ()
        case MediumLevelled(device, fault):
            return _levelled(state, device, fault)


def _returned(state: State, device: str) -> Step:
    if not calm(state) or state.copying is not None:
        return state, ()
    if isinstance(state.phase, Missing) and state.phase.starting:
        well = with_fault(state, device, "")
        return replace(well, phase=replace(state.phase, busy=True)), (Resume(),)
    return replace(state, copying=Copying(device)), (TellMesa(MesaMessage.COPYING), LevelMedium(device))


def _levelled(state: State, device: str, fault: str) -> Step:
    state = with_fault(replace(state, copying=None), device, fault)
    if fault:
        return state, (TellMesa(MesaMessage.MEDIUM),)
    state = _ready_to_open(replace(state, excluded=state.excluded - {device}))
    idle = isinstance(state.phase, Voting) and state.turn.step is TurnStep.NONE
    told: tuple[Effect, ...] = (grupos.ready(state) if idle else TellMesa(MesaMessage.MENDED),)
    if isinstance(state.phase, Missing) and not unattended(state):
        return _to_close(state, told)
    return state, told


def _ready_to_open(state: State) -> State:
    """Who was told to wait for a medium before opening is told that it is there."""
    phase = state.phase
    if isinstance(phase, Opening) and phase.alert == NO_MEDIUM and not unattended(state):
        return replace(state, phase=replace(phase, alert=Text("apertura.aviso.memoria_lista")))
    return state


def missing(state: State, event: MediumMissing) -> Step:
    """Start-up found a medium lost while the jornada is open."""
    state = replace(state, jornada=event.jornada, facts=event.facts)
    state = with_fault(state, event.device, event.fault)
    return replace(state, phase=Missing(event.device, starting=True)), (TellMesa(MesaMessage.MEDIUM),)


def reduce_missing(  # noqa: PLR0911 - one return for each row of the table
    state: State, phase: Missing, event: object
) -> Step:
    """The question whether to go on without a medium."""
    match event:
        case ActionTouched("revisar_memoria") if not phase.busy:
            return state, (CheckDevices(),)
        case ActionTouched("seguir_sin_memoria") if not phase.busy:
            return begin(state, Purpose.EXCLUIR), ()
        case ActionTouched("volver") if not phase.busy and not phase.starting:
            return _to_close(state, ())
        case MediumExcluded(device):
            return _to_close(replace(state, excluded=state.excluded | {device}), ())
        case MediumMissing():
            return missing(state, event)
        case ProcedureFailed(alert):
            return replace(state, phase=replace(phase, busy=False, alert=alert)), ()
        case _:
            return state, ()


def _to_close(state: State, told: tuple[Effect, ...]) -> Step:
    """Back to the question before closing, with fresh figures."""
    return replace(state, phase=Menu(CLOSE_PAGE, busy=True)), (*told, MakeReport())
