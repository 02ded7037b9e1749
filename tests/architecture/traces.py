"""What must never be in a tracked file: registries, machines, keys. It must not read git's past."""

import re
from fnmatch import fnmatch
from pathlib import Path

from tests.architecture.tree import place, text_of, tracked_files

LOCKS = ("requirements/*.txt", "*package-lock.json", "*uv.lock", "*poetry.lock", "*npm-shrinkwrap.json")
REGISTRY = re.compile(r"https?://|--(?:extra-)?index-url|--find-links|--trusted-host|\bfile:")
# Built from pieces, so that this file does not hold what it looks for.
MACHINE_PATH = re.compile(r"(?<![\w.$}/-])/(?:" + r"work|root|home/[a-z]\w*|Users/\w+" + ")/")
PRIVATE_KEY = re.compile("-----BEGIN (?:[A-Z0-9]+ )*" + "PRIVATE KEY-----")
VENDORED = ("*.ttf", "*.otf", "*.woff", "*.woff2", "*.min.js", "*.min.css", "*/vendor/*", "*.wav", "*.mp3")


def _lines(root: Path, pattern: re.Pattern[str], what: str) -> list[str]:
    found = []
    for path in tracked_files(root):
        text = text_of(path) or ""
        for number, line in enumerate(text.splitlines(), 1):
            if pattern.search(line):
                found.append(f"{place(root, path, number)}: {what}")
    return found


def registry_addresses(root: Path) -> list[str]:
    """Lines of lock files that say where packages come from: that is each machine's business."""
    found = []
    for path in tracked_files(root):
        if not any(fnmatch(place(root, path), pattern) for pattern in LOCKS):
            continue
        for number, line in enumerate((text_of(path) or "").splitlines(), 1):
            if REGISTRY.search(line) and not _is_own_header(line):
                found.append(f"{place(root, path, number)}: {line.strip()[:80]}")
    return found


def _is_own_header(line: str) -> bool:
    """The comment in which uv records its command line names options, and no address."""
    return line.startswith("#") and "uv pip compile" in line and "://" not in line


def unhashed_requirements(root: Path) -> list[str]:
    """Requirements that are not pinned by version and by hash."""
    found = []
    for path in sorted((root / "requirements").glob("*.txt")):
        logical = path.read_text(encoding="utf-8").replace("\\\n", " ").splitlines()
        named = [line for line in map(str.strip, logical) if line and not line.startswith("#")]
        loose = [line for line in named if "==" not in line or "--hash=sha256:" not in line]
        found += [f"{place(root, path)}: {line[:60]}" for line in loose]
    return found


def machine_paths(root: Path) -> list[str]:
    """Absolute paths of somebody's machine."""
    return _lines(root, MACHINE_PATH, "a path of one machine")


def private_keys(root: Path) -> list[str]:
    """Private keys. Demos and tests make theirs when they run."""
    return _lines(root, PRIVATE_KEY, "a private key")


def unlicensed_files(root: Path) -> list[str]:
    """Vendored files without a row in LICENSES.md."""
    table = (root / "LICENSES.md").read_text(encoding="utf-8")
    listed = re.findall(r"`([^`]+)`", table)
    names = [place(root, path) for path in tracked_files(root)]
    vendored = [name for name in names if any(fnmatch(name, pattern) for pattern in VENDORED)]
    return [f"{name}: no row in LICENSES.md" for name in vendored if not any(fnmatch(name, row) for row in listed)]
