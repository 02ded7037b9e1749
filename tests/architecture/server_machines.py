"""The lives of things of the server and the theme builder, read from the tables by which they decide.

It must not hold a state.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from server.catalog import rules as catalog
from server.ingest import rules as ingest
from server.revision import rules as revision
from shared.domain.steps import Step
from tests.architecture.state_machines import Edge
from theme_builder.versions import rules as versions

NOTHING: Final = "[*]"
"""Whence what is not there yet comes, as diagrams write it."""


@dataclass(frozen=True)
class Life:
    """One thing of the server: what it is, and its table."""

    title: str
    told: str
    steps: Mapping[Any, Step[Any]]

    @property
    def first(self) -> str:
        """The state in which it usually begins."""
        rule = next(iter(self.steps.values()))
        kind: type[StrEnum] = type(rule.target)
        return name_of(rule.target if None in rule.sources else next(iter(kind)))

    def edges(self) -> list[Edge]:
        """Every step from every state."""
        return [
            Edge(name_of(source), name_of(rule.target), name_of(step), ())
            for step, rule in self.steps.items()
            for source in sources_of(rule)
        ]


def name_of(state: StrEnum | None) -> str:
    """A state or a step, as documents write it."""
    return NOTHING if state is None else state.value


def sources_of(rule: Step[Any]) -> list[StrEnum | None]:
    """Whence a step leads, in the order of the states."""
    kind: type[StrEnum] = type(rule.target)
    return [state for state in (None, *kind) if state in rule.sources]


LIVES: Final = (
    Life(
        "A store of votes at the server",
        "What `server/ingest` received of one store. Only `aceptado` counts. The other is that of a substitution.",
        ingest.STEPS,
    ),
    Life(
        "A case at the server",
        "What two people decide of a casilla (`server/revision`). Another arrival makes the case new.",
        revision.STEPS,
    ),
    Life(
        "A file for a list of the catalogue",
        "What somebody delivered to take the place of a list (`server/catalog`). Signing applies it.",
        catalog.STEPS,
    ),
    Life(
        "A version of a theme",
        "What two people answer for (`theme_builder/versions`). A change after `enviar` is of the next draft.",
        versions.STEPS,
    ),
)
