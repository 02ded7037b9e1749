"""Lists live in their address: what it asks is what is shown and what the file holds; what it cannot ask is refused."""

import csv
import io
from dataclasses import dataclass
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.requests import Request

from server.db.paging import Slice, sliced
from server.http.errors import PeticionInvalida
from server.web.export import MAX_ROWS
from server.web.listing import PAGE, Asks, Column, Filter, Kind, Listing, View


@dataclass(frozen=True)
class Thing:
    name: str
    votes: int


THINGS: Final[Listing[Thing]] = Listing(
    path="/cosas",
    name="cosas",
    many="cosas",
    labels={},
    columns=(
        Column("nombre", lambda each: each.name, sortable=True),
        Column("votos", lambda each: each.votes, Kind.NUMBER, sortable=True),
        Column("nota", lambda _: ""),
    ),
    filters=(
        Filter("busca"),
        Filter("clase", Asks.CHOICE, (("a", "Primera"), ("b", "Segunda"))),
        Filter("desde", Asks.DAY),
    ),
    order="nombre",
)
BY = {"nombre": lambda each: each.name, "votos": lambda each: each.votes}


def view(query: str) -> View:
    return THINGS.view(Request({"type": "http", "query_string": query.encode(), "headers": [], "path": "/cosas"}))


@pytest.mark.parametrize(
    "query",
    [
        "orden=nota",
        "orden=--nombre",
        "orden=id",
        "clase=z",
        "desde=ayer",
        "desde=2018-13-01",
        "pagina=0",
        "pagina=-1",
        "pagina=1e3",
        "pagina=9999999",
        "pagina=%D9%A1",
        "formato=exe",
        "busca=" + "x" * 81,
    ],
)
def test_what_a_list_does_not_know_is_refused(query: str) -> None:
    with pytest.raises(PeticionInvalida) as error:
        view(query)
    assert error.value.code == "S107"


def test_an_empty_address_asks_for_the_first_page_in_the_usual_order() -> None:
    assert view("") == View({"busca": "", "clase": "", "desde": ""}, "nombre")
    assert view("").part == Slice(0, PAGE, "nombre")
    assert not view("busca=+&clase=").filtered


def test_a_file_holds_every_page() -> None:
    assert view("pagina=3&formato=csv").part == Slice(0, MAX_ROWS, "nombre")


@given(st.text("ab ñ=&?%#", max_size=20), st.integers(1, 99), st.sampled_from(["nombre", "-nombre", "votos", "-votos"]))
def test_every_link_of_a_list_keeps_what_was_asked(words: str, page: int, order: str) -> None:
    asked = View(
        {"busca": words.strip(), "clase": "a", "desde": "2018-07-01"}, order.removeprefix("-"), order[0] == "-"
    )
    shown = THINGS.shown(asked, sliced([], asked.part, {}))
    turned = view(shown.turned(page).partition("?")[2])
    assert (turned.values, turned.order, turned.descending, turned.page) == (
        asked.values,
        asked.order,
        asked.descending,
        page,
    )
    as_file = view(shown.as_file("csv").partition("?")[2])
    assert (as_file.values, as_file.part.order, as_file.part.descending) == (
        asked.values,
        asked.order,
        asked.descending,
    )


@pytest.mark.parametrize(("now", "after"), [("", "-nombre"), ("-nombre", "nombre"), ("votos", "nombre")])
def test_the_heading_of_a_column_turns_its_order(now: str, after: str) -> None:
    shown = THINGS.shown(view(f"orden={now}"), sliced([], Slice(), {}))
    again = view(shown.ordered(THINGS.columns[0]).partition("?")[2])
    assert f"{'-' if again.descending else ''}{again.order}" == after
    assert again.page == 1


@given(st.lists(st.builds(Thing, st.text("abc", max_size=3), st.integers(0, 9)), max_size=120), st.booleans())
def test_pages_are_the_whole_list_once(things: list[Thing], descending: bool) -> None:  # noqa: FBT001
    order = "-votos" if descending else "votos"
    pages = max(1, -(-len(things) // PAGE))
    parts = [sliced(things, view(f"orden={order}&pagina={n}").part, BY) for n in range(1, pages + 1)]
    found = [each for part in parts for each in part.rows]
    assert found == sorted(things, key=BY["votos"], reverse=descending)
    assert THINGS.shown(view(""), parts[0]).pages == pages


def test_the_file_is_the_list() -> None:
    things = [Thing("=1+1", 3), Thing("ñ", -4)]
    body = THINGS.file(view("formato=csv"), things).body
    rows = list(csv.reader(io.StringIO(bytes(body).decode("utf-8-sig"))))
    assert rows == [["nombre", "votos", "nota"], ["'=1+1", "3", ""], ["ñ", "-4", ""]]
