"""Finds the line of each value of a TOML file, so that a finding can point at it.

It must be given text that tomllib has already accepted: it locates, it does not parse.
"""

import re

TABLE = re.compile(r"\s*(\[\[?)\s*([A-Za-z0-9_.\"-]+)\s*\]\]?\s*(?:#.*)?")
KEY = re.compile(r"\s*([A-Za-z0-9_-]+)\s*=")
Path = tuple[str | int, ...]


class Positions:
    """Lines (1-based) of the tables and keys of one TOML text, by path such as ``("options", 2, "label")``."""

    def __init__(self, text: str) -> None:
        self._lines: dict[Path, int] = {}
        self._counts: dict[Path, int] = {}
        prefix: Path = ()
        for number, line in enumerate(text.splitlines(), start=1):
            table = TABLE.fullmatch(line)
            if table:
                prefix = self._enter(table[1], tuple(part.strip('"') for part in table[2].split(".")))
                self._lines.setdefault(prefix, number)
                continue
            key = KEY.match(line)
            if key:
                self._lines.setdefault((*prefix, key[1]), number)

    def _enter(self, bracket: str, names: tuple[str, ...]) -> Path:
        path: Path = ()
        for name in names[:-1]:
            path = (*path, name)
            if path in self._counts:
                path = (*path, self._counts[path])
        path = (*path, names[-1])
        if bracket == "[[":
            self._counts[path] = self._counts.get(path, -1) + 1
            path = (*path, self._counts[path])
        return path

    def line_of(self, path: Path) -> int:
        """The line of the value at ``path``, or of its nearest table that has a line, or 0."""
        while path:
            if path in self._lines:
                return self._lines[path]
            path = path[:-1]
        return 0
