"""Records that no screen makes, put into an urna's store as a compromised one would: journaled, committed, final.

It must not touch how an urna counts.
"""

from collections.abc import Callable
from dataclasses import dataclass

from shared.crypto.randomness import SystemRandomness
from shared.crypto.sealing import SEALED_KEYS, SealingKey, seal_record
from shared.domain.eleccion import Mode
from shared.domain.ids import ContestId, EleccionId, StoreId
from shared.domain.journal import JournalKind
from shared.domain.voto import Mark, Voto
from shared.formats.vote_v1 import MAX_MARKS, SLIP_MARK_SIZE, contest_label, encode_voto, record_info
from tests.flows.table import Table
from urna.flow.ports import Area
from urna.services.committing import commit_pending, commit_settled

GUBERNATURA, CONSULTA = 0, 1


@dataclass(frozen=True, slots=True)
class Forger:
    """Seals whatever it is told, by default as this urna would."""

    table: Table

    def record(self, payload: bytes, contest: ContestId | None = None, info: bytes | None = None) -> bytes:
        apertura, theme = self.table.context().apertura, self.table.institute.theme
        assert apertura is not None
        return seal_record(
            payload,
            contest=contest_label(contest or theme.contests[CONSULTA].id),
            info=info if info is not None else self.info(),
            keys=(apertura.casilla_key, self.table.context().election_key),
            size_bytes=theme.rules.record_size,
            randomness=SystemRandomness(),
        )

    def info(
        self,
        *,
        election: EleccionId | None = None,
        theme: str = "",
        store: StoreId | None = None,
        mode: Mode = Mode.OFICIAL,
    ) -> bytes:
        """What records of this store are bound to, with parts of another."""
        own, image = self.table.institute.theme, self.table.image()
        return record_info(election or own.election.id, theme or own.hash_hex, store or image.store_id, mode)

    def voto(self, *marks: Mark, contest: int = CONSULTA, grupo: int = 0) -> bytes:
        mark = SystemRandomness().token(SLIP_MARK_SIZE)
        return bytes(encode_voto(contest, Voto(marks), mark, grupo))


def two_marks(forger: Forger) -> bytes:
    return forger.record(forger.voto(Mark(0), Mark(1)))


def candidate_twice(forger: Forger) -> bytes:
    return forger.record(forger.voto(Mark(0), Mark(0)))


def out_of_order(forger: Forger) -> bytes:
    return forger.record(forger.voto(Mark(1), Mark(0)))


def over_full(forger: Forger) -> bytes:
    return forger.record(forger.voto(*(Mark(0) for _ in range(MAX_MARKS))))


def beyond_the_boleta(forger: Forger) -> bytes:
    return forger.record(forger.voto(Mark(99)))


def with_a_value(forger: Forger) -> bytes:
    return forger.record(forger.voto(Mark(0, 7)))


def longer_than_it_says(forger: Forger) -> bytes:
    return forger.record(forger.voto(Mark(0)) + b"\0\0")


def of_another_version(forger: Forger) -> bytes:
    return forger.record(b"\x02" + forger.voto(Mark(0))[1:])


def of_no_group(forger: Forger) -> bytes:
    return forger.record(forger.voto(Mark(0), grupo=3))


def sealed_for_another_contest(forger: Forger) -> bytes:
    """It says the first contest, and is sealed for the second."""
    return forger.record(forger.voto(Mark(0), contest=GUBERNATURA))


REFUSED: tuple[Callable[[Forger], bytes], ...] = (
    two_marks,
    candidate_twice,
    out_of_order,
    over_full,
    beyond_the_boleta,
    with_a_value,
    longer_than_it_says,
    of_another_version,
    of_no_group,
    sealed_for_another_contest,
)
"""Records that open for the second contest and hold no vote of it."""


def of_another_store(forger: Forger) -> bytes:
    return forger.record(forger.voto(Mark(0)), info=forger.info(store=StoreId("ab" * 16)))


def of_another_election(forger: Forger) -> bytes:
    return forger.record(forger.voto(Mark(0)), info=forger.info(election=EleccionId("OTRA-2018")))


def of_another_theme(forger: Forger) -> bytes:
    return forger.record(forger.voto(Mark(0)), info=forger.info(theme="cd" * 32))


def of_another_mode(forger: Forger) -> bytes:
    return forger.record(forger.voto(Mark(0)), info=forger.info(mode=Mode.SIMULACRO))


def of_an_unknown_contest(forger: Forger) -> bytes:
    return forger.record(forger.voto(Mark(0)), contest=ContestId("OTRA"))


def noise(forger: Forger) -> bytes:
    return SystemRandomness().token(forger.table.institute.theme.rules.record_size)


UNREADABLE: tuple[Callable[[Forger], bytes], ...] = (
    of_another_store,
    of_another_election,
    of_another_theme,
    of_another_mode,
    of_an_unknown_contest,
    noise,
)
"""Records that open for no contest of this store."""


def twin_of(table: Table, record: bytes) -> bytes:
    """The same vote again in other bytes: its data key sealed a second time to nobody's election key."""
    other = SealingKey.generate().public.data
    half = SEALED_KEYS // 2
    return record[:half] + other + record[half + len(other) :]


def stuff(table: Table, forged: bytes, genuine: tuple[Mark, ...] = (Mark(2),)) -> None:
    """One turn whose second record is ``forged`` and whose first is a vote: journaled and final like any other."""
    context, forger = table.context(), Forger(table)
    gubernatura = table.institute.theme.contests[GUBERNATURA].id
    first = forger.record(forger.voto(*genuine, contest=GUBERNATURA), contest=gubernatura)
    turn = context.book.ledger().habilitaciones + 1
    context.book.write(JournalKind.HABILITACION_CONSUMIDA, turno=turn)
    assert commit_pending(context, turn, frozenset({first, forged}), replaced=False) is None
    context.book.write(JournalKind.TURNO_PENDIENTE, turno=turn, reemplazo=0)
    context.book.write(JournalKind.TESTIGO_COMPLETO, turno=turn)
    assert commit_settled(context, turn, Area.FINAL) is None
    context.book.write(JournalKind.TURNO_FINAL, turno=turn)


__all__ = ["REFUSED", "UNREADABLE", "Forger", "stuff", "twin_of"]
