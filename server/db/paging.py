"""A part of a query's rows in the order that was asked for, and how many there are. It must not know what they are."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

Row = TypeVar("Row")
Other = TypeVar("Other")
Columns = Mapping[str, InstrumentedAttribute[Any]]


@dataclass(frozen=True, slots=True)
class Slice:
    """Which rows: how many to skip, how many to give, in the order of which column (empty: the usual one)."""

    skip: int = 0
    most: int = 50
    order: str = ""
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Paged(Generic[Row]):
    """Some rows and the number of all that coincide."""

    rows: Sequence[Row]
    total: int

    def map(self, change: Callable[[Row], Other]) -> "Paged[Other]":
        """The same page of other values."""
        return Paged([change(row) for row in self.rows], self.total)


def sliced(rows: Sequence[Row], part: Slice, keys: Mapping[str, Callable[[Row], Any]]) -> Paged[Row]:
    """The same for rows that are all at hand: ``keys`` by the name of the order; another leaves them as they are."""
    found = sorted(rows, key=keys[part.order], reverse=part.descending) if part.order in keys else rows
    return Paged(found[part.skip : part.skip + part.most], len(rows))


async def paged(session: AsyncSession, query: Select[Row], part: Slice, columns: Columns) -> Paged[Row]:
    """The rows of ``part``, ordered by one of ``columns`` and, among equals, by the first of them."""
    total = await session.scalar(select(func.count()).select_from(query.order_by(None).subquery()))
    tie = next(iter(columns.values()))
    column = columns.get(part.order, tie)
    order = (column.desc(), tie.desc()) if part.descending else (column, tie)
    rows = await session.scalars(query.order_by(*order).offset(part.skip).limit(part.most))
    return Paged(rows.all(), total or 0)
