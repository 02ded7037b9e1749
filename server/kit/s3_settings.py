"""Where and how files lie in S3: the table ``[objetos]`` of the configuration. It must not speak to anybody."""

import ipaddress
import os
import re
import tomllib
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from server.kit.objects import ObjetoInvalido
from server.kit.secret import check_closed

BUCKET: Final = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
PREFIX: Final = re.compile(r"([a-z0-9-]{1,60}/){0,5}")
MAX_DAYS: Final = 36_500
MAX_TIMEOUT_S: Final = 60
MAX_TRIES: Final = 10
ID, SECRET = "access_key_id", "secret_access_key"
FROM_ENVIRONMENT: Final = {ID: "AWS_ACCESS_KEY_ID", SECRET: "AWS_SECRET_ACCESS_KEY"}


class Lock(StrEnum):
    """How an original is locked: COMPLIANCE yields to nobody, GOVERNANCE to whoever was given that right."""

    COMPLIANCE = "COMPLIANCE"
    GOVERNANCE = "GOVERNANCE"


@dataclass(frozen=True, slots=True)
class S3Settings:
    """A bucket with Object Lock.

    Attributes:
        endpoint: ``https://s3.example``; without TLS only on this machine.
        prefix: before every key, ending in ``/``; empty for none.
        credentials: a closed TOML file with ``access_key_id`` and ``secret_access_key``; without one, the
            environment's AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.
        lock, lock_days: of originals; what is made from them again is not locked.
        timeout_s, tries: of each request.
        send_every_s: seconds between looks for what was not put yet.
        check_every_s: seconds between checks of every file, 0 for none but those that people ask for.
    """

    bucket: str
    endpoint: str
    region: str = "us-east-1"
    prefix: str = ""
    credentials: Path | None = None
    lock: Lock = Lock.COMPLIANCE
    lock_days: int = 365
    timeout_s: int = 5
    tries: int = 3
    send_every_s: int = 60
    check_every_s: int = 86_400

    def __post_init__(self) -> None:
        if not BUCKET.fullmatch(self.bucket):
            raise ObjetoInvalido("S850", "objetos.bucket is no name of a bucket")
        if not PREFIX.fullmatch(self.prefix):
            raise ObjetoInvalido("S850", "objetos.prefix must be of words that end in /")
        if not _is_safe(self.endpoint):
            raise ObjetoInvalido("S850", "objetos.endpoint must be https:// and a name; http:// on this machine alone")
        for name, least, most in (
            ("lock_days", 1, MAX_DAYS),
            ("timeout_s", 1, MAX_TIMEOUT_S),
            ("tries", 1, MAX_TRIES),
            ("send_every_s", 1, 3600),
            ("check_every_s", 0, 30 * 86_400),
        ):
            if not least <= getattr(self, name) <= most:
                raise ObjetoInvalido("S850", f"objetos.{name} must be from {least} to {most}")

    @property
    def place(self) -> str:
        """What the database remembers: the same bucket may move to another address."""
        return f"{self.bucket}/{self.prefix}"

    def keys(self) -> tuple[str, str]:
        """Who asks: (id, secret). Raises ``ObjetoInvalido`` S850, which never says them, ``SecretoExpuesto`` S010."""
        found = {name: os.environ.get(variable, "") for name, variable in FROM_ENVIRONMENT.items()}
        if self.credentials is not None:
            check_closed(self.credentials)
            try:
                found = tomllib.loads(self.credentials.read_text(encoding="utf-8"))
            except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
                raise ObjetoInvalido("S850", f"{self.credentials.name} cannot be read as TOML") from None
        key, secret = found.get(ID), found.get(SECRET)
        if not (isinstance(key, str) and isinstance(secret, str) and key and secret):
            raise ObjetoInvalido("S850", f"{ID} and {SECRET} are wanted, in a file or in the environment")
        return key, secret


def _is_safe(endpoint: str) -> bool:
    try:
        parts = urlsplit(endpoint)
        whole = bool(parts.hostname) and parts.path in {"", "/"} and not (parts.query or parts.fragment)
        if not whole or parts.username is not None or parts.password is not None:
            return False
        return parts.scheme == "https" or (
            parts.scheme == "http" and ipaddress.ip_address(parts.hostname or "").is_loopback
        )
    except ValueError:
        return False
