"""What a version answers: its steps, its state, who had it in their hands. It must not query."""

from collections.abc import Iterable
from dataclasses import dataclass

from theme_builder.finding import Finding
from theme_builder.versions.rules import Estado, Paso
from theme_builder.versions.tables import VersionRow, VersionStepRow


@dataclass(frozen=True, slots=True)
class Taken:
    """A step that was taken; ``moment`` is UTC, ``...Z``; ``key`` the id of the key that signed, or ""."""

    step: Paso
    state: Estado
    person: str
    moment: str
    reason: str
    key: str


@dataclass(frozen=True, slots=True)
class Version:
    """A version of a theme: the bytes that were sent, and every step since.

    Attributes:
        number: from 1.
        change: the last change of the project that is in it.
        author: whose that change was.
        publication: the number by which urnas tell it from an older one.
        sha256: of its theme.json, or of the list of all its themes.
        code: the short code of that.
        steps: never empty.
        themes: how many it has.
    """

    number: int
    change: int
    author: str
    publication: int
    sha256: str
    code: str
    steps: tuple[Taken, ...]
    themes: int = 1

    @property
    def state(self) -> Estado:
        """What became of it."""
        return self.steps[-1].state

    @property
    def sender(self) -> str:
        """Who sent it."""
        return self.steps[0].person

    @property
    def signed(self) -> tuple[Taken, ...]:
        """Its signatures."""
        return tuple(each for each in self.steps if each.key)

    def hands(self, paso: Paso) -> tuple[str, ...]:
        """Those who may not take a step that is another person's."""
        if paso is Paso.APROBAR:
            return self.sender, self.author
        return tuple(each.person for each in self.signed)


@dataclass(frozen=True, slots=True)
class Blocked:
    """Nothing was sent: these findings block it."""

    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Root:
    """A root of signatures: who brought it and when, its hash, and how many people may sign by it."""

    number: int
    sha256: str
    person: str
    moment: str


def version_of(row: VersionRow, steps: Iterable[VersionStepRow], themes: int) -> Version:
    """A row with its steps as a value."""
    taken = tuple(Taken(Paso(s.step), Estado(s.state), s.person, s.moment, s.reason, s.key) for s in steps)
    return Version(row.number, row.change, row.author, row.publication, row.sha256, row.code, taken, themes)
