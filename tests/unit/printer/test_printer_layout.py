"""Wrapping and columns: no letter is lost, no line is longer than the paper."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.printer.layout import Line, compose, plain_text, wrap
from hardware.printer.port import COLUMNS, Feed, Picture, Qr, Row, Rule, Size, Slip, Text

LETTERS = st.text(st.characters(exclude_categories=("C", "Z"), include_characters=" ñÁɨ"), max_size=200)
SIZES = st.sampled_from(Size)


@given(LETTERS, SIZES)
def test_wrapping_loses_no_letter_and_fits(text: str, size: Size) -> None:
    lines = wrap(text, size.columns)
    assert all(len(line) <= size.columns for line in lines)
    assert "".join(lines).replace(" ", "") == unicodedata.normalize("NFC", text).replace(" ", "")


@given(LETTERS, st.integers(0, 10**9), SIZES)
def test_a_row_ends_with_its_figure_at_the_right_edge(label: str, figure: int, size: Size) -> None:
    right = str(figure)
    *above, last = [item for item in compose(Slip("s", (Row(label, right, size=size),))) if isinstance(item, Line)]
    assert last.text.endswith(right)
    assert len(last.text) == size.columns
    assert all(len(line.text) <= size.columns and not line.right for line in above)
    said = "".join(line.left for line in (*above, last)).replace(" ", "")
    assert said == unicodedata.normalize("NFC", label).replace(" ", "")


def test_words_stay_whole_and_a_long_word_is_split() -> None:
    assert wrap("uno dos tres", 7) == ["uno dos", "tres"]
    assert wrap("abcdefghij", 4) == ["abcd", "efgh", "ij"]
    assert wrap("Coalición Juntos", 12, indent=2) == ["Coalición", "  Juntos"]
    assert wrap("", 5) == [""]


def test_hard_spaces_do_not_break_and_print_as_spaces() -> None:
    assert wrap("son 1\u202f352\u00a0258 votos", 10) == ["son", "1 352 258", "votos"]


def test_every_slip_ends_with_a_blank_line() -> None:
    assert compose(Slip("s", ()))[-1] == Feed(1)
    assert compose(Slip("s", (Rule(),))) == (Line("-" * COLUMNS), Feed(1))


def test_the_plain_text_shows_columns() -> None:
    shown = plain_text(Slip("s", (Text("ACTA", Size.LARGE), Row("PAN", "12"), Qr("ABC"), Picture(b"1234"))))
    assert shown.split("\n") == ["ACTA", "PAN" + " " * 37 + "12", "[QR 3]", "[PNG 4]", ""]


@pytest.mark.parametrize(
    "make",
    [
        lambda: Text("campana\a"),
        lambda: Text("escape\x1b@"),
        lambda: Row("dos\nlíneas", "1"),
        lambda: Row("x", "1" * 30),
        lambda: Qr("minúsculas"),
        lambda: Qr("A" * 501),
        lambda: Qr(""),
        lambda: Qr("A", module_dots=3),
        lambda: Feed(0),
    ],
)
def test_what_cannot_be_printed_cannot_be_made(make: object) -> None:
    assert callable(make)
    with pytest.raises(ValueError, match=r"."):
        make()
