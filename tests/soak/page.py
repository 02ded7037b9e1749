"""What came of a night, as a page. It must not leave out what went wrong."""

from collections.abc import Sequence
from typing import Final

from tests.soak.night import Night, Told
from tests.soak.senders import TAKEN, UNANSWERED
from tests.soak.watching import PERIOD_S

INTRODUCTION: Final = (
    "`make soak`, {today}: {night.bundles:,} bundles by the curve of a night (half in two hours of fourteen) in"
    " {took:,.0f} s; {night.apis} servers, each with one verifier, on one PostgreSQL that flushes to disk. Senders,"
    " servers and database share one machine. Seed {night.seed}."
)


def page(night: Night, told: Told, today: str) -> str:
    """Markdown."""
    lines = [
        "# A simulated night",
        "",
        INTRODUCTION.format(today=today, night=night, took=told.took_s),
        "",
        "**Nothing was lost, doubled or growing.**" if not told.wrong else "**Wrong:**",
        *(f"- {each}" for each in told.wrong[:50]),
        "",
        "| what | figure |",
        "| --- | --- |",
        f"| answers: taken | {sum(n for status, n in told.sent.statuses.items() if status in TAKEN):,} |",
        *(
            f"| answers: {_said(status)} | {n:,} |"
            for status, n in sorted(told.sent.statuses.items())
            if status not in TAKEN
        ),
        f"| an answer took, p50 / p99 / worst | {three(told.sent.seconds)} ms |",
        f"| from due to answered, faults included, p50 / p99 / worst | {three(told.sent.late)} ms |",
        "",
        "| after | what went wrong |",
        "| ---: | --- |",
        *(f"| {fault.due_s:,.0f} s | {fault.kind.value} |" for fault in told.happened),
        "",
        "| process | seconds seen | memory: first, middle, last (MB) | descriptors: most |",
        "| --- | ---: | ---: | ---: |",
    ]
    for (name, _), seen in told.processes.items():
        memory = [seen[n].memory_mb for n in (0, len(seen) // 2, -1)]
        figures = ", ".join(f"{each:.0f}" for each in memory)
        lines.append(f"| {name} | {len(seen) * PERIOD_S:,.0f} | {figures} | {max(each.files for each in seen)} |")
    return "\n".join(lines) + "\n"


def _said(status: int) -> str:
    return "none (the connection ended)" if status == UNANSWERED else str(status)


def three(seconds: Sequence[float]) -> str:
    """Half, ninety-nine of a hundred, all: in milliseconds."""
    ordered = sorted(seconds) or [0.0]
    places = (len(ordered) // 2, len(ordered) * 99 // 100, len(ordered) - 1)
    return " / ".join(f"{ordered[place] * 1000:,.0f}" for place in places)
