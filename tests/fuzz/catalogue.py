"""Every fuzz target, found in its folder: a new file is run by `make fuzz` and `make test` by itself. Not a list."""

import importlib
import pkgutil
from functools import cache

from tests.fuzz import targets as folder
from tests.fuzz.target import Target


def names() -> tuple[str, ...]:
    """The targets by name, without importing them."""
    return tuple(sorted(module.name for module in pkgutil.iter_modules(folder.__path__)))


@cache
def target(name: str) -> Target:
    """One target, with what it fuzzes imported now."""
    found: Target = importlib.import_module(f"tests.fuzz.targets.{name}").TARGET
    return found
