"""A disk as a power cut sees it: contents are safe after fsync of the file, names after fsync of the folder.

It must not be kinder than ext4 or vfat can be: what was not synced may be there, be gone, be torn, or be garbage.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from urna.flow.ports import MedioPerdido


@dataclass(frozen=True, slots=True)
class Write:
    """Bytes at an offset of one file."""

    offset: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Cut:
    """A file cut to a size."""

    size_bytes: int


@dataclass(frozen=True, slots=True)
class Link:
    """A name given to a file; with ``old``, taken from there in the same instant."""

    path: str
    node: int
    old: str = ""


@dataclass(frozen=True, slots=True)
class Unlink:
    """A name taken away."""

    path: str


@dataclass(frozen=True, slots=True)
class MakeFolder:
    """A folder made."""

    path: str


DataOp = Write | Cut
NameOp = Link | Unlink | MakeFolder


@dataclass(frozen=True, slots=True)
class Node:
    """A file without its name: what is on the disk, and what is in the cache alone, oldest first."""

    durable: bytes = b""
    waiting: tuple[DataOp, ...] = ()

    @property
    def content(self) -> bytes:
        """What a program reads now."""
        data = self.durable
        for op in self.waiting:
            data = written(data, op)
        return data


@dataclass(frozen=True, slots=True, eq=False)
class DiskState:
    """Everything of one disk at one moment; immutable, so that a thousand of them share their files.

    The same object until something changes on the disk: what a cut leaves of it is worked out once.
    """

    nodes: Mapping[int, Node]
    names: Mapping[str, int]
    folders: frozenset[str]
    waiting: tuple[NameOp, ...]
    view: Mapping[str, bytes]
    """What a program reads now, by path."""

    @property
    def dirty(self) -> bool:
        """Whether a cut now could take anything."""
        return bool(self.waiting) or any(node.waiting for node in self.nodes.values())


def synced(state: DiskState, what: int | str) -> DiskState:
    """The state if a file, by its number, or a folder had been synced by now."""
    if isinstance(what, int):
        node = state.nodes.get(what, Node())
        return replace(state, nodes={**state.nodes, what: Node(node.content)})
    names, folders = dict(state.names), set(state.folders)
    for op in state.waiting:
        if parent(op.path) == what:
            rename_names(names, folders, op)
    waiting = tuple(op for op in state.waiting if parent(op.path) != what)
    return replace(state, names=names, folders=frozenset(folders), waiting=waiting)


def written(data: bytes, op: DataOp) -> bytes:
    """The content after one operation."""
    if isinstance(op, Cut):
        return data[: op.size_bytes]
    return data[: op.offset].ljust(op.offset, b"\0") + op.data + data[op.offset + len(op.data) :]


def parent(path: str) -> str:
    return path.rpartition("/")[0]


class Disk:
    """`FileOps` over a cache and a durable disk. ``state`` is a picture of both."""

    def __init__(self) -> None:
        self._nodes: dict[int, Node] = {}
        self._cached: dict[str, int] = {}
        self._names: dict[str, int] = {}
        self._folders: set[str] = {""}
        self._durable_folders: set[str] = {""}
        self._waiting: list[NameOp] = []
        self._withheld: list[NameOp] = []
        self._view: dict[str, bytes] = {}
        self._last = 0
        self._known: DiskState | None = None

    def state(self) -> DiskState:
        if self._known is None:
            self._known = DiskState(
                dict(self._nodes),
                dict(self._names),
                frozenset(self._durable_folders),
                tuple(self._waiting),
                dict(self._view),
            )
        return self._known

    def node_of(self, path: str) -> int:
        """The file of that name; 0 when there is none."""
        return self._cached.get(path, 0)

    def content(self, path: str) -> bytes | None:
        """What a program reads of a file; None when there is none."""
        return self._view.get(path)

    def become(self, files: Mapping[str, bytes], folders: Iterable[str]) -> None:
        """Hold these files and folders, and nothing that waits: the state after a cut."""
        self._known = None
        self._view = dict(files)
        self._folders, self._durable_folders = set(folders), set(folders)
        self._waiting, self._withheld = [], []
        self._cached = {path: self._last + n for n, path in enumerate(files, 1)}
        self._names = dict(self._cached)
        self._nodes = {number: Node(files[path]) for path, number in self._cached.items()}
        self._last += len(files)

    def sync_node(self, number: int) -> None:
        """Bring the contents of a file down, whatever its name is now."""
        self._known = None
        node = self._nodes.get(number, Node())
        self._nodes[number] = Node(node.content)

    def withhold(self, path: str) -> None:
        """Have no sync of a folder bring down the names that wait there now, until they change again."""
        self._withheld += [op for op in self._waiting if parent(op.path) == path]

    def withholds(self, path: int | str) -> bool:
        """Whether names of a folder are kept back."""
        return any(parent(op.path) == path for op in self._withheld)

    def create(self, path: str, data: bytes) -> None:
        number = self._cached.get(path, 0)
        if number:
            self._wait(number, Cut(0))
        else:
            self._check_folder(path)
            self._last += 1
            number = self._cached[path] = self._last
            self._nodes[number] = Node()
            self._waiting.append(Link(path, number))
        self._wait(number, Write(0, data))
        self._view[path] = data

    def pwrite(self, path: str, offset: int, data: bytes) -> None:
        self._change(path, Write(offset, data))

    def append(self, path: str, data: bytes) -> None:
        self._present(path)
        self._change(path, Write(len(self._view[path]), data))

    def truncate(self, path: str, size_bytes: int) -> None:
        self._change(path, Cut(size_bytes))

    def fsync(self, path: str) -> None:
        self.sync_node(self._present(path))

    def rename(self, old: str, new: str) -> None:
        self._known = None
        number = self._present(old)
        del self._cached[old]
        self._cached[new] = number
        self._view[new] = self._view.pop(old)
        self._waiting.append(Link(new, number, old))

    def fsync_dir(self, path: str) -> None:
        self._known = None
        if path not in self._folders:
            raise MedioPerdido("ENOENT")
        here = [op for op in self._waiting if parent(op.path) == path]
        latest = {op.path: op for op in here}
        back = [op for op in here if op in self._withheld and latest[op.path] is op]
        for op in here:
            if op not in back:
                rename_names(self._names, self._durable_folders, op)
        self._waiting = [op for op in self._waiting if parent(op.path) != path or op in back]
        self._withheld = [op for op in self._withheld if parent(op.path) != path or op in back]

    def unlink(self, path: str) -> None:
        self._known = None
        if self._cached.pop(path, 0):
            del self._view[path]
            self._waiting.append(Unlink(path))

    def mkdir(self, path: str) -> None:
        self._known = None
        if path not in self._folders:
            self._folders.add(path)
            self._waiting.append(MakeFolder(path))

    def read(self, path: str, limit_bytes: int) -> bytes | None:
        data = self._view.get(path)
        return data if data is not None and len(data) <= limit_bytes else None

    def size(self, path: str) -> int | None:
        data = self._view.get(path)
        return None if data is None else len(data)

    def names(self, path: str) -> tuple[str, ...]:
        inside = {entry for entry in (*self._cached, *self._folders) if entry and parent(entry) == path}
        return tuple(sorted(entry.rpartition("/")[2] for entry in inside))

    def _change(self, path: str, op: DataOp) -> None:
        self._wait(self._present(path), op)
        self._view[path] = written(self._view[path], op)

    def _wait(self, number: int, op: DataOp) -> None:
        self._known = None
        node = self._nodes[number]
        self._nodes[number] = replace(node, waiting=(*node.waiting, op))

    def _present(self, path: str) -> int:
        if path not in self._cached:
            raise MedioPerdido("ENOENT")
        return self._cached[path]

    def _check_folder(self, path: str) -> None:
        if parent(path) not in self._folders:
            raise MedioPerdido("ENOENT")


def rename_names(names: dict[str, int], folders: set[str], op: NameOp) -> None:
    """Put one change of names into a durable folder."""
    match op:
        case Link(path, node, old):
            names.pop(old, None)
            names[path] = node
        case Unlink(path):
            names.pop(path, None)
        case MakeFolder(path):
            folders.add(path)
