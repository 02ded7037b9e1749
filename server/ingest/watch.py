"""Takes in bundles that appear in a folder, and those of a stick, by the same road as HTTP.

It must not move or delete a file: a stick may be evidence, and taking in the same bytes twice is harmless.
"""

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from watchfiles import Change, awatch

from server.context import Context
from server.ingest import reception
from server.ingest.processes import make_judge
from server.ingest.reception import Reception
from server.ingest.schemas import Answer, Refusal
from shared.domain.errors import DatoInvalido

PATTERN = "*.public.zip"
MAX_FILES = 100_000


@dataclass(frozen=True, slots=True)
class FileAnswer:
    """What became of one file."""

    path: Path
    answer: Answer


def bundles_in(paths: Iterable[Path]) -> list[Path]:
    """Public bundles among files and below folders, sorted; links are not followed."""
    found: set[Path] = set()
    for path in paths:
        candidates = path.rglob(PATTERN) if path.is_dir() else [path]
        found.update(each for each in candidates if each.is_file() and not each.is_symlink())
        if len(found) > MAX_FILES:
            break
    return sorted(found)[:MAX_FILES]


async def take_in(desk: Reception, paths: Iterable[Path], origin: str, together: int = 64) -> AsyncIterator[FileAnswer]:
    """Deliver files, some at a time, and tell what became of each in their order."""
    files = list(paths)
    for start in range(0, len(files), together):
        group = files[start : start + together]
        answers = await asyncio.gather(*(_deliver(desk, path, origin) for path in group))
        for path, answer in zip(group, answers, strict=True):
            yield FileAnswer(path, answer)


async def watch(desk: Reception, folder: Path, stop: asyncio.Event) -> AsyncIterator[FileAnswer]:
    """Deliver what lies in ``folder`` and then what appears there, until ``stop``."""
    async for each in take_in(desk, bundles_in([folder]), "carpeta"):
        yield each
    async for changes in awatch(folder, stop_event=stop):
        appeared = {Path(name) for change, name in changes if change is not Change.deleted}
        async for each in take_in(desk, bundles_in(p for p in appeared if p.match(PATTERN)), "carpeta"):
            yield each


@asynccontextmanager
async def running(context: Context) -> AsyncIterator[Reception]:
    """The reception of a server that goes on, with the watched folder when the configuration names one."""
    stop = asyncio.Event()
    async with reception.running(context, await make_judge(context)) as desk:
        folder = context.config.watched
        task = asyncio.create_task(_drain(desk, folder, stop)) if folder is not None else None
        try:
            yield desk
        finally:
            stop.set()
            if task is not None:
                await asyncio.gather(task, return_exceptions=True)


async def _drain(desk: Reception, folder: Path, stop: asyncio.Event) -> None:
    await asyncio.to_thread(folder.mkdir, parents=True, exist_ok=True)
    async for _ in watch(desk, folder, stop):
        pass


async def _deliver(desk: Reception, path: Path, origin: str) -> Answer:
    try:
        size = (await asyncio.to_thread(path.stat)).st_size
        with desk.room() as room:
            await room.wait(min(size, desk.max_bytes))
            data = await asyncio.to_thread(_read, path, desk.max_bytes)
            return await desk.take(data, origin)
    except DatoInvalido as error:
        return Refusal(error.code, error.detail)
    except OSError as error:
        return Refusal("S108", f"{path.name}: {error.strerror}")


def _read(path: Path, most: int) -> bytes:
    """At most one byte more than is allowed, so that a huge file is refused without being held."""
    with path.open("rb") as stream:
        return stream.read(most + 1)
