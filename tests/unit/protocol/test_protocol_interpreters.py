"""The same bytes from CPython and from MicroPython as the golden ones, which firmware in the field speaks."""

import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
GOLDEN = (HERE / "golden.txt").read_text()
MICROPYTHON = Path(sys.executable).with_name("micropython")


@pytest.mark.parametrize("interpreter", [Path(sys.executable), MICROPYTHON], ids=["cpython", "micropython"])
def test_an_interpreter_speaks_the_golden_bytes(interpreter: Path) -> None:
    said = subprocess.run(
        [str(interpreter), str(HERE / "golden_script.py"), str(ROOT)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (said.returncode, said.stderr) == (0, "")
    assert said.stdout == GOLDEN
