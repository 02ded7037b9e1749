"""How the devices are, and the media that come back. It must not stop a turn: what a fault means is the reducer's."""

from hardware.board.port import Lamp, LampMode
from hardware.board.port import Refused as BoardRefused
from shared.domain.journal import JournalKind
from urna.flow.effects import MesaMessage, TellMesa
from urna.flow.input import DeviceChanged
from urna.flow.ports import INTERNAL, MedioPerdido
from urna.services.context import Context, Emit

BUZZ_MS = 400
_ALERTS = frozenset({MesaMessage.INACTIVE, MesaMessage.PRINTER, MesaMessage.STORE, MesaMessage.ASK_VOTER})
_COLUMNS = 20


class Ward:
    """Remembers which losses are journaled. The reducer alone remembers faults, since effects tell it some too."""

    def __init__(self) -> None:
        self._lost: set[str] = set()

    def check(self, context: Context, emit: Emit) -> None:
        """Ask printer, board and media; tell how each is; bring media that came back level."""
        status = context.devices.printer.status()
        emit(DeviceChanged("printer", "" if status.ready else status.faults[0].value))
        board = context.devices.board.status()
        emit(DeviceChanged("board", board.reason.value if isinstance(board, BoardRefused) else ""))
        self._check_media(context, emit)

    def _check_media(self, context: Context, emit: Emit) -> None:
        for label in context.media.lost:
            self._recover(context, label)
        try:
            context.media.on_each(lambda medium: _touch(medium.root.names()))
        except MedioPerdido:
            emit(DeviceChanged("internal", "lost"))
        self._journal_losses(context)
        for medium in context.media.all:
            device = "internal" if medium.label == INTERNAL else "usb"
            emit(DeviceChanged(device, "lost" if medium.label in context.media.lost else ""))

    def _recover(self, context: Context, label: str) -> None:
        try:
            context.book.journal.bring_level(label)
            if context.apertura is not None:
                context.store.bring_level(label)
        except MedioPerdido:
            return
        context.media.recover(label)
        self._lost.discard(label)
        context.book.write(JournalKind.MEDIO_REPUESTO, medio=label)

    def _journal_losses(self, context: Context) -> None:
        for label in context.media.lost:
            if label not in self._lost and context.media.present:
                self._lost.add(label)
                context.book.write(JournalKind.MEDIO_PERDIDO, medio=label)


def _touch(_: tuple[str, ...]) -> None:
    """Reading the names was the question."""


def tell_mesa(context: Context, effect: TellMesa) -> None:
    """Show a message on the mesa's keypad; that a screen was left alone is journaled too."""
    turn = context.book.open_turn()
    if effect.message is MesaMessage.INACTIVE and turn:
        context.book.write(JournalKind.AVISO_A_LA_MESA, turno=turn)
    words, board = context.words, context.devices.board
    name = effect.message.value
    board.display(words(f"mesa.{name}_1")[:_COLUMNS], words(f"mesa.{name}_2")[:_COLUMNS])
    alert = effect.message in _ALERTS
    board.lamp(Lamp.READY, LampMode.ON if effect.message is MesaMessage.READY else LampMode.OFF)
    board.lamp(Lamp.VOTING, LampMode.ON if effect.message is MesaMessage.VOTING else LampMode.OFF)
    board.lamp(Lamp.ALERT, LampMode.BLINK if alert else LampMode.OFF)
    if alert:
        board.buzz(BUZZ_MS)
