"""An S3 that lies: says yes and keeps nothing, drops locks, gives other bytes, answers nothing but faults."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum, auto
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

LOCKED = b"<ObjectLockConfiguration><ObjectLockEnabled>Enabled</ObjectLockEnabled></ObjectLockConfiguration>"
LOCKS = ("x-amz-object-lock-mode", "x-amz-object-lock-retain-until-date")


class Lie(Enum):
    """What it does besides."""

    NONE = auto()
    KEEPS_NOTHING = auto()
    DROPS_LOCKS = auto()
    OTHER_BYTES = auto()
    FAULTS = auto()
    DENIES = auto()


class Liar(ThreadingHTTPServer):
    """Enough of S3 for what the server asks of it."""

    lie = Lie.NONE

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answers)
        self.kept: dict[str, tuple[bytes, dict[str, str]]] = {}


class _Answers(BaseHTTPRequestHandler):
    server: Liar
    protocol_version = "HTTP/1.1"

    def do_PUT(self) -> None:
        data = self.rfile.read(int(self.headers["content-length"]))
        if self._faulty():
            return
        if self.server.lie is not Lie.KEEPS_NOTHING:
            kept = {} if self.server.lie is Lie.DROPS_LOCKS else {n: self.headers[n] for n in LOCKS if self.headers[n]}
            self.server.kept[self.path] = (data, kept)
        self._say(200, b"")

    def do_GET(self) -> None:
        if self._faulty():
            return
        if self.path.endswith("?object-lock"):
            self._say(200, LOCKED)
            return
        data, kept = self.server.kept.get(self.path, (None, {}))
        if data is not None and self.server.lie is Lie.OTHER_BYTES:
            data = bytes(len(data))
        self._say(404 if data is None else 200, data or b"", kept)

    do_HEAD = do_GET  # noqa: N815 - the library calls it so

    def log_message(self, *_arguments: object) -> None:
        """It says nothing to those who read the tests."""

    def _faulty(self) -> bool:
        status = {Lie.FAULTS: 500, Lie.DENIES: 403}.get(self.server.lie)
        if status is not None:
            self._say(status, b"")
        return status is not None

    def _say(self, status: int, body: bytes, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in {**(headers or {}), "content-length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)


@contextmanager
def lying() -> Iterator[Liar]:
    """Up until the block ends."""
    server = Liar()
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
