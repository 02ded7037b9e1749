"""A root of signatures and a signature that somebody brings: as they come, and signed by who may sign.

It must not take a root by which one person signs themes, nor change a byte of what is signed.
"""

import json
from functools import cache

from shared.crypto.tuf_keys import TARGETS_THRESHOLD
from shared.crypto.tuf_roots import join_signatures, read_root
from tests.fuzz import world
from tests.fuzz.target import Broken, Target, same
from tests.fuzz.targets import repository

ROOT, SIGNED_ROOT, TARGETS = range(3)


@cache
def waiting() -> bytes:
    return repository.good()["metadata/1.targets.json"]


def run(data: bytes) -> None:
    mode, body = (data[0] % 3, data[1:]) if data else (ROOT, b"")
    if mode == TARGETS:
        allowed = tuple(key.public.key_id for key in world.repository_keys().targets)
        text, new = join_signatures(waiting(), body, allowed)
        same(json.loads(text)["signed"], json.loads(waiting())["signed"])
        if not set(new) <= set(allowed):
            raise Broken(f"a signature of somebody else: {new}")
        return
    facts = read_root(repository.signed_by(body, world.repository_keys().root) if mode == SIGNED_ROOT else body)
    if facts.signers_threshold < TARGETS_THRESHOLD:
        raise Broken(f"one person signs: {facts}")


@cache
def seeds() -> tuple[bytes, ...]:
    root = repository.good()["metadata/1.root.json"]
    part = json.dumps(json.loads(root)["signed"]).encode()
    return tuple(bytes([mode]) + each for mode, each in enumerate((root, part, waiting())))


TARGET = Target(
    name="roots",
    run=run,
    seeds=seeds,
    letters="K",
    parsers={
        "shared.crypto.tuf_roots:read_root": "shared.crypto.tuf_client:MAX_METADATA",
        "shared.crypto.tuf_roots:join_signatures": "shared.crypto.tuf_client:MAX_TARGETS_METADATA",
    },
    dictionary=(b'"_type":"root"', b'"threshold":1', b'"keyids":[]', b'"signatures":[]', b'"version":2'),
    sample=100,
)
