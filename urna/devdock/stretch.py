"""`stretch.py PROGRAM FOLDER ARGUMENT ...`: in the place of `soundstretch`, keeps what came of each sound.

It must not change what comes. A file of FOLDER is named for the SHA-256 of the samples that went in, and holds those
that came out: so whoever hears a clip made slower or faster still knows which it was.
"""

import hashlib
import subprocess
import sys
from pathlib import Path

_HEAD_BYTES = 44


def main() -> int:
    """Be the program for one sound; its exit code."""
    program, folder, *arguments = sys.argv[1:]
    given = sys.stdin.buffer.read()
    made = subprocess.run([program, *arguments], input=given, stdout=subprocess.PIPE, check=False)
    _, found, samples = made.stdout.partition(b"data")
    if found:
        name = hashlib.sha256(given[_HEAD_BYTES:]).hexdigest()
        speed = arguments[2].removeprefix("-tempo=") if len(arguments) > 2 else ""
        (Path(folder) / f"{name}{speed}.raw").write_bytes(samples[4:])
    sys.stdout.buffer.write(made.stdout)
    return made.returncode


if __name__ == "__main__":
    sys.exit(main())
