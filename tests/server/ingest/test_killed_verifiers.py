"""The processes that verify, killed in mid-delivery: every bundle is stored once; and they end with their server."""

import copy
import http.client
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from server.config import ConfigInvalida
from server.http.errors import PeticionInvalida
from server.ingest.processes import InProcesses
from shared.domain.eleccion import Mode
from shared.formats.results_v1 import ResultadoInvalido
from tests.server.harness import ZIP, Process, World

SENDERS = 4
KILLS = 3
DEADLINE_S = 60
Answers = list[tuple[int, str]]


def until(holds: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + DEADLINE_S
    while not holds():
        assert time.monotonic() < deadline, what
        time.sleep(0.005)


def send(process: Process, bodies: Sequence[bytes], answers: Answers) -> None:
    """Send each until it is taken, as urnas do with 503."""
    with process.connection() as connection:
        for body in bodies:
            for _ in range(20):
                connection.request("POST", "/api/v1/bundles", body, ZIP)
                response = connection.getresponse()
                answer = json.loads(response.read())
                answers.append((response.status, answer.get("sha256", answer.get("code"))))
                if response.status != http.client.SERVICE_UNAVAILABLE:
                    break


def kill_one(process: Process) -> None:
    until(lambda: bool(process.verifiers), "no process verifies")
    for pid in process.verifiers:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def runs(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


@pytest.fixture
def process(world: World) -> Process:
    return Process(world)


def test_killed_verifiers_lose_and_double_nothing(world: World, process: Process) -> None:
    places = range(36)
    bodies = [bundle.public for bundle in world.urnas.many([world.count(place) for place in places])]
    answers: Answers = []
    process.start()
    try:
        shares = [bodies[i::SENDERS] for i in range(SENDERS)]
        senders = [threading.Thread(target=send, args=(process, share, answers)) for share in shares]
        kill_one(process)
        for sender in senders:
            sender.start()
        for done in range(1, KILLS):
            until(lambda done=done: len(answers) >= 6 * done, "the server does not answer")  # type: ignore[misc]
            kill_one(process)
        for sender in senders:
            sender.join(DEADLINE_S)
        figures = json.loads(process.read("/api/v1/resultados/entidad")[1])[0]["figures"]
    finally:
        process.kill()
    taken = [said for status, said in answers if status == http.client.CREATED]
    assert len(taken) == len(set(taken)) == len(bodies), answers
    assert {said for status, said in answers if status != http.client.CREATED} <= {"S109"}
    expected: dict[str, int] = {}
    for place in places:
        for key, votes in world.count(place).counts[0].items():
            expected[key] = expected.get(key, 0) + votes
    assert figures == expected
    trail = process.command("verify-trail")
    assert f"{len(bodies) + 2} cambios" in trail.stdout, trail.output  # the theme, every bundle, and who asks here


def test_a_verifying_process_reads_neither_database_nor_http() -> None:
    asked = "import sys, server.ingest.verifying; print({each.partition('.')[0] for each in sys.modules})"
    ended = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, timeout=60, check=True)
    assert "shared" in ended.stdout
    assert not [name for name in ("sqlalchemy", "fastapi", "jinja2", "uvicorn") if f"'{name}'" in ended.stdout]


def test_verifiers_end_with_a_server_that_is_killed(world: World, process: Process) -> None:
    answers: Answers = []
    process.start()
    try:
        send(process, [world.bundle(0).public], answers)
        verifiers = process.verifiers
    finally:
        process.kill()
    assert [status for status, _ in answers] == [http.client.CREATED]
    assert verifiers
    until(lambda: not any(runs(pid) for pid in verifiers), "a process outlives its server")


async def test_processes_that_cannot_judge_are_told_as_such(world: World) -> None:
    judge = InProcesses(b"no root", b"no list", Mode.OFICIAL, 1)
    try:
        with pytest.raises(PeticionInvalida) as caught:
            await judge.judge([b""], world.clock.now(), world.institute.theme)
    finally:
        await judge.close()
    assert caught.value.code == "S109"


def test_refusals_cross_between_processes() -> None:
    error = copy.copy(ResultadoInvalido("R101", "not a container"))  # by the road that pickling takes
    assert (type(error), error.code, error.detail) == (ResultadoInvalido, "R101", "not a container")
    assert str(error) == "R101: not a container"


def test_less_than_no_verifier_is_refused(world: World) -> None:
    with pytest.raises(ConfigInvalida, match="S003"):
        replace(world.config, verifiers=-1)
