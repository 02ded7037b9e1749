"""Lists of the staff's pages: search, filters, order and page live in the address, and the same list leaves as a file.

They must not query, nor know what their rows are: a module declares columns and filters, and gives the rows.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Any, Final, Generic, TypeVar
from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import Response

from server.db.paging import Paged, Slice
from server.http.errors import PeticionInvalida
from server.web.export import MAX_ROWS, Cell, Format, file_of
from server.web.render import pages_of

Row = TypeVar("Row")
Choices = Sequence[tuple[str, str]]
PAGE: Final = 50
MAX_PAGE: Final = 100_000
MAX_WORD: Final = 80
ORDER, PLACE, FORMAT = "orden", "pagina", "formato"


class Kind(StrEnum):
    """How a cell is written."""

    TEXT = "texto"
    NUMBER = "numero"
    MOMENT = "momento"
    CODE = "codigo"


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """One column: its name in the address and in files, and its value in a row.

    Attributes:
        sortable: the module's query can put rows in the order of this column.
        href: where the cell leads, if anywhere.
    """

    name: str
    value: Callable[[Row], Cell]
    kind: Kind = Kind.TEXT
    sortable: bool = False
    href: Callable[[Row], str] | None = None


class Asks(StrEnum):
    """What a filter asks for: ``ONE`` is a choice that is always made, the first where the address says nothing."""

    WORDS = "palabras"
    CHOICE = "opcion"
    ONE = "una"
    DAY = "dia"


@dataclass(frozen=True, slots=True)
class Filter:
    """One filter, empty for everything. ``choices`` (value, words) are closed unless the page gives its own."""

    name: str
    asks: Asks = Asks.WORDS
    choices: Choices | None = None


@dataclass(frozen=True, slots=True)
class View:
    """What an address asks of a list: filters as written, order, page from 1, and a format when it is a file."""

    values: Mapping[str, str]
    order: str = ""
    descending: bool = False
    page: int = 1
    format: Format | None = None

    @property
    def part(self) -> Slice:
        """Which rows the module's query gives: a page, or all that a file holds."""
        skip, most = (0, MAX_ROWS) if self.format else ((self.page - 1) * PAGE, PAGE)
        return Slice(skip, most, self.order, self.descending)

    @property
    def filtered(self) -> bool:
        """Whether anything was asked for."""
        return any(self.values.values())

    def words(self, name: str) -> str:
        """What was written in a filter."""
        return self.values[name]

    def day(self, name: str) -> date | None:
        """The day of a filter."""
        return date.fromisoformat(self.values[name]) if self.values[name] else None


@dataclass(frozen=True, slots=True)
class Listing(Generic[Row]):
    """A list as its module declares it.

    Attributes:
        path: where it is, and where its files come from (``?formato=csv``).
        name: of its files, in ASCII.
        many: what its rows are, in plural ("personas").
        labels: what people read above columns and filters, by name; of the module's ``textos``.
        order: the column that orders it when nothing is asked, with ``-`` before it for the greatest first.
        empty: what to do when there is nothing at all.
        key: what a row is known by in a form that acts upon several; empty for a row that cannot be chosen.
        of_file: the columns of its files, when these are others than the page's.
    """

    path: str
    name: str
    many: str
    labels: Mapping[str, str]
    columns: tuple[Column[Row], ...]
    filters: tuple[Filter, ...] = ()
    order: str = ""
    empty: str = ""
    key: Callable[[Row], str] | None = None
    of_file: tuple[Column[Row], ...] = ()

    def at(self, path: str) -> "Listing[Row]":
        """The same list at an address of its own, for example that of a distrito."""
        return replace(self, path=path)

    def view(self, request: Request) -> View:
        """What an address asks (a FastAPI dependency); raises ``PeticionInvalida`` S107 for what is not of the list."""
        query = request.query_params
        values = {each.name: _value(each, query.get(each.name, "").strip()) for each in self.filters}
        order = query.get(ORDER, "") or self.order
        name = order.removeprefix("-")
        if order and name not in {each.name for each in self.columns if each.sortable}:
            raise PeticionInvalida("S107", "no such order")
        return View(values, name, order.startswith("-"), _page(query.get(PLACE, "1")), _format(query.get(FORMAT, "")))

    def file(self, view: View, rows: Iterable[Row]) -> Response:
        """The rows as the file that ``view`` asks for."""
        columns = self.of_file or self.columns
        cells = ([column.value(row) for column in columns] for row in rows)
        return file_of(self.name, [each.name for each in columns], cells, view.format or Format.CSV)

    def shown(self, view: View, found: Paged[Row], choices: Mapping[str, Choices] | None = None) -> "Shown[Row]":
        """One page of the list, as ``list.html`` draws it."""
        return Shown(self, view, found.rows, found.total, dict(choices or {}))

    def answer(
        self,
        request: Request,
        view: View,
        found: Paged[Row],
        template: str = "lista.html",
        /,
        **values: Any,  # noqa: ANN401 - whatever a template shows
    ) -> Response:
        """The file that was asked for, or the page with ``list``: 422 when it bears ``faults`` of a form of its own.

        ``choices`` of open filters go among the values.
        """
        if view.format:
            return self.file(view, found.rows)
        shown = self.shown(view, found, values.get("choices"))
        return pages_of(request).page(request, template, 422 if values.get("faults") else 200, list=shown, **values)


@dataclass(frozen=True, slots=True)
class Shown(Generic[Row]):
    """One page of a list, as ``list.html`` draws it."""

    listing: Listing[Row]
    view: View
    rows: Sequence[Row]
    total: int
    choices: Mapping[str, Choices] = field(default_factory=dict)

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.total // PAGE))

    @property
    def first(self) -> int:
        """The number of the first row of this page, from 1."""
        return (self.view.page - 1) * PAGE + 1

    @property
    def too_many(self) -> bool:
        """Whether a file would not hold every row."""
        return self.total > MAX_ROWS

    @property
    def most(self) -> int:
        """How many rows a file holds."""
        return MAX_ROWS

    def options(self, each: Filter) -> Choices:
        """The choices of a filter."""
        return self.choices.get(each.name) or each.choices or ()

    def turned(self, page: int) -> str:
        """The address of another page."""
        return self._address(pagina=str(page) if page > 1 else "")

    def ordered(self, column: Column[Row]) -> str:
        """The address of the list in the order of a column, or in the reverse when that is its order already."""
        reverse = self.view.order == column.name and not self.view.descending
        return self._address(orden=f"-{column.name}" if reverse else column.name)

    def sort(self, column: Column[Row]) -> str:
        """``aria-sort`` of a column: empty when the list is in another's order."""
        if self.view.order != column.name:
            return ""
        return "descending" if self.view.descending else "ascending"

    def as_file(self, form: str) -> str:
        """The address of the whole list as a file."""
        return self._address(formato=form)

    @property
    def asked_order(self) -> str:
        """The order as the address writes it; empty when it is the usual one."""
        order = f"-{self.view.order}" if self.view.descending else self.view.order
        return "" if order == self.listing.order else order

    def _address(self, **more: str) -> str:
        kept = {**self.view.values, ORDER: self.asked_order, **more}
        if kept.get(ORDER) == self.listing.order:
            kept[ORDER] = ""
        query = urlencode({name: value for name, value in kept.items() if value})
        return f"{self.listing.path}?{query}" if query else self.listing.path


def _value(asked: Filter, text: str) -> str:
    if len(text) > MAX_WORD:
        raise PeticionInvalida("S107", "a filter is too long")
    closed = asked.asks in {Asks.CHOICE, Asks.ONE} and asked.choices is not None
    if text and closed and text not in {value for value, _ in asked.choices or ()}:
        raise PeticionInvalida("S107", "no such choice")
    if text and asked.asks is Asks.DAY:
        try:
            return date.fromisoformat(text).isoformat()
        except ValueError as error:
            raise PeticionInvalida("S107", "a day out of form") from error
    return text


def _page(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 6 and 0 < int(text) <= MAX_PAGE):
        raise PeticionInvalida("S107", "no such page")
    return int(text)


def _format(text: str) -> Format | None:
    if text and text not in set(Format):
        raise PeticionInvalida("S107", "no such format")
    return Format(text) if text else None
