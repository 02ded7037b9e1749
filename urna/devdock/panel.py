"""The panel as a page of this computer alone: a secret address on the loopback, its state as JSON, orders by POST.

It must not serve anything to another computer, nor a file whose name comes from outside.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from hmac import compare_digest
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Final

from shared.crypto.randomness import SystemRandomness
from urna.devdock.desk import Desk
from urna.devdock.outcome import Refused
from urna.devdock.view import Bench, state, table

HOST: Final = "127.0.0.1"
MAX_ORDER_BYTES: Final = 1024
SECRET_BYTES: Final = 16
_PAGE: Final = Path(__file__).with_name("page")
_FILES: Final = {
    "": ("index.html", "text/html; charset=utf-8"),
    "icon.svg": ("icon.svg", "image/svg+xml"),
    "panel.css": ("panel.css", "text/css; charset=utf-8"),
    "panel.js": ("panel.js", "text/javascript; charset=utf-8"),
}
_POLICY: Final = "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
_PATIENCE_S: Final = 30


class Panel(ThreadingHTTPServer):
    """The server of one panel, on a port that the system chooses."""

    daemon_threads = True

    def __init__(self, desk: Desk, bench: Bench) -> None:
        super().__init__((HOST, 0), _Handler)
        self.desk = desk
        self.bench = bench
        self.secret = SystemRandomness().token(SECRET_BYTES).hex()

    @property
    def address(self) -> str:
        """Where a browser finds it; whoever has it may work the controls."""
        return f"http://{HOST}:{self.server_port}/{self.secret}/"


class _Handler(BaseHTTPRequestHandler):
    """One request."""

    server: Panel
    timeout = _PATIENCE_S

    def do_GET(self) -> None:
        """The page, its table, the state, a slip."""
        name = self._name()
        if name is None:
            return
        if name in _FILES:
            file, kind = _FILES[name]
            self._send(HTTPStatus.OK, kind, (_PAGE / file).read_bytes())
        elif name in {"table", "state"}:
            make = table if name == "table" else state
            self._json(make(self.server.bench))
        else:
            self._slip(name)

    def do_POST(self) -> None:
        """An order: ``{"name": ..., "value": ...}``; or the end of everything."""
        name = self._name()
        if name == "end":
            self._json({"done": True})
            self.server.desk.close()
        elif name == "do":
            order = self._order()
            if order is None:
                self._send(HTTPStatus.BAD_REQUEST, "text/plain", b"")
            else:
                self._json(self._obey(*order))
        elif name is not None:
            self._send(HTTPStatus.NOT_FOUND, "text/plain", b"")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name of the library
        """A terminal where a person reads is no place for every request."""

    def _name(self) -> str | None:
        """What is asked for behind the secret; None, answered, for a stranger or for a name of another host."""
        secret, _, name = self.path.removeprefix("/").partition("/")
        known = compare_digest(secret.encode(), self.server.secret.encode())
        if known and self.headers.get("Host") == f"{HOST}:{self.server.server_port}":
            return name
        self._send(HTTPStatus.NOT_FOUND, "text/plain", b"")
        return None

    def _order(self) -> tuple[str, str] | None:
        """The name and value of a control, as the page sends them."""
        size = self.headers.get("Content-Length", "")
        if not size.isascii() or not size.isdigit() or int(size) > MAX_ORDER_BYTES:
            return None
        try:
            said = json.loads(self.rfile.read(int(size)))
            name, value = said["name"], said["value"]
        except (ValueError, KeyError, TypeError):
            return None
        return (name, value) if isinstance(name, str) and isinstance(value, str) else None

    def _obey(self, name: str, value: str) -> dict[str, object]:
        outcome = self.server.desk.ask(name, value)
        if not isinstance(outcome, Refused):
            return {"done": outcome is not None}
        why = self.server.bench.words["motivo"][outcome.reason.value]
        return {"done": False, "why": f"{why} {outcome.detail}".strip()}

    def _slip(self, name: str) -> None:
        number = name.removeprefix("slip/")
        try:
            picture = self.server.bench.dock.slip(int(number)).read_bytes()
        except (ValueError, OSError):
            self._send(HTTPStatus.NOT_FOUND, "text/plain", b"")
            return
        self._send(HTTPStatus.OK, "image/png", picture)

    def _json(self, content: dict[str, object]) -> None:
        self._send(HTTPStatus.OK, "application/json", json.dumps(content).encode())

    def _send(self, status: HTTPStatus, kind: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Security-Policy", _POLICY)
        self.send_header("Cache-Control", "no-store")
        self.send_header("Referrer-Policy", "no-referrer")
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def open_panel(desk: Desk, bench: Bench) -> Iterator[Panel]:
    """Listening while inside; orders are carried out by whoever serves the desk."""
    panel = Panel(desk, bench)
    thread = Thread(target=panel.serve_forever, daemon=True)
    thread.start()
    try:
        yield panel
    finally:
        panel.shutdown()
        thread.join()
        panel.server_close()
