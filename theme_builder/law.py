"""The article of law behind a finding, from ``law.toml``. It must not hold an article of its own."""

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path


@lru_cache(maxsize=1)
def articles() -> Mapping[str, str]:
    """Article and what it says, by the code of the finding that rests on it."""
    return tomllib.loads(Path(__file__).with_name("law.toml").read_text(encoding="utf-8"))


def cited(code: str) -> str:
    """The article behind a finding; "" for one that rests on none."""
    return articles().get(code, "")
