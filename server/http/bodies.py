"""Bodies that programs send, read within bounds. It must not parse them."""

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Final, cast

from fastapi import Request

from server.http.errors import PeticionInvalida

BODY_S: Final = 120.0
"""How long a whole body may take: 2 MB by a slow modem. Who sends a byte at a time keeps a connection no longer."""


def _any(_size: int) -> None:
    """There is always room."""


async def body_of(
    request: Request, most: int, within_s: float = BODY_S, *, grow: Callable[[int], None] = _any
) -> bytes:
    """The body, read no further than ``most`` bytes whatever its header claims.

    ``grow`` is told the size of each part before it is kept, and may refuse it by raising. Raises ``PeticionInvalida``
    S101 for more, S114 when its end has not come after ``within_s`` seconds.
    """
    claimed = request.headers.get("content-length", "0")
    if not claimed.isascii() or not claimed.isdigit() or int(claimed[:12]) > most:
        raise PeticionInvalida("S101", f"more than {most} bytes")
    try:
        async with asyncio.timeout(within_s):
            return await _read(request, most, grow)
    except TimeoutError:
        raise PeticionInvalida("S114", f"no end after {within_s:.0f} s") from None


async def _read(request: Request, most: int, grow: Callable[[int], None]) -> bytes:
    parts: list[bytes] = []
    size = 0
    async for part in cast("AsyncIterator[bytes]", request.stream()):
        size += len(part)
        if size > most:
            raise PeticionInvalida("S101", f"more than {most} bytes")
        grow(len(part))
        parts.append(part)
    return b"".join(parts)
