"""The cut as a long work. It must not decide what a cut holds."""

from typing import Final

from server.context import Context
from server.prep import service
from server.work import Arguments, Progress, Task


async def _publish(context: Context, _arguments: Arguments, progress: Progress) -> None:
    """A second cut after half of the first has another number: what was published stays."""
    await progress(0, 1)
    await service.publish_cut(context)
    await progress(1, 1)


CORTE: Final = Task("corte", _publish, every_s=lambda config: config.cut_every_s)
