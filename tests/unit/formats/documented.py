"""Reads docs/formats: tables of bytes and of fields, and the readers of docs/formats/common.md, written from that page.

It must not import our readers: it is what they are compared with.
"""

import base64
import hashlib
import json
import re
import struct
import zlib
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed, encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

ROOT = Path(__file__).parents[3]
PAGES = ROOT / "docs" / "formats"
GOLDEN = Path(__file__).parent / "golden" / "v1"
CRYPTO_GOLDEN = ROOT / "tests" / "unit" / "crypto" / "golden"
CODE = re.compile(r"\b[A-Z]\d{3}\b")
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

Row = dict[str, str]
Object = dict[str, Any]


# --- the pages ---


def page(name: str) -> str:
    return (PAGES / f"{name}.md").read_text(encoding="utf-8")


def tables(name: str, *header: str) -> list[list[Row]]:
    """Every table of a page with exactly these column names; cells without their backticks where one fills the cell."""
    found: list[list[Row]] = []
    for block in re.findall(r"(?:^\|.*\|\n)+", page(name), re.MULTILINE):
        rows = [[c.strip() for c in re.split(r"(?<!\\)\|", line)[1:-1]] for line in block.splitlines()]
        if rows[0] == list(header):
            found.append([dict(zip(header, map(_plain, row), strict=True)) for row in rows[2:]])
    assert found, f"{name}.md has no table {header}"
    return found


def _plain(cell: str) -> str:
    text = cell.replace("\\|", "|")
    return text[1:-1] if text.count("`") == 2 and text.startswith("`") and text.endswith("`") else text


def fields_of(name: str) -> dict[str, str]:
    """Type by path."""
    return {row["path"]: row["type"] for row in tables(name, "path", "type", "meaning")[0]}


def optional_of(name: str) -> set[str]:
    rows = tables(name, "path", "type", "meaning")[0]
    return {row["path"] for row in rows if row["meaning"].startswith(("optional", "in `checkpoint`"))}


def codes_in(text: str) -> set[str]:
    found = set(CODE.findall(text))
    for first, last in re.findall(r"([A-Z]\d{3}) to ([A-Z]\d{3})", text):
        found |= {f"{first[0]}{number}" for number in range(int(first[1:]), int(last[1:]) + 1)}
    return found


def layout(name: str, *header: str) -> dict[str, tuple[int, int]]:
    """Offset and size of each field of a byte table."""
    return {_field(row): (int(row["offset"]), int(row["size"])) for row in tables(name, *header)[0]}


def offsets(name: str, *header: str) -> dict[str, int]:
    """Offset of each field of a byte table whose sizes depend on something."""
    return {_field(row): int(row["offset"]) for row in tables(name, *header)[0]}


def _field(row: Row) -> str:
    return row["field"].split("`")[1] if "`" in row["field"] else row["field"]


def part(data: bytes, spans: dict[str, tuple[int, int]], name: str) -> bytes:
    start, size = spans[name]
    return data[start : start + size]


def number(data: bytes, spans: dict[str, tuple[int, int]], name: str) -> int:
    return int.from_bytes(part(data, spans, name), "big")


def golden(name: str) -> bytes:
    return (GOLDEN / name).read_bytes()


# --- common.md ---


def sha256(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def canonical_json(value: object) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def read_json(data: bytes) -> Object:
    value: Object = json.loads(data)
    assert canonical_json(value) == data
    return value


def typed_digest(purpose: str, data: bytes) -> bytes:
    return sha256(b"urna-electronica/" + purpose.encode() + b"\0" + sha256(data))


def check_signature(key: ec.EllipticCurvePublicKey, purpose: str, data: bytes, signature: bytes) -> None:
    assert len(signature) == 64
    r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
    assert 0 < r < ORDER
    assert 0 < s <= ORDER // 2
    key.verify(encode_dss_signature(r, s), typed_digest(purpose, data), ec.ECDSA(Prehashed(SHA256())))


def urna_key() -> ec.EllipticCurvePublicKey:
    key = serialization.load_pem_public_key(golden("urna.pub.pem"))
    assert isinstance(key, ec.EllipticCurvePublicKey)
    return key


def base32(text: str) -> bytes:
    return base64.b32decode(text + "=" * (-len(text) % 8))


def crockford(data: bytes, bits: int) -> str:
    value = int.from_bytes(data, "big") >> (8 * len(data) - bits)
    return "".join(CROCKFORD[value >> 5 * i & 31] for i in reversed(range(bits // 5)))


# --- results_v1.md, Container ---


def unzip(data: bytes) -> list[bytes]:
    """Its members, of which the end says how many; every fixed value of the page is checked on the way."""
    (count,) = struct.unpack_from("<H", data, len(data) - 12)
    names = [row["member"] for row in tables("results_v1", "member", "what")[0]][:count]
    members, at, starts = [], 0, []
    for name in names:
        head = struct.unpack_from("<IHHHHHIIIHH", data, at)
        body = data[at + 30 + len(name) : at + 30 + len(name) + head[8]]
        assert head == (0x04034B50, 20, 0, 0, 0, 0x0021, zlib.crc32(body), len(body), len(body), len(name), 0)
        assert data[at + 30 : at + 30 + len(name)] == name.encode()
        starts.append(at)
        members.append(body)
        at += 30 + len(name) + len(body)
    _check_directory(data, at, list(zip(names, members, starts, strict=True)))
    return members


def _check_directory(data: bytes, begin: int, members: list[tuple[str, bytes, int]]) -> None:
    at = begin
    for name, body, start in members:
        head = struct.unpack_from("<IHHHHHHIIIHHHHHII", data, at)
        sizes = (zlib.crc32(body), len(body), len(body), len(name), 0, 0, 0, 0, 0o100644 << 16, start)
        assert head == (0x02014B50, 0x0314, 20, 0, 0, 0, 0x0021, *sizes)
        assert data[at + 46 : at + 46 + len(name)] == name.encode()
        at += 46 + len(name)
    count = len(members)
    assert data[at:] == struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, count, count, at - begin, begin, 0)
