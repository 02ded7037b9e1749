"""A server killed in the middle: what it answered is there, and sending again gives the same totals (A30)."""

import hashlib
import http.client
import json
import threading
from collections.abc import Sequence

from tests.server.harness import ZIP, Process, World

SENDERS = 4


def send(process: Process, bodies: Sequence[bytes], answered: list[str], enough: threading.Event) -> None:
    try:
        with process.connection() as connection:
            for body in bodies:
                connection.request("POST", "/api/v1/bundles", body, ZIP)
                response = connection.getresponse()
                answer = json.loads(response.read())
                if response.status in (200, 201):
                    answered.append(answer["sha256"])
                if len(answered) >= 12:
                    enough.set()
    except (OSError, http.client.HTTPException):
        return  # the server was killed: the sender knows nothing and will send again


def test_kill_restart_resend_gives_the_same_totals(world: World) -> None:
    places = range(36)
    bodies = [bundle.public for bundle in world.urnas.many([world.count(place) for place in places])]
    process = Process(world)
    answered: list[str] = []
    enough = threading.Event()
    process.start()
    try:
        shares = [bodies[i::SENDERS] for i in range(SENDERS)]
        senders = [threading.Thread(target=send, args=(process, share, answered, enough)) for share in shares]
        for sender in senders:
            sender.start()
        assert enough.wait(60), "the server did not answer"
        process.kill()
        for sender in senders:
            sender.join(60)
        process.start()
        for sha256 in answered:
            status, body = process.read(f"/api/v1/bundles/{sha256}")
            assert status == 200, "answered and lost"
            assert hashlib.sha256(body).hexdigest() == sha256
        again: list[str] = []
        send(process, bodies, again, threading.Event())
        assert len(again) == len(bodies)
        figures = json.loads(process.read("/api/v1/resultados/entidad")[1])[0]["figures"]
    finally:
        process.kill()
    expected: dict[str, int] = {}
    for place in places:
        for key, votes in world.count(place).counts[0].items():
            expected[key] = expected.get(key, 0) + votes
    assert figures == expected
    trail = process.command("verify-trail")
    assert trail.exit_code == 0, trail.output
    assert f"{len(bodies) + 2} cambios" in trail.stdout  # the theme, every bundle, and who asks here


def test_the_command_takes_in_a_stick_and_tells_each_file(world: World) -> None:
    stick = world.folder / "memoria" / "resultados"
    stick.mkdir(parents=True)
    for place in range(3):
        bundle = world.bundle(place)
        (stick / bundle.name).write_bytes(bundle.public)
    process = Process(world)
    first = process.command("ingest", str(stick.parent))
    assert first.exit_code == 0, first.output
    assert first.stdout.count("guardada") == 3
    (stick / "rota.public.zip").write_bytes(b"roto")
    second = process.command("ingest", str(stick.parent))
    assert second.exit_code == 1
    assert second.stdout.count("ya se tenía") == 3
    assert "rechazado (R101)" in second.stdout
    status = process.command("status")
    assert "3 actas" in status.stdout
