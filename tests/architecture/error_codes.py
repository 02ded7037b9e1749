"""The table of error codes, read from the code itself. It must not run a program: it reads syntax alone.

python -m tests.architecture.error_codes      rewrites docs/error-codes.md
"""

import ast
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.architecture.tree import REPOSITORY, dotted, parsed, place, python_files

CODE = re.compile(r"[A-Z]\d{3}")
TABLE = "docs/error-codes.md"
ROOMS = {
    "A": "acta and escrutinio (findings)",
    "D": "domain",
    "H": "hardware",
    "I": "image of votes",
    "J": "journal",
    "K": "crypto",
    "N": "signed reports of an urna",
    "P": "PREP",
    "Q": "QR",
    "R": "results bundle",
    "S": "server",
    "T": "theme",
    "U": "urna",
    "V": "verifier",
}
HEADER = """# Error codes

Stable: a code is printed on paper, shown on screens and written in logs, so it is never reused for something else. This
table is made from the code by `python -m tests.architecture.error_codes`; a test compares. `{}` stands for a value.
"""


@dataclass(frozen=True, slots=True)
class Use:
    """One place that names a code: `owner` is the class that carries it ("" when it is kept in a constant)."""

    code: str
    owner: str
    meaning: str
    file: str


def _wording(node: ast.expr | None) -> str:
    """A message as a template: what is filled in when running is `{}`."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)
    return ""


def _code(node: ast.expr) -> str | None:
    text = node.value if isinstance(node, ast.Constant) else None
    return text if isinstance(text, str) and CODE.fullmatch(text) else None


def _sentence(nodes: Iterable[ast.expr]) -> str:
    """The first message among some expressions, or inside them; a word alone is a path or a name, not a message."""
    inside = (part for node in nodes for part in ast.walk(node) if isinstance(part, ast.Constant | ast.JoinedStr))
    return next((text for text in map(_wording, inside) if " " in text), "")


def _cause(nodes: list[ast.expr]) -> str:
    """The class of error before a code, as a table that translates a library's errors writes it."""
    names = [dotted(node).rpartition(".")[2] for node in nodes if isinstance(node, ast.Attribute | ast.Name)]
    return next((f"when `{name}`" for name in names if name[:1].isupper() and not name.isupper()), "")


def _groups(node: ast.AST) -> Iterator[tuple[str, list[ast.expr]]]:
    """What stands together: the arguments of a call (with its name), a key and its value, the items of a tuple."""
    if isinstance(node, ast.Call):
        yield dotted(node.func).rpartition(".")[2], [*node.args, *(keyword.value for keyword in node.keywords)]
    elif isinstance(node, ast.Tuple):
        yield "", node.elts
    elif isinstance(node, ast.Dict):
        yield from (("", [key, value]) for key, value in zip(node.keys, node.values, strict=True) if key is not None)


def uses_in(tree: ast.Module, file: str) -> Iterator[Use]:
    """Every place of a module that names a code, with the message that stands beside it."""
    seen: set[int] = set()
    for node in ast.walk(tree):
        for owner, group in _groups(node):
            for position, expression in enumerate(group):
                code = _code(expression)
                if code is not None:
                    seen.add(id(expression))
                    yield Use(code, owner, _sentence(group[position + 1 :]) or _cause(group[:position]), file)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and id(node) not in seen and (code := _code(node)):
            yield Use(code, "", "", file)


def uses(root: Path) -> list[Use]:
    """Every use of a code in the programs, by code."""
    found = [use for path in python_files(root) for use in uses_in(parsed(path), place(root, path))]
    return sorted(found, key=lambda use: (use.code, use.file, use.owner, use.meaning))


def clashes(root: Path) -> list[str]:
    """Codes carried by more than one error class, and codes whose letter names no room."""
    owners: dict[str, set[str]] = defaultdict(set)
    for use in uses(root):
        if use.owner[:1].isupper():
            owners[use.code].add(use.owner)
    found = [f"{code}: carried by {', '.join(sorted(names))}" for code, names in owners.items() if len(names) > 1]
    return found + sorted(
        {f"{use.code} ({use.file}): no room has this letter" for use in uses(root) if use.code[0] not in ROOMS}
    )


def table(root: Path) -> str:
    """The text of docs/error-codes.md."""
    by_code: dict[str, list[Use]] = defaultdict(list)
    for use in uses(root):
        by_code[use.code].append(use)
    lines = [HEADER]
    for letter, room in ROOMS.items():
        codes = [code for code in by_code if code[0] == letter]
        if codes:
            lines += [f"## {letter}: {room}", "", "| code | error | says | where |", "| --- | --- | --- | --- |"]
            lines += [_row(code, by_code[code]) for code in codes] + [""]
    return "\n".join(lines)


def _row(code: str, found: list[Use]) -> str:
    owners = sorted({use.owner for use in found if use.owner[:1].isupper()})
    says = list(dict.fromkeys(use.meaning.replace("|", "\\|") for use in found if use.meaning))
    files = sorted({use.file for use in found})
    return f"| {code} | {_quoted(owners)} | {'; '.join(says)} | {_quoted(files)} |"


def _quoted(names: list[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def main() -> int:
    """Rewrites the table of this repository."""
    text = table(REPOSITORY)
    (REPOSITORY / TABLE).write_text(text, encoding="utf-8")
    sys.stdout.write(f"{TABLE}: {text.count(chr(10))} lines\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
