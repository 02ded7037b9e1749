"""Secrets of this server in files of their own, closed to others. They must get into no database, log or copy."""

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final

from shared.domain.errors import DatoInvalido

OTHERS: Final = 0o077
"""What the mode of a secret's file must not give to its group nor to anybody else."""


class SecretoExpuesto(DatoInvalido):
    """A secret that others of this machine can read or change (code ``S010``)."""


def check_closed(path: Path) -> None:
    """Raise ``SecretoExpuesto`` S010 when a file that is there is open to anybody but its owner."""
    if path.exists() and path.stat().st_mode & OTHERS:
        raise SecretoExpuesto("S010", f"{path.name} is open to others: chmod 600, and make a new secret if it was read")


def secret_in(path: Path, make: Callable[[], bytes]) -> bytes:
    """The secret of a file; where there is none it is made: whole or not at all, closed to others, and only once.

    Raises ``SecretoExpuesto`` S010.
    """
    if not path.exists():
        _write(path, make())
    check_closed(path)
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
