"""Draws docs/state-machines.md from the machines as they are. It must not know a state that is not found there.

``python -m tests.architecture.diagrams`` writes the page again.
"""

import sys
from collections.abc import Iterable
from typing import Final

from shared.domain.jornada import JornadaState
from tests.architecture import server_machines as machines_of_server
from tests.architecture import state_machines as machines
from tests.architecture.state_machines import Edge
from tests.architecture.tree import REPOSITORY

PAGE: Final = "docs/state-machines.md"
_HEAD: Final = """# State machines

Made by `python -m tests.architecture.diagrams` from the tables and the reducer; a test makes it again and compares.
Names of states, events and buttons are those of the code: `shared/domain/jornada.py`, `urna/flow/turn.py`,
`urna/flow/media.py` the `STEPS` in the `rules.py` of the server's modules and of `theme_builder/versions`.
What a start makes of a turn that the power cut is in [decision 0007](decisions/0007-order-of-truth.md).
"""


def page() -> str:
    """The whole page."""
    return f"{_HEAD}\n{_day()}\n{_turn()}\n{_endings()}\n{_media()}\n{_devices()}\n{_server()}"


def _mermaid(edges: Iterable[Edge], first: str) -> str:
    """A diagram whose arrows bear all events that lead the same way."""
    arrows: dict[tuple[str, str], list[str]] = {}
    for edge in edges:
        labels = arrows.setdefault((edge.source, edge.target), [])
        if edge.label not in labels:
            labels.append(edge.label)
    lines = [f"    {a} --> {b}: {', '.join(labels)}" for (a, b), labels in arrows.items()]
    return "\n".join(("```mermaid", "stateDiagram-v2", f"    [*] --> {first}", *lines, "```"))


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [f"| {' | '.join(row)} |" for row in (head, ("---",) * len(head), *rows)]
    return "\n".join(lines)


def _ticked(names: Iterable[str]) -> str:
    return " ".join(f"`{name}`" for name in names)


def _day() -> str:
    edges = machines.day()
    rows = [(f"`{e.source}`", f"`{e.label}`", f"`{e.target}`", _ticked(e.effects)) for e in edges]
    broken = machines.broken_from()
    whence = (
        "every state" if broken == set(JornadaState) - {JornadaState.FUERA_DE_SERVICIO} else _ticked(sorted(broken))
    )
    return f"""## The jornada

{_mermaid(edges, JornadaState.SIN_TEMA.value)}

`averiar` leads from {whence} to `{JornadaState.FUERA_DE_SERVICIO.value}`, which nothing leaves: a start judges anew.
An event that a state does not list is refused; one that it lists is refused for the reasons beside it, in their order.

{_table(("state", "event", "leads to", "refused for"), rows)}
"""


def _turn() -> str:
    edges = machines.turn()
    asking = [e for e in edges if e.effects]
    rows = [(f"`{e.source}`", e.label, f"`{e.target}`", _ticked(e.effects)) for e in asking]
    return f"""## The voter's turn

From `committing` on nobody can cancel; from `printing` on the store holds the records as pending. Any event that a step
does not show changes nothing. `start` is what a start finds.

{_mermaid((e for e in edges if e.source != "start"), "none")}

{_mermaid((e for e in edges if e.source == "start"), "start")}

What is asked of the world, and when:

{_table(("step", "event", "next step", "effect"), rows)}
"""


def _endings() -> str:
    rows = [
        (f"`{e.step}`", e.label, "yes" if e.replacement else "no", f"`{e.settlement}`", "one" if e.grant else "")
        for e in machines.endings()
    ]
    return f"""## How a pending turn ends

Each row is one way in which its records leave the pending area. A replacement stands in for an annulled turn.

{_table(("step", "event", "replacement", "becomes", "new habilitacion"), rows)}
"""


def _media() -> str:
    return f"""## A medium

`left out` is by order of two officials, until the medium is level again.

{_mermaid(machines.mediums(), "well")}
"""


def _devices() -> str:
    rows = [
        (f"`{device.name}`", "yes" if device.enables else "no", _ticked(device.faults)) for device in machines.devices()
    ]
    return f"""## The other devices

Each is well, or has one of these faults until it is found well again. `media` stands for all media lost at once.

{_table(("device", "a turn may begin meanwhile", "faults"), rows)}
"""


def _server() -> str:
    return "\n".join(_life(life) for life in machines_of_server.LIVES)


def _life(life: machines_of_server.Life) -> str:
    edges = [e for e in life.edges() if (e.source, e.target) != (machines_of_server.NOTHING, life.first)]
    rows = [
        (
            f"`{step}`",
            _ticked(machines_of_server.name_of(each) for each in machines_of_server.sources_of(rule)),
            f"`{rule.target}`",
            rule.by.value,
            "yes" if rule.explained else "",
            f"`{rule.told}`",
        )
        for step, rule in life.steps.items()
    ]
    return f"""## {life.title}

{life.told}

{_mermaid(edges, life.first)}

{_table(("step", "from", "leads to", "by", "says why", "in the trail as"), rows)}
"""


if __name__ == "__main__":
    (REPOSITORY / PAGE).write_text(page(), encoding="utf-8")
    sys.stdout.write(f"{PAGE}\n")
