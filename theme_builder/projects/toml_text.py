"""Tables as TOML text, so that a project is written back as the files that people and `tema` read.

It must not hold what a file means, and writes one text for one value: bare values first, then tables, in their order.
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Final

from shared.formats.canonical import Json

_BARE: Final = re.compile(r"[A-Za-z0-9_-]+")
_DELETE: Final = "\x7f"


def write_toml(table: Mapping[str, Json]) -> str:
    """The text of a file; raises ``TypeError`` for null, which TOML does not have."""
    return "\n".join(_lines((), table)).lstrip("\n") + "\n"


def _lines(path: tuple[str, ...], table: Mapping[str, Json]) -> Iterator[str]:
    for name, value in table.items():
        if not _is_table(value):
            yield f"{_key(name)} = {_value(value)}"
    for name, value in table.items():
        inner = (*path, name)
        if isinstance(value, dict):
            yield from ("", f"[{_dotted(inner)}]")
            yield from _lines(inner, value)
        elif isinstance(value, list) and _is_table(value):
            for row in value:
                yield from ("", f"[[{_dotted(inner)}]]")
                yield from _lines(inner, row if isinstance(row, dict) else {})


def _is_table(value: Json) -> bool:
    """A table, or a list of tables alone."""
    rows = isinstance(value, list) and bool(value) and all(isinstance(row, dict) for row in value)
    return isinstance(value, dict) or rows


def _value(value: Json) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case str():
            return json.dumps(value, ensure_ascii=False).replace(_DELETE, "\\u007F")
        case list():
            return f"[{', '.join(map(_value, value))}]"
        case dict():
            inside = ", ".join(f"{_key(name)} = {_value(each)}" for name, each in value.items())
            return f"{{ {inside} }}" if inside else "{}"
        case None:
            raise TypeError("TOML has no null")


def _dotted(path: tuple[str, ...]) -> str:
    return ".".join(map(_key, path))


def _key(name: str) -> str:
    return name if _BARE.fullmatch(name) else _value(name)
