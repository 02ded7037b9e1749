"""The independent counter: what voters wanted, added up from theme.json by the words of docs/formats/theme_v1.md alone.

It must not import anything of the project: it is what the project's counting is compared with.
"""

from collections import Counter
from typing import Any

Boleta = dict[str, Any]


def figures_of(boleta: Boleta, marks: tuple[tuple[int, int], ...]) -> list[str]:
    """The figures to which one choice adds 1; ``marks`` are (option, value) in the order of touching."""
    if not marks:
        return ["BLANCOS" if boleta["blank_policy"] == "aparte" else "NULOS"]
    chosen = [boleta["options"][option] for option, _ in marks]
    explicit = {"no_registrada": "NO_REGISTRADAS", "nulo": "NULOS"}.get(chosen[0]["kind"])
    if explicit is not None:
        return [explicit]
    if boleta["kind"] in {"ranked", "scale"}:
        values = range(1, len(marks) + 1) if boleta["kind"] == "ranked" else [value for _, value in marks]
        return [f"{option['id']}@{value}" for option, value in zip(chosen, values, strict=True)]
    if boleta["kind"] == "coalition" and len(chosen) > 1:
        parties = sorted(option["partidos"][0] for option in chosen)
        joined = [c for each in boleta["coaliciones"] for c in each["combinations"] if sorted(c) == parties]
        return ["-".join(joined[0])]
    return [option["id"] for option in chosen]


class Expected:
    """One counter a contest."""

    def __init__(self, theme: dict[str, Any]) -> None:
        self.boletas: list[Boleta] = theme["contests"]
        self.counts: list[Counter[str]] = [Counter() for _ in self.boletas]

    def add(self, place: int, marks: tuple[tuple[int, int], ...]) -> None:
        """One choice in the contest at ``place``."""
        self.counts[place].update(figures_of(self.boletas[place], marks))
