"""Casts the votes of a practice election into a store of practice, and counts them. It must not print, nor judge.

What each turn's records say is read where they lie, before the next turn: totals alone do not see two options that
changed places.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from shared.crypto.sealing import SealingKey
from shared.domain.escrutinio import EscrutinioContest
from shared.domain.ids import StoreId
from shared.domain.voto import Voto
from shared.formats.sealed_v1 import OpenedRecords, count_records, open_records, record_opener
from shared.formats.theme_model import Theme
from urna.flow.ports import Area
from urna.services.context import Context
from urna.services.practice import PracticeTurn
from urna.services.slips_practice import PRACTICE_MODE

_STORE_ID_BYTES = 16
Place = tuple[int, int]
"""(number of the turn, place of the contest)."""


@dataclass(frozen=True, slots=True)
class Stored:
    """One boleta as its record says it: the vote (None: no vote of its turn), its figures, the mark of its slip."""

    voto: Voto | None
    keys: tuple[str, ...]
    mark: bytes


@dataclass(frozen=True, slots=True)
class Cast:
    """Each boleta by itself, and the store as a whole: opened after a start, counted, gone."""

    stored: dict[Place, Stored]
    opened: OpenedRecords
    counted: tuple[EscrutinioContest, ...]


def cast_and_count(context: Context, turns: Sequence[PracticeTurn], told: Callable[[int], None]) -> Cast:
    """Store every turn as a voter's and read it back; then open the store anew, count it and erase it.

    ``told`` hears how many turns are done. Raises ``MedioPerdido``.
    """
    theme = context.theme
    key = SealingKey.generate()
    store_id = StoreId(context.randomness.token(_STORE_ID_BYTES).hex())
    opener = record_opener(key, "casilla", theme, store_id, PRACTICE_MODE)
    store = context.practice_store()
    store.create(store_id, len(turns) * theme.records_per_voter, theme.rules.record_size)
    stored: dict[Place, Stored] = {}
    for turn in turns:
        told(turn.number - 1)
        binding = (store_id, PRACTICE_MODE, key.public)
        records, marks = context.pens.record(theme, binding, turn.votos, context.randomness, turn.grupo)
        store.put_pending(turn.number, records, replaced=False)
        pending = store.present.image.pending if store.present else frozenset()
        stored |= _read_back(theme, turn, open_records(pending, opener, theme), marks)
        store.settle(turn.number, Area.FINAL)
    told(len(turns))
    again = context.practice_store()
    again.start()
    opened = open_records(again.present.image.final if again.present else (), opener, theme)
    again.erase()
    return Cast(stored, opened, count_records(opened, theme))


def _read_back(
    theme: Theme, turn: PracticeTurn, opened: OpenedRecords, marks: tuple[bytes, ...]
) -> dict[Place, Stored]:
    """What the pending records of one turn say, contest by contest."""
    counted, whole = count_records(opened, theme), opened.slip_marks == tuple(sorted(marks))
    found: dict[Place, Stored] = {}
    for place, mark in zip(turn.contests, marks, strict=True):
        votos = opened.votos[place][turn.grupo]
        alone = whole and len(votos) == 1 and opened.of(place) == votos
        keys = tuple(key for key, number in counted[place].counts.items() for _ in range(number))
        found[turn.number, place] = Stored(votos[0] if alone else None, keys, mark)
    return found
