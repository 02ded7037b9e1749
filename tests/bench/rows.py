"""One measured figure beside its reference, and the table of them. It must not fail a build: machines are noisy."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """A figure and the same of its reference, measured in the same run; ``more_is_better`` says how the ratio reads."""

    what: str
    unit: str
    figure: float
    reference: float | None
    budget: str
    more_is_better: bool = True

    @property
    def ratio(self) -> float | None:
        """Above 1: better than the reference."""
        if self.reference is None or not self.figure or not self.reference:
            return None
        return self.figure / self.reference if self.more_is_better else self.reference / self.figure


def table(rows: Iterable[Row]) -> str:
    """The rows as text, in columns."""
    head = f"{'what':58} {'figure':>12} {'reference':>12} {'ratio':>7}  budget"
    lines = [head, "-" * len(head)]
    for row in rows:
        reference = "—" if row.reference is None else f"{row.reference:,.1f}"
        ratio = "—" if row.ratio is None else f"{row.ratio:.2f}"
        what = f"{row.what} [{row.unit}]"
        lines.append(f"{what:58} {row.figure:>12,.1f} {reference:>12} {ratio:>7}  {row.budget}")
    return "\n".join(lines)


def grown(found: Mapping[int, Mapping[str, float]]) -> str:
    """Figures by size, and how often the last holds the first: as often as the sizes do is linear."""
    sizes = sorted(found)
    times = f"x{sizes[-1] / sizes[0]:.0f} is linear"
    lines = [f"{'what':46}" + "".join(f"{size:>12,}" for size in sizes) + f"  {times}"]
    for what in found[sizes[0]]:
        figures = [found[size][what] for size in sizes]
        ratio = f"x{figures[-1] / figures[0]:.1f}" if figures[0] else "—"
        lines.append(f"{what:46}" + "".join(f"{figure:>12,.2f}" for figure in figures) + f"  {ratio}")
    return "\n".join(lines)
