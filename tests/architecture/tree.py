"""What a tree is to the rules: files by kind, and parsed modules. It must not know any rule."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
PROGRAMS = ("shared", "hardware", "urna", "theme_builder", "server", "demo")
HIDDEN_BUT_OURS = frozenset({".ci", ".github", ".gitignore", ".gitattributes"})
SKIPPED = frozenset({"__pycache__", "node_modules", "build", "out", "typings", ".venv"})


def python_files(root: Path, *folders: str) -> Iterator[Path]:
    """Python files below the named folders of `root` (all programs when none is named), sorted."""
    for folder in folders or PROGRAMS:
        for path in sorted((root / folder).rglob("*.py")):
            if not SKIPPED.intersection(path.relative_to(root).parts):
                yield path


@cache
def _parsed(path: Path, _stamp: int) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def parsed(path: Path) -> ast.Module:
    """The syntax tree of a file; parsed once for each of its versions."""
    return _parsed(path, path.stat().st_mtime_ns)


def place(root: Path, path: Path, line: int | None = None) -> str:
    """How a violation names where it is: relative path, and the line where there is one."""
    name = path.relative_to(root).as_posix()
    return name if line is None else f"{name}:{line}"


def tracked_files(root: Path) -> list[Path]:
    """Files of the tree that belong to the project: those that git tracks, or all of them where there is no git."""
    if (root / ".git").exists():
        listed = subprocess.run(["git", "ls-files", "-z"], cwd=root, capture_output=True, check=True).stdout
        names = [name for name in listed.decode().split("\0") if name]
        return [root / name for name in names if (root / name).is_file()]
    return sorted(path for path in root.rglob("*") if path.is_file() and _is_ours(path.relative_to(root)))


def _is_ours(relative: Path) -> bool:
    hidden = {part for part in relative.parts if part.startswith(".")} - HIDDEN_BUT_OURS
    return not hidden and not SKIPPED.intersection(relative.parts)


def text_of(path: Path) -> str | None:
    """The text of a file, or None for what is not text (pictures, fonts)."""
    data = path.read_bytes()
    if b"\0" in data[:4096]:
        return None
    return data.decode("utf-8", errors="replace")


def dotted(node: ast.expr) -> str:
    """`a.b.c` for a chain of names, with "?" for what stands for a value: `open(p).write` is "?.write"."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return "?"


def imported(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """Every absolute name that a module imports, with its line: `from a.b import c` gives "a.b.c"."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield from ((f"{node.module}.{alias.name}", node.lineno) for alias in node.names)
