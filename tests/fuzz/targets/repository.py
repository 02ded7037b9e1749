"""A theme repository on a stick: metadata as it lies there, and metadata of a stranger that the right people signed.

It must not give a file that the signed list does not name, nor one whose bytes are others.
"""

import atexit
import json
import shutil
import tempfile
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from securesystemslib.formats import encode_canonical

from shared.crypto.hashing import sha256_hex
from shared.crypto.tuf_client import Limits, RepositoryClient
from shared.crypto.tuf_repo import RepositoryKeys, ThemeKey, build_repository
from shared.formats.theme_v1 import serialise_theme
from tests.fuzz import world
from tests.fuzz.target import Broken, Target, same
from tests.unit.formats import examples

AT = datetime(2018, 6, 20, tzinfo=UTC)
EXPIRES = datetime(2018, 8, 30, tzinfo=UTC)
THEME = "temas/jal-2018-gob/theme.json"
ROLES = ("timestamp", "1.snapshot", "1.targets", "2.root")
LIMITS = Limits(files=20, file_bytes=1 << 20, total_bytes=2 << 20)
FILES: Mapping[str, bytes] = {THEME: serialise_theme(examples.theme()), "temas/jal-2018-gob/assets/PT.png": b"PNG"}


@cache
def good() -> dict[str, bytes]:
    return build_repository(FILES, world.repository_keys(), expires=EXPIRES)


@cache
def folder() -> Path:
    """One folder that every run writes anew, in memory where the system has that."""
    shared = Path("/dev/shm")  # noqa: S108 - a private folder is made in it
    made = Path(tempfile.mkdtemp(prefix="urna-fuzz-", dir=shared if shared.is_dir() else None))
    atexit.register(shutil.rmtree, made, ignore_errors=True)
    for name, data in good().items():
        (made / name).parent.mkdir(parents=True, exist_ok=True)
        (made / name).write_bytes(data)
    return made


def run(data: bytes) -> None:
    mode, body = (data[0] % 8, data[1:]) if data else (0, b"")
    role = ROLES[mode % 4]
    path = folder() / "metadata" / f"{role}.json"
    path.write_bytes(signed_by(body, _signers(role)) if mode >= len(ROLES) else body)
    try:
        found = RepositoryClient(LIMITS).verify(folder(), {"root.json": good()["metadata/1.root.json"]}, AT)
    finally:
        _restore(path)
    listed = json.loads(found.trusted["targets.json"])["signed"]["targets"]
    same(set(found.targets), set(listed))
    for name, content in found.targets.items():
        if FILES.get(name) != content or sha256_hex(content) != listed[name]["hashes"].get(
            "sha256", sha256_hex(content)
        ):
            raise Broken(f"a file that nobody listed: {name!r:.80}")


def _restore(path: Path) -> None:
    before = good().get(f"metadata/{path.name}")
    if before is None:
        path.unlink()
    else:
        path.write_bytes(before)


def _signers(role: str) -> tuple[ThemeKey, ...]:
    keys: RepositoryKeys = world.repository_keys()
    return {"timestamp": (keys.timestamp,), "1.snapshot": (keys.snapshot,), "1.targets": keys.targets}.get(
        role, keys.root
    )


def signed_by(body: bytes, signers: tuple[ThemeKey, ...]) -> bytes:
    """``body`` as the signed part of metadata that bears good signatures, or as it is where it is no JSON."""
    try:
        part = json.loads(body)
        text = encode_canonical(part)
    except Exception:  # noqa: BLE001 - whatever the library says of bytes that cannot be signed
        return body
    data = str(text).encode()
    signatures = [{"keyid": k.public.key_id, "sig": k.signer().sign(data).signature} for k in signers]
    return json.dumps({"signed": part, "signatures": signatures}).encode()


@cache
def seeds() -> tuple[bytes, ...]:
    files = [good()["metadata/1.root.json" if role == "2.root" else f"metadata/{role}.json"] for role in ROLES]
    parts = [json.dumps(json.loads(each)["signed"]).encode() for each in files]
    return tuple(bytes([mode]) + each for mode, each in enumerate((*files, *parts)))


TARGET = Target(
    name="repository",
    run=run,
    seeds=seeds,
    letters="K",
    parsers={
        "shared.crypto.tuf_client:RepositoryClient.verify": "shared.crypto.tuf_client:MAX_TARGETS_METADATA",
        "shared.crypto.tuf_client:check_target_names": "shared.crypto.tuf_client:MAX_NAME",
    },
    dictionary=(
        b'"_type":"targets"',
        b'"version":2',
        b'"expires":"2018-08-30T00:00:00Z"',
        b'"../x"',
        b'"/etc/passwd"',
        b'"keyids":[]',
        b'"threshold":1',
        b'"delegations":{"keys":{},"roles":[]}',
        b'"hashes":{}',
        b'"length":-1',
        b'"consistent_snapshot":false',
    ),
    sample=150,
)
