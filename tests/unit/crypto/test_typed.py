"""Lines of cards and shares that people type: whatever a finger does to one line is seen, and told of that line."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.crypto.codes import ALPHABET
from shared.crypto.errors import CodeMistyped
from shared.crypto.typed import LINE_BYTES, LINE_CHARS, MAX_LINES, read_line, read_lines, to_lines

FIVE = st.binary(min_size=LINE_BYTES, max_size=LINE_BYTES)
NUMBER = st.integers(1, MAX_LINES)


def plain(number: int, data: bytes) -> str:
    """The ten characters of one line."""
    return to_lines(bytes(LINE_BYTES * (number - 1)) + data)[-1].replace("-", "")


def refused(number: int, typed: str) -> bool:
    with pytest.raises(CodeMistyped) as found:
        read_line(number, typed)
    return found.value.code == "K503"


@given(st.lists(FIVE, min_size=1, max_size=MAX_LINES))
def test_lines_read_back_however_they_are_typed(parts: list[bytes]) -> None:
    lines = to_lines(b"".join(parts))
    assert read_lines(lines) == b"".join(parts)
    careless = [line.lower().replace("-", " ").replace("0", "o").replace("1", "l") for line in lines]
    assert read_lines(careless) == b"".join(parts)
    assert all(len(line.replace("-", "")) == LINE_CHARS for line in lines)


@given(NUMBER, FIVE)
def test_every_single_wrong_character_is_seen(number: int, data: bytes) -> None:
    line = plain(number, data)
    for place, character in itertools.product(range(LINE_CHARS), ALPHABET):
        if character != line[place]:
            assert refused(number, line[:place] + character + line[place + 1 :])


@given(NUMBER, FIVE)
def test_every_two_characters_that_changed_places_are_seen(number: int, data: bytes) -> None:
    line = plain(number, data)
    for one, other in itertools.combinations(range(LINE_CHARS), 2):
        swapped = list(line)
        swapped[one], swapped[other] = line[other], line[one]
        assert line[one] == line[other] or refused(number, "".join(swapped))


@given(NUMBER, FIVE, st.data())
def test_any_two_wrong_characters_are_seen(number: int, data: bytes, draw: st.DataObject) -> None:
    line = plain(number, data)
    places = draw.draw(st.lists(st.integers(0, LINE_CHARS - 1), min_size=2, max_size=2, unique=True))
    wrong = list(line)
    for place in places:
        wrong[place] = draw.draw(st.sampled_from([character for character in ALPHABET if character != line[place]]))
    assert refused(number, "".join(wrong))


@given(NUMBER, NUMBER, FIVE)
def test_a_line_typed_in_the_place_of_another_is_seen(one: int, other: int, data: bytes) -> None:
    assert one == other or refused(other, plain(one, data))


@given(st.text(max_size=14))
def test_nothing_typed_by_chance_breaks_it(typed: str) -> None:
    try:
        assert len(read_line(1, typed)) == LINE_BYTES
    except CodeMistyped as error:
        assert error.code == "K503"  # noqa: PT017 - most are refused, and one in a thousand is a line


@pytest.mark.parametrize("size", [0, 1, 4, 6, LINE_BYTES * (MAX_LINES + 1)])
def test_only_whole_lines_are_written(size: int) -> None:
    with pytest.raises(ValueError, match="lines"):
        to_lines(bytes(size))
