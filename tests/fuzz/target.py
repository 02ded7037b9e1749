"""What a fuzz target is, and what may happen to bytes: taken, or refused with a declared code. It must not mutate.

A target's ``run`` holds its own oracle: it raises `Broken` when what it read does not write back the same.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache

from shared.domain.errors import DatoInvalido
from tests.architecture.error_codes import TABLE
from tests.architecture.tree import REPOSITORY

_ROW = re.compile(r"^\| ([A-Z]\d{3}) \|", re.MULTILINE)
_COMMON = re.compile(r"[A-Z]0(0[1-9]|1[1-9])")


class Broken(Exception):  # noqa: N818 - it is what is found, not how it failed
    """A reader took bytes that it should not have, or read them as something else."""


@dataclass(frozen=True)
class Target:
    """One door for strangers' bytes.

    Attributes:
        name: of the target and its module.
        run: reads the bytes; raises ``DatoInvalido`` to refuse, `Broken` for a finding; the first byte may be a mode.
        seeds: good inputs, made of real objects.
        letters: of the codes that may come out.
        parsers: which public readers it exercises (``module:name``), and the constant that bounds what they take.
        dictionary: words of the format.
        sample: mutated inputs in ``make test``.
    """

    name: str
    run: Callable[[bytes], None]
    seeds: Callable[[], tuple[bytes, ...]]
    letters: str
    parsers: Mapping[str, str]
    dictionary: tuple[bytes, ...] = ()
    sample: int = 1500
    max_len: int = field(default=16 << 10)


@cache
def declared_codes() -> frozenset[str]:
    """The codes of docs/error-codes.md."""
    return frozenset(_ROW.findall((REPOSITORY / TABLE).read_text(encoding="utf-8")))


def is_declared(code: str, letters: str) -> bool:
    """Whether a reader of that target may refuse with this code."""
    return code[:1] in letters and (code in declared_codes() or _COMMON.fullmatch(code) is not None)


def survive(target: Target, data: bytes) -> str:
    """The code with which the input was refused, or "" when it was taken; anything else is raised: a finding."""
    try:
        target.run(data)
    except DatoInvalido as refused:
        if not is_declared(refused.code, target.letters):
            raise Broken(f"{target.name}: undeclared code {refused.code}") from refused
        return refused.code
    return ""


def same(written: object, read: object) -> None:
    """Demand that what was written again is what was read."""
    if written != read:
        raise Broken(f"written again it is something else: {written!r:.200} / {read!r:.200}")
