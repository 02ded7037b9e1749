"""Reads the catalogues of words that ship with the programs, flat by dotted key. It must not know what a key means."""

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from types import MappingProxyType

SPANISH = "es"


@cache
def catalogue(folder: str, language: str) -> Mapping[str, str]:
    """The words of ``shared/formats/<folder>/<language>.toml``; empty in a language that nobody here can vouch for."""
    file = resources.files("shared.formats").joinpath(folder, f"{language}.toml")
    return flat(file.read_text(encoding="utf-8")) if file.is_file() else MappingProxyType({})


def flat(text: str) -> Mapping[str, str]:
    """The texts of a TOML catalogue as ``section.name`` -> words."""
    return MappingProxyType(dict(_flat("", tomllib.loads(text))))


def _flat(prefix: str, table: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _flat(f"{prefix}{name}.", value)
        else:
            yield f"{prefix}{name}", str(value)
