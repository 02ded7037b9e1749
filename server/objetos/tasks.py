"""Files by content as long works: putting what waits, checking all. It must not decide how."""

from typing import Final

from server.claims import CLAIMS
from server.config import ServerConfig
from server.context import Context
from server.objetos.checking import check
from server.objetos.sending import send
from server.objetos.service import pending
from server.work import Arguments, Progress, Task

STUBBORN: Final = (5, 30, 120, *[300] * 1000)
"""A bucket may be away for days; meanwhile it is one job, which tells why."""


async def _send(context: Context, _arguments: Arguments, progress: Progress) -> None:
    await send(context, CLAIMS, progress)


async def _waits(context: Context) -> bool:
    async with context.reading() as session:
        return bool((await pending(session, CLAIMS)).number)


async def _check(context: Context, _arguments: Arguments, progress: Progress) -> None:
    await check(context, CLAIMS, progress)


def _send_every_s(config: ServerConfig) -> int:
    return config.objetos.send_every_s if config.objetos else 0


def _check_every_s(config: ServerConfig) -> int:
    return config.objetos.check_every_s if config.objetos else 0


ENVIAR: Final = Task("objetos-enviar", _send, STUBBORN, _send_every_s, _waits, alone=True)
COMPROBAR: Final = Task("objetos-comprobar", _check, every_s=_check_every_s)
