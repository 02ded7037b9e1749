"""Pages of long boletas and of the review, the same on every urna for one size of letters, in the order of the theme.

It must not look at marks to place an option, nor at the glass: a page holds what the smallest glass in use shows whole.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from shared.domain.boleta import Selection
from shared.domain.eleccion import EXPLICIT_KINDS, Contest, ContestKind
from urna.flow.viewing import Letters


@dataclass(frozen=True, slots=True)
class Fit:
    """How much is shown at once: ``boxes`` and ``rows`` (of values) of a boleta, ``cards`` of the review.

    Each is a pair: where there are no pages, and on each of several. ``long_boxes`` are those of a boleta with a name
    of more than ``long_name`` letters, which needs one line more; ``rows`` also hold options with marks of several
    partidos side by side. ``faces`` and ``face_rows`` are boxes and rows with portraits. ``listed`` marks fill a page
    of the review.
    """

    boxes: tuple[int, int]
    long_name: int
    long_boxes: tuple[int, int]
    rows: tuple[int, int]
    faces: tuple[int, int]
    face_rows: tuple[int, int]
    cards: tuple[int, int]
    listed: int


_USUAL = Fit(
    boxes=(9, 6), long_name=32, long_boxes=(6, 4), rows=(5, 4), faces=(6, 6), face_rows=(4, 3), cards=(3, 2), listed=6
)
_LARGE = Fit(
    boxes=(6, 4), long_name=30, long_boxes=(4, 3), rows=(3, 2), faces=(4, 2), face_rows=(3, 2), cards=(2, 1), listed=6
)
_LARGEST = Fit(
    boxes=(3, 2), long_name=30, long_boxes=(3, 2), rows=(2, 1), faces=(2, 1), face_rows=(2, 1), cards=(1, 1), listed=4
)
FITS: Mapping[Letters, Fit] = {
    Letters.SMALL: _USUAL,
    Letters.NORMAL: _USUAL,
    Letters.LARGE: _LARGE,
    Letters.LARGEST: _LARGEST,
}
"""By the size of letters that the voter chose: larger ones need larger boxes, and so more pages."""
MANY_VALUES: Final = 9
TALL_ROWS: Final = (2, 2)
"""More values than these stand in two lines on an upright glass, and so fewer options fit."""
FEW_MARKS: Final = 3
"""Marks that one card of the review shows whole."""
SEVERAL: Final = frozenset({ContestKind.N_OF_M, ContestKind.RANKED, ContestKind.SCALE})
"""Contests in which one boleta may bear marks for several options that count apart."""

Pages = tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class Part:
    """What one card of the review shows: marks ``start`` to ``stop`` of the boleta at ``position``."""

    position: int
    start: int
    stop: int


def explicit_options(contest: Contest) -> tuple[int, ...]:
    """Places of "no registrada" and "nulo": they stand on every page, since they speak for the whole boleta."""
    return tuple(i for i, option in enumerate(contest.options) if option.kind in EXPLICIT_KINDS)


def longest_name(contest: Contest) -> int:
    """Letters of the longest name of a boleta: all of its names have letters of one size."""
    return max((len(option.label) for option in contest.options if option.kind not in EXPLICIT_KINDS), default=0)


def has_portraits(contest: Contest) -> bool:
    """Whether faces stand beside the names, which leaves less room for these."""
    return any(candidatura.portrait for candidatura in contest.candidaturas)


def marks_across(contest: Contest) -> int:
    """Marks of partidos side by side in the fullest box of a boleta; a picture of the option's own counts as one."""
    counts = (1 if option.mark else len(option.partidos) for option in contest.options)
    return max(counts, default=0)


def in_rows(contest: Contest) -> bool:
    """Whether each option has all the width for itself: for a value to touch, or for the marks of several partidos."""
    return contest.kind is ContestKind.SCALE or marks_across(contest) > 1


def pages(contest: Contest, letters: Letters) -> Pages:
    """Places of the ordinary options of each page, at least one page, as equal in number as they can be.

    No page is short but by one, so that no option stands alone at the end of a list that few look at.
    """
    ordinary = tuple(i for i, option in enumerate(contest.options) if option.kind not in EXPLICIT_KINDS)
    fit = FITS[letters]
    boxes = fit.long_boxes if longest_name(contest) > fit.long_name else fit.boxes
    rows, faced = fit.rows, has_portraits(contest)
    if faced:
        boxes, rows = min(boxes, fit.faces), min(rows, fit.face_rows)
    if contest.scale_max > MANY_VALUES:
        rows = min(rows, TALL_ROWS)
    whole, most = rows if in_rows(contest) else boxes
    if len(ordinary) <= whole:
        return (ordinary,)
    count = -(-len(ordinary) // most)
    size, longer = divmod(len(ordinary), count)
    starts = [i * size + min(i, longer) for i in range(count + 1)]
    return tuple(ordinary[a:b] for a, b in pairwise(starts))


def page_of(contest: Contest, option: int, letters: Letters) -> int | None:
    """The page, from 0, on which an option stands; None for those that stand on every page."""
    return next((i for i, page in enumerate(pages(contest, letters)) if option in page), None)


def in_order(contest: Contest, selection: Selection) -> Selection:
    """Marks as a voter thinks of them: by preference where there are preferences, else as the boleta has them."""
    ranked = contest.kind is ContestKind.RANKED
    return tuple(sorted(selection, key=lambda mark: mark.value)) if ranked else selection


def has_own_page(contest: Contest) -> bool:
    """Whether a boleta may bear more marks than a card shows, and so has pages of the review for itself."""
    return contest.kind in SEVERAL and contest.max_marks > FEW_MARKS


def review_pages(
    contests: tuple[Contest, ...], selections: tuple[Selection, ...], letters: Letters
) -> tuple[tuple[Part, ...], ...]:
    """The cards of each page of the review: a few boletas, or a part of one that allows many marks.

    Which boletas share a page follows from the contests alone, so that nothing moves when a mark changes.
    """
    fit = FITS[letters]
    several_pages = len(contests) > fit.cards[0] or any(has_own_page(contest) for contest in contests)
    most = fit.cards[several_pages]
    found: list[tuple[Part, ...]] = []
    together: list[Part] = []
    for position, (contest, selection) in enumerate(zip(contests, selections, strict=True)):
        alone = has_own_page(contest)
        if together and (alone or len(together) == most):
            found.append(tuple(together))
            together = []
        if alone:
            starts = range(0, max(1, len(selection)), fit.listed)
            found += [(Part(position, at, min(at + fit.listed, len(selection))),) for at in starts]
        else:
            together.append(Part(position, 0, len(selection)))
    return (*found, tuple(together)) if together else tuple(found)
