"""`emulator.py FOLDER SPEED [PLAYER ...]`: in the place of `aplay`, keeps what it is given as ears get it.

It must not make a sound of its own: what it is given also goes to PLAYER, when there is one and as long as it takes it.
Each start is a file `000001.raw`, in order; SPEED is how many times faster than real ears it listens. Killed in the
middle of a clip, it leaves the part that was heard. It needs nothing of the project, so that it starts at once.
"""

import os
import sys
import time
from pathlib import Path

BYTES_PER_SECOND = 44_100
BLOCK_BYTES = 1024


def main() -> None:
    """Run until standard input ends."""
    folder, speed, player = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3:]
    number = max((int(path.stem) for path in folder.glob("*.raw")), default=0) + 1
    loud = begin(player)
    with (folder / f"{number:06d}.raw").open("wb", buffering=0) as heard:
        began = time.monotonic()
        total = 0
        while data := sys.stdin.buffer.read(BLOCK_BYTES):
            heard.write(data)
            loud = pass_on(loud, data)
            total += len(data)
            ahead_s = total / (BYTES_PER_SECOND * speed) - (time.monotonic() - began)
            if ahead_s > 0:
                time.sleep(ahead_s)


def begin(player: list[str]) -> int:
    """Start the player; the pipe to it, -1 where there is none."""
    if not player:
        return -1
    ours, theirs = os.pipe()[::-1]
    quiet = [(os.POSIX_SPAWN_OPEN, out, os.devnull, os.O_WRONLY, 0) for out in (1, 2)]
    try:
        os.posix_spawnp(player[0], player, os.environ, file_actions=[(os.POSIX_SPAWN_DUP2, theirs, 0), *quiet])
    except OSError:
        return -1
    finally:
        os.close(theirs)
    return ours


def pass_on(loud: int, data: bytes) -> int:
    """Give the player what came; -1 once it took no more."""
    try:
        if loud >= 0:
            os.write(loud, data)
    except OSError:
        return -1
    return loud


if __name__ == "__main__":
    main()
