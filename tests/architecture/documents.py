"""Documents that lead somewhere: links, and the one test command. It must not judge prose."""

import re
from pathlib import Path

from tests.architecture.tree import place, text_of, tracked_files

LINK = re.compile(r"\]\(([^)\s]+)\)")
CITED = re.compile(r"[\w./-]+\.md\b")
EXTERNAL = ("http:", "https:", "mailto:", "#")


def dead_links(root: Path) -> list[str]:
    """Relative links of Markdown files whose target is not in the tree."""
    found = []
    for path in tracked_files(root):
        if path.suffix != ".md":
            continue
        for number, line in enumerate((text_of(path) or "").splitlines(), 1):
            for target in LINK.findall(line):
                name = target.partition("#")[0]
                if not target.startswith(EXTERNAL) and not (path.parent / name).exists():
                    found.append(f"{place(root, path, number)}: {target}")
    return found


def cited_and_gone(root: Path) -> list[str]:
    """Pages that a program cites and that are not in the tree, by their path or else by their name."""
    pages = [path for path in tracked_files(root) if path.suffix == ".md"]
    known = {path.name for path in pages} | {path.relative_to(root).as_posix() for path in pages}
    found = []
    for path in tracked_files(root):
        if path.suffix not in {".py", ".toml"} or "tests" in path.relative_to(root).parts:
            continue
        for number, line in enumerate((text_of(path) or "").splitlines(), 1):
            found += [f"{place(root, path, number)}: {page}" for page in CITED.findall(line) if page not in known]
    return found


def ci_differs(root: Path) -> list[str]:
    """What `.ci/run` runs and the README does not name as a command."""
    script = (root / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    commands = [line.removeprefix("exec ") for line in script if line.startswith("exec ")]
    readme = [line.partition("#")[0].strip() for line in (root / "README.md").read_text(encoding="utf-8").splitlines()]
    if len(commands) != 1:
        return [f".ci/run: {len(commands)} commands, not one"]
    return [f".ci/run: {command} is not in the README" for command in commands if command not in readme]
