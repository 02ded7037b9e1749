"""The table of printers is the library's own, whole, and no pickle of it is ever believed."""

import json
import os
import platform
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

from hardware.printer.escpos_table import read_printers

READ = """
import os, sys
before = dict(os.environ)
from hardware.printer.escpos_table import TABLE, read_printers
read_printers()
assert dict(os.environ) == before
print(sorted(sys.modules[TABLE].CAPABILITIES["profiles"]) != [])
"""


def test_the_table_is_the_whole_one() -> None:
    read_printers()
    from escpos.capabilities import CAPABILITIES  # noqa: PLC0415 - importing it reads the table
    from escpos.codepages import CodePages  # noqa: PLC0415

    whole = json.loads((files("escpos") / "capabilities.json").read_text(encoding="utf-8"))
    assert whole == CAPABILITIES
    assert CodePages.data == whole["encodings"]
    read_printers()
    assert whole == CAPABILITIES


def test_a_pickle_that_waits_where_the_library_looks_is_not_read(tmp_path: Path) -> None:
    made = tmp_path / "made"
    planted = tmp_path / f"{platform.python_version()}.capabilities.pickle"
    planted.write_bytes(b"cbuiltins\nopen\n(V" + os.fsencode(made) + b"\nVw\ntR.")
    os.utime(planted, (2**31 - 1, 2**31 - 1))
    environment = {**os.environ, "ESCPOS_CAPABILITIES_PICKLE_DIR": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", READ], env=environment, check=True, capture_output=True, text=True)
    assert done.stdout == "True\n"
    assert not made.exists()
    straight = [sys.executable, "-c", "import escpos.capabilities"]
    subprocess.run(straight, env=environment, check=False, capture_output=True)
    assert made.exists(), "the library itself would have believed it"
