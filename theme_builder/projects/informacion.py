"""Parts of the information of a boleta: added, changed, moved and taken away, its translations with them (pure).

It must not judge what they say; a part has no name of its own, so a change made on another order is a clash.
"""

from collections.abc import Callable, Mapping
from typing import Final

from shared.formats.canonical import Json
from theme_builder.projects.documents import ProyectoInvalido
from theme_builder.projects.editing import Change, Table, rows, table
from theme_builder.projects.patch import State

INFO: Final = "info"
_Order = Callable[[list[int]], list[int]]


def part_of(state: State, document: str, number: int) -> Table:
    """A part by its place; raises ``ProyectoInvalido`` T610 when there are not so many."""
    found = rows(table(state, document), INFO)
    if not 0 <= number < len(found):
        raise ProyectoInvalido("T610", f"{document} has no part {number}")
    return found[number]


def put_part(document: str, number: int, values: Mapping[str, Json]) -> Change:
    """Set values of a part; of no ``candidatura`` ("") it is the boleta's. Raises as `part_of`."""

    def change(state: State) -> State:
        part_of(state, document, number)
        made = table(state, document)
        part = rows(made, INFO)[number]
        part.update(values)
        if not part.get("candidatura"):
            part.pop("candidatura", None)
        return {**state, document: _shaped(made)}

    return change


def add_part(document: str, values: Mapping[str, Json]) -> Change:
    """A new part: after those of the boleta, or the last of all when it is a candidatura's."""

    def change(state: State) -> State:
        made = table(state, document)
        found = rows(made, INFO)
        part = {name: value for name, value in values.items() if value != ""}
        general = [place for place, each in enumerate(found) if "candidatura" not in each]
        place = len(found) if "candidatura" in part else len(general)
        made[INFO] = [*found, part]
        return {**state, document: _ordered(made, lambda order: [*order[:place], order[-1], *order[place:-1]])}

    return change


def drop_part(document: str, number: int) -> Change:
    """Take a part away; raises as `part_of`."""

    def change(state: State) -> State:
        part_of(state, document, number)
        made = _ordered(table(state, document), lambda order: [each for each in order if each != number])
        if not made[INFO]:
            del made[INFO]
        return {**state, document: made}

    return change


def move_part(document: str, number: int, steps: int) -> Change:
    """Move a part by ``steps`` places, as far as the list goes; raises as `part_of`."""

    def change(state: State) -> State:
        part_of(state, document, number)

        def moved(order: list[int]) -> list[int]:
            left = [each for each in order if each != number]
            at = min(max(number + steps, 0), len(left))
            return [*left[:at], number, *left[at:]]

        return {**state, document: _ordered(table(state, document), moved)}

    return change


def _ordered(boleta: Table, order: _Order) -> Table:
    """A boleta with its parts, and those of each language, in another order, or without some."""
    made = _shaped(boleta)
    found = rows(made, INFO)
    wanted = order(list(range(len(found))))
    made[INFO] = [found[place] for place in wanted]
    for words in _translated(made):
        theirs = rows(words, INFO)
        words[INFO] = [theirs[place] for place in wanted]
        if not wanted:
            del words[INFO]
    return made


def _shaped(boleta: Table) -> Table:
    """Each translation with as many parts and paragraphs as the Spanish: a hole for what it lacks."""
    for words in _translated(boleta):
        theirs = rows(words, INFO)
        made: list[Json] = []
        for place, part in enumerate(rows(boleta, INFO)):
            own = theirs[place] if place < len(theirs) else {}
            said = own.get("paragraphs")
            known = [str(each) for each in said] if isinstance(said, list) else []
            paragraphs = part.get("paragraphs")
            count = len(paragraphs) if isinstance(paragraphs, list) else 0
            texts: list[Json] = [*known[:count], *[""] * (count - len(known))]
            made.append({"title": own.get("title", ""), "paragraphs": texts})
        words[INFO] = made
    return boleta


def _translated(boleta: Table) -> list[Table]:
    """The words of each language that has some of the information."""
    languages = boleta.get("languages")
    every = languages.values() if isinstance(languages, dict) else ()
    return [words for words in every if isinstance(words, dict) and INFO in words]
