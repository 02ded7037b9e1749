"""`python -m tests.firmware_types [FILE...]`: the firmware against the stubs of MicroPython's rp2 port.

It must not install them among the project's packages, where they would shadow the standard library. Faults in the stubs
themselves are not ours to count.
"""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parents[1]
STUBS = ROOT / "build" / "rp2-stubs"
PINNED = ("micropython-rp2-stubs==1.29.0.post1", "micropython-stdlib-stubs==1.29.0.post2")
PC = frozenset({"hal_unix.py", "main_unix.py"})
"""The pretended circuit, which no chip runs."""
FILES = tuple(
    str(path.relative_to(ROOT))
    for folder in ("firmware", "protocol")
    for path in sorted((ROOT / "hardware" / folder).glob("*.py"))
    if path.name not in PC
)


def fetch() -> None:
    """Put the stubs into their own folder, once."""
    if not STUBS.exists():
        command = [
            sys.executable,
            "-m",
            "uv",
            "pip",
            "install",
            "--quiet",
            "--no-deps",
            "--target",
            str(STUBS),
            *PINNED,
        ]
        subprocess.run(command, check=True)


def faults(files: Sequence[str], root: Path = ROOT) -> list[str]:
    """What mypy says of our own files under `root`."""
    config = ROOT / "hardware" / "firmware" / "mypy.ini"
    options = ["--config-file", str(config), "--custom-typeshed-dir", str(STUBS), "--cache-dir", str(STUBS / ".cache")]
    environment = os.environ | {"MYPYPATH": f"{STUBS}:{root}"}
    command = [sys.executable, "-m", "mypy", *options, *files]
    said = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False)
    lines = (said.stdout + said.stderr).splitlines()
    if not lines or not lines[-1].startswith(("Found", "Success")):
        return lines or ["mypy said nothing"]
    return [line for line in lines if line.startswith("hardware/") and ": error:" in line]


def main(arguments: list[str]) -> int:
    """Print the faults; exit code 1 when there is one."""
    fetch()
    found = faults(arguments or FILES)
    sys.stdout.write("".join(f"{line}\n" for line in found) or "firmware: no faults\n")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
