"""How each database copies itself while it is written, and takes a copy back. It must not judge what it copies.

PostgreSQL's own programs do it (``pg_dump``, ``pg_restore``); the password goes to them by the environment, which other
users of the machine do not see.
"""

import os
import sqlite3
import subprocess
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from sqlalchemy import URL, make_url

from server.backup.manifest import RespaldoInvalido


def copy_sqlite(source: Path, target: Path) -> None:
    """A copy of one moment, while others write; it is durable when this returns."""
    with closing(sqlite3.connect(source)) as reading, closing(sqlite3.connect(target)) as writing:
        reading.backup(writing)
    sync(target)


def dump_postgres(url: str, moment: str, target: Path) -> None:
    """A copy of that moment in PostgreSQL's own form; raises ``RespaldoInvalido`` S806."""
    _run("pg_dump", url, "--format=custom", "--no-owner", "--no-privileges", f"--snapshot={moment}", f"--file={target}")
    sync(target)


def load_postgres(url: str, copy: Path) -> None:
    """Bring a copy back into an empty database, whole or not at all; raises ``RespaldoInvalido`` S806."""
    name = make_url(url).database or ""
    _run("pg_restore", url, "--exit-on-error", "--single-transaction", "--no-owner", f"--dbname={name}", str(copy))


def sync(path: Path) -> None:
    """Flush a file, or a folder's names, to disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _run(program: str, url: str, *arguments: str) -> None:
    try:
        subprocess.run([program, *arguments], env=_environment(make_url(url)), check=True, capture_output=True)
    except FileNotFoundError as error:
        raise RespaldoInvalido("S806", f"{program} is not installed") from error
    except subprocess.CalledProcessError as error:
        said = error.stderr.decode(errors="replace").strip().splitlines()
        raise RespaldoInvalido("S806", f"{program}: {said[0][:200] if said else error.returncode}") from None


def _environment(url: URL) -> Mapping[str, str]:
    host = url.query.get("host", url.host)
    named = {"PGHOST": host, "PGPORT": url.port, "PGUSER": url.username, "PGPASSWORD": url.password}
    given = {name: str(value) for name, value in named.items() if value}
    return {"PATH": os.environ.get("PATH", os.defpath), "PGDATABASE": url.database or "", "LC_ALL": "C.UTF-8", **given}
