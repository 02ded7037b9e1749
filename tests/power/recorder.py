"""One clock for everything that a power cut can separate: both media, the board's memory, paper, and what was told.

It must not act: it keeps a picture of the disks at each tick, and what the urna had acknowledged by then.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise

from shared.domain.jornada import JornadaState
from tests.flows.cutting import PowerCut
from tests.power.crash import Choice, after
from tests.power.disk import Disk, DiskState, parent
from tests.power.mutation import CUT, Event, Faithful, Mutation, Never, Site
from urna.config import Config
from urna.flow.ports import MedioPerdido

TEMPORARY = ".nuevo"


@dataclass(frozen=True, slots=True)
class Ack:
    """What people had been told before a cut: the jornada, and the files as they were then on each disk."""

    jornada: JornadaState
    views: Mapping[str, Mapping[str, bytes]] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Tick:
    """One moment at which the power may go.

    ``slips``: papers that were out by then. What lies on disks is not written out: a failure would write gigabytes.
    """

    label: str
    effect: str
    disks: Mapping[str, DiskState] = field(repr=False)
    made: Mapping[tuple[str, str], tuple[bytes | None, ...]] = field(repr=False)
    """What (disk, path) was given since the last acknowledgement, one value after another."""
    slips: int
    ack: int
    behind: frozenset[tuple[str, int | str]]
    """What a planted fault left unsynced: (disk, node or folder)."""
    absent: frozenset[str]
    """Media that are not in the urna."""
    at: datetime
    config: Config


@dataclass(slots=True)
class Recorder:
    """Ticks, acknowledgements and sync sites of one run; ``scene`` gives (slips, hour, configuration) of the table."""

    mutation: Mutation = field(default_factory=Faithful)
    disks: dict[str, Disk] = field(default_factory=dict, repr=False)
    ticks: list[Tick] = field(default_factory=list, repr=False)
    acks: list[Ack] = field(default_factory=list, repr=False)
    sites: list[Site] = field(default_factory=list, repr=False)
    effects: list[str] = field(default_factory=list, repr=False)
    """Effects in the order in which they began."""
    scene: Callable[[], tuple[int, datetime, Config]] | None = None
    behind: set[tuple[str, int | str]] = field(default_factory=set)
    """See `Tick`."""
    made: dict[tuple[str, str], tuple[bytes | None, ...]] = field(default_factory=dict, repr=False)
    cut: Callable[[str], bool] | None = None
    """The power goes at the first tick of a label that this takes."""
    absent: set[str] = field(default_factory=set)
    """Media that were pulled."""
    nights: set[int] = field(default_factory=set)
    """How many syncs there had been whenever the power went."""

    @property
    def neighbours(self) -> list[tuple[Site, Site]]:
        """Each sync with the one after it; a cut parts them."""
        return [pair for place, pair in enumerate(pairwise(self.sites), 1) if place not in self.nights]

    def gave(self, label: str, path: str) -> None:
        """A file got other bytes, or none."""
        known = self.made.get((label, path), ())
        self.made[label, path] = (*known, self.disks[label].content(path))

    def tick(self, label: str) -> None:
        """Keep the present moment."""
        if self.scene is None:
            return
        slips, at, config = self.scene()
        states = {name: disk.state() for name, disk in self.disks.items()}
        effect = self.effects[-1] if self.effects else ""
        made, ack = dict(self.made), len(self.acks) - 1
        behind, absent = frozenset(self.behind), frozenset(self.absent)
        self.ticks.append(Tick(label, effect, states, made, slips, ack, behind, absent, at, config))
        if self.cut is not None and self.cut(label):
            self.cut = None
            raise PowerCut

    def told(self, jornada: JornadaState) -> None:
        """An event reached the reducer: whatever screens show from now on is acknowledged."""
        views = {name: disk.state().view for name, disk in self.disks.items()}
        if not self.acks or self.acks[-1] != Ack(jornada, views):
            self.acks.append(Ack(jornada, views))
            self.made = {}
        self.tick("told")
        self.mutation.happened(Event("told"))

    def dark(self, choice: Choice) -> None:
        """The power went: the disks hold what a cut leaves, and nothing waits any more."""
        self.mutation.happened(CUT)
        self.nights.add(len(self.sites))
        self.behind.clear()
        for label, disk in self.disks.items():
            before = disk.state().view
            left = after(disk.state(), choice)
            disk.become(left.files, left.folders)
            for path in {*before, *disk.state().view}:
                if disk.content(path) != before.get(path):
                    self.gave(label, path)


class Wire:
    """`FileOps` of one recorded disk, with the mutation between. A medium that is absent answers nothing."""

    def __init__(self, label: str, recorder: Recorder) -> None:
        self._label = label
        self._recorder = recorder
        self._disk = recorder.disks[label] = Disk()
        self._latest: dict[str, tuple[str, str]] = {}

    def pull(self) -> None:
        """Take the medium out."""
        self._recorder.absent.add(self._label)

    def put(self, files: Mapping[str, bytes] | None = None, folders: Iterable[str] = ("",)) -> None:
        """Put it back, or another one that holds these files."""
        self._recorder.absent.discard(self._label)
        if files is not None:
            self._disk.become(files, folders)
            self._recorder.tick(f"{self._label}: another one")

    def create(self, path: str, data: bytes) -> None:
        self._there.create(path, data)
        self._done("create", path)

    def pwrite(self, path: str, offset: int, data: bytes) -> None:
        self._there.pwrite(path, offset, data)
        self._done("pwrite", path)

    def append(self, path: str, data: bytes) -> None:
        self._there.append(path, data)
        self._done("append", path)

    def truncate(self, path: str, size_bytes: int) -> None:
        self._there.truncate(path, size_bytes)
        self._done("truncate", path)

    def rename(self, old: str, new: str) -> None:
        self._there.rename(old, new)
        self._done("rename", new)

    def unlink(self, path: str) -> None:
        self._there.unlink(path)
        self._done("unlink", path)

    def mkdir(self, path: str) -> None:
        self._there.mkdir(path)
        self._done("mkdir", path)

    def fsync(self, path: str) -> None:
        op, _ = self._latest.get(f"file {path}", ("", ""))
        node, disk = self._there.node_of(path), self._disk
        self._sync(Site(self._label, kind_of(path), "fsync", op), node, lambda: disk.sync_node(node))

    def fsync_dir(self, path: str) -> None:
        op, name = self._latest.get(f"folder {path}", ("", ""))
        disk = self._there
        self._sync(Site(self._label, kind_of(name), "fsync_dir", op), path, lambda: disk.fsync_dir(path))

    def read(self, path: str, limit_bytes: int) -> bytes | None:
        return self._there.read(path, limit_bytes)

    def size(self, path: str) -> int | None:
        return self._there.size(path)

    def names(self, path: str) -> tuple[str, ...]:
        return self._there.names(path)

    @property
    def _there(self) -> Disk:
        if self._label in self._recorder.absent:
            raise MedioPerdido("ENODEV")
        return self._disk

    def _sync(self, site: Site, what: int | str, act: Callable[[], None]) -> None:
        recorder, place = self._recorder, (self._label, what)

        def performed() -> None:
            act()
            if not self._disk.withholds(what):
                recorder.behind.discard(place)

        recorder.sites.append(site)
        if not recorder.mutation.sync(site, performed):
            recorder.behind.add(place)
            if isinstance(recorder.mutation, Never) and isinstance(what, str):
                self._disk.withhold(what)
        recorder.tick(f"{site}")

    def _done(self, op: str, path: str) -> None:
        self._recorder.gave(self._label, path)
        if op in ("create", "pwrite", "append", "truncate"):
            self._latest[f"file {path}"] = (op, path)
        if op in ("create", "rename", "unlink", "mkdir"):
            self._latest[f"folder {parent(path)}"] = (op, path)
        self._recorder.tick(f"{self._label}: {op} {path}")


def kind_of(path: str) -> str:
    """The kind of a file: its name, without what differs from one urna or theme to another."""
    folder, _, name = path.removesuffix(TEMPORARY).rpartition("/")
    if folder.endswith(("assets", "tuf", "temas", "verificacion")):
        return f"{folder.rpartition('/')[2]}/*"
    if folder.rpartition("/")[2] == "tema":
        return "tema/*"
    if folder == "resultados":
        return "resultado" + name[name.index(".") :] if "." in name else name
    return name
