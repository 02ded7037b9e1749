"""A real server and an S3 that dies under some senders: what was answered is kept, and is put by itself later."""

import hashlib
import http.client
import json
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from time import monotonic
from typing import Any

import pytest

from server.access import Grant, Role
from tests.server.databases import execute
from tests.server.harness import ZIP, Process, World, apart, machine_token
from tests.server.objetos.s3 import Moto, client_of, make_buckets, settings_of, with_s3

SENDERS = 3
PATIENCE_S = 120


def send(process: Process, bodies: Sequence[bytes], statuses: list[int]) -> None:
    with process.connection() as connection:
        for body in bodies:
            connection.request("POST", "/api/v1/bundles", body, ZIP)
            response = connection.getresponse()
            response.read()
            statuses.append(response.status)


def many(process: Process, bodies: Sequence[bytes]) -> list[int]:
    statuses: list[int] = []
    shares = [bodies[i::SENDERS] for i in range(SENDERS)]
    senders = [threading.Thread(target=send, args=(process, share, statuses)) for share in shares]
    for each in senders:
        each.start()
    for each in senders:
        each.join(PATIENCE_S)
    return statuses


def until(holds: Callable[[], bool]) -> None:
    """Return when it does; it asks a server or a database, each time anew."""
    end, pause = monotonic() + PATIENCE_S, threading.Event()
    while not holds():
        assert monotonic() < end, "it did not come"
        pause.wait(0.2)


def kept(world: World) -> int:
    return int(execute(world.config, "SELECT count(*) FROM objetos_guardado")[0][0])


def waiting(world: World) -> int:
    return int(execute(world.config, "SELECT count(*) FROM objetos_espera")[0][0])


def health(process: Process, token: str) -> dict[str, Any]:
    with process.connection() as connection:
        connection.request("GET", "/api/v1/salud", headers={"authorization": f"Bearer {token}"})
        told: dict[str, Any] = json.loads(connection.getresponse().read())
    return {**told, "objetos": next(each for each in told["checks"] if each["name"] == "objetos")}


def ready(process: Process) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", process.port, timeout=60)
    connection.request("GET", "/salud/lista")
    return connection.getresponse().status


def lost_and_put_again(world: World, process: Process, only_there: bytes, sent: Sequence[bytes]) -> None:
    """A check tells what the bucket lost; what the database holds is put again, the rest stays told."""
    lost = process.command("objetos", "comprobar", "--json", "--reponer")
    assert lost.exit_code == 1
    assert missing_of(lost.stdout) == {hashlib.sha256(each).hexdigest() for each in (*sent, only_there)}
    until(lambda: kept(world) == 26)
    again = process.command("objetos", "comprobar", "--json")
    assert missing_of(again.stdout) == {hashlib.sha256(only_there).hexdigest()}


def missing_of(told: str) -> set[str]:
    return {name for each in json.loads(told)["classes"] for name in each["missing"]}


@pytest.mark.sqlite_alone
def test_a30_an_s3_killed_under_senders_loses_nothing_and_is_made_whole_by_itself(world: World, tmp_path: Path) -> None:
    s3 = Moto()
    settings = settings_of(s3.port, tmp_path, send_every_s=1, check_every_s=0, timeout_s=1)
    world = with_s3(world, settings)
    token = apart(machine_token(world, Grant(Role.VIGILANCIA)))
    bodies = [bundle.public for bundle in world.urnas.many([world.count(place) for place in range(24)])]
    process = Process(world)
    s3.start()
    try:
        make_buckets(settings)
        process.start()
        assert sorted(many(process, [*bodies[:8], b"roto"])) == [201] * 8 + [422]
        until(lambda: kept(world) == 9)
        assert waiting(world) == 0, "the bytes of what was refused are in the bucket, and no longer in the database"
        s3.kill()
        assert sorted(many(process, [*bodies[8:16], b"roto tambien"])) == [201] * 8 + [422]
        until(lambda: health(process, token)["objetos"]["code"] == "S851")
        assert ready(process) == 200, "bundles are taken in without it"
        process.kill()
        process.start()
        assert sorted(many(process, bodies[16:])) == [201] * 8, "a server also starts without it"
        assert (kept(world), waiting(world)) == (9, 1)
        s3.start()
        make_buckets(settings)
        until(lambda: kept(world) == 26)
        until(lambda: health(process, token)["objetos"]["code"] == "")
        given_up = execute(world.config, "SELECT count(*) FROM jobs_job WHERE state = 'fallido'")
        assert given_up == [(0,)], "nobody had to decide anything"
        stored = client_of(settings).list_objects_v2(Bucket=settings.bucket)["Contents"]
        assert len(stored) == 17, "moto forgot the nine of its earlier life"
        lost_and_put_again(world, process, b"roto", bodies[:8])
        until(lambda: health(process, token)["objetos"]["code"] == "S856")
    finally:
        process.kill()
        s3.kill()
    trail = process.command("verify-trail")
    assert trail.exit_code == 0, trail.output
