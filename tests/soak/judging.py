"""What must be true in the morning, whatever happened. It must not look into a running server but by its API."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from demo.simulated_urnas import SimulatedCount
from tests.server.databases import execute
from tests.server.harness import Process, World
from tests.soak.senders import Sent

Figures = Sequence[Mapping[str, int]]


@dataclass(frozen=True)
class Morning:
    """What was found wrong, in words; empty when the night was a good one."""

    faults: tuple[str, ...]


def count_of(world: World, place: int) -> SimulatedCount:
    """What was voted at a casilla."""
    return world.count(place, 100 + place % 400)


def expected(world: World, places: range) -> list[dict[str, int]]:
    """The sums of every contest, from the counts that the bundles were made of."""
    found: list[dict[str, int]] = [{} for _ in world.institute.theme.contests]
    for place in places:
        for total, counted in zip(found, count_of(world, place).counts, strict=True):
            for key, votes in counted.items():
                total[key] = total.get(key, 0) + votes
    return found


def judge(world: World, server: Process, sent: Sent, bodies: Sequence[bytes]) -> Morning:
    """Look at everything that the senders were promised."""
    return Morning(
        (*sent.wrong, *promised(server, sent, bodies), *sums(world, server, len(bodies)), *kept(world, len(bodies)))
    )


def promised(server: Process, sent: Sent, bodies: Sequence[bytes]) -> list[str]:
    """Each bundle was answered, and what was answered is there, byte for byte."""
    found = [f"bundle {n}: never answered" for n in range(len(bodies)) if n not in sent.answered]
    for number, hashes in sent.answered.items():
        for sha256 in hashes:
            status, body = server.read(f"/api/v1/bundles/{sha256}")
            if status != 200 or hashlib.sha256(body).hexdigest() != sha256 or body != bodies[number]:
                found.append(f"bundle {number}: answered and lost ({status})")
    return found


def sums(world: World, server: Process, count: int) -> list[str]:
    """Each contest comes to what was voted."""
    found = []
    for number, right in enumerate(expected(world, range(count))):
        said = json.loads(server.read(f"/api/v1/resultados/entidad?contest={number}")[1])[0]["figures"]
        if said != right:
            found.append(f"contest {number + 1}: {said} instead of {right}")
    return found


def kept(world: World, count: int) -> list[str]:
    """Each store once, and a trail that holds together."""
    found = []
    for table, what in (("ingest_bundle", "bundles"), ("ingest_store", "stores"), ("computos_acta", "actas")):
        rows = execute(world.config, f"SELECT count(*) FROM {table}")[0][0]  # noqa: S608 - names of ours
        if rows != count:
            found.append(f"{rows} {what} of {count}")
    done = Process(world).command("verify-trail")
    return [*found, *([] if done.exit_code == 0 else [f"trail: {done.output.strip()}"])]
