"""One server as a program of its own, senders, and a page that somebody watches, while something is broken.

It must not assert, nor break anything by itself.
"""

import html
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread
from time import monotonic
from typing import Final

from demo.waiting import wait_for
from tests.server.harness import Process, World
from tests.soak.judging import count_of
from tests.soak.plan import Arrival
from tests.soak.senders import Senders, Sent

PATIENCE_S: Final = 120.0
"""Until everything must be answered; tests wait for what happens and not for this."""


@dataclass
class Stand:
    """What runs, and those who send to it."""

    world: World
    server: Process
    bodies: Sequence[bytes]
    sending: list[tuple[Senders, Thread]] = field(default_factory=list)

    def send(self, places: range, over_s: float) -> None:
        """Begin to send these, one after another in so many seconds; one of ten is sent by two at once."""
        coming = [Arrival(n * over_s / len(places), place, place % 10 == 0) for n, place in enumerate(places)]
        senders, begun = Senders(self.bodies, lambda: [self.server.port], coming), monotonic()
        thread = Thread(target=senders.run, args=(begun, begun + PATIENCE_S), name="senders")
        thread.start()
        self.sending.append((senders, thread))

    @property
    def sent(self) -> Sent:
        """What all of them were told until now."""
        found = Sent()
        for senders, _ in self.sending:
            found.answered |= senders.sent.answered
            found.statuses += senders.sent.statuses
            found.seconds += senders.sent.seconds
            found.wrong += senders.sent.wrong
        return found

    @property
    def left(self) -> int:
        """Sendings without an answer."""
        return sum(senders.left for senders, _ in self.sending)

    def wait_for_taken(self, number: int) -> None:
        """Until so many bundles were answered."""
        wait_for(lambda: len(self.sent.answered) >= number, f"{number} bundles answered", PATIENCE_S)

    def wait_for_status(self, status: int, number: int) -> None:
        """Until so many answers had this status."""
        wait_for(lambda: self.sent.statuses[status] >= number, f"{number} answers of {status}", PATIENCE_S)

    def page(self) -> str:
        """The words of the page of the server's health, as somebody who entered sees it."""
        return html.unescape(self.server.read("/salud")[1].decode())

    def wait_for_page(self, *said: str, gone: Sequence[str] = ()) -> str:
        """Until the page says all of this, and nothing of what is ``gone``; gives it."""

        def look() -> str | None:
            page = self.page()
            return page if all(each in page for each in said) and not any(each in page for each in gone) else None

        return wait_for(look, f"the page says {said} and not {gone}", PATIENCE_S)

    def finish(self) -> Sent:
        """Until everything was answered."""
        for _, thread in self.sending:
            thread.join()
        return self.sent


@contextmanager
def stand(world: World, bodies: Sequence[bytes], server: Process | None = None) -> Iterator[Stand]:
    """A server, with one verifier unless another is given, and somebody who has entered."""
    server = server or Process(world, verifiers=1)
    server.start()
    here = Stand(world, server, bodies)
    try:
        server.read("/salud")
        yield here
    finally:
        server.kill()
        here.finish()


def bodies_of(world: World, count: int) -> list[bytes]:
    """The signed bundles of the first casillas, as the judges of a night know them."""
    return [bundle.public for bundle in world.urnas.many([count_of(world, place) for place in range(count)], 1)]


def configured(world: World, **values: int) -> None:
    """Set numbers of the configuration of a server that does not run."""
    path = Path(world.folder / "servidor.toml")
    lines = [f"{name} = {value}" for name, value in values.items()]
    path.write_text("\n".join([*lines, path.read_text()]))
