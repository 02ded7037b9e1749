"""Bringing a medium level with the one in force, part by part, and leaving one out by order of two officials.

It must not begin before the medium was examined, nor count it among the media before its last part is durable.
"""

from collections.abc import Callable

from shared.domain.journal import JournalKind
from shared.formats import opening_v1
from urna.flow.effects import ExcludeMedium, LevelMedium
from urna.flow.outcome import MediumCopying, MediumExcluded, MediumLevelled
from urna.flow.ports import MedioPerdido, MediumPort
from urna.flow.state import MediumFault
from urna.services.context import Context, Emit
from urna.services.custody import BLANK, LABELS, SAME, examine, fault_of, say_lost
from urna.services.folders import SUBSTITUTED, mode_folder
from urna.services.reserve import NAME as ACTA
from urna.services.results import copy_results

_TRIAL = "prueba.bin"
_TRIAL_BYTES = 4096
_COLUMNS = 20

Part = Callable[[Context, MediumPort], None]
Tell = Callable[[int, int], None]


def level_medium(context: Context, effect: LevelMedium, emit: Emit) -> MediumLevelled:
    """Copy with the mesa looking on, and say how it ended."""

    def tell(done: int, total: int) -> None:
        words = context.words
        second = words("mesa.copying_parts", hechas=done, total=total)
        context.devices.board.display(words("mesa.copying_1")[:_COLUMNS], second[:_COLUMNS])
        emit(MediumCopying(effect.device, done, total))

    fault = level(context, LABELS[effect.device], tell)
    return MediumLevelled(effect.device, fault)


def level(context: Context, label: str, tell: Tell) -> str:
    """Examine once more, copy every part, take the medium back, journal it; the fault that stopped it, or empty.

    A cut in between leaves a medium that the next start, or the next examination, finds behind and copies to anew.
    """
    found = examine(context, label)
    if found.fault is not MediumFault.RETURNED:
        return found.fault.value
    medium = context.media.find(label)
    try:
        for done, part in enumerate(PARTS):
            tell(done, len(PARTS))
            part(context, medium)
        tell(len(PARTS), len(PARTS))
    except MedioPerdido as error:
        return fault_of(error.reason).value
    context.media.recover(label)
    context.book.write(JournalKind.MEDIO_REPUESTO, medio=label, motivo=BLANK if found.blank else SAME)
    return ""


def try_writing(context: Context, label: str) -> str:
    """Write and remove a trial file on a medium that may be brought level; the fault, or empty."""
    root = context.media.find(label).root
    try:
        root.replace(_TRIAL, context.randomness.token(_TRIAL_BYTES))
        root.remove(_TRIAL)
    except MedioPerdido as error:
        return fault_of(error.reason).value
    return ""


def exclude(context: Context, effect: ExcludeMedium) -> MediumExcluded:
    """Journal that two officials go on without a medium, until it comes back."""
    label = LABELS[effect.device]
    say_lost(context, label, fault_of(context.media.reason(label)).value)
    first, second = effect.holders[0].id, effect.holders[1].id
    context.book.write(JournalKind.MEDIO_EXCLUIDO, medio=label, oficial_1=first, oficial_2=second)
    return MediumExcluded(effect.device)


def _journal(context: Context, medium: MediumPort) -> None:
    context.book.journal.bring_level(medium.label)


def _first_copy(context: Context, medium: MediumPort) -> None:
    context.store.bring_level(medium.label, 0)


def _second_copy(context: Context, medium: MediumPort) -> None:
    context.store.bring_level(medium.label, 1)


def _opening(context: Context, medium: MediumPort) -> None:
    """The theme, and what the opening left for the day."""
    context.shelf.bring_level(medium)
    if context.apertura is not None:
        context.store_folder(medium).replace(opening_v1.NAME, context.opening_file(context.apertura))


def _substitution(context: Context, medium: MediumPort) -> None:
    """The acta de sustitucion, where this urna is a reserve, and the store of the dead urna until it is taken over."""
    if context.reserve is None:
        return
    folder = medium.root.subfolder(mode_folder(context.settings.mode))
    folder.replace(ACTA, context.reserve.data)
    if context.home is not None:
        return
    source = context.media.present[0].root.subfolder(mode_folder(context.settings.mode)).subfolder(SUBSTITUTED)
    for name in source.names():
        data = source.read(name)
        if data is not None:
            folder.subfolder(SUBSTITUTED).replace(name, data)


PARTS: tuple[Part, ...] = (_journal, _first_copy, _second_copy, _opening, _substitution, copy_results)
"""The journal first: cut short, a medium that is left alone tells of a jornada that it has not, and never of none."""
