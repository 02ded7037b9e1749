"""The line of the board: frames, every message, and both ends of the conversation. It must not open a device.

Bytes may vanish here, never raise, and never pile up.
"""

from functools import cache

from hardware.board.conversation import Conversation
from hardware.protocol import messages as m
from hardware.protocol import radio
from hardware.protocol.board_core import BoardCore, Memory
from hardware.protocol.framing import (
    Frame,
    FrameDecoder,
    FrameError,
    cobs_decode,
    cobs_encode,
    decode_frame,
    encode_frame,
)
from hardware.protocol.radio_gate import Pairing, RadioGate
from tests.fuzz.target import Broken, Target, same

LINE, FRAME, MESSAGE, HOST, DEVICE = range(5)
SESSION = 7
KEPT = 300
UNPACKERS = (
    m.unpack_hello,
    m.unpack_hello_ack,
    m.unpack_key,
    m.unpack_voter_key,
    m.unpack_key_ack,
    m.unpack_status,
    m.unpack_ack,
    m.unpack_lamp,
    m.unpack_buzzer,
    m.unpack_display,
    m.unpack_entry,
    m.unpack_counter_state,
    m.unpack_pair,
    radio.unpack_press,
    radio.unpack_taken,
    radio.unpack_beat,
)


class _Memory(Memory):
    def __init__(self) -> None:
        self._keys = 0
        self._entries: list[m.Entry] = []

    def key_counter(self) -> int:
        return self._keys

    def save_key_counter(self, counter: int) -> bool:
        self._keys = counter
        return True

    def entries(self) -> list[m.Entry] | None:
        return list(self._entries)

    def save_entries(self, entries: list[m.Entry]) -> bool:
        if len(entries) > m.MAX_ENTRIES:
            raise Broken("more entries than the memory has")
        self._entries = entries
        return True


def run(data: bytes) -> None:
    mode, body = (data[0] % 5, data[1:]) if data else (LINE, b"")
    if mode == LINE:
        _line(body)
    elif mode == FRAME:
        _frame(body)
    elif mode == MESSAGE:
        _message(body)
    elif mode == HOST:
        _host(body)
    else:
        _device(body)


def _line(body: bytes) -> None:
    whole, torn = FrameDecoder(), FrameDecoder()
    at_once = [_parts(frame) for frame in whole.feed(body)]
    in_bytes = [_parts(frame) for place in range(len(body)) for frame in torn.feed(body[place : place + 1])]
    same(in_bytes, at_once)
    same(torn.refused, whole.refused)
    if len(whole._coded) > KEPT:
        raise Broken("the decoder keeps more than a frame")


def _frame(body: bytes) -> None:
    try:
        frame = decode_frame(body)
    except FrameError:
        return
    same(cobs_encode(cobs_decode(body)), body)
    same(encode_frame(frame)[1:-1], body)


def _message(body: bytes) -> None:
    unpack = UNPACKERS[body[0] % len(UNPACKERS)] if body else m.unpack_hello
    try:
        found = unpack(body[1:])
    except FrameError:
        return
    if isinstance(found, m.Hello | m.HelloAck | m.Key | m.Status | m.Entry):
        same(found.pack(), body[1:])


def _host(body: bytes) -> None:
    host = Conversation(SESSION)
    host.connected(0)
    for now in range(3):
        host.receive(_frames(body), now * 400)
        host.tick(now * 400)
        host.take_output()
    host.order(m.COUNTER_GET, b"", asked=True)
    host.receive(_frames(body), 1300)
    host.status()
    host.info()
    if len(host.take_events()) > 4 * len(body) + 4:
        raise Broken("events out of nothing")


def _device(body: bytes) -> None:
    board = BoardCore(_Memory(), m.HelloAck(bytes(8), (1, 2, 3), (63, m.COUNTER_FILE)))
    board.gate = RadioGate(Pairing())
    if board.gate.receive(body):
        raise Broken("a press without a keypad")
    for frame in FrameDecoder().feed(_frames(body)):
        board.receive(frame)
        board.tick(0)
        for output in board.take_output():
            decode_frame(output.strip(b"\0"))


def _frames(body: bytes) -> bytes:
    """Good frames around a stranger's kinds and payloads: kind, length, payload, and so on."""
    out = bytearray()
    place = 0
    while place + 2 <= len(body):
        kind, length = body[place] % 16, body[place + 1] % 201
        payload = body[place + 2 : place + 2 + length]
        out += encode_frame(Frame(kind, place % 0xFFFF, payload))
        place += 2 + length
    return bytes(out)


def _parts(frame: Frame) -> tuple[int, int, int, bytes]:
    return frame.version, frame.kind, frame.sequence, frame.payload


@cache
def seeds() -> tuple[bytes, ...]:
    card = m.HelloAck(bytes(range(8)), (1, 2, 3), (63, m.COUNTER_FILE))
    card.session = SESSION
    entry = m.Entry(bytes(16), 3, bytes(32), bytes(32))
    payloads = (
        (m.HELLO, m.Hello(SESSION).pack()),
        (m.HELLO_ACK, card.pack()),
        (m.KEY, m.Key(SESSION, m.KEY_HABILITAR, 1).pack()),
        (m.KEY_ACK, m.pack_key_ack(SESSION, 1)),
        (m.VOTER_KEY, m.Key(SESSION, m.VOTER_NEXT, 1).pack()),
        (m.VOTER_KEY_ACK, m.pack_key_ack(SESSION, 1)),
        (m.STATUS, m.Status().pack()),
        (m.ACK, m.pack_ack(1, m.DONE)),
        (m.LAMP, m.pack_lamp(m.LAMP_READY, m.LAMP_ON)),
        (m.BUZZER, m.pack_buzzer(100)),
        (m.DISPLAY, m.pack_display("a", "b")),
        (m.COUNTER_GET, b""),
        (m.COUNTER_STATE, m.pack_counter_state(1, m.DONE, [entry])),
        (m.COUNTER_SET, entry.pack()),
    )
    frames = [encode_frame(Frame(kind, 1, payload)) for kind, payload in payloads]
    talk = b"".join(bytes([kind, len(payload)]) + payload for kind, payload in payloads)
    messages = [bytes([2, place]) + payload for place, (_, payload) in enumerate(payloads[: len(UNPACKERS)])]
    return (b"\0" + b"".join(frames), *(b"\1" + f[1:-1] for f in frames), *messages, b"\3" + talk, b"\4" + talk)


TARGET = Target(
    name="board",
    run=run,
    seeds=seeds,
    letters="",
    parsers={
        "hardware.protocol.framing:cobs_decode": "hardware.protocol.framing:MAX_CODED_BYTES",
        "hardware.protocol.framing:decode_frame": "hardware.protocol.framing:MAX_CODED_BYTES",
        "hardware.protocol.framing:FrameDecoder.feed": "hardware.protocol.framing:MAX_CODED_BYTES",
        "hardware.board.conversation:Conversation.receive": "hardware.protocol.framing:MAX_CODED_BYTES",
        "hardware.protocol.radio_gate:RadioGate.receive": "hardware.protocol.framing:MAX_CODED_BYTES",
        "hardware.protocol.board_core:BoardCore.receive": "hardware.protocol.framing:MAX_CODED_BYTES",
    }
    | {f"{each.__module__}:{each.__name__}": "hardware.protocol.framing:MAX_PAYLOAD_BYTES" for each in UNPACKERS},
    max_len=2000,
)
