"""Every sync of the urna left out in turn, every two that follow one another swapped, orders of truth turned around.

It must find its sites in a recorded day, never in a list: a new durable write brings its own removals.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from shared.domain.journal import JournalKind
from tests.flows.institute import Institute
from tests.power.day import go, set_up
from tests.power.mutation import Dropped, Event, Held, Mutation, Never, Refused, Site, Swapped
from tests.power.recorder import Recorder
from tests.power.trial import trial
from urna.flow.ports import INTERNAL
from urna.flow.screen import ScreenId

SLOTS = ("imagen.a", "imagen.b")
JOURNAL = "bitacora.jsonl"
CLOSING = ("marcas.json", "almacen.sealed", "acta.public.zip")


@dataclass(frozen=True, slots=True)
class Removal:
    """One planted fault: its name, how to make it, and the sync that it touches."""

    name: str
    plant: Callable[[], Mutation]
    site: Site | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """What became of one removal; ``breach`` is empty when nothing noticed it."""

    name: str
    points: int
    breach: str


def dropped(sites: Sequence[Site]) -> Iterator[Removal]:
    """Each kind of sync left out for the whole day."""
    for site in sorted(set(sites)):
        yield Removal(f"without {site}", lambda site=site: Dropped(site), site)  # type: ignore[misc]


def swapped(neighbours: Iterable[tuple[Site, Site]]) -> Iterator[Removal]:
    """Each two kinds of sync that follow one another, the first after the second."""
    for first, second in sorted(set(neighbours)):
        if first != second:
            name = f"{first} later than {second}"
            yield Removal(name, lambda a=first, b=second: Swapped(a, b), first)  # type: ignore[misc]


def never(site: Site) -> Removal:
    """A kind of sync left out, and what it would have brought down kept from every later sync of the folder."""
    return Removal(f"never {site}", lambda: Never(site), site)


def orders() -> Iterator[Removal]:
    """The order of truth turned around, one step at a time."""
    yield _order("the counter before the image", _of(*SLOTS), _synced("tablilla"))
    yield _order("a testigo before its pending records", _of(*SLOTS), _paper("testigo"))
    yield _order("the acta de inicio before its store", _of(*SLOTS, "apertura.json"), _told)
    yield _order("telling before the journal is durable", _of(JOURNAL), _told)
    yield _order("the journal of a settled turn before its image", _of(*SLOTS), _synced(JOURNAL))
    yield _order("tema_cargado before the theme", _of("tema/*", "assets/*"), _synced(JOURNAL))
    yield _order("the slot usb a before the three others", _three_slots, _synced("usb imagen.a"))
    yield _order("the slots of a medium at once", _of(*SLOTS), _synced("interna bitacora"))
    yield _order("the public file before the sealed one", _of("almacen.sealed"), _synced("acta.public.zip"))
    yield _order("an acta on paper before its bundle", _of(*CLOSING), _paper("acta_escrutinio"))
    yield _order("exportacion before what was exported", _of("resultado.sealed", "resultado.public.zip"), _told)


def _order(name: str, holds: Callable[[Site], bool], until: Callable[[Event], bool]) -> Removal:
    return Removal(name, lambda: Held(holds, until))


def _of(*kinds: str) -> Callable[[Site], bool]:
    return lambda site: site.kind in kinds and site.after != "unlink"


def _three_slots(site: Site) -> bool:
    return _of(*SLOTS)(site) and (site.medium, site.kind) != ("usb", "imagen.a")


def _told(event: Event) -> bool:
    return event.what == "told"


def _paper(kind: str) -> Callable[[Event], bool]:
    return lambda event: event == Event("paper", kind)


def _synced(which: str) -> Callable[[Event], bool]:
    return lambda event: event.what == "sync" and which in event.detail


def hunted(institute: Institute, folder: Path, removal: Removal, *, excuses: bool = True) -> Found:
    """Record the day with the fault, and look for its first breach where it made a difference."""
    recorder = Recorder(removal.plant())
    table = set_up(institute, folder, recorder)
    stopped = ""
    try:
        go(table, folder)
    except AssertionError:  # what the script expected is not there: only an urna that stopped is a breach by itself
        stopped = f"a cut in the day itself: {table.urna.runner.state.phase}"
    points = sum(bool(tick.behind) for tick in recorder.ticks)
    if stopped and table.shows() is ScreenId.FUERA_DE_SERVICIO:
        return Found(removal.name, points, stopped)
    looked_at = trial(recorder, table)
    looked_at.excuses = excuses
    return Found(removal.name, points, looked_at.first_breach())


def noticed(institute: Institute, folder: Path, removal: Removal) -> Found:
    """Refuse the sync that a removal touches, until the diagnosis: how many failures it tells of."""
    site = removal.site
    if site is None:
        raise AssertionError(f"{removal.name} touches no sync")
    recorder = Recorder(Refused(site))
    table = set_up(institute, folder, recorder)
    table.power_on()
    table.load()
    table.touch("iniciar_verificacion")
    table.touch("continuar")
    table.diagnose()
    journal = trial(recorder, table).reader.journal(recorder.disks[INTERNAL].state().view)
    [failures] = [entry.value("fallas") for entry in journal if entry.kind is JournalKind.DIAGNOSTICO]
    return Found(removal.name, 1, f"the diagnosis tells of {failures} failures" if failures else "")
