"""Reads the memory of another process, as the root of the machine can, and says where given bytes are.

It must not write there, nor keep what it reads.
"""

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from pathlib import Path

_REGION = re.compile(r"([0-9a-f]+)-([0-9a-f]+) (\S{4}) .*")
_PAGE = os.sysconf("SC_PAGE_SIZE")
_PRESENT = 1 << 63 | 1 << 62
"""Bits of `pagemap`: the page is in memory, or in swap."""

Needles = Mapping[str, Iterable[bytes]]


def search(pid: int, needles: Needles) -> dict[str, int]:
    """How often each named thing stands in what a process can write, in any of its writings; absent ones left out.

    Raises ``PermissionError`` where the system does not let this process look.
    """
    counts = dict.fromkeys(needles, 0)
    for data in stretches(pid):
        for name, each in needles.items():
            counts[name] += sum(data.count(writing) for writing in each)
    return {name: count for name, count in counts.items() if count}


def stretches(pid: int) -> Iterator[bytes]:
    """The pages that a process has and can write, neighbours together."""
    memory = os.open(f"/proc/{pid}/mem", os.O_RDONLY)
    pages = os.open(f"/proc/{pid}/pagemap", os.O_RDONLY)
    try:
        for start, end in _writable(pid):
            for first, last in _present(pages, start // _PAGE, end // _PAGE):
                yield _read(memory, first * _PAGE, last * _PAGE)
    finally:
        os.close(memory)
        os.close(pages)


def writings(text: str) -> tuple[bytes, ...]:
    """A text as Python, C libraries and printers keep it."""
    return tuple(sorted({text.encode(kind) for kind in ("utf-8", "latin-1", "cp858", "utf-16-le", "utf-32-le")}))


def _writable(pid: int) -> Iterator[tuple[int, int]]:
    for line in Path(f"/proc/{pid}/maps").read_text(encoding="utf-8").splitlines():
        match = _REGION.fullmatch(line)
        if match and match[3].startswith("rw"):
            yield int(match[1], 16), int(match[2], 16)


def _present(pages: int, first: int, last: int) -> Iterator[tuple[int, int]]:
    """Runs of pages that are there."""
    raw = os.pread(pages, 8 * (last - first), 8 * first)
    flags = [bool(int.from_bytes(raw[i : i + 8], "little") & _PRESENT) for i in range(0, len(raw), 8)]
    at = first
    for there, run in groupby(flags):
        length = len(list(run))
        if there:
            yield at, at + length
        at += length


def _read(memory: int, start: int, end: int) -> bytes:
    """What stands there; nothing where the process has since let go of it."""
    parts, at = [], start
    while at < end:
        try:
            part = os.pread(memory, end - at, at)
        except OSError:
            break
        if not part:
            break
        parts.append(part)
        at += len(part)
    return b"".join(parts)
