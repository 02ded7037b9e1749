"""A panel over a bench, its desk served by a thread of the test. It must not be how the panel runs for people."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

from tests.devdock.conftest import Hands
from urna.devdock.desk import Desk
from urna.devdock.panel import Panel, open_panel
from urna.devdock.view import Bench
from urna.devdock.words import load_words


@contextmanager
def served(hands: Hands) -> Iterator[Panel]:
    """The panel while inside."""
    pair = hands.pair
    desk = Desk(pair)
    thread = Thread(target=desk.serve, daemon=True)
    thread.start()
    with open_panel(desk, Bench(pair, load_words(), "capacitacion")) as panel:
        yield panel
    desk.close()
    thread.join()
