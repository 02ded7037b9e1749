"""Wrapping and columns: no letter is lost, no line is longer than the paper."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.printer.layout import Line, compose, plain_text, rendered, wrap
from hardware.printer.letters import cells
from hardware.printer.paper import PAPER_58, PAPER_80, Paper
from hardware.printer.port import Align, Feed, OneOf, Picture, Qr, Row, Rule, Size, Slip, Text, Wording

LETTERS = st.text(st.characters(exclude_categories=("C", "Z"), include_characters=" ñÁɨ"), max_size=200)
SIZES = st.sampled_from(Size)
PAPERS = st.sampled_from((PAPER_58, PAPER_80))


@given(LETTERS, SIZES, PAPERS)
def test_wrapping_loses_no_letter_and_fits(text: str, size: Size, paper: Paper) -> None:
    lines = wrap(text, paper.columns(size))
    assert all(cells(line) <= paper.columns(size) for line in lines)
    assert "".join(lines).replace(" ", "") == unicodedata.normalize("NFC", text).replace(" ", "")


@given(LETTERS, st.integers(0, 10**16), SIZES, PAPERS)
def test_a_row_ends_with_its_figure_at_the_right_edge(label: str, figure: int, size: Size, paper: Paper) -> None:
    right, columns = str(figure), paper.columns(size)
    slip = Slip("s", (Row(label, right, size=size),))
    lines = [item for item in compose(slip, paper) if isinstance(item, Line)]
    said = "".join(line.text for line in lines).replace(" ", "")
    assert said == unicodedata.normalize("NFC", label).replace(" ", "") + right
    assert all(cells(line.text) <= columns for line in lines)
    if len(right) <= columns // 2:
        assert cells(lines[-1].text) == columns
        assert lines[-1].text.endswith(right)
    else:
        assert lines[-1].align is Align.RIGHT or lines[-1].right == right


def test_a_mark_over_a_letter_takes_no_cell_and_stays_with_it() -> None:
    assert cells("\u0268\u0301") == 1
    assert wrap("\u0268\u0301" * 5, 4) == ["\u0268\u0301" * 4, "\u0268\u0301"]


WORDINGS = st.builds(
    Wording,
    st.lists(st.sampled_from(("PAN", "PAN - PRI - PRD", "VOTO NULO", "Xapa \u0268ki", "x" * 60)), max_size=2).map(
        tuple
    ),
    st.lists(st.sampled_from(("Ana", "Nombre muy largo " * 4)), max_size=1).map(tuple),
)


@given(st.lists(WORDINGS, min_size=1, max_size=5), PAPERS)
def test_one_of_several_takes_the_same_lines_whichever_it_is(possible: list[Wording], paper: Paper) -> None:
    shapes = set()
    for shown in possible:
        items = compose(Slip("s", (OneOf(shown, tuple(possible)),)), paper)
        lines = [item for item in items if isinstance(item, Line)]
        assert all(cells(line.text) == line.columns == paper.columns(line.size) for line in lines)
        assert "".join((*shown.headings, *shown.details)).replace(" ", "") == "".join(
            line.text for line in lines
        ).replace(" ", "")
        shapes.add(tuple((line.size, line.bold, line.align, line.drawn) for line in lines))
    assert len(shapes) == 1


def test_words_stay_whole_and_a_long_word_is_split() -> None:
    assert wrap("uno dos tres", 7) == ["uno dos", "tres"]
    assert wrap("abcdefghij", 4) == ["abcd", "efgh", "ij"]
    assert wrap("Coalición Juntos", 12, indent=2) == ["Coalición", "  Juntos"]
    assert wrap("", 5) == [""]


def test_hard_spaces_do_not_break_and_print_as_spaces() -> None:
    assert wrap("son 1\u202f352\u00a0258 votos", 10) == ["son", "1 352 258", "votos"]


def test_every_slip_ends_with_a_blank_line() -> None:
    assert compose(Slip("s", ()), PAPER_80)[-1] == Feed(1)
    assert compose(Slip("s", (Rule(),)), PAPER_58) == (Line("-" * 32, 32), Feed(1))


def test_the_plain_text_shows_columns() -> None:
    shown = plain_text(Slip("s", (Text("ACTA", Size.LARGE), Row("PAN", "12"), Qr("ABC"), Picture(b"1234"))))
    assert rendered(Slip("s", (Text("x", align=Align.RIGHT),)), PAPER_58) == (" " * 31 + "x", "")
    assert shown.split("\n") == ["ACTA", "PAN" + " " * 43 + "12", "[QR 3]", "[PNG 4]", ""]


@pytest.mark.parametrize(
    "make",
    [
        lambda: Text("campana\a"),
        lambda: Text("escape\x1b@"),
        lambda: Row("dos\nlíneas", "1"),
        lambda: Wording(("dos\nlíneas",)),
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
