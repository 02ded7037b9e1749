"""Words: those that the glossary bans from identifiers, and Spanish that is not in a catalogue.

It must not hold the list of banned words: `docs/glossary.md` does.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.tree import parsed, place, python_files

WORD = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|\d+")

SPANISH = re.compile(r"[áéíóúñ¿¡ÁÉÍÓÚÑ]")
CATALOGUE = re.compile(r"(^|/|_)(texts|textos|wording|catalogue)(/|\.py$)")
# Catalogues that stand beside what they word, one table each.
TABLES = frozenset({"shared/domain/journal_kinds.py", "theme_builder/finding.py"})


def banned_words(glossary: str) -> frozenset[tuple[str, ...]]:
    """The last column of the glossary's table: each entry as its words, `ballot_box` being ("ballot", "box")."""
    rows = [
        [cell.strip() for cell in line.strip().strip("|").split("|")]
        for line in glossary.splitlines()
        if line.startswith("|")
    ]
    header = rows[0]
    if header[-1] != "never":
        raise ValueError("the glossary's last column is not 'never'")
    cells = [row[-1] for row in rows[2:] if len(row) == len(header)]
    entries = (entry.strip(" `") for cell in cells for entry in cell.split(","))
    return frozenset(words_of(entry) for entry in entries if entry)


def words_of(identifier: str) -> tuple[str, ...]:
    """`ActaEnCeros`, `acta_en_ceros` and `ACTA_EN_CEROS` are all ("acta", "en", "ceros")."""
    return tuple(word.lower() for word in WORD.findall(identifier))


def defined(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """Every name that a module defines: classes, functions, parameters, variables and attributes that it sets."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, node.lineno
        elif isinstance(node, ast.arg):
            yield node.arg, node.lineno
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id, node.lineno
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            yield node.attr, node.lineno


def _holds(words: tuple[str, ...], phrase: tuple[str, ...]) -> bool:
    size = len(phrase)
    singular = tuple(word.removesuffix("s") for word in words)
    return any(phrase in (words[i : i + size], singular[i : i + size]) for i in range(len(words) - size + 1))


def banned_identifiers(root: Path) -> list[str]:
    """Definitions (and module names) that hold a banned word, in the programs and the tests."""
    banned = banned_words((root / "docs" / "glossary.md").read_text(encoding="utf-8"))
    found = []
    for path in (*python_files(root), *python_files(root, "tests")):
        names = [(path.stem, 1), *defined(parsed(path))]
        for name, line in names:
            hits = [phrase for phrase in banned if _holds(words_of(name), phrase)]
            found += [f"{place(root, path, line)}: {name} holds '{'_'.join(phrase)}'" for phrase in hits]
    return found


def _prose(tree: ast.Module) -> set[int]:
    """The docstrings of a module and of everything in it, which are read by developers alone."""
    return {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}


def inline_spanish(root: Path) -> list[str]:
    """Strings in Spanish outside of the catalogues, known by the letters that English lacks."""
    found = []
    for path in python_files(root, "shared", "hardware", "urna", "theme_builder", "server"):
        name = place(root, path)
        if CATALOGUE.search(name) or name in TABLES:
            continue
        prose = _prose(parsed(path))
        for node in ast.walk(parsed(path)):
            text = node.value if isinstance(node, ast.Constant) and id(node) not in prose else None
            if isinstance(text, str) and " " in text and SPANISH.search(text):
                found.append(f"{place(root, path, getattr(node, 'lineno', 0))}: {text[:40]!r}")
    return found
