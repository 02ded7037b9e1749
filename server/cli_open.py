"""What the commands of ``servidor`` share: the configuration that they name, opened. It must hold no command."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer

from server import cli_texts as texts
from server.config import ServerConfig
from server.context import Context, make_context
from server.db.migrate import upgrade
from server.kit.clock import Clock, ShiftedClock, SystemClock

ConfigOption = Annotated[Path, typer.Option("--config", envvar="SERVIDOR_CONFIG", help=texts.CONFIG)]
ACTOR = "cli"
DEFAULT_CONFIG = Path("servidor.toml")


def clock_of(config: ServerConfig) -> Clock:
    """The clock that a configuration asks for."""
    clock = SystemClock()
    return ShiftedClock(clock, timedelta(seconds=config.clock_shift_s)) if config.clock_shift_s else clock


@asynccontextmanager
async def opened(config: Path) -> AsyncIterator[Context]:
    """The parts of a configuration, with the schema up to date."""
    loaded = ServerConfig.load(config)
    context = make_context(loaded, clock_of(loaded))
    try:
        await upgrade(context.engine)
        yield context
    finally:
        await context.engine.dispose()
