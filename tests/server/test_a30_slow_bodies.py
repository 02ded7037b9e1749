"""Senders that hang up in the middle, or never end: they are let go of, and it is no fault of the server's."""

import asyncio
from collections.abc import Iterator
from itertools import chain, repeat

import pytest
from fastapi import Request
from starlette.testclient import TestClient
from starlette.types import Message

from server.http.bodies import body_of
from server.http.errors import PeticionInvalida
from tests.server.harness import World

SCOPE = {
    "type": "http",
    "asgi": {"version": "3.0"},
    "http_version": "1.1",
    "method": "POST",
    "scheme": "http",
    "path": "/api/v1/bundles",
    "raw_path": b"/api/v1/bundles",
    "query_string": b"",
    "root_path": "",
    "headers": [(b"host", b"127.0.0.1"), (b"content-type", b"application/zip"), (b"content-length", b"9000")],
    "client": ("127.0.0.1", 50000),
    "server": ("127.0.0.1", 80),
}
PART: Message = {"type": "http.request", "body": b"P", "more_body": True}


async def test_a30_whoever_sends_a_byte_at_a_time_is_let_go_of() -> None:
    async def byte_by_byte() -> Message:
        await asyncio.sleep(0)
        return PART

    with pytest.raises(PeticionInvalida) as error:
        await body_of(Request(SCOPE, byte_by_byte), 1 << 30, within_s=0.05)
    assert error.value.code == "S114"


@pytest.fixture
def client(world: World) -> Iterator[TestClient]:
    with world.client() as started:
        yield started


def test_a30_whoever_hangs_up_in_the_middle_is_no_fault_of_ours(client: TestClient) -> None:
    coming: Iterator[Message] = chain([PART, PART], repeat({"type": "http.disconnect"}))
    answers: list[Message] = []

    async def receive() -> Message:
        return next(coming)

    async def send(message: Message) -> None:
        answers.append(message)

    assert client.portal is not None
    client.portal.call(client.app, SCOPE, receive, send)
    assert [each["status"] for each in answers if each["type"] == "http.response.start"] == [400]
