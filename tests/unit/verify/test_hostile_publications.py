"""A17 and A19 at the verifier: bundles of somebody who holds an urna's key, and files larger than any reader takes."""

import tracemalloc
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from demo.simulated_urnas import SimulatedUrna
from shared.crypto.signing import SigningKey
from shared.domain.eleccion import Mode
from shared.domain.journal import JournalEntry, JournalKind, journal_data
from shared.formats.journal_v1 import append, parse_journal, serialise_journal, sign_checkpoint
from shared.verify.session import verify
from tests.unit.formats.hostile import HUGE, Hostile, actas, first_field, reversed_keys
from tests.unit.verify.publications import Made

Entries = tuple[JournalEntry, ...]
STRANGER = SigningKey.generate()


@pytest.fixture
def urna(made: Made) -> SimulatedUrna:
    return made.institute.urnas().urna(1)


@pytest.fixture
def hostile(made: Made, urna: SimulatedUrna) -> Hostile:
    return Hostile(made.institute.urnas().bundle(made.counts[3], urna).public, urna.key)


def refused(copy: Path, made: Made, data: bytes) -> str:
    """Publish ``data`` in place of a bundle and give the code that the verifier names it with ("" when it agrees)."""
    bundle = made.bundles[3]
    (copy / "bundles" / bundle.name).write_bytes(data)
    found = verify(copy, Mode.OFICIAL, None, lambda _done, _all: None)
    named = [p for p in found.problems if p.code == "V201" and p.place == bundle.casilla.clave]
    return str(dict(named[0].params)["reason"])[:4] if named else ""


def chained(entries: Entries) -> Entries:
    made: list[JournalEntry] = []
    for entry in entries:
        fresh = append(made[-1] if made else None, entry.kind, entry.data, entry.at)
        made.append(replace(fresh, sig=entry.sig))
    return tuple(made)


def with_journal(hostile: Hostile, change: Callable[[Entries], Entries]) -> bytes:
    entries = change(parse_journal(hostile.member("journal.jsonl")))
    head = next((entry.hash for entry in entries if entry.kind is JournalKind.CIERRE), "0" * 64)
    return hostile.naming(serialise_journal(entries), head)


def first_checkpoint_of_a_stranger(entries: Entries) -> Entries:
    place = next(i for i, entry in enumerate(entries) if entry.sig)
    return (*entries[:place], sign_checkpoint(entries[place], STRANGER.sign), *entries[place + 1 :])


JOURNALS: dict[str, tuple[Callable[[Entries], Entries], str]] = {
    "truncated": (lambda e: e[: len(e) // 2], "R140"),
    "reordered": (lambda e: (e[1], e[0], *e[2:]), "J101"),
    "chain_made_again": (lambda e: chained((replace(e[0], data=journal_data(version="7")), *e[1:])), "K103"),
    "older_checkpoint_of_a_stranger": (first_checkpoint_of_a_stranger, "K103"),
}


@pytest.mark.parametrize("case", JOURNALS)
def test_a19_a_published_journal_that_was_worked_on_is_named(
    copy: Path, made: Made, hostile: Hostile, case: str
) -> None:
    change, code = JOURNALS[case]
    assert refused(copy, made, with_journal(hostile, lambda entries: entries)) == ""
    assert refused(copy, made, with_journal(hostile, change)) == code


BUNDLES: dict[str, tuple[Callable[[Hostile], bytes], str]] = {
    "training_mode": (lambda h: h.claiming({"mode": "capacitacion"}, mode="capacitacion"), "R123"),
    "reordered_json": (lambda h: h.with_acta(reversed_keys), "R007"),
    "extra_field": (lambda h: h.with_acta(first_field(b'"a":1')), "R012"),
    "huge_integer": (lambda h: h.with_acta(actas(HUGE)), "R005"),
    "truncated": (lambda h: h.good[:-30], "R101"),
}


@pytest.mark.parametrize("case", BUNDLES)
def test_a17_a_published_bundle_that_was_mutated_is_named(copy: Path, made: Made, hostile: Hostile, case: str) -> None:
    make, code = BUNDLES[case]
    assert refused(copy, made, make(hostile)) == code


def test_a17_a_published_file_of_many_gigabytes_is_read_no_further_than_its_limit(copy: Path, made: Made) -> None:
    path = copy / "bundles" / made.bundles[3].name
    with path.open("r+b") as file:
        file.truncate(8 << 30)
    tracemalloc.start()
    try:
        found = verify(copy, Mode.OFICIAL, None, lambda _done, _all: None)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert "R100" in str([problem.params for problem in found.problems if problem.code == "V201"])
    assert peak < 64 << 20
