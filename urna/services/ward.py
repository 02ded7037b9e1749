"""How the devices are, and what became of the media. It must not stop a turn: what a fault means is the reducer's."""

from contextlib import suppress
from dataclasses import dataclass

from hardware.board.port import Lamp, LampMode
from hardware.board.port import Refused as BoardRefused
from shared.domain.journal import JournalKind
from urna.flow.effects import MesaMessage, TellMesa
from urna.flow.input import DeviceChanged
from urna.flow.outcome import Broke, MediumReturned
from urna.flow.ports import MedioPerdido
from urna.flow.state import PAPER, MediumFault
from urna.services.context import Context, Emit
from urna.services.custody import DEVICES, REFUSED, examine, say_lost
from urna.services.hours import ClockWatch, say_jump
from urna.services.levelling import level, try_writing
from urna.services.roll import watch
from urna.services.sensing import battery, reminder
from urna.services.substituting import STOPPED, stopped_by

BUZZ_MS = 400
ALARM_MS = 1200
_ALERTS = frozenset(
    {
        MesaMessage.INACTIVE,
        MesaMessage.PRINTER,
        MesaMessage.STORE,
        MesaMessage.ASK_VOTER,
        MesaMessage.MEDIUM,
        MesaMessage.PAPER,
        MesaMessage.CASE,
        MesaMessage.LID,
        MesaMessage.MAINS_LOST,
        MesaMessage.BATTERY,
        MesaMessage.KEYPAD,
    }
)
_COLUMNS = 20
_LONGEST_REST = 15
"""Rounds in which a medium that cannot be used is left alone, at most."""


@dataclass(slots=True)
class _Patient:
    """A lost medium: what was found last, and how many rounds it is left alone."""

    fault: str = ""
    rest: int = 0
    next_rest: int = 1
    told: str = ""

    def found(self, fault: str) -> None:
        """Remember; what is not simply absent is looked at ever more seldom."""
        self.fault = fault
        self.rest = self.next_rest
        self.next_rest = min(2 * self.next_rest, _LONGEST_REST)


class Ward:
    """Remembers how lost media were found. The reducer alone remembers faults, since effects tell it some too."""

    def __init__(self) -> None:
        self._patients: dict[str, _Patient] = {}
        self._watch = ClockWatch()

    def check(self, context: Context, emit: Emit) -> None:
        """Ask printer, board and media; tell how each is, and which medium may be brought level."""
        status = context.devices.printer.status()
        emit(DeviceChanged("printer", "" if status.ready else status.faults[0].value))
        emit(DeviceChanged(PAPER, watch(context, status)))
        board = context.devices.board.status()
        emit(DeviceChanged("board", board.reason.value if isinstance(board, BoardRefused) else ""))
        self._check_media(context, emit)
        if context.media.present and not context.book.open_turn():
            say_jump(context, self._watch.look(context.clock.machine))

    def levelled(self, label: str, fault: str) -> None:
        """Remember how bringing a medium level ended, so that a bad one is not tried again and again."""
        if fault:
            self._patients.setdefault(label, _Patient()).found(fault)
        else:
            self._patients.pop(label, None)

    def _check_media(self, context: Context, emit: Emit) -> None:
        with suppress(MedioPerdido):
            context.media.on_each(lambda medium: _touch(medium.root.names()))
        faults = {label: self._look(context, label) for label in context.media.lost}
        if not context.media.present:
            self._bring_one_back(context, faults)
        for medium in context.media.all:
            emit(DeviceChanged(DEVICES[medium.label], faults.get(medium.label, "")))
        emit(DeviceChanged("media", "" if context.media.present else MediumFault.LOST.value))
        for label, fault in faults.items():
            say_lost(context, label, fault)
            self._say_refused(context, label, fault)
            if fault == MediumFault.RETURNED:
                stopped = stopped_by(context, label)
                emit(Broke(STOPPED) if stopped else MediumReturned(DEVICES[label]))

    def _look(self, context: Context, label: str) -> str:
        """What is wrong with a lost medium; ``RETURNED`` when nothing is."""
        patient = self._patients.setdefault(label, _Patient())
        if _absent(context, label):
            self._patients[label] = _Patient(MediumFault.LOST, told=patient.told)
            return MediumFault.LOST
        if patient.rest:
            patient.rest -= 1
            return patient.fault
        fault = examine(context, label).fault.value
        if fault == MediumFault.RETURNED:
            fault = try_writing(context, label) or fault
        if fault != MediumFault.RETURNED:
            patient.found(fault)
        return fault

    def _bring_one_back(self, context: Context, faults: dict[str, str]) -> None:
        """With no medium left a turn waits for this: the one exception to bringing media level between turns."""
        for label, fault in tuple(faults.items()):
            if fault == MediumFault.RETURNED:
                faults[label] = level(context, label, lambda _done, _total: None)
                self.levelled(label, faults[label])
                if not faults[label]:
                    del faults[label]
                    return

    def _say_refused(self, context: Context, label: str, fault: str) -> None:
        patient = self._patients.setdefault(label, _Patient())
        if fault in REFUSED and patient.told != fault and context.media.present:
            patient.told = fault
            context.book.write(JournalKind.MEDIO_RECHAZADO, medio=label, motivo=fault)


def _absent(context: Context, label: str) -> bool:
    try:
        context.media.find(label).root.names()
    except MedioPerdido:
        return True
    return False


def _touch(_: tuple[str, ...]) -> None:
    """Reading the names was the question."""


def tell_mesa(context: Context, effect: TellMesa) -> None:
    """Show a message on the mesa's keypad; that a screen was left alone is journaled too.

    While a medium is lost, something is open or the mains are away, the alert lamp blinks and the message that invites
    to enable a voter says so.
    """
    turn = context.book.open_turn()
    if effect.message is MesaMessage.INACTIVE and turn:
        context.book.write(JournalKind.AVISO_A_LA_MESA, turno=turn)
    words, board = context.words, context.devices.board
    name, degraded, bateria = effect.message.value, reminder(context), battery(context)
    inviting = effect.message is MesaMessage.READY
    second = degraded if degraded and inviting else words(f"mesa.{name}_2", bateria=bateria)
    first = words(f"mesa.{name}_1", bateria=bateria)
    if effect.grupo:
        first, second = (second if degraded else first), words("mesa.ready_group_2", grupo=effect.grupo)
    board.display(first[:_COLUMNS], second[:_COLUMNS])
    alert = effect.message in _ALERTS
    board.lamp(Lamp.READY, LampMode.ON if inviting or effect.inviting else LampMode.OFF)
    board.lamp(Lamp.VOTING, LampMode.ON if effect.message is MesaMessage.VOTING else LampMode.OFF)
    board.lamp(Lamp.ALERT, LampMode.BLINK if alert or degraded else LampMode.OFF)
    if alert:
        board.buzz(ALARM_MS if effect.message is MesaMessage.MEDIUM else BUZZ_MS)
