"""A19 at the server: a bundle whose journal was worked on is refused with a code, even when its urna signs it."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from demo.simulated_urnas import SimulatedUrna
from shared.domain.journal import JournalEntry, journal_data
from shared.formats.journal_v1 import append, parse_journal, serialise_journal
from tests.server.harness import World, deliver
from tests.unit.formats.hostile import Hostile

Entries = tuple[JournalEntry, ...]


def chained(entries: Entries) -> Entries:
    made: list[JournalEntry] = []
    for entry in entries:
        fresh = append(made[-1] if made else None, entry.kind, entry.data, entry.at)
        made.append(replace(fresh, sig=entry.sig))
    return tuple(made)


def edited(entries: Entries) -> Entries:
    first = entries[0]
    return (replace(first, data=journal_data(**{name: 7 for name, _ in first.data})), *entries[1:])


CASES: dict[str, tuple[Callable[[Entries], Entries], set[str]]] = {
    "truncated": (lambda e: e[: len(e) // 2], {"R140", "R141"}),
    "edited": (edited, {"J103"}),
    "reordered": (lambda e: (e[1], e[0], *e[2:]), {"J101"}),
    "spliced": (lambda e: (*e[:3], *chained(e)[4:]), {"J101", "J102"}),
    "chain_made_again": (lambda e: chained(edited(e)), {"R141", "K103"}),
}


@pytest.fixture
def urna(world: World) -> SimulatedUrna:
    return world.urnas.urna(1)


def test_a19_a_journal_that_was_worked_on_is_refused(world: World, client: TestClient, urna: SimulatedUrna) -> None:
    hostile = Hostile(world.urnas.bundle(world.count(0), urna).public, urna.key)
    for case, (change, codes) in CASES.items():
        entries = change(parse_journal(hostile.member("journal.jsonl")))
        closing = next((entry.hash for entry in entries if entry.kind.value == "cierre"), "0" * 64)
        journal = serialise_journal(entries)
        for data in (hostile.with_journal(journal), hostile.naming(journal, closing)):
            answer = deliver(client, data)
            assert (answer.status_code, answer.json()["code"] in codes) == (422, True), (case, answer.json())
    assert client.get("/api/v1/avance").json()["recibidas"] == 0


def test_a19_the_journal_of_another_urna_is_refused(world: World, client: TestClient, urna: SimulatedUrna) -> None:
    hostile = Hostile(world.urnas.bundle(world.count(0), urna).public, urna.key)
    other = Hostile(world.urnas.bundle(world.count(0)).public, urna.key).member("journal.jsonl")
    closing = next(entry.hash for entry in parse_journal(other) if entry.kind.value == "cierre")
    answer = deliver(client, hostile.naming(other, closing))
    assert (answer.status_code, answer.json()["code"]) == (422, "K103")
