"""Bodies that programs send, read within bounds. It must not parse them."""

from collections.abc import AsyncIterator
from typing import cast

from fastapi import Request

from server.http.errors import PeticionInvalida


async def body_of(request: Request, most: int) -> bytes:
    """The body, read no further than ``most`` bytes whatever its header claims; raises ``PeticionInvalida`` S101."""
    claimed = request.headers.get("content-length", "0")
    if not claimed.isascii() or not claimed.isdigit() or int(claimed[:12]) > most:
        raise PeticionInvalida("S101", f"more than {most} bytes")
    parts: list[bytes] = []
    size = 0
    async for part in cast("AsyncIterator[bytes]", request.stream()):
        size += len(part)
        if size > most:
            raise PeticionInvalida("S101", f"more than {most} bytes")
        parts.append(part)
    return b"".join(parts)
