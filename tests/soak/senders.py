"""Those who send: each bundle again and again until it is answered. It must not know what happens meanwhile."""

import hashlib
import heapq
import http.client
import json
import socket
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from threading import Condition, Event, Thread
from time import monotonic
from typing import Final, Self

from tests.server.harness import ZIP
from tests.soak.plan import Arrival

SENDERS: Final = 24
PATIENCE_S: Final = 20.0
"""Within which a sender expects an answer; then it asks another server."""
LEAST_WAIT_S, MOST_WAIT_S = 0.2, 3.0
TAKEN: Final = frozenset({200, 201})
LATER: Final = frozenset({408, 429, 500, 502, 503, 504})
"""Answers after which a sender comes back; 500 is a fault of the server's own, and counted."""
COME_BACK: Final = frozenset({429, 503})
UNANSWERED: Final = 0
_UNENDED: Final = (
    b"POST /api/v1/bundles HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/zip\r\ncontent-length: 9000\r\n\r\n"
)


@dataclass
class Sent:
    """What the senders know: hashes that were answered, how long each took, and every answer that was none."""

    answered: dict[int, set[str]] = field(default_factory=dict)
    statuses: Counter[int] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    late: list[float] = field(default_factory=list)
    """From when it was due to when it was answered."""
    wrong: list[str] = field(default_factory=list)


class Senders:
    """Sends every arrival when it is due; ``ports`` are asked for before each try."""

    def __init__(
        self, bodies: Sequence[bytes], ports: Callable[[], Sequence[int]], arrivals: Sequence[Arrival]
    ) -> None:
        self._bodies, self._ports = bodies, ports
        self._hashes = [hashlib.sha256(body).hexdigest() for body in bodies]
        doubled = [(each.due_s, each.number, n, 0) for each in arrivals for n in range(1 + each.doubled)]
        self._heap = [(due, number, number + sender, tries, due) for due, number, sender, tries in doubled]
        heapq.heapify(self._heap)
        self._busy = 0
        self._some = Condition()
        self.sent = Sent()

    def run(self, begun: float, deadline: float) -> None:
        """Send everything, from ``begun`` until ``deadline`` at the latest (monotonic seconds)."""
        threads = [Thread(target=self._work, args=(begun, deadline)) for _ in range(SENDERS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    @property
    def left(self) -> int:
        """Sendings that nobody answered."""
        return len(self._heap) + self._busy

    def _work(self, begun: float, deadline: float) -> None:
        while (item := self._next(begun, deadline)) is not None:
            due, number, sender, tries, first = item
            status = self._try(number, sender + tries)
            now = monotonic() - begun
            with self._some:
                self._busy -= 1
                self.sent.statuses[status] += 1
                if status in TAKEN:
                    self.sent.late.append(now - first)
                elif status in LATER or status == UNANSWERED:
                    wait = min(MOST_WAIT_S, LEAST_WAIT_S * 2**tries)
                    heapq.heappush(self._heap, (max(due, now) + wait, number, sender, tries + 1, first))
                else:
                    self.sent.wrong.append(f"bundle {number}: answered {status}")
                self._some.notify_all()

    def _next(self, begun: float, deadline: float) -> tuple[float, int, int, int, float] | None:
        with self._some:
            while self._heap or self._busy:
                now = monotonic()
                if now > deadline:
                    return None
                wait = self._heap[0][0] - (now - begun) if self._heap else PATIENCE_S
                if wait <= 0:
                    self._busy += 1
                    return heapq.heappop(self._heap)
                self._some.wait(min(wait, 1.0))
            return None

    def _try(self, number: int, choice: int) -> int:
        ports = self._ports()
        connection = http.client.HTTPConnection("127.0.0.1", ports[choice % len(ports)], timeout=PATIENCE_S)
        begun = monotonic()
        try:
            connection.request("POST", "/api/v1/bundles", self._bodies[number], ZIP)
            response = connection.getresponse()
            body = response.read()
        except (OSError, http.client.HTTPException):
            return UNANSWERED
        finally:
            connection.close()
        if response.status in COME_BACK and not response.getheader("retry-after", "").isdigit():
            self.sent.wrong.append(f"bundle {number}: {response.status} that does not say when")
        if response.status in TAKEN:
            self._note(number, str(json.loads(body)["sha256"]), monotonic() - begun)
        return int(response.status)

    def _note(self, number: int, sha256: str, seconds: float) -> None:
        with self._some:
            self.sent.seconds.append(seconds)
            self.sent.answered.setdefault(number, set()).add(sha256)
            if sha256 != self._hashes[number]:
                self.sent.wrong.append(f"bundle {number}: answered for other bytes")


@dataclass
class SlowOnes:
    """Connections that begin a bundle and never end it, a byte at a time."""

    port: int
    many: int = 20
    period_s: float = 0.5
    _over: Event = field(default_factory=Event)

    def __enter__(self) -> Self:
        self._thread = Thread(target=self._run, name="slow ones")
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _run(self) -> None:
        opened: list[socket.socket] = []
        for _ in range(self.many):
            try:
                opened.append(socket.create_connection(("127.0.0.1", self.port), timeout=1))
                opened[-1].sendall(_UNENDED)
            except OSError:
                break
        while opened and not self._over.wait(self.period_s):
            opened = [each for each in opened if _trickle(each)]
        for each in opened:
            each.close()


def _trickle(connection: socket.socket) -> bool:
    """Send a byte; false, and closed, once the other side hung up."""
    try:
        connection.sendall(b"P")
    except OSError:
        connection.close()
        return False
    return True
