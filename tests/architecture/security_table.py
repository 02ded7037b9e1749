"""Makes the table of docs/security.md: which tests try each abuse case, found by their names. It must not run them.

A test of row 12 is named ``test_a12_...``; the command rewrites what stands between the marks:
``python -m tests.architecture.security_table``.
"""

import ast
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from tests.architecture.tree import REPOSITORY, parsed, place, python_files

PAGE: Final = "docs/security.md"
BEGIN: Final = "<!-- made by python -m tests.architecture.security_table: begin -->"
END: Final = "<!-- end -->"
LATER: Final = "later"
_NAME: Final = re.compile(r"test_a([0-9]+)_\w+")

ROWS: Final[Mapping[str, str]] = {
    "A1": "A record that says more than a boleta allows is counted",
    "A2": "Something is counted twice: a testigo, QR, record or bundle, or an urna that comes back to life",
    "A3": "A total is one away from the voters or the testigos",
    "A4": "The order of voting is read from what is stored, published, shown or left on media",
    "A5": "Randomness that can be guessed from a clock or a counter",
    "A6": "Size, lines, effects or duration differ with the choice",
    "A7": "A key that machines share, or that lies in the repository or an image",
    "A8": "A changed file of the program, its fonts, pictures or sounds",
    "A9": "A hostile stick: links, paths that climb, huge files, odd names, other devices",
    "A10": "An older theme or older software is played again",
    "A11": "Order, logo or audio of candidates is swapped",
    "A12": "The power goes at any step of the day",
    "A13": "A medium is pulled, swapped, full, read-only or bad",
    "A14": "Both media are set back, or records are exchanged one for one",
    "A15": "Closing early, opening again, voting after the close, a second acta de inicio",
    "A16": "One official alone, another's card, codes that are tried",
    "A17": "A bundle that was mutated, even by who holds an urna's key, or that is a bomb",
    "A18": "Whoever runs the server changes or hides a total",
    "A19": "A journal is cut, edited, put in another order or mixed with another",
    "A20": "The screen shows one choice and the testigo says another",
    "A21": "Paper, cutter, cable or printer fail in the middle of a testigo",
    "A22": "Two taps, two fingers, a finger held, a drag, a screen left alone",
    "A23": "Somebody proves a vote: by a code, a pattern, a written name, a group of one",
    "A24": "Frames of the keypad are forged, repeated, reordered or poured out",
    "A25": "The clock jumps, goes back, or is not there",
    "A26": "A vote is left in a core, swap, a log, a file or the memory of the process",
    "A27": "An account of the staff is guessed, stolen or raised; a page or a cell carries code",
    "A28": "A photograph that is huge, two things at once, or no picture",
    "A29": "A flood of readers or of uploads",
    "A30": "Database, disk, worker or object store fail while a bundle comes in",
}
"""Each row in our own words; the design page of abuse cases says what must be seen."""

REQUIRED: Final = frozenset({f"A{n}" for n in (*range(1, 9), *range(12, 15), 17, 19, 20, 21, 23, 25, 26)})
"""Rows that this release must try."""
AWAITED: Final[frozenset[str]] = frozenset()
"""Rows of `REQUIRED` whose first test is not in the tree yet; to be emptied."""


def tests_of(root: Path) -> dict[str, list[str]]:
    """Node ids by row, in the order of files and of lines; rows that nobody described are there too."""
    found: dict[str, list[str]] = {row: [] for row in ROWS}
    for path in python_files(root, "tests"):
        for name in _named(parsed(path).body):
            match = _NAME.fullmatch(name.rpartition("::")[2])
            if match is not None:
                found.setdefault(f"A{int(match[1])}", []).append(f"{place(root, path)}::{name}")
    return found


def _named(body: Sequence[ast.stmt]) -> Iterator[str]:
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name
        elif isinstance(node, ast.ClassDef):
            yield from (f"{node.name}::{name}" for name in _named(node.body))


def faults(root: Path) -> list[str]:
    """Tests of rows that do not exist, and rows of this release that nothing tries."""
    found = tests_of(root)
    strange = [f"{node}: there is no row {row}" for row, nodes in found.items() if row not in ROWS for node in nodes]
    return strange + [
        f"{row}: no test is named test_{row.lower()}_..."
        for row in sorted(REQUIRED - AWAITED, key=_number)
        if not found[row]
    ]


def table(root: Path) -> str:
    """What stands between the marks."""
    found = tests_of(root)
    lines = ["| row | what is tried | tests |", "| --- | --- | --- |"]
    for row, words in ROWS.items():
        count = f"[{len(found[row])}](#{row.lower()})" if found[row] else LATER
        lines.append(f"| {row} | {words} | {count} |")
    for row in ROWS:
        if found[row]:
            lines += ["", f"### {row}", "", *(f"- `{node}`" for node in found[row])]
    return "\n".join(lines) + "\n"


def page(text: str, made: str) -> str:
    """The page with another table; raises ``ValueError`` where the marks are not."""
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"{PAGE} has lost its marks")
    return f"{before}{BEGIN}\n\n{made}\n{END}{after}"


def _number(row: str) -> int:
    return int(row[1:])


def main() -> int:
    """Rewrites the table of this repository."""
    path = REPOSITORY / PAGE
    path.write_text(page(path.read_text(encoding="utf-8"), table(REPOSITORY)), encoding="utf-8")
    sys.stdout.write(f"{PAGE}: {sum(map(len, tests_of(REPOSITORY).values()))} tests\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
