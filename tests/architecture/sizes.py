"""Sizes that keep a file readable: lines, READMEs, the two opening sentences. It must not judge what the code does."""

import ast
import re
from pathlib import Path

from tests.architecture.tree import PROGRAMS, parsed, place, python_files

MAX_LINES = 400
MAX_TEST_LINES = 600
MAX_README_LINES = 40
SENTENCE_END = re.compile(r"[.:;!?](?:[`'\"»)]*)(?:\s|$)")


def too_long(root: Path) -> list[str]:
    """Files above the cap: 400 lines, tests 600."""
    caps = [(path, MAX_LINES) for path in python_files(root)]
    caps += [(path, MAX_TEST_LINES) for path in python_files(root, "tests")]
    found = []
    for path, cap in caps:
        lines = len(path.read_text(encoding="utf-8").splitlines())
        if lines > cap:
            found.append(f"{place(root, path)}: {lines} lines, at most {cap}")
    return found


def packages(root: Path) -> list[Path]:
    """Folders with an `__init__.py`, of the programs."""
    return [path.parent for path in python_files(root) if path.name == "__init__.py"]


def readmes(root: Path) -> list[str]:
    """Packages without a README, and READMEs above 40 lines anywhere below the programs and the tests."""
    found = [
        f"{place(root, folder)}: no README.md" for folder in packages(root) if not (folder / "README.md").is_file()
    ]
    for folder in (*PROGRAMS, "tests"):
        for path in sorted((root / folder).rglob("README.md")):
            lines = len(path.read_text(encoding="utf-8").splitlines())
            if lines > MAX_README_LINES:
                found.append(f"{place(root, path)}: {lines} lines, at most {MAX_README_LINES}")
    return found


def openings(root: Path) -> list[str]:
    """Modules whose docstring is not at least two sentences: what this is, and what it must not do."""
    found = []
    for path in python_files(root):
        tree = parsed(path)
        text = ast.get_docstring(tree) or ""
        if tree.body and path.name != "__init__.py" and len(SENTENCE_END.findall(text)) < 2:
            found.append(f"{place(root, path)}: opens with fewer than two sentences")
    return found
