"""Every theme of a source in one go, in processes of their own: begun, stopped, gone on with where it was left.

It must not sign. A theme that is whole has its ``hecho.json``, written last; a lot that goes on makes only the others.
"""

import json
import multiprocessing
import shutil
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Final, Self

from shared.crypto.hashing import sha256_hex
from shared.domain.errors import DatoInvalido
from theme_builder.ambitos import Parte, parts_of, source_of
from theme_builder.checks import check, has_errors
from theme_builder.finding import Finding
from theme_builder.package import build
from theme_builder.pieces import Pieces
from theme_builder.source import Source, load_source
from theme_builder.workspace import Workspace, write_file

LOTE: Final = "lote.json"
DONE: Final = "hecho.json"
PIECES: Final = "piezas"
MOST_WORKERS: Final = 8


class Interrupts:
    """Within it Ctrl+C only asks to stop; called, it says whether somebody did."""

    def __init__(self) -> None:
        self._asked = False

    def __call__(self) -> bool:
        """Whether somebody asked."""
        return self._asked

    def __enter__(self) -> Self:
        self._before = signal.signal(signal.SIGINT, self._ask)
        return self

    def __exit__(self, *_: object) -> None:
        signal.signal(signal.SIGINT, self._before)

    def _ask(self, *_: object) -> None:
        self._asked = True


class LoteInvalido(DatoInvalido):
    """A folder that holds another lot (T630)."""


@dataclass(frozen=True, slots=True)
class Hecho:
    """A theme that is whole: its name in the lot, its id, its short code, how many casillas and boletas it has."""

    name: str
    theme_id: str
    code: str
    casillas: int
    boletas: int


@dataclass(frozen=True, slots=True)
class Order:
    """What to build: the folder of the source, the file of the ceremony (None: beside), where to, how many at a time.

    ``publication`` is the version of each repository's targets.
    """

    root: Path
    people: Path | None
    out: Path
    workers: int = 2
    publication: int = 1


@dataclass(slots=True)
class Progress:
    """How far a lot is: themes that are whole, of how many, and what keeps the rest from being so."""

    total: int = 0
    done: list[Hecho] = field(default_factory=list)
    findings: tuple[Finding, ...] = ()
    stopped: bool = False

    @property
    def is_whole(self) -> bool:
        """Whether nothing is left to build."""
        return len(self.done) == self.total > 0


Say = Callable[[Progress], None]


def build_lote(order: Order, say: Say, stop: Callable[[], bool]) -> Progress:
    """Build every theme that is not whole yet; ``say`` is called after each, ``stop`` asked before each.

    Raises ``LoteInvalido`` T630 when the folder holds the themes of another source: signatures may stand there.
    """
    source = load_source(order.root, order.people)
    progress = Progress(findings=check(source))
    if has_errors(progress.findings) or source.tema is None or source.people is None:
        return progress
    parts = parts_of(source)
    _claim(order, source_digest(order), parts)
    progress.total = len(parts)
    progress.done = list(_whole(order.out, parts))
    say(progress)
    missing = [parte.name for parte in parts if parte.name not in {each.name for each in progress.done}]
    for hecho, findings in _built(order, missing, stop):
        progress.findings = tuple(dict.fromkeys((*progress.findings, *findings)))
        if hecho is None:
            return progress
        progress.done.append(hecho)
        say(progress)
    progress.stopped = not progress.is_whole
    return progress


def source_digest(order: Order) -> str:
    """What a lot is of: every file of the source and the people, by SHA-256."""
    files = {path.relative_to(order.root).as_posix(): path for path in order.root.rglob("*") if path.is_file()}
    if order.people is not None:
        files["personas.toml"] = order.people
    found = {name: sha256_hex(path.read_bytes()) for name, path in sorted(files.items())}
    return sha256_hex(json.dumps([order.publication, found]).encode())


def progress_in(out: Path) -> Progress:
    """How far the lot of a folder is; nothing where none was begun."""
    try:
        names = json.loads((out / LOTE).read_bytes())["themes"]
    except FileNotFoundError:
        return Progress()
    done = [_hecho(out / name) for name in names if (out / name / DONE).is_file()]
    return Progress(len(names), done, stopped=len(done) < len(names))


def _claim(order: Order, digest: str, parts: tuple[Parte, ...]) -> None:
    path = order.out / LOTE
    if path.is_file():
        if json.loads(path.read_bytes())["source"] != digest:
            raise LoteInvalido("T630", f"{order.out} holds the themes of another source")
        return
    if order.out.is_dir() and any(order.out.iterdir()):
        raise LoteInvalido("T630", f"{order.out} is not empty")
    write_file(path, json.dumps({"source": digest, "themes": [parte.name for parte in parts]}).encode())


def _whole(out: Path, parts: tuple[Parte, ...]) -> Iterator[Hecho]:
    for parte in parts:
        if (out / parte.name / DONE).is_file():
            yield _hecho(out / parte.name)


def _hecho(folder: Path) -> Hecho:
    return Hecho(**json.loads((folder / DONE).read_bytes()))


def _built(
    order: Order, missing: list[str], stop: Callable[[], bool]
) -> Iterator[tuple[Hecho | None, tuple[Finding, ...]]]:
    """The first alone, which makes what all share; then as many at a time as there are workers."""
    workers = max(1, min(order.workers, MOST_WORKERS, len(missing)))
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=context, initializer=_ignore_interrupts) as crew:
        running: set[Future[tuple[Hecho | None, tuple[Finding, ...]]]] = set()
        left, first = list(reversed(missing)), True
        while left or running:
            while left and not stop() and len(running) < (1 if first else 2 * workers):
                running.add(crew.submit(build_one, order, left.pop()))
            if not running:
                return
            finished, running = wait(running, return_when=FIRST_COMPLETED)
            for each in finished:
                yield each.result()
            first = False
            if stop():
                left = []


def _ignore_interrupts() -> None:
    """Ctrl+C is for whoever asked for the lot: a theme that was begun is finished."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def build_one(order: Order, name: str) -> tuple[Hecho | None, tuple[Finding, ...]]:
    """One theme of a lot, in this process; None and what is wrong when it cannot be built."""
    source = _source(order.root, order.people)
    parte = next(each for each in parts_of(source) if each.name == name)
    pieces = Pieces(order.out / PIECES)
    package, findings = build(source_of(source, parte), say=pieces.say)
    if package is None:
        return None, findings
    folder = order.out / name
    if folder.is_dir():
        shutil.rmtree(folder)
    Workspace(folder).store(package, order.publication, pieces.place)
    theme = package.theme
    hecho = Hecho(name, theme.theme_id.value, theme.short_code, len(theme.casillas), len(theme.contests))
    write_file(folder / DONE, json.dumps(asdict(hecho)).encode())
    return hecho, findings


@lru_cache(maxsize=1)
def _source(root: Path, people: Path | None) -> Source:
    """Read once by each worker, which lives as long as its lot."""
    return load_source(root, people)
