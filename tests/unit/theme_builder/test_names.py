"""Names at the largest letters: the measure's boxes are none larger than the urna's, and what does not fit is told."""

from pathlib import Path

import pytest

from shared.formats.theme_names import FACES, PLAIN, ROWS, ROWS_WITH_FACES, USUAL, Box, boxes_of, share_of
from tests.unit.theme_builder.test_theme_source import edit, source_root
from theme_builder.checks import check
from theme_builder.source import load_source
from urna.flow.paging import FITS
from urna.flow.viewing import Letters, Viewing
from urna.ui.environment import WindowSize
from urna.ui.geometry import frame
from urna.ui.places import Pictures, Room, inside, places
from urna.ui.tokens import FLOORS_MM, tokens_for

__all__ = ["source_root"]
GLASSES = (WindowSize(1280, 800), WindowSize(1920, 1080), WindowSize(800, 1280), WindowSize(1080, 1920))
FIT = FITS[Letters.LARGEST]
LONG = "Guadalupe Montserrat Domínguez Campomanes y Gómez-Maqueo Hernández Mo"
"""Drawn on 1920 x 1080 it comes out at 45 per cent of the largest letters."""
ENOUGH = "Maximiliano Constantino de la Santísima Trinidad y Montemayor"
"""At 61 per cent."""


def drawn(glass: WindowSize, room: Room, pictures: Pictures) -> Box:
    """The place of a name in a box of the urna, in hundredths of the largest letters' em."""
    tokens = tokens_for(glass, Viewing(Letters.LARGEST))
    found = places(tokens, frame(tokens).body, room)
    words = inside(tokens, found.ordinary[0], pictures).words
    return Box(100 * words.width // tokens.smallest_font, 100 * words.height // tokens.smallest_font)


@pytest.mark.parametrize("glass", GLASSES, ids=str)
@pytest.mark.parametrize(
    ("boxes", "counts", "rows", "pictures"),
    [
        (PLAIN, FIT.boxes, False, Pictures(marks=1, large=False)),
        (PLAIN, FIT.boxes, False, Pictures()),
        (FACES, FIT.faces, False, Pictures(face=True, marks=1, large=False)),
        (ROWS, FIT.rows, True, Pictures(marks=2, large=False)),
        (ROWS, FIT.rows, True, Pictures(marks=3, large=False)),
        (ROWS_WITH_FACES, FIT.face_rows, True, Pictures(face=True, marks=2, large=False)),
    ],
)
def test_no_box_of_the_urna_is_smaller_than_the_measures(
    glass: WindowSize, boxes: tuple[Box, Box], counts: tuple[int, int], pictures: Pictures, *, rows: bool
) -> None:
    box = boxes[glass.height > glass.width]
    for count, paged in zip(counts, (False, True), strict=True):
        real = drawn(glass, Room(count, 2, rows=rows, paged=paged), pictures)
        assert real.across >= box.across, (count, paged)
        assert real.high >= box.high, (count, paged)


def test_the_usual_letters_are_that_share_of_the_largest() -> None:
    assert round(100 * FLOORS_MM[Letters.NORMAL] / FLOORS_MM[Letters.LARGEST]) == USUAL


def test_longer_names_need_smaller_letters() -> None:
    shares = [share_of(LONG[:count], PLAIN) for count in range(1, len(LONG))]
    assert shares[0] == 100
    assert shares == sorted(shares, reverse=True)
    assert share_of(LONG, PLAIN) < USUAL
    assert share_of(ENOUGH, PLAIN) >= USUAL
    assert share_of("Electroencefalografista", boxes_of(faces=True, rows=False)) < USUAL


def test_a_name_that_does_not_fit_is_a_warning_beside_its_candidatura(source_root: Path) -> None:
    assert check(load_source(source_root)) == ()
    file = source_root / "boletas/01-gubernatura.toml"
    name = "Miguel Ángel Martínez Espinosa"
    edit(file, name, LONG)
    edit(file, name, LONG)
    found = [(each.code, each.severity.value, each.field) for each in check(load_source(source_root))]
    assert found == [("T597", "aviso", "candidaturas.0.name")]
