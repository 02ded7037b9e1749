"""Lines of the card reader, in any chunks and pauses. It must not give a text that nobody showed whole."""

from hardware.reader.port import MAX_CHARS
from hardware.reader.wire import MAX_LINE_BYTES, PAUSE_MS, LineDecoder
from tests.fuzz.target import Broken, Target, same


def run(data: bytes) -> None:
    whole, torn = LineDecoder(), LineDecoder()
    at_once = whole.feed(data, 0)
    step = 1 + len(data) // 64
    same([scan for place in range(0, len(data), step) for scan in torn.feed(data[place : place + step], 0)], at_once)
    if len(whole._line) > MAX_LINE_BYTES:
        raise Broken("the decoder keeps more than a line")
    for scan in at_once:
        if not 1 <= len(scan.text) <= MAX_CHARS or not scan.text.isprintable():
            raise Broken("a text out of form")
        if scan.text.encode() not in data:
            raise Broken("a text that nobody showed")
    for scan in whole.feed(b"resto\n", PAUSE_MS + 1):
        same(scan.text, "resto")


def seeds() -> tuple[bytes, ...]:
    return (b"URNACARD1:ABCDEF\r\n", b"a\nb\r\r\nc", "ñandú\n".encode(), b"x" * 5000 + b"\n", b"media lect")


TARGET = Target(
    name="reader",
    run=run,
    seeds=seeds,
    letters="",
    parsers={"hardware.reader.wire:LineDecoder.feed": "hardware.reader.wire:MAX_LINE_BYTES"},
    dictionary=(b"\r\n", b"\n", b"\xe2\x80\xae", b"\xff"),
    sample=800,
    max_len=4400,
)
