"""The commands ``servidor backup`` and ``servidor restore``. They must not decide whether a copy is good."""

import asyncio
from pathlib import Path

import typer

from server import cli_texts as texts
from server.backup.making import back_up
from server.backup.manifest import Manifest
from server.backup.restoring import restore
from server.cli_open import DEFAULT_CONFIG, ConfigOption, opened
from server.config import ServerConfig


def backup(folder: Path, config: ConfigOption = DEFAULT_CONFIG) -> None:
    """Copy the server while it works into a new folder of ``folder``, and verify the copy."""

    async def work() -> tuple[Path, Manifest]:
        async with opened(config) as context:
            return await back_up(context, folder)

    made, manifest = asyncio.run(work())
    typer.echo(texts.BACKED_UP.format(folder=made, trail=manifest.held.trail, files=len(manifest.files)))


def bring_back(folder: Path, config: ConfigOption = DEFAULT_CONFIG) -> None:
    """Bring a copy back into a server without a database."""
    manifest = asyncio.run(restore(ServerConfig.load(config), folder))
    typer.echo(texts.RESTORED.format(made=manifest.made_at, trail=manifest.held.trail, files=len(manifest.files)))
