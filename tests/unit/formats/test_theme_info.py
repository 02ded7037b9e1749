"""The additional information of a boleta: its pages hold every word once and fit, and a theme says it in one order."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import pairwise

import pytest
from fontTools.ttLib import TTFont
from hypothesis import example, given
from hypothesis import strategies as st

from shared.domain.eleccion import Informacion
from shared.domain.ids import CandidaturaId
from shared.formats.theme_info import SHAPES, info_pages, widest_word, width_of, words_of
from shared.formats.theme_model import TemaInvalido
from shared.formats.theme_sounds import required_clips
from shared.formats.theme_texts import contest_in, required_texts
from shared.formats.theme_v1 import parse_theme, seal_theme, serialise_theme
from tests.architecture.tree import REPOSITORY
from tests.unit.formats import examples
from urna.flow.viewing import Letters, Viewing
from urna.ui.environment import WindowSize
from urna.ui.geometry import GAP_MM, frame
from urna.ui.places import page_strip
from urna.ui.tokens import TextSize, tokens_for

LATIN = [chr(code) for code in range(32, 0x180) if chr(code).isprintable()]
OURS = [*LATIN, *"\u0268\u0289\ua78c\u2018\u2019\u201c\u201d\u2026\u2013\u2014"]
LETTERS = [letters.value for letters in Letters]
GLASSES = ((1280, 800), (1920, 1080), (800, 1280), (1080, 1920))
words = st.text("aeiosnrlMWcd", min_size=1, max_size=11)
sentences = st.lists(words, min_size=1, max_size=35).map(" ".join)
parts = st.builds(
    Informacion, sentences.map(lambda text: text[:40].strip()), st.lists(sentences, min_size=1, max_size=3).map(tuple)
)
infos = st.lists(parts, min_size=1, max_size=4).map(tuple)


@cache
def advances(face: str) -> dict[str, float]:
    """Widths of letters in hundredths of an em, as the face itself says."""
    font = TTFont(REPOSITORY / "urna" / "ui" / "assets" / "fonts" / f"NotoSans-{face}.ttf")
    drawn, widths, em = font.getBestCmap(), font["hmtx"], font["head"].unitsPerEm
    return {letter: widths[drawn[ord(letter)]][0] * 100 / em for letter in OURS if ord(letter) in drawn}


@pytest.mark.parametrize(("face", "more"), [("Regular", 100), ("Bold", 120)])
def test_no_letter_is_wider_than_the_pages_take_it_to_be(face: str, more: int) -> None:
    for letter, width in advances(face).items():
        assert width <= width_of(letter) * more / 100 + (more > 100), letter


def needed_lines(text: str, across: int, face: str) -> int:
    """Lines of a text by the face's own widths."""
    widths, lines, used = advances(face), 1, 0.0
    for word in text.split():
        width = sum(widths[letter] for letter in word)
        if used and used + widths[" "] + width > across:
            lines, used = lines + 1, width
        else:
            used += width + (widths[" "] if used else 0)
    return lines


@example((Informacion("Largas", (" ".join(["mmmmmmmmmmm"] * 33),)),), "normal")
@given(infos, st.sampled_from(LETTERS))
def test_every_page_fits_the_broad_and_the_upright_glass(info: tuple[Informacion, ...], letters: str) -> None:
    for leaf in info_pages(info, letters):
        gaps = sum(piece.paragraph is not None for piece in leaf[:-1])
        for shape in SHAPES[letters]:
            faces = ["Bold" if piece.paragraph is None else "Regular" for piece in leaf]
            lines = [
                needed_lines(words_of(info, piece), shape.across, face) for piece, face in zip(leaf, faces, strict=True)
            ]
            assert sum(lines) + gaps / 2 <= shape.lines


@pytest.mark.parametrize("letters", list(Letters))
@pytest.mark.parametrize("glass", GLASSES)
def test_a_page_has_no_more_room_than_each_glass_gives(glass: tuple[int, int], letters: Letters) -> None:
    tokens = tokens_for(WindowSize(*glass), Viewing(letters))
    body = frame(tokens).body
    room = body.height - page_strip(tokens, body, paged=True).height - tokens.mm(GAP_MM)
    shape = SHAPES[letters.value][tokens.portrait]
    assert shape.across * tokens.font(TextSize.BODY) <= 100 * body.width
    assert tokens.lines(shape.lines) <= room


def read(info: tuple[Informacion, ...], letters: str) -> Iterator[str]:
    for leaf in info_pages(info, letters):
        for piece in leaf:
            yield from words_of(info, piece).split()


@given(infos, st.sampled_from(LETTERS))
def test_the_pages_have_every_word_once_in_its_order(info: tuple[Informacion, ...], letters: str) -> None:
    texts = (text for part in info for text in (part.title, *part.paragraphs))
    assert list(read(info, letters)) == [word for text in texts for word in text.split()]


@given(infos, st.sampled_from(LETTERS))
def test_no_page_is_empty_or_ends_with_a_heading(info: tuple[Informacion, ...], letters: str) -> None:
    for leaf in info_pages(info, letters):
        assert leaf
        assert leaf[-1].paragraph is not None


@given(infos)
def test_larger_letters_never_make_fewer_pages(info: tuple[Informacion, ...]) -> None:
    counts = [len(info_pages(info, letters)) for letters in LETTERS]
    assert all(few <= more for few, more in pairwise(counts))


def test_a_paragraph_that_a_page_holds_is_not_cut_and_a_tail_is_never_a_word_alone() -> None:
    text = "Las calles nuevas tendrían banqueta en los dos lados y ciclovía antes de agregar más carriles."
    info = (Informacion("Uno", (text, text)), Informacion("Dos", (text,)))
    for letters in LETTERS:
        for leaf in info_pages(info, letters):
            assert all(piece.stop - piece.start > 3 for piece in leaf if piece.paragraph is not None)
    cut = [piece for leaf in info_pages(info, "grande") for piece in leaf if piece.start]
    assert cut == []


def test_a_word_that_no_line_holds_is_found() -> None:
    assert widest_word((Informacion("Corta", ("palabras",)),)) == ""
    assert widest_word((Informacion("Corta", (f"y {'m' * 30}",)),)) == "m" * 30


def test_a_theme_with_information_reads_back_and_needs_its_words_and_clips() -> None:
    theme = examples.informed()
    assert parse_theme(serialise_theme(theme)) == theme
    keys = {"i.0.0", "i.0.0.0", "i.0.1", "i.0.1.0", "i.0.2", "i.0.2.0"}
    assert keys <= set(required_texts(theme))
    assert keys <= required_clips(theme)
    assert not keys & required_clips(examples.theme())


def test_each_language_has_its_own_words_of_it() -> None:
    theme = examples.trilingual(examples.informed())
    spanish, other = contest_in(theme, 0, "es").info, contest_in(theme, 0, "hch").info
    assert [part.title for part in other] == [f"\u0268\ua78c {part.title}" for part in spanish]
    assert [part.candidatura for part in other] == [part.candidatura for part in spanish]
    assert all(mine != theirs for mine, theirs in zip(spanish, other, strict=True))


@pytest.mark.parametrize("order", [(1, 0, 2), (0, 2, 1)])
def test_information_out_of_order_is_refused(order: tuple[int, ...]) -> None:
    refused(tuple(examples.informacion()[i] for i in order))


def test_information_of_nobody_here_is_refused() -> None:
    refused((replace(examples.informacion()[0], candidatura=CandidaturaId("NADIE")),))


def refused(info: tuple[Informacion, ...]) -> None:
    theme = examples.theme()
    contests = (replace(theme.contests[0], info=info), *theme.contests[1:])
    with pytest.raises(TemaInvalido) as raised:
        seal_theme(replace(theme, contests=contests))
    assert raised.value.code == "T225"


@pytest.mark.parametrize("field", [b'"info":[]', b'"info":[{"candidatura":null,"paragraphs":[" "],"title":"x"}]'])
def test_information_that_says_nothing_is_refused(field: bytes) -> None:
    data = serialise_theme(examples.theme()).replace(b'"kind":"coalition"', field + b',"kind":"coalition"', 1)
    with pytest.raises(TemaInvalido) as raised:
        parse_theme(data)
    assert raised.value.code == "T014"


def short_words(letters: int) -> str:
    """A text of exactly so many letters and spaces, in words of one or two."""
    return ("a" * (2 - letters % 2) + " a" * (letters // 2))[:letters]


def of_size(title: int = 1, paragraph: int = 1, paragraphs: int = 1, parts_of_it: int = 1) -> tuple[Informacion, ...]:
    return (Informacion(short_words(title), (short_words(paragraph),) * paragraphs),) * parts_of_it


@pytest.mark.parametrize(
    ("most", "more"),
    [
        (of_size(title=80), of_size(title=81)),
        (of_size(paragraph=400), of_size(paragraph=401)),
        (of_size(paragraphs=10), of_size(paragraphs=11)),
        (of_size(parts_of_it=60), of_size(parts_of_it=61)),
    ],
    ids=["title", "paragraph", "paragraphs", "parts"],
)
def test_it_is_as_long_as_the_format_says_and_no_longer(
    most: tuple[Informacion, ...], more: tuple[Informacion, ...]
) -> None:
    draft = examples.informed()
    first, *others = draft.contests
    whole, long = (replace(draft, contests=(replace(first, info=info), *others)) for info in (most, more))
    assert parse_theme(serialise_theme(seal_theme(whole))).contests[0].info == most
    with pytest.raises(TemaInvalido, match="T0"):
        parse_theme(serialise_theme(seal_theme(long)))
