"""Orders to a pair of urnas from several threads, carried out one after another on the thread that serves.

It must not start threads: the system ends a program together with the thread that started it, so the main one serves.
"""

from dataclasses import dataclass, field
from queue import SimpleQueue
from threading import Event, Lock

from urna.devdock.outcome import Outcome
from urna.devdock.pair import Pair


@dataclass(slots=True)
class _Order:
    """One control to work; ``outcome`` is there once ``done``."""

    name: str
    value: str
    done: Event = field(default_factory=Event)
    outcome: Outcome | None = None


class Desk:
    """Where orders are handed in."""

    def __init__(self, pair: Pair) -> None:
        self.pair = pair
        self._orders: SimpleQueue[_Order | None] = SimpleQueue()
        self._lock = Lock()
        self._closed = False

    def ask(self, name: str, value: str = "") -> Outcome | None:
        """Hand in an order and wait for what comes of it; None when the desk has closed. From any thread but one."""
        order = _Order(name, value)
        with self._lock:
            if self._closed:
                return None
            self._orders.put(order)
        order.done.wait()
        return order.outcome

    def close(self) -> None:
        """Serve no more orders than those handed in before."""
        with self._lock:
            self._closed = True
            self._orders.put(None)

    def serve(self) -> None:
        """Carry out orders until the desk is closed."""
        while (order := self._orders.get()) is not None:
            order.outcome = self.pair.do(order.name, order.value)
            order.done.set()
