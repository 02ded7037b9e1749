"""The server as a process that listens until it is interrupted. It must hold no rule, nor read a command line."""

import socket
import sys
from typing import Final

import typer
import uvicorn

from server import cli_texts as texts
from server.app import create_app
from server.cli_open import clock_of
from server.config import ServerConfig
from server.kit import logs

SWITCH_S: Final = 0.0005
"""The thread that answers must not wait 5 ms (the interpreter's default) for the one that verifies."""


def serve(loaded: ServerConfig) -> None:
    """Serve until interrupted; prints the address once it listens."""
    application = create_app(loaded, clock_of(loaded))
    logs.configure(sys.stderr)
    settings = uvicorn.Config(
        application, host=loaded.host, port=loaded.port, log_config=None, log_level="warning", access_log=False
    )
    sys.setswitchinterval(SWITCH_S)
    _AnnouncingServer(settings).run()


class _AnnouncingServer(uvicorn.Server):
    """Prints where it listens once it does: whoever started it may have left the port to the system."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then tell."""
        await super().startup(sockets)
        for server in self.servers:
            for each in server.sockets:
                host, port = each.getsockname()[:2]
                typer.echo(texts.LISTENING.format(host=host, port=port))
        sys.stdout.flush()
