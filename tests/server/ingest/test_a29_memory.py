"""However much is sent at once, the server holds no more of it than it was told to."""

import asyncio
import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.types import Message, Scope

from server.app import create_app
from server.context import make_context
from server.ingest import reception
from server.ingest.schemas import Refusal
from server.ingest.watch import bundles_in, take_in
from tests.server.harness import World
from tests.server.ingest.test_a29_back_pressure import desk_of

MIB = 1 << 20
SENDERS = 48
PART = 1 << 16
ROOM = 4 * MIB
MOST = 3 * ROOM
"""What is being joined is there twice for a moment; without a bound it would be four times this."""


@contextmanager
def held_at_most(size: int) -> Iterator[None]:
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        tracemalloc.reset_peak()
        yield
        peak = tracemalloc.get_traced_memory()[1] - before
    finally:
        tracemalloc.stop()
    assert peak < size


@pytest.fixture
def narrow(world: World) -> World:
    return replace(world, config=replace(world.config, max_body_bytes=MIB, max_waiting_bytes=ROOM))


async def test_a29_senders_of_large_bodies_at_once_fill_no_more_than_there_is_room(narrow: World) -> None:
    app, let = create_app(narrow.config, narrow.clock), asyncio.Event()
    statuses: list[int] = []
    headers = [(b"host", b"127.0.0.1"), (b"content-type", b"application/zip"), (b"content-length", b"%d" % MIB)]
    scope: Scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "POST", "scheme": "http",
        "path": "/api/v1/bundles", "raw_path": b"/api/v1/bundles", "query_string": b"", "root_path": "",
        "headers": headers, "client": ("127.0.0.1", 50000), "server": ("127.0.0.1", 80),
    }  # fmt: skip

    async def send_one(number: int) -> None:
        parts = iter(range(MIB // PART))

        async def receive() -> Message:
            await asyncio.sleep(0)
            place = next(parts)
            return {"type": "http.request", "body": bytes([number]) * PART, "more_body": place + 1 < MIB // PART}

        async def send(message: Message) -> None:
            if message["type"] == "http.response.start":
                statuses.append(message["status"])
                if len(statuses) == SENDERS - ROOM // MIB:  # all who found no room: now the judge may work
                    let.set()

        await app(dict(scope), receive, send)

    async with desk_of(app.state.context, let) as desk:
        app.state.ingest = desk
        with held_at_most(MOST):
            await asyncio.gather(*(send_one(number) for number in range(SENDERS)))
    assert statuses[: SENDERS - ROOM // MIB] == [429] * (SENDERS - ROOM // MIB)
    assert statuses[SENDERS - ROOM // MIB :] == [422] * (ROOM // MIB)
    await app.state.context.engine.dispose()


async def test_a29_a_folder_of_large_files_is_read_as_there_is_room(narrow: World, tmp_path: Path) -> None:
    for number in range(SENDERS):
        (tmp_path / f"{number:02}.public.zip").write_bytes(bytes([number]) * MIB)
    context = make_context(narrow.config, narrow.clock)
    async with reception.running(context) as desk:
        with held_at_most(MOST):
            answers = [each.answer async for each in take_in(desk, bundles_in([tmp_path]), "memoria")]
    assert len(answers) == SENDERS
    assert all(isinstance(answer, Refusal) for answer in answers)
    await context.engine.dispose()
