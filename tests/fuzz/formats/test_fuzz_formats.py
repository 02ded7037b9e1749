"""Hostile bytes into every reader: each returns or raises a coded error, in bounded memory, and never anything else."""

import json
import re
import tracemalloc
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, seed, settings
from hypothesis import strategies as st

from shared.crypto.certificates import TrustAnchor
from shared.crypto.hashing import sha256
from shared.crypto.signing import SigningKey, VerifyingKey
from shared.domain.eleccion import Mode
from shared.domain.errors import DatoInvalido
from shared.formats.acta_v1 import fit_to_theme, parse_acta
from shared.formats.canonical import dumps
from shared.formats.container import pack
from shared.formats.image_v1 import parse_image
from shared.formats.journal_v1 import parse_journal, verify_journal
from shared.formats.manifest_v1 import parse_manifest
from shared.formats.qr_chain import cut
from shared.formats.qr_v1 import claimed_urna, read_qr
from shared.formats.results_v1 import NAMES, BundleChecks, read_public
from shared.formats.theme_v1 import parse_theme
from shared.formats.vote_v1 import decode_voto
from tests.unit.formats import bundles

GOLDEN = Path(__file__).parents[2] / "unit" / "formats" / "golden" / "v1"
SEED = 20180701
EXAMPLES = 150
OWN_KEY = SigningKey.generate()


def golden(name: str) -> bytes:
    return (GOLDEN / name).read_bytes()


KEY = VerifyingKey.from_pem(golden("urna.pub.pem"))
THEME = parse_theme(golden("theme.json"))
CHECKS = BundleChecks(TrustAnchor.from_pem(golden("raiz.pem"), None), bundles.JUDGED, THEME, Mode.OFICIAL)


@dataclass(frozen=True)
class Reader:
    """One parser, a good input for it, and whether that input is one JSON text."""

    name: str
    read: Callable[[bytes], object]
    good: bytes
    is_json: bool


def _journal(data: bytes) -> object:
    entries = parse_journal(data)
    verify_journal(entries, KEY.verify)
    return entries


def _qr(data: bytes) -> object:
    chunks = data.decode("latin-1").splitlines()
    return claimed_urna(chunks), read_qr(chunks, KEY.verify)


READERS = [
    Reader("theme", parse_theme, golden("theme.json"), is_json=True),
    Reader("acta", lambda data: fit_to_theme(parse_acta(data), THEME), golden("acta.json"), is_json=True),
    Reader("journal", _journal, golden("journal.jsonl"), is_json=False),
    Reader("line", parse_journal, golden("journal.jsonl").splitlines(keepends=True)[2], is_json=False),
    Reader("bundle", lambda data: read_public(data, CHECKS), golden("resultados.public.zip"), is_json=False),
    Reader("image", lambda data: parse_image(data, KEY.verify), golden("resultados.sealed"), is_json=False),
    Reader("qr", _qr, golden("qr.txt"), is_json=False),
    Reader("voto", decode_voto, golden("voto.bin"), is_json=False),
    Reader("manifest", parse_manifest, b"{}", is_json=True),
]
every_reader = pytest.mark.parametrize("reader", READERS, ids=[reader.name for reader in READERS])


def survives(reader: Reader, data: bytes) -> None:
    try:
        reader.read(data)
    except DatoInvalido as refused:
        assert re.fullmatch(r"[DKTIJRQ]\d{3}", refused.code)  # noqa: PT017 - a value is right too


@every_reader
@seed(SEED)
@settings(max_examples=EXAMPLES)
@given(st.binary(max_size=600))
def test_noise(reader: Reader, data: bytes) -> None:
    survives(reader, data)


@every_reader
@seed(SEED)
@settings(max_examples=EXAMPLES)
@given(st.data())
def test_a_good_file_spliced_with_noise(reader: Reader, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(reader.good)))
    end = data.draw(st.integers(start, min(len(reader.good), start + 40)))
    noise = data.draw(st.binary(max_size=12) | st.sampled_from([b"\0" * 300, b"9" * 30, b'{"', b"[" * 200, b"\xff"]))
    survives(reader, reader.good[:start] + noise + reader.good[end:])


LEAVES = st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(max_size=8)
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("abz_09", max_size=5), inner, max_size=3),
)


def _slots(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:  # noqa: ANN401 - any JSON
    found = [path] if path else []
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, inner in items:
        found += _slots(inner, (*path, name))
    return found


@pytest.mark.parametrize("reader", [r for r in READERS if r.is_json and len(r.good) > 2], ids=lambda r: r.name)
@seed(SEED)
@settings(max_examples=2 * EXAMPLES)
@given(st.data())
def test_a_good_value_with_any_field_replaced(reader: Reader, data: st.DataObject) -> None:
    value = json.loads(reader.good)
    *path, last = data.draw(st.sampled_from(_slots(value)))
    inner = value
    for name in path:
        inner = inner[name]
    inner[last] = data.draw(VALUES)
    survives(reader, dumps(value))


@seed(SEED)
@settings(max_examples=EXAMPLES)
@given(st.binary(max_size=200))
def test_signed_noise_in_a_qr(payload: bytes) -> None:
    chunks = cut(payload + OWN_KEY.sign("qr/1", payload))
    try:
        read_qr(chunks, OWN_KEY.public.verify)
    except DatoInvalido as refused:
        assert refused.code.startswith(("Q", "D"))  # noqa: PT017 - a value is right too


@seed(SEED)
@settings(max_examples=EXAMPLES)
@given(st.data())
def test_a_signed_image_with_any_header(data: st.DataObject) -> None:
    good = golden("resultados.sealed")
    header = bytearray(good[:93])
    place = data.draw(st.integers(0, 92))
    noise = data.draw(st.binary(min_size=1, max_size=12))
    header[place : place + len(noise)] = noise
    body = bytes(header[:93]) + good[93:-96]
    digest = sha256(body)
    image = Reader("image", lambda d: parse_image(d, OWN_KEY.public.verify), good, is_json=False)
    survives(image, body + digest + OWN_KEY.sign("image/1", digest))


BOMBS = [
    b"[" * (1 << 21),
    b'{"a":' * (1 << 18),
    b"9" * (1 << 21),
    b'"' + b"\\u0041" * (1 << 18) + b'"',
    bytes(1 << 21),
    pack([(name, b"[" * 300_000) for name in NAMES]),
    b"URNAIMG\n\0\1" + b"\xff" * 500,
    b"URNA1/1/99/AAAAAAAA/AAAA\n" * 50_000,
    b"\n" * (1 << 20),
]


@every_reader
@pytest.mark.parametrize("bomb", BOMBS, ids=range(len(BOMBS)))
def test_a_bomb_takes_bounded_memory(reader: Reader, bomb: bytes) -> None:
    tracemalloc.start()
    try:
        survives(reader, bomb)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 64 << 20
