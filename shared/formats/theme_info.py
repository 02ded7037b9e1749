"""How the additional information of a boleta is cut into pages, the same for builder and urna. It must not draw it.

A page holds what both shapes of the glass show whole, by letters that are never narrower than the real ones.
"""

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from shared.domain.eleccion import Contest, Informacion


@dataclass(frozen=True, slots=True)
class Shape:
    """A glass and a size of letters: hundredths of an em across, and lines."""

    across: int
    lines: int


SHAPES: Final[Mapping[str, tuple[Shape, Shape]]] = {
    "chica": (Shape(4200, 14), Shape(2740, 26)),
    "normal": (Shape(3600, 11), Shape(2080, 18)),
    "grande": (Shape(2740, 7), Shape(1560, 12)),
    "muy_grande": (Shape(1270, 5), Shape(1110, 6)),
}
"""The broad and the upright glass by the size of letters that a voter chose (`urna.flow.viewing.Letters`)."""
LARGEST: Final = "muy_grande"
USUAL: Final = "normal"
_WIDTHS: Final = (
    (29, "ijl\u0268\u0131J.,:;!\u00a1\u00b7\ua78c\u2018\u2019'"),
    (39, "If-[]()t\u00aa\u201c\u201d/{}\u00ba\\"),
    (52, 'rz\u00bf?csFvy_"`\u00a7\u2013'),
    (58, "kSETYxLae0123456789+<=>Z$*~^|\u00ab\u00bb"),
    (64, "XVPobdghnpqu\u0289RK\u00df"),
    (76, "ACBDGUHN&#"),
    (85, "OQw%\u2026"),
    (95, "MWm@\u00e6\u0153"),
)
"""Hundredths of an em that no letter of the urna's usual face exceeds; any other has a whole em."""
_EM: Final = 100
_SPACE: Final = 29
_WIDTH_OF: Final = {" ": _SPACE, **{letter: width for width, letters in _WIDTHS for letter in letters}}
_BOLD: Final = (6, 5)
"""How much wider, at most, a letter of the bold face is."""
_PAUSES: Final = ((".?!", 2), (";:,", 4))
"""Where a page may end before it is full, and which part of it may be left for that: a half, a quarter."""
_FEW_WORDS: Final = 6
"""No page is left with fewer of a paragraph: those before give it some."""
_HALF_LINES: Final = 2


@dataclass(frozen=True, slots=True)
class Piece:
    """A heading, or words ``start`` to ``stop`` of a paragraph (None: the heading) of part number ``part``."""

    part: int
    paragraph: int | None
    start: int
    stop: int


Leaf = tuple[Piece, ...]


def info_pages(info: tuple[Informacion, ...], letters: str) -> tuple[Leaf, ...]:
    """The pages of a boleta's information by the name of a size of letters; none where there is no information.

    A heading stands with the beginning of what it heads, and a paragraph is cut only where no page holds it whole.
    """
    shapes = SHAPES[letters]
    found: list[Leaf] = []
    leaf: list[Piece] = []
    for piece, keep in _pieces(info, shapes):
        together = (*leaf, piece, *keep)
        if leaf and not _hold(info, together, shapes):
            found.append(tuple(leaf))
            leaf = []
        leaf.append(piece)
    return (*found, tuple(leaf)) if leaf else tuple(found)


def words_of(info: tuple[Informacion, ...], piece: Piece) -> str:
    """What a piece says."""
    part = info[piece.part]
    if piece.paragraph is None:
        return part.title
    return " ".join(part.paragraphs[piece.paragraph].split()[piece.start : piece.stop])


def widest_word(info: tuple[Informacion, ...]) -> str:
    """The first word that no line holds at the largest letters; empty when all fit."""
    least = min(shape.across for shape in SHAPES[LARGEST])
    texts = (text for part in info for text in (part.title, *part.paragraphs))
    return next((word for text in texts for word in text.split() if width_of(word) > least), "")


def info_texts(place: int, contest: Contest) -> Iterator[tuple[str, str]]:
    """``i.<place>.<part>`` each heading and ``i.<place>.<part>.<paragraph>`` what it heads, from 0."""
    for number, part in enumerate(contest.info):
        yield f"i.{place}.{number}", part.title
        for row, paragraph in enumerate(part.paragraphs):
            yield f"i.{place}.{number}.{row}", paragraph


def info_in(place: int, info: tuple[Informacion, ...], words: Mapping[str, str]) -> tuple[Informacion, ...]:
    """The information of contest number ``place`` with the words of a language, where that has any."""
    return tuple(
        Informacion(
            words.get(f"i.{place}.{number}", part.title),
            tuple(words.get(f"i.{place}.{number}.{row}", text) for row, text in enumerate(part.paragraphs)),
            part.candidatura,
        )
        for number, part in enumerate(info)
    )


def width_of(text: str) -> int:
    """Hundredths of an em that a text does not exceed in a line."""
    plain = unicodedata.normalize("NFD", text)
    return sum(_WIDTH_OF.get(letter, _EM) for letter in plain if not unicodedata.combining(letter))


def _pieces(info: tuple[Informacion, ...], shapes: tuple[Shape, Shape]) -> Iterator[tuple[Piece, Leaf]]:
    """Every piece in order, with what must stand on its page too."""
    for number, part in enumerate(info):
        heading = Piece(number, None, 0, 0)
        bodies = [tuple(_cut(info, number, row, shapes)) for row in range(len(part.paragraphs))]
        yield heading, bodies[0][:1]
        yield from ((piece, ()) for body in bodies for piece in body)


def _cut(info: tuple[Informacion, ...], part: int, row: int, shapes: tuple[Shape, Shape]) -> Iterator[Piece]:
    """A paragraph whole, or in as few pieces as hold it, each ending with a sentence where that is near.

    The first one leaves room for its heading.
    """
    words = info[part].paragraphs[row].split()
    heading: Leaf = () if row else (Piece(part, None, 0, 0),)
    at = 0
    while at < len(words):
        stop = at + 1
        while stop < len(words) and _hold(info, (*heading, Piece(part, row, at, stop + 1)), shapes):
            stop += 1
        if stop < len(words):
            few = len(words) - stop < _FEW_WORDS
            stop = _good_end(words, at, stop - (stop - at) // 3 if few else stop)
        yield Piece(part, row, at, stop)
        at, heading = stop, ()


def _good_end(words: list[str], at: int, stop: int) -> int:
    """Where a reader would pause, if that is near; else all that fits."""
    for ends, part in _PAUSES:
        found = [i + 1 for i in range(stop - (stop - at) // part, stop) if words[i][-1] in ends]
        if found:
            return found[-1]
    return stop


def _hold(info: tuple[Informacion, ...], leaf: Leaf, shapes: tuple[Shape, Shape]) -> bool:
    """Whether both shapes show these pieces whole, half a line apart but right below a heading."""
    gaps = sum(before.paragraph is not None for before in leaf[:-1])
    for shape in shapes:
        lines = sum(lines_of(_width(info, piece), shape.across) for piece in leaf)
        if _HALF_LINES * lines + gaps > _HALF_LINES * shape.lines:
            return False
    return True


def _width(info: tuple[Informacion, ...], piece: Piece) -> list[int]:
    """The width of each word; headings are bold."""
    more, of = (1, 1) if piece.paragraph is not None else _BOLD
    return [width_of(word) * more // of + more - 1 for word in words_of(info, piece).split()]


def lines_of(widths: list[int], across: int) -> int:
    """Lines that words of these widths need, broken between them."""
    lines, used = 1, 0
    for width in widths:
        if used and used + _SPACE + width > across:
            lines, used = lines + 1, width
        else:
            used += (_SPACE if used else 0) + width
    return lines
