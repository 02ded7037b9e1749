"""An S3 in a process of its own, that can be killed and come back at the same address. It must not assert."""

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, Final, Protocol

from server.kit.s3 import Bucket
from server.kit.s3_settings import S3Settings
from tests.server.harness import World

KEY, SECRET = "urna-de-prueba", "secreto-de-prueba"
BUCKET: Final = "actas"
OPEN_BUCKET: Final = "sin-candado"
TOLD: Final = b"Running on http://"


class S3Process(Protocol):
    """Something that speaks S3 and can die."""

    port: int

    def start(self) -> None: ...
    def kill(self) -> None: ...


def given() -> S3Settings | None:
    """An S3 that stands already (Ceph's radosgw with its cluster), as whoever runs the tests names it."""
    endpoint, keys = os.environ.get("S3_DE_PRUEBA"), os.environ.get("S3_DE_PRUEBA_CREDENCIALES")
    return S3Settings(BUCKET, endpoint, credentials=Path(keys)) if endpoint and keys else None


class Moto:
    """moto's server; it remembers nothing of an earlier life."""

    def __init__(self) -> None:
        self.port = free_port()
        self._child: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Return when it listens."""
        line = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(self.port)]
        child = subprocess.Popen(line, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        self._child = child
        if child.stderr is None or not any(TOLD in said for said in iter(child.stderr.readline, b"")):
            raise RuntimeError("moto does not listen")
        threading.Thread(target=child.stderr.read, daemon=True).start()

    def kill(self) -> None:
        """SIGKILL."""
        if self._child is not None:
            self._child.kill()
            self._child.wait()
            if self._child.stderr is not None:
                self._child.stderr.close()
            self._child = None


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def settings_of(port: int, folder: Path, **changes: object) -> S3Settings:
    """Settings for an S3 on this machine, with their closed file of credentials."""
    credentials = folder / "s3.credenciales"
    if not credentials.exists():
        folder.mkdir(parents=True, exist_ok=True)
        credentials.write_text(f'access_key_id = "{KEY}"\nsecret_access_key = "{SECRET}"\n')
        credentials.chmod(0o600)
    made = S3Settings(BUCKET, f"http://127.0.0.1:{port}", credentials=credentials, timeout_s=2, tries=2)
    return replace(made, **changes)  # type: ignore[arg-type]  # a test names real fields


def client_of(settings: S3Settings) -> Any:  # noqa: ANN401 - boto3 makes its classes when it runs
    """boto3's own client, to do by hand what the server must not."""
    from server.kit.clock import SystemClock  # noqa: PLC0415 - only where an S3 is asked for

    return Bucket(settings, SystemClock().now).client


def make_buckets(settings: S3Settings) -> None:
    """One bucket that locks, one that does not."""
    client = client_of(settings)
    client.create_bucket(Bucket=BUCKET, ObjectLockEnabledForBucket=True)
    client.create_bucket(Bucket=OPEN_BUCKET)


def with_s3(world: World, settings: S3Settings) -> World:
    """The same server with its files in a bucket, for tests and for a process of its own."""
    lines = {
        "bucket": settings.bucket, "endpoint": settings.endpoint, "prefix": settings.prefix,
        "credentials": str(settings.credentials), "lock": settings.lock.value,
    }  # fmt: skip
    numbers = ("lock_days", "timeout_s", "tries", "send_every_s", "check_every_s")
    table = [f'{name} = "{value}"' for name, value in lines.items()]
    table += [f"{name} = {getattr(settings, name)}" for name in numbers]
    path = world.folder / "servidor.toml"
    others = [line for line in path.read_text().splitlines() if not line.startswith("objetos = ")]
    path.write_text("\n".join([f"objetos = {{ {', '.join(table)} }}", *others]) + "\n")
    return replace(world, config=replace(world.config, objetos=settings))


@contextmanager
def running(process: S3Process) -> Iterator[S3Process]:
    """Started, and killed at the end."""
    process.start()
    try:
        yield process
    finally:
        process.kill()
