"""Orders to a dock from several threads, carried out one after another on the thread that serves.

It must not start threads: the system ends a program together with the thread that started it, so the main one serves.
"""

from dataclasses import dataclass, field
from queue import SimpleQueue
from threading import Event

from urna.devdock.controls import do
from urna.devdock.dock import Dock
from urna.devdock.outcome import Outcome


@dataclass(slots=True)
class _Order:
    """One control to work; ``outcome`` is there once ``done``."""

    name: str
    value: str
    done: Event = field(default_factory=Event)
    outcome: Outcome | None = None


class Desk:
    """Where orders are handed in."""

    def __init__(self, dock: Dock) -> None:
        self.dock = dock
        self._orders: SimpleQueue[_Order | None] = SimpleQueue()

    def ask(self, name: str, value: str = "") -> Outcome | None:
        """Hand in an order and wait for what comes of it; None when the desk has closed. From any thread but one."""
        order = _Order(name, value)
        self._orders.put(order)
        order.done.wait()
        return order.outcome

    def close(self) -> None:
        """Serve no more orders than those handed in before."""
        self._orders.put(None)

    def serve(self) -> None:
        """Carry out orders until the desk is closed; whoever came later is told so."""
        while (order := self._orders.get()) is not None:
            order.outcome = do(self.dock, order.name, order.value)
            order.done.set()
        while not self._orders.empty():
            left = self._orders.get()
            if left is not None:
                left.done.set()
