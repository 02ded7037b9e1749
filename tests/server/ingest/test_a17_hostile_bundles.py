"""A17 over HTTP: a server in a process of its own answers each with 4xx and a code, counts nothing and stays small."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from demo.simulated_urnas import SimulatedUrna
from shared.crypto.certificates import Request, Role, issue
from shared.domain.eleccion import Mode
from tests.server.harness import ZIP, Process, World, other_store
from tests.unit.formats.hostile import HUGE, Hostile, actas, bombs, first_field, reversed_keys

GROWTH_KB = 96 << 10
"""What bombs of together 20 MB may add to the most that the server and its verifiers ever held."""

Answer = tuple[int, str]


class Server:
    """A running server and one urna whose key somebody stole."""

    def __init__(self, world: World, process: Process) -> None:
        self.world = world
        self.process = process
        self.urna = world.urnas.urna(1)
        self.hostile = Hostile(world.urnas.bundle(world.count(0), self.urna).public, self.urna.key)

    def send(self, data: bytes) -> Answer:
        with self.process.connection() as connection:
            connection.request("POST", "/api/v1/bundles", data, ZIP)
            response = connection.getresponse()
            body = json.loads(response.read())
            assert response.headers["content-type"].startswith("application/problem+json") == (response.status >= 400)
            return response.status, body.get("code", "") or "".join(r["code"] for r in body.get("reasons", []))

    def counted(self) -> dict[str, int]:
        found: dict[str, int] = json.loads(self.process.read("/api/v1/avance")[1])
        return found

    def peak_kb(self) -> int:
        """The most memory that the server and its verifiers ever held."""
        return sum(map(_peak_kb, {self.process.pid, *self.process.verifiers}))


def _peak_kb(pid: int) -> int:
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    found = re.search(r"VmHWM:\s+(\d+) kB", status)
    return int(found[1]) if found else 0


@pytest.fixture
def server(world: World) -> Iterator[Server]:
    process = Process(world)
    process.start()
    try:
        yield Server(world, process)
    finally:
        process.kill()


def _old_certificate(world: World, urna: SimulatedUrna) -> bytes:
    day = world.urnas.opened_at
    request = Request(urna.id.value, Role.URNA, urna.key.public)
    return issue(world.urnas.issuer, request, day - timedelta(days=900), day - timedelta(days=400))


def mutations(server: Server) -> dict[str, tuple[bytes, str]]:
    """Name of each mutation, the file and the code that it is refused with."""
    hostile, world = server.hostile, server.world
    foreign = "149999B0100"
    return {
        "other_casilla": (hostile.claiming({"casilla": foreign}, casilla=foreign), "R122"),
        "casilla_of_the_acta_alone": (hostile.claiming({"casilla": world.count(1).casilla.clave}), "R130"),
        "training_mode": (hostile.claiming({"mode": "capacitacion"}, mode="capacitacion"), "R123"),
        "simulacro": (world.institute.urnas(Mode.SIMULACRO).bundle(world.count(0)).public, "R123"),
        "old_certificate": (hostile.with_certificates(_old_certificate(world, server.urna)), "K204"),
        "reordered_json": (hostile.with_acta(reversed_keys), "R007"),
        "reordered_manifest": (hostile.with_manifest(reversed_keys), "R007"),
        "extra_field": (hostile.with_acta(first_field(b'"a":1')), "R012"),
        "duplicate_key": (hostile.with_acta(first_field(b'"actas":3')), "R004"),
        "nan": (hostile.with_acta(actas(b"NaN")), "R005"),
        "float": (hostile.with_acta(actas(b"3.0")), "R005"),
        "huge_integer": (hostile.with_acta(actas(HUGE)), "R005"),
        "truncated": (hostile.good[: len(hostile.good) // 2], "R101"),
        "empty": (b"", "R101"),
        "truncated_journal": (hostile.with_journal(hostile.member("journal.jsonl")[:-9]), "J009"),
        **bombs(hostile),
    }


def test_a17_every_mutation_is_refused_over_http_and_the_server_stays_small(server: Server) -> None:
    assert server.send(server.hostile.swapped("acta.json", b"{}")) == (422, "R113")
    before = server.peak_kb()
    for name, (data, code) in mutations(server).items():
        status, found = server.send(data)
        expected = "S101" if code == "R100" else code
        assert (400 <= status < 500, found) == (True, expected), (name, status, found)
    assert server.peak_kb() - before < GROWTH_KB
    assert server.counted()["recibidas"] == 0
    assert server.send(server.hostile.good)[0] == 201
    assert server.counted()["contadas"] == 1


def test_a17_a_bundle_for_the_casilla_of_another_urna_is_set_apart_with_the_true_one(world: World) -> None:
    """Whoever holds an urna's key can claim a casilla of the theme: the two then wait for people, in either order."""
    true = world.urnas.bundle(world.count(1), world.urnas.urna(2)).public
    stolen = world.urnas.bundle(replace(world.count(1, 90), store=other_store("c")), world.urnas.urna(1)).public
    with world.client() as client:
        first = client.post("/api/v1/bundles", content=stolen, headers=ZIP)
        assert first.status_code == 201
        second = client.post("/api/v1/bundles", content=true, headers=ZIP)
        assert (second.status_code, second.json()["reasons"][0]["code"]) == (202, "S302")
        assert client.get("/api/v1/avance").json()["contadas"] == 0
