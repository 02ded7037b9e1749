"""What a medium is before a byte of it is touched, and what the journal says became of it. It must not write to one.

A medium that comes back may be the same stick, an empty one, or another's: only the first two are ever written to.
"""

import errno
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from shared.domain.journal import JournalEntry, JournalKind
from urna.flow.ports import INTERNAL, USB, Likeness, MedioPerdido
from urna.flow.state import MediumFault
from urna.services.context import Context

DEVICES: Final[Mapping[str, str]] = {INTERNAL: "internal", USB: "usb"}
"""Labels of media, as the flow names them among the devices."""
LABELS: Final = {device: label for label, device in DEVICES.items()}
SAME, BLANK = "misma", "vacia"
"""What a medium that was brought level had been."""

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_READ_ONLY = frozenset({errno.EROFS, errno.EACCES, errno.EPERM})
_GONE = frozenset({errno.ENODEV, errno.ENXIO, errno.ENOENT, errno.ENOTDIR, errno.ESTALE, errno.ENOTCONN})
_FAULTS: Final[Mapping[str, MediumFault]] = {
    **{errno.errorcode[number]: MediumFault.FULL for number in _FULL},
    **{errno.errorcode[number]: MediumFault.READ_ONLY for number in _READ_ONLY},
    **{errno.errorcode[number]: MediumFault.LOST for number in _GONE},
}
_REFUSED: Final[Mapping[Likeness, MediumFault]] = {
    Likeness.FOREIGN: MediumFault.FOREIGN,
    Likeness.NEWER: MediumFault.NEWER,
    Likeness.DIFFERS: MediumFault.DIFFERS,
}
REFUSED: Final = frozenset({*_REFUSED.values(), MediumFault.UNREADABLE})
"""Media that hold what is not ours to overwrite."""
_STATES = (JournalKind.MEDIO_PERDIDO, JournalKind.MEDIO_EXCLUIDO, JournalKind.MEDIO_REPUESTO)


@dataclass(frozen=True, slots=True)
class Examined:
    """What stands in the way of a medium (``RETURNED``: nothing), and whether it holds nothing of an urna."""

    fault: MediumFault
    blank: bool = False


def fault_of(reason: str) -> MediumFault:
    """The fault that an error of the operating system means; one that nobody foresaw is a bad medium."""
    return _FAULTS.get(reason, MediumFault.BAD)


def examine(context: Context, label: str) -> Examined:
    """Read a lost medium and say what it is."""
    try:
        context.media.find(label).root.names()
        own = (context.home[0].journal.compare(label),) if context.home is not None else ()
        found = (context.book.journal.compare(label), context.store.compare(label), *own)
    except MedioPerdido as error:
        return Examined(fault_of(error.reason))
    for likeness in _REFUSED:
        if likeness in found:
            return Examined(_REFUSED[likeness])
    if Likeness.SAME in found:
        return Examined(MediumFault.RETURNED)
    if Likeness.UNREADABLE in found:
        return Examined(MediumFault.UNREADABLE)
    return Examined(MediumFault.RETURNED if context.media.present else MediumFault.ALONE, blank=True)


def last_said(context: Context, label: str) -> JournalEntry | None:
    """The newest entry that says whether a medium is lost, left out or level; None when none was ever lost."""
    entries = reversed(context.book.journal.entries)
    return next((entry for entry in entries if entry.kind in _STATES and entry.value("medio") == label), None)


def said_lost(context: Context, label: str) -> bool:
    """Whether the journal already says that a medium is lost."""
    entry = last_said(context, label)
    return entry is not None and entry.kind is not JournalKind.MEDIO_REPUESTO


def excluded(context: Context, label: str) -> bool:
    """Whether two officials left a lost medium out."""
    entry = last_said(context, label)
    return entry is not None and entry.kind is JournalKind.MEDIO_EXCLUIDO


def say_lost(context: Context, label: str, fault: str) -> None:
    """Journal a loss once."""
    if context.media.present and not said_lost(context, label):
        context.book.write(JournalKind.MEDIO_PERDIDO, medio=label, motivo=fault)
