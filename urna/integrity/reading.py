"""Small JSON files, read within limits and in one form alone. It must not believe what they say."""

import json
import os
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from urna.integrity.refusal import ProgramRefusedError


def read_bounded(place: Path, limit_bytes: int, code: str) -> bytes:
    """A regular file's bytes, through no link; ``ProgramRefusedError`` with ``code`` when absent or too large."""
    try:
        descriptor = os.open(place, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        with os.fdopen(descriptor, "rb") as file:
            regular = stat.S_ISREG(os.fstat(descriptor).st_mode)
            data = file.read(limit_bytes + 1) if regular else b""
    except OSError as error:
        raise ProgramRefusedError(code, f"{place.name}: {error.strerror}") from None
    if not regular or len(data) > limit_bytes:
        raise ProgramRefusedError(code, f"{place.name}: not a file of at most {limit_bytes} bytes")
    return data


def parsed(data: bytes, name: str) -> Any:  # noqa: ANN401 - JSON; whoever asks looks at each part's type
    """JSON in UTF-8 with no key twice and no number but integers; ``ProgramRefusedError`` U069."""
    try:
        return json.loads(data.decode("utf-8"), object_pairs_hook=_once, parse_float=_refuse, parse_constant=_refuse)
    except (ValueError, RecursionError):
        raise ProgramRefusedError("U069", f"{name}: unreadable JSON") from None


def part(value: Any, kind: type[Any], *path: str) -> Any:  # noqa: ANN401 - as above
    """The part of ``value`` at ``path``, of that type exactly; ``ProgramRefusedError`` U069."""
    for key in path:
        value = value.get(key) if isinstance(value, Mapping) else None
    if type(value) is not kind:
        raise ProgramRefusedError("U069", f"{'.'.join(path)}: missing or of another type")
    return value


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key twice")
    return found


def _refuse(text: str) -> object:
    raise ValueError(text)
