"""The lot of a small state, built in this process: what takes time is done once. It must not judge anything."""

import atexit
import json
import shutil
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from tests.unit.theme_builder.test_ambitos import SMALL, written
from theme_builder.ambitos import parts_of
from theme_builder.lote import LOTE, Order, build_one, source_digest
from theme_builder.source import load_source
from theme_builder.workspace import write_file


@cache
def small_lote() -> Path:
    """The folder of its four themes; whoever changes something in it puts it back."""
    folder = Path(mkdtemp(prefix="lote-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    order = Order(written(folder / "fuente", SMALL), None, folder / "temas")
    names = [parte.name for parte in parts_of(load_source(order.root))]
    write_file(order.out / LOTE, json.dumps({"source": source_digest(order), "themes": names}).encode())
    for name in names:
        build_one(order, name)
    return order.out
