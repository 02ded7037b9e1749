"""One night: servers, senders, what goes wrong, and the morning after. It must not forgive anything."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from threading import Thread
from time import monotonic
from typing import Final

from demo.waiting import wait_for
from tests.server.databases import Cluster
from tests.server.harness import World
from tests.soak.judging import judge
from tests.soak.place import BACK, Place
from tests.soak.plan import Fault, Kind, arrivals, faults
from tests.soak.senders import Senders, Sent, SlowOnes
from tests.soak.watching import Sample, Watch, growing

AFTER_S: Final = 120.0
"""How long after the night's end everything must be answered."""


@dataclass(frozen=True)
class Night:
    """How large it is, and what goes wrong."""

    bundles: int
    seconds: float
    apis: int = 2
    rounds: int = 1
    seed: int = 1


@dataclass(frozen=True)
class Told:
    """What a night came to; ``wrong`` is empty when it was a good one."""

    sent: Sent
    wrong: tuple[str, ...]
    happened: tuple[Fault, ...]
    processes: dict[tuple[str, int], list[Sample]]
    took_s: float


def run(night: Night, world: World, cluster: Cluster | None, bodies: Sequence[bytes]) -> Told:
    """Let it happen; ``bodies`` are the bundles of the first casillas of ``world``'s theme, in order."""
    place = Place(world, cluster, night.apis)
    coming = arrivals(night.bundles, night.seconds, night.seed)
    cannot = {*([] if cluster else [Kind.DATABASE]), *([] if place.disk else [Kind.FULL])}
    kinds = tuple(kind for kind in Kind if kind not in cannot)
    wrong_things = faults(night.seconds, kinds, night.rounds, night.seed)
    senders = Senders(bodies, lambda: place.ports, coming)
    place.start()
    try:
        begun = monotonic()
        deadline = begun + night.seconds + AFTER_S
        with Watch(place.watched) as watch, ExitStack() as slow, _beside(senders, begun, deadline):
            for number, fault in enumerate(wrong_things):
                wait_for(lambda due=fault.due_s: monotonic() - begun >= due, "the next fault", night.seconds)  # type: ignore[misc]
                _happen(place, fault.kind, number, slow)
        took = monotonic() - begun
        told = [f"{name}: {what}" for (name, _), seen in watch.samples.items() for what in growing(seen)]
        told += [f"{name} died by itself" for name in watch.died]
        told += [f"{senders.left} sendings without an answer"] if senders.left else []
        told += judge(world, place.first, senders.sent, bodies).faults
    finally:
        place.end()
    return Told(senders.sent, tuple(told), tuple(wrong_things), watch.samples, took)


@contextmanager
def _beside(senders: Senders, begun: float, deadline: float) -> Iterator[None]:
    """The senders at work beside the block, which ends when they have."""
    thread = Thread(target=senders.run, args=(begun, deadline), name="senders")
    thread.start()
    try:
        yield
    finally:
        thread.join()


def _happen(place: Place, kind: Kind, number: int, slow: ExitStack) -> None:
    match kind:
        case Kind.KILLED:
            place.kill(number)
        case Kind.STOPPED:
            place.stop_for_a_while(number)
        case Kind.CLOCK:
            place.kill(number, BACK)
        case Kind.DATABASE:
            place.kill_database()
        case Kind.FULL:
            place.fill_disk_for_a_while()
        case Kind.SLOW:
            slow.enter_context(SlowOnes(place.ports[number % len(place.ports)]))
