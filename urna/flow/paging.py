"""Pages of long boletas and of the review, always the same on every urna and in the order of the theme.

It must not look at marks to place an option, nor at the glass: a page holds what the smallest glass in use shows whole.
"""

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from shared.domain.boleta import Selection
from shared.domain.eleccion import EXPLICIT_KINDS, Contest, ContestKind

WHOLE_BOXES, PAGE_BOXES = 10, 8
"""Ordinary boxes of a boleta without pages; of one page where it has several."""
WHOLE_ROWS, PAGE_ROWS = 5, 4
"""The same where each option has a row of values."""
WHOLE_CARDS, PAGE_CARDS = 4, 3
"""Boletas of a review without pages; on one page of a review that has several."""
FEW_MARKS: Final = 3
"""Marks that one card of the review shows whole."""
LISTED_MARKS: Final = 8
"""Marks of one boleta on a page of the review of its own."""
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


def pages(contest: Contest) -> Pages:
    """Places of the ordinary options of each page, at least one page, as equal in number as they can be.

    No page is short but by one, so that no option stands alone at the end of a list that few look at.
    """
    ordinary = tuple(i for i, option in enumerate(contest.options) if option.kind not in EXPLICIT_KINDS)
    rows = contest.kind is ContestKind.SCALE
    whole, most = (WHOLE_ROWS, PAGE_ROWS) if rows else (WHOLE_BOXES, PAGE_BOXES)
    if len(ordinary) <= whole:
        return (ordinary,)
    count = -(-len(ordinary) // most)
    size, longer = divmod(len(ordinary), count)
    starts = [i * size + min(i, longer) for i in range(count + 1)]
    return tuple(ordinary[a:b] for a, b in pairwise(starts))


def page_of(contest: Contest, option: int) -> int | None:
    """The page, from 0, on which an option stands; None for those that stand on every page."""
    return next((i for i, page in enumerate(pages(contest)) if option in page), None)


def in_order(contest: Contest, selection: Selection) -> Selection:
    """Marks as a voter thinks of them: by preference where there are preferences, else as the boleta has them."""
    ranked = contest.kind is ContestKind.RANKED
    return tuple(sorted(selection, key=lambda mark: mark.value)) if ranked else selection


def has_own_page(contest: Contest) -> bool:
    """Whether a boleta may bear more marks than a card shows, and so has pages of the review for itself."""
    return contest.kind in SEVERAL and contest.max_marks > FEW_MARKS


def review_pages(contests: tuple[Contest, ...], selections: tuple[Selection, ...]) -> tuple[tuple[Part, ...], ...]:
    """The cards of each page of the review: a few boletas, or a part of one that allows many marks.

    Which boletas share a page follows from the contests alone, so that nothing moves when a mark changes.
    """
    several_pages = len(contests) > WHOLE_CARDS or any(has_own_page(contest) for contest in contests)
    most = PAGE_CARDS if several_pages else WHOLE_CARDS
    found: list[tuple[Part, ...]] = []
    together: list[Part] = []
    for position, (contest, selection) in enumerate(zip(contests, selections, strict=True)):
        alone = has_own_page(contest)
        if together and (alone or len(together) == most):
            found.append(tuple(together))
            together = []
        if alone:
            starts = range(0, max(1, len(selection)), LISTED_MARKS)
            found += [(Part(position, at, min(at + LISTED_MARKS, len(selection))),) for at in starts]
        else:
            together.append(Part(position, 0, len(selection)))
    return (*found, tuple(together)) if together else tuple(found)
