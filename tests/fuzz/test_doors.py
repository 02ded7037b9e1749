"""Every public reader of strangers' bytes has a fuzz target and a declared limit, and holds to it before it works."""

import importlib
import tracemalloc
from pathlib import Path

import pytest

from hardware.protocol.framing import FrameError
from shared.domain.errors import DatoInvalido
from shared.formats.container import pack
from shared.formats.results_v1 import NAMES
from tests.architecture.tree import REPOSITORY
from tests.fuzz.catalogue import names, target
from tests.fuzz.doors import EXEMPT, doors
from tests.fuzz.excess import EXCESS
from tests.fuzz.target import survive

MOST_KEPT = 4 << 20
"""Bytes that a refusal of what is too large may take: none of them works on the input first."""

LINES = {"board", "printer", "reader"}
"""Fed by drivers in pieces of at most 4 KiB; what they keep is held by their oracles and by EXCESS."""

SIZE = 256 << 10
BOMBS = {
    "brackets": b"[" * SIZE,
    "objects": b'{"a":' * (SIZE // 5),
    "digits": b"9" * SIZE,
    "escapes": b'"' + b"\\u0041" * (SIZE // 6) + b'"',
    "zeros": bytes(SIZE),
    "members": pack([(name, b"[" * (SIZE // 5)) for name in NAMES]),
    "image": b"URNAIMG\n\0\1" + b"\xff" * 500,
    "chunks": b"URNA1/1/99/AAAAAAAA/AAAA\n" * (SIZE // 25),
    "lines": b"\n" * SIZE,
    "certificates": b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n" * (SIZE // 58),
    "cells": b'"' * SIZE,
}


def covered() -> dict[str, str]:
    return {door: limit for name in names() for door, limit in target(name).parsers.items()}


def constant(path: str) -> int:
    module, _, name = path.partition(":")
    found = getattr(importlib.import_module(module), name)
    assert isinstance(found, int)
    return found


def test_every_reader_has_a_target_or_a_reason() -> None:
    assert set(doors(REPOSITORY)) == set(covered()) | set(EXEMPT)
    assert not set(covered()) & set(EXEMPT)


def test_every_reader_has_a_case_beyond_its_limit() -> None:
    assert set(EXCESS) == set(covered())


@pytest.mark.parametrize("door", sorted(covered()))
def test_more_than_the_limit_is_refused_before_any_work(door: str) -> None:
    limit = constant(covered()[door])
    beyond = EXCESS[door]
    tracemalloc.start()
    try:
        with pytest.raises((DatoInvalido, FrameError, ValueError, TypeError)):
            beyond(limit)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < limit + MOST_KEPT


@pytest.mark.parametrize("bomb", BOMBS)
@pytest.mark.parametrize("name", sorted(set(names()) - LINES))
def test_a_bomb_takes_bounded_memory(name: str, bomb: str) -> None:
    fuzzed = target(name)
    tracemalloc.start()
    try:
        for mode in sorted({b"", *(seed[:1] for seed in fuzzed.seeds())}):
            survive(fuzzed, mode + BOMBS[bomb])
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 64 * SIZE


def test_a_new_reader_is_found_by_itself(tmp_path: Path) -> None:
    source = (
        "def parse_new(data): ...\ndef _parse(data): ...\ndef write(x): ...\nclass A:\n    def feed(self, b): ...\n"
    )
    (tmp_path / "shared" / "formats").mkdir(parents=True)
    (tmp_path / "shared" / "formats" / "new_v1.py").write_text(source)
    assert doors(tmp_path) == ("shared.formats.new_v1:A.feed", "shared.formats.new_v1:parse_new")
