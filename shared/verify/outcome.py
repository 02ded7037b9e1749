"""What a verification found: problems with a code and a place, and the exit code that they ask for.

It must not word anything: ``texts`` does.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from typing import Self


class Exit(IntEnum):
    """Exit codes of ``urna-verify`` and ``urna-recount``; 2 is the command line's own for a wrong argument."""

    AGREES = 0
    DIFFERS = 1
    USAGE = 2
    UNREADABLE = 3


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that does not hold.

    Attributes:
        code: ``V...``, worded by ``texts.PROBLEMS``.
        place: what it is about: a clave de casilla where there is one, else a file or a unit.
        params: values of the wording by name.
    """

    code: str
    place: str
    params: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, code: str, place: str, **params: object) -> Self:
        """A problem with its values as text."""
        return cls(code, place, tuple((name, str(value)) for name, value in params.items()))


class CannotVerify(Exception):  # noqa: N818 - the sentence reads well where it is raised
    """The publication cannot be read at all, or its root is not the one that was named."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(f"{problem.code}: {problem.place}")
        self.problem = problem


def exit_of(problems: Iterable[Problem]) -> Exit:
    """``AGREES`` when there is none."""
    return Exit.DIFFERS if any(True for _ in problems) else Exit.AGREES
