"""Cards, shares and the PREP file against their pages, by readers written from docs/formats alone."""

import csv
import io
import re
import zipfile
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric import ed25519
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from shamir_mnemonic import wordlist

from shared.crypto import codes, credentials, hashing, locked, shares
from shared.crypto.randomness import SystemRandomness
from shared.domain.eleccion import OptionKind
from shared.formats import prep_csv, prep_layout, prep_package
from tests.unit.formats import examples
from tests.unit.formats.documented import CROCKFORD, CRYPTO_GOLDEN, base32, page, sha256, tables, typed_digest

# --- cards and shares ---


def read_text(text: str) -> tuple[str, bytes]:
    prefix, coded = text.split(":")
    prefix += ":"
    assert prefix in {row["prefix"] for row in tables("cards_v1", "prefix", "what", "body")[0]}
    data = base32(coded)
    assert data[-4:] == sha256(prefix.encode() + data[:-4])[:4]
    return prefix, data[:-4]


def stretch(typed: str, salt: bytes, cost: int) -> bytes:
    password = typed.upper().replace("-", "").translate(str.maketrans("OIL", "011"))
    assert check_of(password[:9]) == password[9]
    iterations, memory = (cost >> 4) + 1, 1 << (cost & 15) + 6
    return Argon2id(salt=salt, length=32, iterations=iterations, memory_cost=memory, lanes=1).derive(password.encode())


def field(body: bytes, which: int, name: str) -> bytes:
    rows = {
        row["field"].split("`")[1] if "`" in row["field"] else row["field"]: row
        for row in tables("cards_v1", "offset", "size", "field")[which]
    }
    start = int(rows[name]["offset"])
    return body[start : start + int(rows[name]["size"])]


def check_of(nine: str) -> str:
    total = 0
    for place, character in enumerate(reversed(nine), 1):
        value = CROCKFORD.index(character) * (2 if place % 2 else 1)
        total += value // 32 + value % 32
    return CROCKFORD[-total % 32]


def words_of(packed: bytes) -> list[int]:
    value = int.from_bytes(packed, "big")
    assert len(packed) == 42
    assert value < 1 << 330
    return [value >> 10 * i & 1023 for i in reversed(range(33))]


def test_the_released_card_opens_and_proves_its_bearer() -> None:
    text, code, public = (CRYPTO_GOLDEN / "card_v1.txt").read_text("ascii").split("\n")[:3]
    _, body = read_text(text)
    name = b"PRESIDENCIA-01"
    assert field(body, 0, "mark") == sha256(bytes.fromhex(public))[:5] == credentials.card_mark(text)
    stretched = stretch(code, field(body, 0, "secret"), field(body, 0, "cost")[0])
    seed = typed_digest("card-seed/1", name + b"\0" + stretched)
    key = ed25519.Ed25519PrivateKey.from_private_bytes(seed)
    assert key.public_key().public_bytes_raw().hex() == public
    signed = key.sign(typed_digest("card-challenge/1", name + b"\0" + bytes(16)))
    ed25519.Ed25519PublicKey.from_public_bytes(bytes.fromhex(public)).verify(signed, typed_digest_of_ours(name))
    assert read_lines(credentials.card_lines(text)) == body


def typed_digest_of_ours(name: bytes) -> bytes:
    return hashing.typed_digest("card-challenge/1", name + b"\0" + bytes(16))


def read_lines(lines: tuple[str, ...]) -> bytes:
    return b"".join(read_line(number, line) for number, line in enumerate(lines, 1))


def read_line(number: int, line: str) -> bytes:
    d = [CROCKFORD.index(character) for character in line.replace("-", "")]
    total, weighted, weight = number, 0, 1
    for value in d[:8]:
        total ^= value
        weighted ^= product(weight, value)
        weight = product(weight, 2)
    assert d[8:] == [total, weighted]
    return sum(value << 5 * (7 - i) for i, value in enumerate(d[:8])).to_bytes(5, "big")


def product(a: int, b: int) -> int:
    """In GF(32) of x^5 + x^2 + 1: as polynomials, then the remainder."""
    whole = 0
    for bit in range(5):
        whole ^= (a << bit) * (b >> bit & 1)
    for bit in reversed(range(5, 10)):
        whole ^= (0b100101 << bit - 5) * (whole >> bit & 1)
    return whole


def test_the_released_share_opens() -> None:
    text, code, mnemonic = (CRYPTO_GOLDEN / "share_v1.txt").read_text("ascii").split("\n")[:3]
    prefix, body = read_text(text)
    label = b"ab" * 16
    head, box = body[:12], field(body, 1, "box")
    assert field(body, 1, "label") == sha256(label)[:3]
    assert 12 + len(box) == len(body)
    salt = typed_digest("share-salt/1", head + label)[:16]
    key = stretch(code, salt, field(body, 1, "cost")[0])
    words = words_of(AESGCM(key).decrypt(bytes(12), box, head + label))
    assert (prefix, words) == ("URNAPARTE1:", list(wordlist.mnemonic_to_indices(mnemonic)))
    ours = shares.open_share(text, code, label.decode())
    index = field(body, 1, "index")[0]
    assert slip39_head(words) == {"id": ours.set_id, "index": index, "threshold": ours.threshold}
    assert read_lines(shares.share_lines(text)) == body


def slip39_head(words: list[int]) -> dict[str, int]:
    value = words[0] << 30 | words[1] << 20 | words[2] << 10 | words[3]
    extendable, exponent, groups = value >> 24 & 1, value >> 20 & 15, value >> 8 & 0xFFF
    assert (extendable, exponent, groups) == (1, 0, 0)
    return {"id": value >> 25, "index": value >> 4 & 15, "threshold": (value & 15) + 1}


def test_a_trustee_share_is_in_clear() -> None:
    share = shares.split(bytes(range(32)), 3, 5)[3]
    prefix, body = read_text(shares.share_text(share, "ceremonia 2018"))
    assert (prefix, body[0], body[1], body[2:16]) == ("URNACUSTODIA1:", 3, 14, b"ceremonia 2018")
    assert words_of(body[16:]) == list(wordlist.mnemonic_to_indices(share.mnemonic))
    assert slip39_head(words_of(body[16:])) == {"id": share.set_id, "index": 3, "threshold": 3}


def test_codes_bear_the_check_of_the_page_and_boxes_its_cost() -> None:
    for _ in range(50):
        code = codes.generate_code(SystemRandomness()).replace("-", "")
        assert check_of(code[:9]) == code[9]
    assert f"Written as {locked.DEFAULT_HARDNESS.to_byte()} " in page("cards_v1")


# --- PREP ---


@pytest.mark.parametrize("row", tables("prep_csv", "profile", "byte-order mark", "line end", "separator", "keys")[0])
def test_a_profile_writes_the_bytes_of_the_page(row: dict[str, str]) -> None:
    summary = tuple((name, str(i)) for i, name in enumerate(prep_csv.SUMMARY_FIELDS))
    cells = ("140024B0100", "=1+1", "-5", "uno, dos|tres", "'x", "-")
    columns = ("CLAVE_CASILLA", "A", "B", "C", "D", "E")
    file = prep_csv.PrepFile("Gubernatura", "01/07/2018 21:00 (UTC-6)", summary, columns, (cells,))
    data = prep_csv.write_prep(file, prep_csv.PROFILES[row["profile"]])
    end = {"CRLF": "\r\n", "LF": "\n"}[row["line end"]]
    assert data.startswith(b"\xef\xbb\xbf") == (row["byte-order mark"] == "yes")
    lines = data.decode("utf-8-sig").split(end)
    assert not any("\r" in line or "\n" in line for line in lines)
    table = list(csv.reader(lines, delimiter=row["separator"]))
    assert table[:3] == [["Gubernatura"], ["01/07/2018 21:00 (UTC-6)"], []]
    names = re.findall(r"`([A-Z_]+)`", page("prep_csv").split("## Summary")[1].split("A percentage")[0])
    assert table[3:6] == [names, [str(i) for i in range(13)], []]
    key = "'140024B0100'" if row["keys"] == "'...'" else "140024B0100"
    assert table[6:] == [list(columns), [key, "'=1+1", "-5", "uno, dos|tres", "''x", "-"], []]
    assert prep_csv.read_prep(data) == file


def test_the_page_lists_every_profile() -> None:
    rows = tables("prep_csv", "profile", "byte-order mark", "line end", "separator", "keys")[0]
    assert [row["profile"] for row in rows] == list(prep_csv.PROFILES)


@pytest.mark.parametrize(("part_", "whole"), [(57, 625), (2, 3), (0, 7), (3103, 3628), (5, 0)])
def test_percentages_by_the_page(part_: int, whole: int) -> None:
    digits = f"{part_ * 10**6 // whole:05d}" if whole else ""
    assert prep_csv.percent4(part_, whole) == (f"{digits[:-4]}.{digits[-4:]}" if whole else "N/A")


def test_columns_and_order_of_figures_by_the_page() -> None:
    contest = examples.gubernatura()
    text = page("prep_csv").split("## Columns")[1].split("The figures bear")[0]
    before, after = (re.findall(r"`([A-Z_]+)`", half) for half in text.split("**figures**"))
    for by_municipio, dropped in ((False, "MUNICIPIO"), (True, "DISTRITO_LOCAL")):
        fixed = [name for name in before if name not in (dropped, f"ID_{dropped}")]
        assert list(prep_layout.prep_columns(contest, by_municipio=by_municipio)) == [
            *fixed, *contest.count_keys(), *after,
        ]  # fmt: skip
    kinds = (OptionKind.CANDIDATURA_COMUN, OptionKind.INDEPENDIENTE, OptionKind.PARTIDO, *[OptionKind.NULO] * 2)
    boxes = zip(contest.options, kinds, strict=True)
    mixed = replace(contest, options=tuple(replace(box, kind=kind) for box, kind in boxes))
    keys = mixed.count_keys()
    assert [keys[i] for i in prep_layout.figure_order(mixed)] == ["MC", "MORENA", "PT", *keys[3:]]


def test_a_package_is_named_and_filled_as_the_page_says() -> None:
    stem = prep_package.package_stem(datetime(2018, 7, 2, 3, 5, tzinfo=UTC), "gubernatura", 14)
    assert stem == "20180701_2105_PREP_GUBERNATURA_JAL"
    data = prep_package.write_package(prep_package.PrepPackage(stem, b"a", b"b", b"c"))
    with zipfile.ZipFile(io.BytesIO(data)) as found:
        assert [(info.filename, found.read(info)) for info in found.infolist()] == [
            (f"{stem}.csv", b"a"),
            (f"{stem}_CANDIDATURAS.csv", b"b"),
            ("LEEME.txt", b"c"),
        ]
    assert f"at most {prep_package.MAX_PACKAGE >> 20} MiB" in page("prep_csv")
