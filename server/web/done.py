"""What a page says after a change, and how to take it back where that can be. It must not change anything.

The address bears a word of a closed list, never a sentence: nobody can make our pages say something by a link.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from fastapi import Request

PARAMETER: Final = "hecho"


@dataclass(frozen=True, slots=True)
class Undo:
    """A form that takes a change back: where it goes and what it bears."""

    action: str
    fields: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Done:
    """A change that was made, in words."""

    text: str
    undo: Undo | None = None


def done_of(request: Request, known: Mapping[str, Done]) -> Done | None:
    """What was done, by the word of the address; None for a word that the page does not know."""
    return known.get(request.query_params.get(PARAMETER, "")) if request.method == "GET" else None
