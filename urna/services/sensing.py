"""What the board senses of power and case, for the journal and for the mesa's display. It must not decide anything."""

from contextlib import suppress

from hardware.board.port import BoardStatus
from urna.flow.effects import NoteSensed
from urna.flow.ports import MedioPerdido
from urna.services.context import Context


def note(context: Context, effect: NoteSensed) -> None:
    """Journal one change. With no medium left there is nowhere to, and that alone must not stop the urna."""
    if context.media.present:
        with suppress(MedioPerdido):
            context.book.write(effect.kind, **dict(effect.data))


def battery(context: Context) -> int:
    """Percent of the battery; 0 while no board answers."""
    status = context.devices.board.status()
    return status.battery_percent if isinstance(status, BoardStatus) else 0


def reminder(context: Context) -> str:
    """What stays wrong while voting goes on, for the second line that invites a voter; empty when nothing does."""
    words, status = context.words, context.devices.board.status()
    if context.media.lost:
        return words("mesa.degraded")
    if not isinstance(status, BoardStatus):
        return ""
    if status.case_open:
        return words("mesa.case_open")
    if status.lid_open:
        return words("mesa.lid_open")
    return "" if status.mains else words("mesa.no_mains", bateria=status.battery_percent)
