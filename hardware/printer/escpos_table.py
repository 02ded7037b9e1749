"""Reads python-escpos' table of printers as the JSON that it is. It must not change what the table says.

The library reads it as YAML, which takes 250 times as long at every start, and keeps it as a pickle in a folder, from
where it would be believed: here it is given a table of one printer, whose pickle goes at once, and then the whole one.
"""

import json
import os
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import Final

TABLE: Final = "escpos.capabilities"
_PICKLE, _FILE = "ESCPOS_CAPABILITIES_PICKLE_DIR", "ESCPOS_CAPABILITIES_FILE"


def read_printers() -> None:
    """Load the table, once in a process."""
    if TABLE in sys.modules:
        return
    whole = json.loads((files("escpos") / "capabilities.json").read_text(encoding="utf-8"))
    least = {"encodings": {}, "profiles": {"default": whole["profiles"]["default"]}}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "capabilities.json"
        path.write_text(json.dumps(least), encoding="utf-8")
        with _told({_PICKLE: folder, _FILE: str(path)}):
            from escpos.capabilities import CAPABILITIES  # noqa: PLC0415 - importing it reads the table
    for part, entries in whole.items():
        CAPABILITIES[part].update(entries)


@contextmanager
def _told(settings: Mapping[str, str]) -> Iterator[None]:
    """Variables of the environment until the end of the block."""
    before = {name: os.environ.get(name) for name in settings}
    os.environ.update(settings)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
