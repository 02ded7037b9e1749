"""Running sums of the counted actas by distrito: what pages read instead of adding everything up. It must not decide.

Every change of an acta or of whether it counts goes through here, in its own transaction and under the right to write.
Cuts do not read them: they add up the figures of each acta anew.
"""

from collections.abc import Iterable
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Integer,
    Select,
    Table,
    and_,
    cast,
    func,
    literal,
    literal_column,
    or_,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from server.computos.models import ActaRow, FiguraRow, SumaRow

ACTA: Table = ActaRow.__table__  # type: ignore[assignment]  # a declarative class's table is a Table
FIGURA: Table = FiguraRow.__table__  # type: ignore[assignment]  # same
SUMA: Table = SumaRow.__table__  # type: ignore[assignment]  # same
KEY: Final = (SUMA.c.distrito, SUMA.c.contest, SUMA.c.key)


async def enter(session: AsyncSession, actas: ColumnElement[bool]) -> None:
    """Add the figures of those of ``actas`` that count."""
    await _shift(session, actas, 1)


async def leave(session: AsyncSession, actas: ColumnElement[bool]) -> None:
    """Take away the figures of those of ``actas`` that count, before they change or stop counting."""
    await _shift(session, actas, -1)


def asked(by: str | None, inside: Iterable[ColumnElement[bool]]) -> Select[Any]:
    """(distrito, or 0 where ``by`` is None; contest, key, votes) of the distritos that are ``inside``."""
    unit = SUMA.c.distrito if by else literal(0)
    query = select(unit, SUMA.c.contest, SUMA.c.key, cast(func.sum(SUMA.c.votes), BigInteger))
    query = query.where(SUMA.c.actas > 0, *inside)
    return query.group_by(*([SUMA.c.distrito] if by else []), SUMA.c.contest, SUMA.c.key)


async def drifted(session: AsyncSession) -> tuple[int, ...]:
    """Distritos whose running sums are not those of their actas, of which there must be none: adds everything up."""
    right = _sums(ACTA.c.counted, 1).subquery()
    same = and_(*(right.c[column.name] == column for column in KEY))
    wrong = or_(right.c.votes != SUMA.c.votes, right.c.actas != SUMA.c.actas, SUMA.c.votes.is_(None))
    lacking = select(right.c.distrito).select_from(right.outerjoin(SUMA, same)).where(wrong)
    extra = select(SUMA.c.distrito).select_from(SUMA.outerjoin(right, same))
    extra = extra.where(SUMA.c.actas != 0, right.c.distrito.is_(None))
    return tuple(sorted(set((await session.scalars(lacking.union(extra))).all())))


async def _shift(session: AsyncSession, actas: ColumnElement[bool], sign: int) -> None:
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    into = insert(SUMA).from_select(["distrito", "contest", "key", "votes", "actas"], _sums(actas, sign))
    more = {"votes": SUMA.c.votes + into.excluded.votes, "actas": SUMA.c.actas + into.excluded.actas}
    await session.execute(into.on_conflict_do_update(index_elements=KEY, set_=more))


def _sums(actas: ColumnElement[bool], sign: int) -> Select[Any]:
    """By distrito, contest and key. The condition is also what SQLite asks for before a conflict's clause."""
    times = literal_column(str(sign), Integer)
    votes, number = cast(func.sum(FIGURA.c.votes) * times, BigInteger), cast(func.count() * times, Integer)
    query = select(ACTA.c.distrito, FIGURA.c.contest, FIGURA.c.key, votes.label("votes"), number.label("actas"))
    places = ACTA.c.distrito, FIGURA.c.contest, FIGURA.c.key
    return query.select_from(FIGURA.join(ACTA)).where(ACTA.c.counted, actas).group_by(*places)
