"""Sends bundles over many connections that stay open, and notes how long each answer took. It must not judge them."""

import socket
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(slots=True)
class Sent:
    """Seconds of the whole, of each answer, and how many had each status."""

    seconds: float = 0.0
    answers: list[float] = field(default_factory=list)
    statuses: dict[int, int] = field(default_factory=dict)

    @property
    def rate(self) -> float:
        """Bundles a second."""
        return len(self.answers) / self.seconds

    def percentile(self, share: float) -> float:
        """Milliseconds under which this share of the answers came."""
        return sorted(self.answers)[min(len(self.answers) - 1, int(len(self.answers) * share))] * 1000


def send(port: int, bodies: Sequence[bytes], connections: int = 32) -> Sent:
    """Send every body once over ``connections`` connections."""
    sent = Sent()
    lock = threading.Lock()
    threads = [
        threading.Thread(target=_work, args=(port, bodies[i::connections], sent, lock)) for i in range(connections)
    ]
    start = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    sent.seconds = time.perf_counter() - start
    return sent


def _work(port: int, bodies: Sequence[bytes], sent: Sent, lock: threading.Lock) -> None:
    answers: list[tuple[int, float]] = []
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for body in bodies:
            head = (
                f"POST /api/v1/bundles HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/zip\r\n"
                f"content-length: {len(body)}\r\n\r\n"
            )
            start = time.perf_counter()
            connection.sendall(head.encode() + body)
            answers.append((_status(connection), time.perf_counter() - start))
    with lock:
        for status, seconds in answers:
            sent.answers.append(seconds)
            sent.statuses[status] = sent.statuses.get(status, 0) + 1


def _status(connection: socket.socket) -> int:
    """Read one whole answer that names its length."""
    data = b""
    while b"\r\n\r\n" not in data:
        data += _some(connection)
    head, _, rest = data.partition(b"\r\n\r\n")
    length = next(int(line[15:]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:"))
    while len(rest) < length:
        rest += _some(connection)
    return int(head.split(b" ", 2)[1])


def _some(connection: socket.socket) -> bytes:
    data = connection.recv(1 << 16)
    if not data:
        raise ConnectionError("the server hung up")
    return data
