"""`python -m tests.power_real.nursery`: gives birth to urnas, which need not import all of it again.

It must not compose an urna itself, nor run a thread: each order, a line of standard input, is obeyed by a process of
its own, whose exit code is the answer.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from tests.power_real import child

ROOT: Final = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Nursery:
    """The nursery's end of both pipes."""

    orders: IO[str]
    answers: IO[str]

    def run(self, order: Path) -> int:
        """Have a child obey an order; its exit code. Raises ``ValueError`` when the nursery is gone."""
        self.orders.write(f"{order}\n")
        self.orders.flush()
        return int(self.answers.readline())


@contextmanager
def open_nursery(log: Path) -> Iterator[Nursery]:
    """A nursery while inside; what it and its children say on the terminal goes to ``log``."""
    command = [sys.executable, "-m", "tests.power_real.nursery"]
    with (
        log.open("ab") as said,
        subprocess.Popen(
            command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=said, text=True
        ) as process,
    ):
        assert process.stdin is not None
        assert process.stdout is not None
        yield Nursery(process.stdin, process.stdout)
        process.stdin.close()


def main() -> int:
    """Serve until standard input ends."""
    child.warm()
    for line in sys.stdin:
        born = os.fork()
        if born == 0:
            os._exit(_live(line.strip()))
        _, status = os.waitpid(born, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()
    return 0


def _live(order: str) -> int:
    try:
        return child.main([order])
    finally:
        sys.stderr.flush()


if __name__ == "__main__":
    sys.exit(main())
