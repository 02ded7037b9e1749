"""Every state in which a power cut may leave the disks at one moment. It must not know what lies on them.

What waits in the cache meets one of the fates below: all of it the same, each piece alone, and one disk unlike the
others. What was synced stands, but for the sector that was being written when it became garbage.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache

from tests.power.disk import Cut, DataOp, DiskState, Write, parent, rename_names, written

SECTOR = 512
REMEMBERED = 512
"""Contents that are worked out once: from one moment to the next most disks stay as they were."""


class Fate(StrEnum):
    """What became of one write that was not synced."""

    LOST = "lost"
    KEPT = "kept"
    TORN = "torn"
    """The first sectors are new, the rest is old."""
    LATE = "late"
    """The last sectors are new, the first are old: disks write in the order that they like."""
    GARBAGE = "garbage"
    """As kept, but the last sector touched holds noise, also where it was old."""
    ZEROS = "zeros"
    """The file has its new size, and zeros where it grew."""


@dataclass(frozen=True, slots=True, eq=False)
class Content:
    """What one disk holds after the cut; ``damaged``: files of which a sector that was durable may be noise."""

    files: Mapping[str, bytes] = field(repr=False)
    folders: frozenset[str]
    damaged: frozenset[str] = frozenset()

    @lru_cache(maxsize=REMEMBERED)  # noqa: B019 - bounded, and equal ones are told apart by this very key
    def key(self) -> frozenset[tuple[str, bytes]]:
        return frozenset((path, digest(data)) for path, data in self.files.items()) | {
            (folder, b"") for folder in self.folders
        }


@lru_cache(maxsize=2048)
def digest(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


@dataclass(frozen=True, slots=True)
class Choice:
    """Fates of everything that waits on one disk: of contents, of names, and of those told apart by their place."""

    data: Fate
    names: bool
    but: int = -1
    """Place (contents first, then names) of the one piece that meets the other end: lost among kept, or the reverse."""


UNIFORM = (
    *(Choice(fate, names=True) for fate in Fate),
    Choice(Fate.LOST, names=False),
    Choice(Fate.KEPT, names=False),
    Choice(Fate.TORN, names=False),
    Choice(Fate.GARBAGE, names=False),
)


def contents(state: DiskState) -> tuple[Content, ...]:
    """Every content that one disk may have after a cut, the disk alone."""
    return tuple(after(state, choice) for choice in (*UNIFORM, *_singles(state)))


def crashes(disks: Mapping[str, DiskState]) -> Iterator[dict[str, Content]]:
    """Every content of all disks together after a cut at one moment; equal ones may repeat."""
    dirty = [label for label, state in disks.items() if state.dirty]
    clean = {label: settled(state) for label, state in disks.items() if label not in dirty}
    for choice in UNIFORM:
        yield {**clean, **{label: after(disks[label], choice) for label in dirty}}
    for label in dirty:
        others = [other for other in dirty if other != label]
        ends = (Choice(Fate.LOST, names=False), Choice(Fate.KEPT, names=True)) if others else UNIFORM[:1]
        for end in ends:
            rest = {other: after(disks[other], end) for other in others}
            choices = (*UNIFORM, *_singles(disks[label])) if others else _singles(disks[label])
            for choice in choices:
                yield {**clean, **rest, label: after(disks[label], choice)}


def settled(state: DiskState) -> Content:
    """What stands when everything that waits reaches the disk."""
    return after(state, Choice(Fate.KEPT, names=True))


@lru_cache(maxsize=REMEMBERED)
def after(state: DiskState, choice: Choice) -> Content:
    """The content of one disk after a cut with these fates."""
    place = 0
    nodes: dict[int, bytes] = {}
    noisy: set[int] = set()
    for number, node in state.nodes.items():
        data = node.durable
        for op in node.waiting:
            fate = _other_end(choice.data) if place == choice.but else choice.data
            if fate is Fate.GARBAGE and isinstance(op, Write):
                noisy.add(number)
            data = applied(data, op, fate)
            place += 1
        nodes[number] = data
    names, folders = dict(state.names), set(state.folders)
    for name in state.waiting:
        if choice.names is not (place == choice.but):
            rename_names(names, folders, name)
        place += 1
    standing = {path: number for path, number in names.items() if parent(path) in folders}
    files = {path: nodes[number] for path, number in standing.items()}
    return Content(files, frozenset(folders), frozenset(p for p, number in standing.items() if number in noisy))


def applied(data: bytes, op: DataOp, fate: Fate) -> bytes:
    """The content after one operation that met its fate."""
    if fate is Fate.LOST or (isinstance(op, Cut) and fate is not Fate.KEPT):
        return data
    if isinstance(op, Cut) or fate is Fate.KEPT:
        return written(data, op)
    end = op.offset + len(op.data)
    if fate is Fate.ZEROS:
        return data.ljust(end, b"\0")
    if fate is Fate.GARBAGE:
        return _with_noise(written(data, op), end)
    edge = _edge(op)
    if fate is Fate.TORN:
        return written(data, Write(op.offset, op.data[: edge - op.offset]))
    return written(data.ljust(edge, b"\0"), Write(edge, op.data[edge - op.offset :]))


def _edge(op: Write) -> int:
    """Where a write tears: at the sector nearest to its middle; inside of the one that it touches, at its half."""
    middle = op.offset + len(op.data) // 2
    edge = (middle // SECTOR) * SECTOR
    return edge if edge > op.offset else middle


def _with_noise(data: bytes, end: int) -> bytes:
    if not end:
        return data
    start = (end - 1) // SECTOR * SECTOR
    noise = b"".join(hashlib.sha256(bytes([i])).digest() for i in range(SECTOR // 32))
    stop = min(start + SECTOR, len(data))
    return data[:start] + noise[: stop - start] + data[stop:]


def _other_end(fate: Fate) -> Fate:
    return Fate.KEPT if fate is Fate.LOST else Fate.LOST


def _singles(state: DiskState) -> Sequence[Choice]:
    """Each piece alone lost, and each alone kept, when there are several."""
    pieces = sum(len(node.waiting) for node in state.nodes.values()) + len(state.waiting)
    if pieces < 2:
        return ()
    ends = (Choice(Fate.KEPT, names=True), Choice(Fate.LOST, names=False))
    return [Choice(end.data, end.names, place) for end in ends for place in range(pieces)]
