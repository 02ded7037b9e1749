"""More arrives than can be made durable: memory stays bounded, senders are told to come later, and nothing is lost."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import Request
from sqlalchemy.ext.asyncio import AsyncSession

from server.app import create_app
from server.config import ConfigInvalida
from server.context import Context, make_context
from server.db.engine import begin_writing
from server.http.bodies import body_of
from server.ingest import reception, service
from server.ingest.judging import InThread
from server.ingest.reception import Reception
from server.ingest.schemas import Item, Judged, Receipt
from server.ingest.watch import bundles_in, take_in
from shared.formats.theme_v1 import Theme
from tests.server.harness import ZIP, World

NUMBER = 12


@dataclass
class Held:
    """A judge that answers only once it is let: what stands before it piles up."""

    judge_of: InThread
    let: asyncio.Event

    async def judge(self, items: Sequence[Item], at: datetime, theme: Theme) -> list[Judged]:
        await self.let.wait()
        return await self.judge_of.judge(items, at, theme)

    async def close(self) -> None:
        await self.judge_of.close()


def narrow(world: World, bodies: Sequence[bytes]) -> World:
    """The same server with room for three of these bundles."""
    size = max(map(len, bodies))
    return replace(world, config=replace(world.config, max_body_bytes=size, max_waiting_bytes=3 * size))


@pytest.fixture
def bodies(world: World) -> list[bytes]:
    return [bundle.public for bundle in world.urnas.many([world.count(place, 30) for place in range(NUMBER)], 1)]


@asynccontextmanager
async def desk_of(context: Context, let: asyncio.Event) -> AsyncIterator[Reception]:
    judge = Held(InThread(context.anchor, context.config.mode), let)
    async with reception.running(context, judge) as desk:
        yield desk


async def stored(context: Context) -> int:
    async with context.reading() as session:
        return sum((await service.counts(session)).values())


async def test_a29_a_flood_is_sent_back_within_bounds_and_loses_nothing(world: World, bodies: list[bytes]) -> None:
    world = narrow(world, bodies)
    app = create_app(world.config, world.clock)
    context: Context = app.state.context
    let = asyncio.Event()
    async with desk_of(context, let) as desk:
        app.state.ingest = desk
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
            first = [asyncio.create_task(post(client, body)) for body in bodies]
            for number, each in enumerate(asyncio.as_completed(first), start=1):
                await each
                if number == NUMBER - 3:  # everybody for whom there is no room was answered: now the judge may work
                    let.set()
            answers = [each.result() for each in first]
            sent_back = [body for body, answer in zip(bodies, answers, strict=True) if answer.status_code == 429]
            assert len(sent_back) == NUMBER - 3
            assert all(answer.headers["retry-after"].isdigit() for answer in answers if answer.status_code == 429)
            assert {answer.status_code for answer in answers} == {201, 429}
            assert await stored(context) == 3
            for body in sent_back:
                assert (await post(client, body)).status_code == 201
        assert (await desk.queue()).value == 0
        assert await stored(context) == NUMBER
    await context.engine.dispose()


async def post(client: httpx.AsyncClient, body: bytes) -> httpx.Response:
    return await client.post("/api/v1/bundles", content=body, headers=ZIP)


async def test_a29_files_of_a_folder_wait_for_room_instead_of_being_refused(
    world: World, bodies: list[bytes], tmp_path: Path
) -> None:
    world = narrow(world, bodies)
    for number, body in enumerate(bodies):
        (tmp_path / f"{number:02}.public.zip").write_bytes(body)
    context = make_context(world.config, world.clock)
    async with desk_of(context, open_gate()) as desk:
        answers = [each.answer async for each in take_in(desk, bundles_in([tmp_path]), "memoria")]
    assert all(isinstance(answer, Receipt) for answer in answers)
    assert await stored(context) == NUMBER
    await context.engine.dispose()


def open_gate() -> asyncio.Event:
    gate = asyncio.Event()
    gate.set()
    return gate


async def test_a29_who_sends_slowly_holds_only_what_was_sent(world: World) -> None:
    context = make_context(world.config, world.clock)
    desk = Reception(context, InThread(context.anchor, world.config.mode))
    sent = [{"type": "http.request", "body": b"x" * 100, "more_body": True}]
    held: list[int | None] = []

    async def receive() -> dict[str, Any]:
        if sent:
            return sent.pop()
        held.append((await desk.queue()).value)
        await asyncio.Event().wait()
        raise AssertionError

    request = Request({"type": "http", "method": "POST", "headers": [(b"content-length", b"2000000")]}, receive)
    with desk.room() as room, pytest.raises(TimeoutError):
        async with asyncio.timeout(0.05):
            await body_of(request, 1 << 21, grow=room.grow)
    assert held == [100]
    assert (await desk.queue()).value == 0
    await context.engine.dispose()


class Forgetful(Context):
    """A server that answers without committing: the planted fault."""

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncSession]:
        async with self.sessions() as session:
            await begin_writing(session)
            yield session
            await session.rollback()


async def answered_and_lost(context: Context, bodies: Sequence[bytes]) -> list[str]:
    """Bundles that were answered and that another server on the same database does not have."""
    async with desk_of(context, open_gate()) as desk:
        answers = await asyncio.gather(*(desk.receive(body, "http") for body in bodies))
    other = make_context(context.config, context.clock)
    async with other.reading() as session:
        there = await service.bodies(session, [each.sha256 for each in answers if isinstance(each, Receipt)])
    await other.engine.dispose()
    return [each.sha256 for each in answers if isinstance(each, Receipt) and each.sha256 not in there]


async def test_a30_what_was_answered_is_there_and_an_answer_without_commit_is_noticed(
    world: World, bodies: list[bytes]
) -> None:
    context = make_context(world.config, world.clock)
    parts = [getattr(context, name) for name in ("config", "clock", "engine", "sessions", "anchor", "stores")]
    assert len(await answered_and_lost(Forgetful(*parts), bodies[:4])) == 4
    assert await answered_and_lost(context, bodies) == []
    await context.engine.dispose()


def test_there_must_be_room_for_one_bundle(world: World) -> None:
    with pytest.raises(ConfigInvalida) as error:
        replace(world.config, max_waiting_bytes=world.config.max_body_bytes - 1)
    assert error.value.code == "S003"
