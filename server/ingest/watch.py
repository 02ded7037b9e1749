"""Takes in bundles that appear in a folder, and those of a stick, by the same road as HTTP.

It must not move or delete a file: a stick may be evidence, and taking in the same bytes twice is harmless.
"""

import asyncio
import logging
import os
from collections.abc import AsyncGenerator, AsyncIterator, Iterable
from contextlib import aclosing, asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlalchemy.exc import DBAPIError
from watchfiles import Change, awatch

from server.context import Context
from server.ingest import reception
from server.ingest.processes import make_judge
from server.ingest.reception import Reception
from server.ingest.schemas import Answer, Refusal
from server.kit.logs import note
from server.kit.room import is_full
from shared.crypto.hashing import sha256_hex
from shared.domain.errors import DatoInvalido

ENDING = ".public.zip"
MAX_FILES = 100_000
NOT_NOW: Final = frozenset({"S104", "S109"})
"""Refusals of a moment: no theme yet, nothing that verifies. The file is offered again."""
AGAIN_S: Final = 5.0


@dataclass(frozen=True, slots=True)
class FileAnswer:
    """What became of one file; ``sha256`` of its bytes, empty where they could not be read."""

    path: Path
    answer: Answer
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """Bundles that lie somewhere, sorted, and what could not be looked into or was left out for being too many."""

    files: tuple[Path, ...]
    unread: tuple[Path, ...] = ()


def look_in(paths: Iterable[Path], most: int = MAX_FILES) -> Found:
    """Public bundles among files and below folders, ``most`` at once; links are not followed."""
    files: set[Path] = set()
    unread: list[Path] = []

    def missed(error: OSError) -> None:
        if not isinstance(error, NotADirectoryError):
            unread.append(Path(str(error.filename)))

    for path in paths:
        below = [Path(folder, name) for folder, _, names in os.walk(path, onerror=missed) for name in names]
        mine = [path] if path.is_file() else [each for each in below if is_bundle(each.name)]
        files.update(each for each in mine if each.is_file() and not each.is_symlink())
    kept = sorted(files)
    return Found(tuple(kept[:most]), tuple(unread + kept[most:]))


def is_bundle(name: str) -> bool:
    """Whether a file is named as a public bundle, in whatever case a stick keeps names."""
    return name.lower().endswith(ENDING)


def bundles_in(paths: Iterable[Path]) -> list[Path]:
    """The files of ``look_in``."""
    return list(look_in(paths).files)


async def take_in(desk: Reception, paths: Iterable[Path], origin: str, together: int = 64) -> AsyncIterator[FileAnswer]:
    """Deliver files, some at a time, and tell what became of each in their order."""
    files = list(paths)
    for start in range(0, len(files), together):
        group = files[start : start + together]
        answers = await asyncio.gather(*(_deliver(desk, path, origin) for path in group))
        for path, (answer, sha256) in zip(group, answers, strict=True):
            yield FileAnswer(path, answer, sha256)


async def watch(desk: Reception, folder: Path, stop: asyncio.Event) -> AsyncGenerator[FileAnswer, None]:
    """Deliver what lies in ``folder`` and then what appears there, until ``stop``."""
    async for each in take_in(desk, bundles_in([folder]), "carpeta"):
        yield each
    async for changes in awatch(folder, stop_event=stop):
        appeared = {Path(name) for change, name in changes if change is not Change.deleted}
        async for each in take_in(desk, bundles_in(p for p in appeared if is_bundle(p.name)), "carpeta"):
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
    """Take in what is there and what comes; what could not be stored is there still, and is taken in again later."""
    await asyncio.to_thread(folder.mkdir, parents=True, exist_ok=True)
    while not stop.is_set():
        try:
            async with aclosing(watch(desk, folder, stop)) as answers:
                async for each in answers:
                    if isinstance(each.answer, Refusal) and each.answer.code in NOT_NOW:
                        break
        except (DBAPIError, OSError) as error:
            note(logging.ERROR, "ingest.watch", error)
        with suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), AGAIN_S)


async def _deliver(desk: Reception, path: Path, origin: str) -> tuple[Answer, str]:
    sha256 = ""
    try:
        size = (await asyncio.to_thread(path.stat)).st_size
        with desk.room() as room:
            await room.wait(min(size, desk.max_bytes))
            data = await asyncio.to_thread(_read, path, desk.max_bytes)
            sha256 = sha256_hex(data) if len(data) <= desk.max_bytes else ""
            return await desk.take(data, origin), sha256
    except DatoInvalido as error:
        return Refusal(error.code, error.detail), sha256
    except OSError as error:
        if is_full(error):
            raise
        return Refusal("S108", f"{path.name}: {error.strerror}"), sha256


def _read(path: Path, most: int) -> bytes:
    """At most one byte more than is allowed, so that a huge file is refused without being held."""
    with path.open("rb") as stream:
        return stream.read(most + 1)
