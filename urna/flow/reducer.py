"""The one pure function of the urna: state and event to state and effects. It must not perform, draw or ask a clock."""

from dataclasses import replace

from shared.domain.jornada import CLOSED, JornadaState
from urna.flow import (
    audit,
    auth,
    closing,
    energy,
    grupos,
    hearing,
    helping,
    load,
    media,
    mesa,
    opening,
    patience,
    sensed,
    substitution,
    touch,
    trying,
    turn,
)
from urna.flow.credentials import Auth, Purpose
from urna.flow.effects import (
    CountAndSeal,
    Effect,
    ExcludeMedium,
    LoadTheme,
    MesaMessage,
    PrepareOpening,
    Resume,
    ResumeVoting,
    SettlePending,
    SuspendVoting,
    TellMesa,
    WriteCheckpoint,
)
from urna.flow.input import (
    ActionTouched,
    BoardSensed,
    DeviceChanged,
    HabilitarPressed,
    KeypadAttacked,
    MesaPressed,
    Ticked,
)
from urna.flow.marking import put
from urna.flow.outcome import (
    Broke,
    Counted,
    MediumCopying,
    MediumLevelled,
    MediumMissing,
    MediumReturned,
    Resumed,
)
from urna.flow.phases import (
    Auditing,
    Closing,
    ClosingStep,
    Loading,
    Menu,
    Missing,
    Opening,
    OpeningStep,
    OutOfService,
    Preparing,
    Starting,
    Substituting,
    Suspended,
    Touching,
    Trying,
    Voting,
)
from urna.flow.state import Settlement, State, Turn, TurnStep, with_fault
from urna.flow.turn import Step

FIRST_EFFECTS: tuple[Effect, ...] = (Resume(),)
"""What a start asks for before any event."""


def reduce(state: State, event: object) -> Step:
    """Apply one event, and say what a voter who listens should hear of it. Unexpected events change nothing."""
    return hearing.heard(state, event, _helped)


def _helped(state: State, event: object) -> Step:
    """The help that covers a screen of the mesa takes its own touches; all the rest goes on below it."""
    helped = helping.helped(state, event)
    if helped is not None:
        return helped, ()
    after, effects = _reduce(state, event)
    return helping.uncovered(state, after), effects


def _reduce(state: State, event: object) -> Step:  # noqa: PLR0911 - one return for each kind of event
    if isinstance(event, Ticked):
        state = load.tick(auth.tick(state, event), event)
    match event:
        case Broke(reason):
            return _out_of_service(state, reason), ()
        case DeviceChanged() | BoardSensed() | KeypadAttacked():
            return _told_by_devices(state, event)
        case _ if isinstance(state.phase, OutOfService):
            return state, ()
        case MediumReturned() | MediumCopying() | MediumLevelled():
            return media.reduce_medium(state, event)
        case Counted():
            return closing.reduce_closing(state, Closing(), event)
        case _ if audit.shows_card(state, event):
            return audit.ask_code(state, event), ()
        case _:
            return _by_phase(state, event) if state.auth is None else _authenticating(state, state.auth, event)


def _told_by_devices(state: State, event: DeviceChanged | BoardSensed | KeypadAttacked) -> Step:
    if isinstance(event, DeviceChanged):
        return media.device_changed(state, event)
    if isinstance(state.phase, OutOfService):
        return state, ()
    if isinstance(event, BoardSensed):
        return energy.suspend_in_time(sensed.board_sensed(state, event))
    return sensed.keypad_attacked(state, event)


def _out_of_service(state: State, reason: str) -> State:
    stopped = replace(state, phase=OutOfService(reason), jornada=JornadaState.FUERA_DE_SERVICIO)
    return replace(stopped, auth=None, copying=None)


def _by_phase(state: State, event: object) -> Step:  # noqa: C901, PLR0911 - one case for each phase
    if isinstance(event, Ticked) and not isinstance(state.phase, Voting) and media.calm(state):
        return media.poll(state, event)
    match state.phase:
        case Starting():
            return _starting(state, event)
        case Voting():
            return _voting(state, event)
        case Loading() as phase:
            return load.reduce_loading(state, phase, event)
        case Preparing() as phase:
            return load.reduce_preparing(state, phase, event)
        case Touching() as phase:
            return touch.reduce_touching(state, phase, event)
        case Trying() as phase:
            return trying.reduce_trying(state, phase, event)
        case Opening() as phase:
            return opening.reduce_opening(state, phase, event)
        case Substituting() as phase:
            return substitution.reduce_substituting(state, phase, event)
        case _:
            return _by_later_phase(_not_open(state, event), event)


def _by_later_phase(step: Step, event: object) -> Step:
    state, effects = step
    match state.phase:
        case Menu() as phase:
            state, more = mesa.reduce_menu(state, phase, event)
        case Suspended() as phase:
            state, more = mesa.reduce_suspended(state, phase, event)
        case Auditing() as phase:
            state, more = audit.reduce_auditing(state, phase, event)
        case Closing() as phase:
            state, more = closing.reduce_closing(state, phase, event)
        case Missing() as phase if phase.starting and isinstance(event, Resumed):
            state, more = _resumed(state, event)
        case Missing() as phase:
            state, more = media.reduce_missing(state, phase, event)
        case _:
            more = ()
    return state, (*effects, *more)


def _not_open(state: State, event: object) -> Step:
    if not isinstance(event, HabilitarPressed):
        return state, ()
    closed = state.jornada in CLOSED
    return state, (TellMesa(MesaMessage.CLOSED if closed else MesaMessage.NOT_OPEN),)


def _voting(state: State, event: object) -> Step:
    if isinstance(event, Ticked):
        return _with_checkpoint(patience.tick_turn(state, event), event)
    if isinstance(event, MesaPressed) and event.key != "cancelar":
        return mesa.open_menu(state, event)
    return turn.reduce_turn(state, event)


def _with_checkpoint(step: Step, event: Ticked) -> Step:
    state, effects = step
    seconds = state.seconds_since_checkpoint + event.seconds
    if state.turn.step is not TurnStep.NONE or seconds < state.limits.checkpoint_s:
        return replace(state, seconds_since_checkpoint=seconds), effects
    return replace(state, seconds_since_checkpoint=0), (*effects, WriteCheckpoint())


def _starting(state: State, event: object) -> Step:
    if isinstance(event, MediumMissing):
        return media.missing(state, event)
    return _resumed(state, event) if isinstance(event, Resumed) else (state, ())


def _resumed(state: State, event: Resumed) -> Step:
    wrong = event.wrong_codes
    state = replace(state, excluded=event.excluded, repaired=event.repaired)
    state = replace(state, jornada=event.jornada, facts=event.facts, wrong_codes=wrong, lock_seconds=auth.pause(wrong))
    match event.jornada:
        case JornadaState.ABIERTA:
            return _resume_voting(state, event)
        case JornadaState.SUSPENDIDA:
            return replace(state, phase=Suspended()), ()
        case JornadaState.CERRANDO:
            return replace(state, phase=Closing()), ()
        case JornadaState.CERRADA | JornadaState.EXPORTADA | JornadaState.ARCHIVADA:
            closed = Closing(ClosingStep.DONE, event.closing_printed, event.closing_due)
            return closing.print_next(state, closed)
        case _:
            return replace(state, phase=load.preparation(event.jornada)), ()


def _resume_voting(state: State, event: Resumed) -> Step:
    state = replace(state, phase=Voting(), turn=Turn())
    if event.granted_turn:
        return turn.granted(state, event.granted_turn, event.granted_grupo)
    if not event.pending_turn:
        ready = grupos.ready(state)
        return state, (TellMesa(MesaMessage.CUT, inviting=ready.message is MesaMessage.READY) if event.cut else ready,)
    held = bool(event.printer_fault)
    state = with_fault(state, "printer", event.printer_fault)
    pending = Turn(TurnStep.ASK_TESTIGO, event.pending_turn, replaced=event.pending_replaced, held=held)
    if event.pending_complete:
        return turn.settle(replace(state, turn=pending), Settlement.FINAL)
    return replace(state, turn=pending), (TellMesa(MesaMessage.ASK_VOTER),)


def _authenticating(state: State, people: Auth, event: object) -> Step:
    if isinstance(event, HabilitarPressed):
        return state, (TellMesa(MesaMessage.NOT_OPEN),)
    if _gives_up(people, event):
        return replace(state, auth=None), ()
    state, effects = auth.reduce_auth(state, event)
    if state.auth is not None and auth.complete(state.auth):
        wrong = auth.forgiven(state.auth, state.wrong_codes)
        state, more = _authenticated(replace(state, auth=None, wrong_codes=wrong), state.auth)
        return state, (*effects, *more)
    return state, effects


def _gives_up(people: Auth, event: object) -> bool:
    """The button, or for who only wants to look any key of the mesa: voting is not kept waiting."""
    looking = people.purpose is Purpose.AUDITAR and isinstance(event, MesaPressed)
    return not people.checking and (looking or event == ActionTouched("cancelar_autenticacion"))


def _authenticated(state: State, people: Auth) -> Step:  # noqa: C901, PLR0911 - one case for each purpose
    match people.purpose:
        case Purpose.CARGAR:
            return replace(state, phase=Loading(busy=True)), (LoadTheme(people.accepted, load.corrected(state.phase)),)
        case Purpose.ABRIR:
            return replace(state, phase=Opening(OpeningStep.MAKING)), (PrepareOpening(people.accepted),)
        case Purpose.SUSPENDER:
            reason = state.phase.reason if isinstance(state.phase, Menu) else ""
            return replace(state, phase=Menu(busy=True)), (SuspendVoting(people.accepted, reason),)
        case Purpose.REANUDAR:
            return replace(state, phase=Suspended(busy=True)), (ResumeVoting(people.accepted),)
        case Purpose.EXCLUIR | Purpose.AUDITAR:
            return _go_on_without(state, people) if people.purpose is Purpose.EXCLUIR else audit.enter(state)
        case Purpose.CERRAR | Purpose.ARCHIVAR:
            return _count(state) if people.purpose is Purpose.CERRAR else closing.archive(state, people.accepted)
        case Purpose.SUSTITUIR:
            return substitution.signed(state, people)
        case Purpose.EN_DUDA:
            asked = put(state, step=TurnStep.SETTLING, settlement=Settlement.EN_DUDA)
            return asked, (SettlePending(state.turn.number, Settlement.EN_DUDA),)


def _count(state: State) -> Step:
    """With the hour that the mesa confirmed, or why it closes before it."""
    asked = state.phase if isinstance(state.phase, Menu) else Menu()
    hour = asked.hour.proposed if asked.hour is not None and not asked.reason else None
    return replace(state, phase=Closing(ClosingStep.COUNTING)), (CountAndSeal(hour, asked.reason),)


def _go_on_without(state: State, people: Auth) -> Step:
    if not isinstance(state.phase, Missing):
        return state, ()
    phase = state.phase
    effect = ExcludeMedium(phase.device, people.accepted, phase.starting)
    return replace(state, phase=replace(phase, busy=True)), (effect,)
