"""Frames: what was sent comes back, what was damaged does not, and the next one is found."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.protocol.framing import (
    MAX_PAYLOAD_BYTES,
    Frame,
    FrameDecoder,
    FrameError,
    cobs_decode,
    cobs_encode,
    decode_frame,
    encode_frame,
)

frames = st.builds(
    Frame,
    st.integers(0, 255),
    st.integers(0, 65535),
    st.binary(max_size=MAX_PAYLOAD_BYTES) | st.integers(0, MAX_PAYLOAD_BYTES).map(bytes),
    st.integers(0, 255),
)


def fields(frame: Frame) -> tuple[int, int, int, bytes]:
    return (frame.version, frame.kind, frame.sequence, frame.payload)


@given(st.binary(max_size=253))
def test_cobs_has_no_zero_and_comes_back(data: bytes) -> None:
    coded = cobs_encode(data)
    assert 0 not in coded
    assert len(coded) == len(data) + 1
    assert cobs_decode(coded) == data


@given(st.lists(frames, max_size=4), st.integers(1, 64))
def test_frames_come_back_whatever_the_chunks(sent: list[Frame], size: int) -> None:
    stream = b"".join(encode_frame(frame) for frame in sent)
    decoder = FrameDecoder()
    heard = [frame for at in range(0, len(stream), size) for frame in decoder.feed(stream[at : at + size])]
    assert [fields(frame) for frame in heard] == [fields(frame) for frame in sent]
    assert decoder.refused == 0


@given(frames, st.data())
def test_any_flipped_bit_is_refused_and_the_next_frame_is_heard(frame: Frame, data: st.DataObject) -> None:
    coded = bytearray(encode_frame(frame))
    at = data.draw(st.integers(0, len(coded) * 8 - 1))
    coded[at // 8] ^= 1 << at % 8
    following = Frame(3, 4, b"next")
    heard = FrameDecoder().feed(bytes(coded) + encode_frame(following))
    assert fields(heard[-1]) == fields(following)
    # A flip in the first or last zero spoils a delimiter and no content: then, and only then, the frame may survive.
    outer = at // 8 in {0, len(coded) - 1}
    assert all(outer and fields(other) == fields(frame) for other in heard[:-1])


@given(st.binary(max_size=2000), frames)
def test_a_frame_is_found_after_garbage(garbage: bytes, frame: Frame) -> None:
    heard = FrameDecoder().feed(garbage + encode_frame(frame))
    assert fields(heard[-1]) == fields(frame)


def test_what_never_ends_takes_no_memory() -> None:
    decoder = FrameDecoder()
    assert decoder.feed(b"\x05" * 1_000_000) == []
    assert len(decoder._coded) <= MAX_PAYLOAD_BYTES + 10
    assert decoder.feed(b"\x00") == []
    assert decoder.refused == 1


def test_a_payload_beyond_the_limit_is_not_sent() -> None:
    with pytest.raises(ValueError, match="payload"):
        encode_frame(Frame(1, 1, bytes(MAX_PAYLOAD_BYTES + 1)))


@pytest.mark.parametrize(("coded", "code"), [(b"\x09ab", "cobs"), (b"\x03ab", "short"), (b"", "short")])
def test_what_is_no_frame_has_a_code(coded: bytes, code: str) -> None:
    with pytest.raises(FrameError) as refused:
        decode_frame(coded)
    assert refused.value.code == code
