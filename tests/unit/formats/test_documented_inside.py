"""Pages of what never leaves an urna, opening and board, by readers written from the pages alone. None is ours."""

import hmac
import json
import re
import struct
import zlib
from typing import Any

import pytest

from hardware.firmware.memory import BoardMemory
from hardware.firmware.ring import Ring
from hardware.protocol import framing, radio
from hardware.protocol import messages as m
from shared.crypto.sealing import SealingKey
from shared.crypto.signing import SigningKey
from shared.domain.eleccion import Mode
from shared.domain.errors import DatoInvalido
from shared.domain.ids import CasillaId, OfficialId, StoreId, UrnaId
from shared.formats import opening_v1 as apertura
from tests.unit.firmware.flash import MemoryFlash
from tests.unit.formats.bundles import OPENED
from tests.unit.formats.documented import canonical_json, fields_of, page, read_json, tables, typed_digest

KEY = SigningKey.generate()
CERTIFICATES = b"-----BEGIN CERTIFICATE-----\n"
SIZES = {"u8": "B", "u16": "H", "u32": "I", "u64": "Q"}
ENTRY = (bytes(range(16)), 7, b"i" * 32, b"j" * 32)


def opening() -> bytes:
    holders = (OfficialId("PRESIDENCIA-01"), OfficialId("SECRETARIA-01"), OfficialId("ESCRUTADOR-01"))
    key, where = SealingKey.generate().public, (UrnaId("JAL-0042"), CasillaId("140001B0100"), Mode.OFICIAL)
    made = apertura.Apertura(*where, "ab" * 32, StoreId("0f" * 16), key, OPENED, holders)
    return apertura.serialise(made, CERTIFICATES, KEY.sign)


def json_at(data: bytes) -> int:
    """Where the JSON begins: after the signature, two bytes of length and the certificates."""
    return 66 + int.from_bytes(data[64:66], "big")


def test_an_opening_reads_as_the_page_says() -> None:
    data = opening()
    value = read_json(data[json_at(data) :])
    assert data[66 : json_at(data)] == CERTIFICATES
    assert data[:64] == KEY.sign("opening/1", data[64:])
    assert len(typed_digest("opening/1", data[64:])) == 32
    named = {path.partition("[")[0] for path in fields_of("opening_v1")}
    assert set(value) == named
    assert (value["format"], value["opened_at"], value["store_id"]) == ("opening/1", "2018-07-01T13:00:00Z", "0f" * 16)
    assert f"At most {apertura.MAX_BYTES} bytes" in page("opening_v1")


FIELDS = ("format", "urna", "casilla", "mode", "theme_hash", "store_id", "casilla_key", "opened_at", "holders")


@pytest.mark.parametrize("field", FIELDS)
def test_an_opening_with_another_field_is_refused(field: str) -> None:
    data = opening()
    value = json.loads(data[json_at(data) :])
    del value[field]
    body = data[64 : json_at(data)] + canonical_json(value)
    with pytest.raises(DatoInvalido, match="U011"):
        apertura.parse(KEY.sign("opening/1", body) + body, KEY.public.verify)


# --- board ---


def packed(fields: str, values: dict[str, Any]) -> bytes:
    """A payload written from the fields of the page."""
    data = b""
    for field in fields.split(", "):
        name, size, *unit = field.split()
        data += values[name] if unit else struct.pack("<" + SIZES[size], values[name])
    return data


def entry_fields() -> str:
    found = re.search(r"An entry: (.*? journal_head 32 B);", page("board_v1"), re.DOTALL)
    assert found is not None
    return " ".join(found[1].split())


def rows() -> dict[str, dict[str, str]]:
    """Messages of the line and of the air, by name."""
    line, air = tables("board_v1", "kind", "message", "from", "fields")
    return {row["message"]: row for row in (*line, *air)}


def test_every_kind_of_message_is_on_the_page() -> None:
    for name, row in rows().items():
        kind = getattr(m, name) if hasattr(m, name) else getattr(radio, f"RADIO_{name}")
        assert int(row["kind"]) == kind, name
    assert len(rows()) == m.VOTER_KEY_ACK + 3


def test_payloads_of_the_page_are_those_of_the_code() -> None:
    card = m.HelloAck(b"tablilla", (1, 2, 3), (63, m.COUNTER_FLASH))
    card.boots, card.session, card.base = 4, 5, 6
    status = m.Status()
    status.lid_open, status.battery_percent = True, 77
    status.battery_mv, status.lid_openings, status.case_openings = 12650, 3, 70000
    status.forged, status.replayed, status.unreadable = 4, 5, 6
    values: dict[str, Any] = {
        "session": 5,
        "board_id": b"tablilla",
        "major": 1,
        "minor": 2,
        "patch": 3,
        "capabilities": 63,
        "counter_kind": 1,
        "boots": 4,
        "base": 6,
        "key": 2,
        "counter": 9,
        "flags": 3,
        "battery_percent": 77,
        "battery_mv": 12650,
        "lid_openings": 3,
        "case_openings": 70000,
        "forged": 4,
        "replayed": 5,
        "unreadable": 6,
        "switch": 1,
        "sequence": 8,
        "result": 1,
        "lamp": 2,
        "mode": 1,
        "duration_ms": 300,
        "line1": b"uno" + b" " * 17,
        "line2": b"dos" + b" " * 17,
    }
    ours = {
        "HELLO": m.Hello(5).pack(),
        "HELLO_ACK": card.pack(),
        "KEY": m.Key(5, 2, 9).pack(),
        "KEY_ACK": m.pack_key_ack(5, 9),
        "VOTER_KEY": m.Key(5, 2, 9).pack(),
        "VOTER_KEY_ACK": m.pack_key_ack(5, 9),
        "STATUS": status.pack(),
        "ACK": m.pack_ack(8, 1),
        "LAMP": m.pack_lamp(2, 1),
        "BUZZER": m.pack_buzzer(300),
        "DISPLAY": m.pack_display("uno", "dos"),
    }
    for name, payload in ours.items():
        assert packed(rows()[name]["fields"], values) == payload, name
    air = {
        "PRESS": radio.Press(b"PAD1", (7, 8), 9, 2).frame(bytes(32)),
        "TAKEN": radio.taken_frame(bytes(32), b"PAD1", 9, True),
        "BEAT": radio.beat_frame(bytes(32), b"PAD1", (7, 8), (m.pack_display("uno", "dos"), b"\0\1\2")),
    }
    said = values | {"keypad": b"PAD1", "boots": 7, "beat": 8, "counter": 9, "taken": 1, "modes": b"\0\1\2"}
    for name, coded in air.items():
        frame = framing.decode_frame(coded[1:-1])
        body = packed(rows()[name]["fields"], said | {"key": 2})
        sealed = b"urna-radio" + bytes([frame.version, int(rows()[name]["kind"])]) + body
        assert frame.payload == body + hmac.digest(bytes(32), sealed, "sha256")[:16], name
    code = int.from_bytes(hmac.digest(bytes(32), b"urna-pairingPAD1", "sha256")[:3], "big") % 1_000_000
    assert radio.pairing_code(b"PAD1", bytes(32)).replace(" ", "") == f"{code:06d}"
    entry = dict(zip(("store_id", "sequence", "image_hash", "journal_head"), ENTRY, strict=True))
    assert packed(entry_fields(), entry) == m.Entry(*ENTRY).pack()
    head = rows()["COUNTER_STATE"]["fields"].partition(", then")[0]
    state = packed(head, {"request": 3, "result": 0, "count": 1}) + m.Entry(*ENTRY).pack()
    assert state == m.pack_counter_state(3, 0, [m.Entry(*ENTRY)])


def test_a_frame_is_what_the_page_says() -> None:
    coded = framing.encode_frame(framing.Frame(m.KEY_ACK, 0x0102, b"\0" * 12))
    assert coded[0] == coded[-1] == 0
    data, place = b"", 1
    while place < len(coded) - 1:
        step = coded[place]
        data += coded[place + 1 : place + step] + b"\0"
        place += step
    body, crc = data[:-1][:-4], data[:-1][-4:]
    assert struct.unpack("<I", crc)[0] == zlib.crc32(body)
    assert struct.unpack("<BBHB", body[:5]) == (framing.PROTOCOL_VERSION, m.KEY_ACK, 0x0102, 12)
    assert f"{framing.MAX_CODED_BYTES} bytes between the zeros" in " ".join(page("board_v1").split())
    assert f"at most {framing.MAX_PAYLOAD_BYTES}" in page("board_v1")


def test_values_of_the_page_are_those_of_the_code() -> None:
    named = {row["field"]: row["values"] for row in tables("board_v1", "field", "values")[0]}
    ours = {
        "key": m.KEYS,
        "key of VOTER_KEY": m.VOTER_KEYS,
        "result": m.RESULTS,
        "counter_kind": m.COUNTER_KINDS,
        "lamp": m.LAMPS,
        "mode": m.LAMP_MODES,
        "switch": m.SWITCHES,
    }
    for field, numbers in ours.items():
        assert tuple(map(int, re.findall(r"\d+", named[field]))) == numbers, field


def test_the_memory_of_the_board_reads_as_the_page_says() -> None:
    flash = MemoryFlash(sectors=2)
    memory = BoardMemory(Ring(flash))
    memory.boots, memory.lid_openings, memory.case_openings, memory.radio_counter = 3, 4, 5, 6
    memory.keypad, memory.keypad_key = b"PAD1", bytes(range(32))
    memory.save()
    memory.save_key_counter(41)
    memory.save_entries([m.Entry(*ENTRY)])
    page_rows = tables("board_v1", "offset", "size", "field of a page")[0]
    payload_rows = tables("board_v1", "offset", "size", "field of the payload")[0]
    data = flash.read(2)
    assert [row["offset"] for row in page_rows] == ["0", "4", "5", "252"]
    generation, length = struct.unpack("<IB", data[:5])
    payload, (crc,) = data[5 : 5 + length], struct.unpack("<I", data[252:])
    assert (generation, crc) == (3, zlib.crc32(data[:252]))
    assert data[5 + length : 252] == b"\xff" * (247 - length)
    expected = (b"\1", 3, 41, 4, 5, 6, b"PAD1", bytes(range(32)), b"\1")
    for row, value in zip(payload_rows, expected, strict=True):
        found = payload[int(row["offset"]) : int(row["offset"]) + int(row["size"])]
        assert (found if isinstance(value, bytes) else int.from_bytes(found, "little")) == value, row
    assert payload[58:] == m.Entry(*ENTRY).pack()
