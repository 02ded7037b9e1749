"""`emulator.py FOLDER SPEED`: in the place of `aplay`, keeps what it is given as ears get it. It must not make a sound.

Each start is a file `000001.raw`, in order; SPEED is how many times faster than real ears it listens. Killed in the
middle of a clip, it leaves the part that was heard. It needs nothing of the project, so that it starts at once.
"""

import sys
import time
from pathlib import Path

BYTES_PER_SECOND = 44_100
BLOCK_BYTES = 1024


def main() -> None:
    """Run until standard input ends."""
    folder, speed = Path(sys.argv[1]), int(sys.argv[2])
    number = len(list(folder.glob("*.raw"))) + 1
    with (folder / f"{number:06d}.raw").open("wb", buffering=0) as heard:
        began = time.monotonic()
        total = 0
        while data := sys.stdin.buffer.read(BLOCK_BYTES):
            heard.write(data)
            total += len(data)
            ahead_s = total / (BYTES_PER_SECOND * speed) - (time.monotonic() - began)
            if ahead_s > 0:
                time.sleep(ahead_s)


if __name__ == "__main__":
    main()
