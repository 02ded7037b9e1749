"""A secret of this server in a file of its own, made once. It must not be written into a database, a log or a copy."""

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path


def secret_in(path: Path, make: Callable[[], bytes]) -> bytes:
    """The secret of a file; where there is none it is made: whole or not at all, closed to others, and only once."""
    if not path.exists():
        _write(path, make())
    return path.read_bytes()


def _write(path: Path, data: bytes) -> None:
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    temporary.unlink(missing_ok=True)
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
    with suppress(FileExistsError):  # another process made it meanwhile: theirs stands
        path.hardlink_to(temporary)
    temporary.unlink()
