"""Runs the pages on loopback: the composition root of the web face, with the real clock, randomness and database.

It must not listen anywhere else: others come to a server that has accounts.
"""

import socket
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import uvicorn
from fastapi import FastAPI

from shared.crypto.randomness import SystemRandomness
from theme_builder.projects.database import open_database
from theme_builder.projects.review_kept import KeptOnDisk
from theme_builder.projects.service import Projects
from theme_builder.web import textos
from theme_builder.web.app import create_app
from theme_builder.web.door import Door, EntradaNegada, Entrance
from theme_builder.web.makers import Makers
from theme_builder.web.pages import Pages

LOOPBACK: Final = "127.0.0.1"
DATABASE: Final = "proyectos.sqlite"
REVIEWS: Final = "revisiones"


def serve(folder: Path, port: int, say: Callable[[str], None], module: Path | None = None) -> None:
    """Serve until interrupted; says the address that opens once. Raises ``EntradaNegada`` T655 for a port in use.

    ``module`` is the PKCS#11 library of the tokens with which people sign here, if they do.
    """
    listening = _listen(port)
    try:
        door = Door(listening.getsockname()[1], SystemRandomness())
        opened = open_pages(folder, _now, door)
        try:
            opened.app.state.module = module
            settings = uvicorn.Config(
                opened.app,
                log_level="warning",
                access_log=False,
                server_header=False,
                lifespan="off",
            )
            say(textos.SERVING.format(address=door.address, path=folder))
            uvicorn.Server(settings).run(sockets=[listening])
        finally:
            opened.close()
    finally:
        listening.close()


@dataclass(frozen=True, slots=True)
class OpenPages:
    """The pages on one folder, and how they end."""

    app: FastAPI
    close: Callable[[], None]


def open_pages(folder: Path, now: Callable[[], datetime], door: Entrance) -> OpenPages:
    """Open the projects of a folder and whatever draws, builds and speaks for their pages."""
    projects = Projects(open_database(folder / DATABASE), now)
    makers = Makers.below(folder)
    app = create_app(projects, door, makers)
    app.state.pages = Pages(projects, KeptOnDisk(folder / REVIEWS))

    def close() -> None:
        app.state.sittings.put_away()
        makers.close()
        projects.close()

    return OpenPages(app, close)


def _listen(port: int) -> socket.socket:
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((LOOPBACK, port))
        listening.listen()
    except OSError as error:
        listening.close()
        raise EntradaNegada("T655", f"port {port}: {error.strerror}") from None
    return listening


def _now() -> datetime:
    return datetime.now(UTC)  # noqa: TID251 - the one clock of these pages
