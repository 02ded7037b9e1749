"""The order of truth: image on every medium, then the board's counter. The journal's entries come before and after.

It must not print, nor acknowledge anything that is not on all media that are present.
"""

from shared.crypto.randomness import Randomness
from shared.crypto.sealing import SealingPublicKey, seal_record, wipe
from shared.domain.eleccion import Mode
from shared.domain.ids import StoreId
from shared.domain.voto import Voto
from shared.formats.theme_model import Theme
from shared.formats.vote_v1 import SLIP_MARK_SIZE, contest_label, encode_voto, record_info
from urna.flow.outcome import Broke, CommitFailed
from urna.flow.ports import Area, MedioPerdido, Noted
from urna.services.context import Context


def seal_turn(
    theme: Theme,
    binding: tuple[StoreId, Mode, SealingPublicKey],
    votos: tuple[Voto, ...],
    randomness: Randomness,
    grupo: int = 0,
) -> tuple[frozenset[bytes], tuple[bytes, ...]]:
    """One sealed record for each boleta of a voter, and the mark of each slip, in the order of the contests.

    ``binding`` is (store, mode, casilla key); ``grupo`` the place of the voter's group, whose contests ``votos``
    answer. The encoded votes are wiped.
    """
    store_id, mode, casilla_key = binding
    info = record_info(theme.election.id, theme.hash_hex, store_id, mode)
    keys = (casilla_key, SealingPublicKey(theme.trustees.public_key))
    records: set[bytes] = set()
    marks = []
    for index, voto in zip(theme.contests_of(grupo), votos, strict=True):
        mark = randomness.token(SLIP_MARK_SIZE)
        payload = encode_voto(index, voto, mark, grupo)
        try:
            record = seal_record(
                payload,
                contest=contest_label(theme.contests[index].id),
                info=info,
                keys=keys,
                size_bytes=theme.rules.record_size,
                randomness=randomness,
            )
        finally:
            wipe(payload)
        records.add(record)
        marks.append(mark)
    return frozenset(records), tuple(marks)


def commit_pending(
    context: Context, turn: int, records: frozenset[bytes], *, replaced: bool
) -> CommitFailed | Broke | None:
    """Bring the records of a turn into the pending area and have the board know; None when all of it is done."""
    try:
        context.store.put_pending(turn, records, replaced=replaced)
    except MedioPerdido as error:
        return CommitFailed("media", error.reason)
    return note_counter(context)


def commit_settled(context: Context, turn: int, area: Area) -> CommitFailed | Broke | None:
    """Move the pending records of a turn and have the board know; None when all of it is done."""
    try:
        context.store.settle(turn, area)
    except MedioPerdido as error:
        return CommitFailed("media", error.reason)
    return note_counter(context)


def note_counter(context: Context) -> CommitFailed | Broke | None:
    """Have the board remember the image in force; the same again is harmless."""
    present = context.store.present
    if present is None:
        return Broke("U305")
    match context.guard.note(present, context.book.journal.head):
        case Noted.STORED:
            return None
        case Noted.LATER:
            return CommitFailed("board", "absent")
        case Noted.REFUSED:
            return Broke("U301")
