"""What every reader does, in memory or on a line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.reader.port import MAX_CHARS, Scan
from hardware.reader.wire import PAUSE_MS, LineDecoder
from tests.contract.reader.conftest import Bench


def test_what_is_shown_is_read_once_and_in_order(bench: Bench) -> None:
    texts = ["URNA1/1/2/ABCDEFGH/MZXW6", "tarjeta presidencia ñ", "x" * MAX_CHARS]
    for text in texts:
        bench.hands.show(text)
    assert bench.texts(3) == texts
    assert bench.reader.poll() == ()


def test_the_same_card_twice_is_read_twice(bench: Bench) -> None:
    bench.hands.show("A")
    bench.hands.show("A")
    assert bench.texts(2) == ["A", "A"]


def test_garbage_is_counted_and_the_next_card_is_read(bench: Bench) -> None:
    bench.hands.garbage()
    bench.hands.show("x" * (MAX_CHARS + 1))
    bench.hands.show("y" * (MAX_CHARS * 4 + 1))
    bench.hands.show("con\tcontrol")
    bench.hands.show("buena")
    assert bench.texts(1) == ["buena"]
    assert bench.reader.status().refused == 4


def test_half_a_card_never_runs_into_the_next(bench: Bench) -> None:
    bench.hands.break_off("tarjeta rota")
    bench.until(lambda: not bench.reader.status().present)
    bench.hands.plug()
    bench.until(lambda: bench.reader.status().present)
    bench.hands.show("entera")
    assert bench.texts(1) == ["entera"]


def test_a_pulled_cable_is_seen_and_comes_back(bench: Bench) -> None:
    bench.hands.unplug()
    bench.until(lambda: not bench.reader.status().present)
    assert bench.reader.poll() == ()
    bench.hands.plug()
    bench.until(lambda: bench.reader.status().present)
    bench.hands.show("de vuelta")
    assert bench.texts(1) == ["de vuelta"]


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1)), st.integers(1, 9))
def test_readings_come_back_whatever_the_chunks(texts: list[str], size: int) -> None:
    stream = "".join(text + "\r\n" for text in texts).encode()
    decoder = LineDecoder()
    scans = [scan for at in range(0, len(stream), size) for scan in decoder.feed(stream[at : at + size], 0)]
    assert scans == [Scan(text) for text in texts]
    assert decoder.refused == 0


@given(st.binary(max_size=6000))
def test_any_bytes_give_only_printable_texts_within_the_limit(data: bytes) -> None:
    for scan in LineDecoder().feed(data + b"\r", 0):
        assert 1 <= len(scan.text) <= MAX_CHARS
        assert scan.text.isprintable()


@pytest.mark.parametrize(("pause_ms", "texts"), [(PAUSE_MS, ["AB"]), (PAUSE_MS + 1, ["B"])])
def test_a_reading_that_falls_silent_is_broken_off(pause_ms: int, texts: list[str]) -> None:
    decoder = LineDecoder()
    assert decoder.feed(b"A", 5) == []
    assert [scan.text for scan in decoder.feed(b"B\r", 5 + pause_ms)] == texts
