"""The urna's rows that need no screen: a commit on both media, the way to the testigo, the count at closing.

It must not fail a build: machines are noisy. Run: ``python -m tests.bench urna_store``.
"""

import os
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import x25519
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from hardware.printer.fake import FakePrinter
from hardware.printer.port import PrintOutcome, Slip
from shared.crypto.randomness import SystemRandomness
from shared.crypto.sealing import SealingKey
from shared.domain.eleccion import Mode
from shared.domain.ids import StoreId
from shared.domain.voto import Mark, Voto
from shared.formats.image_v1 import Image, serialise_image
from shared.formats.sealed_v1 import count_records, open_records, record_opener
from shared.formats.theme_model import Theme
from tests.bench.rows import Row
from tests.flows.institute import found
from tests.flows.table import Table
from urna.flow.ports import Area
from urna.services.committing import seal_turn
from urna.store.durable import RealFiles
from urna.store.image import ORDER

VOTERS = 1000
ROUNDS = 40
TURNS = 15
"""Turns measured; one commit is two fsync on each medium, so that a figure over few would be the disk's mood."""


def measure() -> tuple[Row, ...]:
    """All rows, on real folders of this machine's disk."""
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as name:
        table = open_urna(Path(name))
        testigo = _to_testigo(table)  # before the commits, which go past the board
        return (*_commits(table), testigo, _closing(table.institute.theme))


def open_urna(folder: Path) -> Table:
    """An urna on real folders, opened, for 1,000 voters."""
    institute = found(folder, voters=VOTERS)
    config = folder / "urna"
    config.mkdir()
    for medium in ("interna", "usb"):
        (config / medium).mkdir()
    table = Table.set_up(institute, config, RealFiles(config / "interna"), RealFiles(config / "usb"))
    table.open_day()
    return table


def _commits(table: Table) -> tuple[Row, Row]:
    """A pending and a final commit with 999 turns in the store, and the same bytes synced the same number of times."""
    context, theme = table.context(), table.institute.theme
    store = context.store
    _fill(table, VOTERS - ROUNDS)
    pending: list[float] = []
    final: list[float] = []
    sealing: list[float] = []
    binding = (table.image().store_id, Mode.OFICIAL, SealingKey.generate().public)
    for turn in range(1, ROUNDS + 1):
        with _timed(sealing):
            records, _ = seal_turn(theme, binding, _votos(theme), SystemRandomness())
        with _timed(pending):
            store.put_pending(turn, records, replaced=False)
        with _timed(final):
            store.settle(turn, Area.FINAL)
    data = store.data
    reference = _reference(table.config.internal.parent, len(data))
    size = f"{len(data) / 1e6:.2f} MB x 4"
    sealed = _median(sealing)
    return (
        Row(
            f"seal + pending commit, {size}; same bytes synced",
            "ms",
            sealed + _median(pending),
            reference,
            "",
            more_is_better=False,
        ),
        Row(
            f"final commit, {size}; same bytes synced",
            "ms",
            _median(final),
            reference,
            "<= 20 ms on ssd",
            more_is_better=False,
        ),
    )


def _fill(table: Table, turns: int) -> None:
    """Put as many turns' worth of records into every copy, and have the store read them as a start does."""
    context, image = table.context(), table.image()
    randomness, count = SystemRandomness(), turns * context.theme.records_per_voter
    final = frozenset(randomness.token(image.record_size) for _ in range(count))
    filled = Image(image.store_id, image.sequence + 1, image.capacity, image.record_size, final)
    data = serialise_image(filled, randomness, context.identity.key.sign)
    for label, slot in ORDER:
        medium = next(medium for medium in context.media.all if medium.label == label)
        medium.root.subfolder("urna-oficial").replace(slot, data)
    context.store.start()


def _reference(folder: Path, size_bytes: int) -> float:
    """Four files of the image's size, each overwritten with fresh bytes and synced, one after the other."""
    names = [folder / f"reference.{number}" for number in range(4)]
    randomness = SystemRandomness()
    for name in names:
        name.write_bytes(randomness.token(size_bytes))
    times: list[float] = []
    for _ in range(ROUNDS):
        data = randomness.token(size_bytes)
        with _timed(times):
            for name in names:
                handle = os.open(name, os.O_WRONLY)
                os.pwrite(handle, data, 0)
                os.fsync(handle)
                os.close(handle)
    return _median(times)


class _Stamping(FakePrinter):
    """A printer that notes when a testigo is handed to it."""

    def __init__(self) -> None:
        super().__init__()
        self.started: list[float] = []

    def print_slip(self, slip: Slip, timeout_ms: int) -> PrintOutcome:
        if slip.kind == "testigo":
            self.started.append(time.perf_counter())
        return super().print_slip(slip, timeout_ms)


def _to_testigo(table: Table) -> Row:
    """From the voter's last touch to the first testigo given to the printer, all commits on disk between."""
    stamping = _Stamping()
    table.printer = stamping
    table.power_on()
    times: list[float] = []
    for _ in range(TURNS):
        table.enable()
        table.mark([(0,) for _ in table.institute.theme.contests])
        stamping.started.clear()
        start = time.perf_counter()
        table.touch("confirmar")
        times.append((stamping.started[0] - start) * 1000)
        table.touch("terminar")
    return Row("confirm to testigo started, two boletas", "ms", _median(times), None, "<= 500 ms", more_is_better=False)


def _closing(theme: Theme) -> Row:
    """Open, count and reconcile the boletas of 1,000 voters, against the library's HPKE opening alone."""
    key, randomness = SealingKey.generate(), SystemRandomness()
    store = StoreId(randomness.token(16).hex())
    records: set[bytes] = set()
    for _ in range(VOTERS):
        records |= seal_turn(theme, (store, Mode.OFICIAL, key.public), _votos(theme), randomness)[0]
    whole: list[float] = []
    counted = []
    for _ in range(3):
        with _timed(whole):
            opener = record_opener(key, "casilla", theme, store, Mode.OFICIAL)
            counted.append(count_records(open_records(records, opener, theme), theme))
    if any(sum(contest.total for contest in each) != len(records) for each in counted):
        raise RuntimeError("the count lost a boleta")
    what = f"open and count {len(records):,} boletas at closing; HPKE alone"
    return Row(what, "ms", _median(whole), _hpke(len(records)), "<= 1,000 ms", more_is_better=False)


def _hpke(count: int) -> float:
    """The library opening as many sealed keys, and nothing else."""
    suite = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
    private = x25519.X25519PrivateKey.generate()
    sealed = [suite.encrypt(number.to_bytes(32, "big"), private.public_key(), b"bench") for number in range(count)]
    times: list[float] = []
    for _ in range(3):
        with _timed(times):
            for one in sealed:
                suite.decrypt(one, private, b"bench")
    return _median(times)


def _votos(theme: Theme) -> tuple[Voto, ...]:
    return tuple(Voto((Mark(0),)) for _ in theme.contests)


@contextmanager
def _timed(times: list[float]) -> Iterator[None]:
    """Add the milliseconds of a block."""
    start = time.perf_counter()
    yield
    times.append((time.perf_counter() - start) * 1000)


_median = statistics.median
