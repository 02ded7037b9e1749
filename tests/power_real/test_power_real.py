"""Real file systems under a running urna: cut at a sample of the fsyncs of a day, and failing while people vote.

One file, so that one prepared day serves all. `python -m tests.power_real` cuts at every fsync.
"""

import json
from dataclasses import asdict, dataclass, replace

import pytest

from shared.domain.journal import JournalKind
from tests.power_real.faults import Faults, why_no_fuse
from tests.power_real.judging import at_the_cut, at_the_end, seen
from tests.power_real.live.cuts import MOMENTS
from tests.power_real.live.program import open_stand, why_no_window
from tests.power_real.live.trial import try_moment
from tests.power_real.points import Point, counter, every, read_media, sample, try_point
from tests.power_real.power import KILL
from tests.power_real.removals import REMOVALS, try_removal
from tests.power_real.site import Ended, Site

PHASES = ("apertura", "votacion", "votacion", "cierre", "cierre", "exportacion")
"""One cut in each of these in `make test`."""
SCREENS_OF_A_TURN = (
    "espera",
    "habilitada",
    "boleta:GUBERNATURA",
    "boleta:CONSULTA",
    "revision",
    "impresion",
    "gracias",
)
CAUGHT = ("usb: image, rewritten", "usb: bundle")


@pytest.mark.parametrize("number", range(len(PHASES)))
def test_a12_after_a_real_cut_acknowledged_is_stored_is_printed(site: Site, number: int) -> None:
    phase = PHASES[number]
    point = sample(every(site.archive, phase), len(PHASES))[number]
    assert try_point(site, point) == [], point


@pytest.mark.parametrize("name", CAUGHT)
def test_a12_a_real_cut_notices_an_fsync_left_out(site: Site, name: str) -> None:
    """Killing the process at that fsync does not: what it wrote is still in the memory of the kernel."""
    removal = next(each for each in REMOVALS if each.name == name)
    noticed = try_removal(site, removal)
    assert noticed is not None
    killed = Point(noticed[0].phase, noticed[0].at, KILL)
    assert try_point(site, killed, removal.sites(site.archive)) == []


@pytest.mark.screen
def test_a12_the_whole_program_cut_behind_its_window_has_stored_what_it_acknowledged(site: Site) -> None:
    """`python -m urna` in its window; `tests/power_real/live` cuts it at every moment and starts it again there."""
    if why_no_window():
        pytest.skip(why_no_window())
    with open_stand(site, site.folder.parent / "ventana", SCREENS_OF_A_TURN) as stand:
        assert try_moment(stand, MOMENTS["testigo fuera sin respuesta"], briefly=True) == []


def test_every_kind_of_file_of_the_day_is_among_the_points(site: Site) -> None:
    sites = {what for phase in site.archive.sites.values() for what in phase}
    for medium in ("interna", "usb"):
        for name in ("imagen.a", "imagen.b", "bitacora.jsonl", "apertura.json", "cierre/acta.public.zip"):
            assert any(what.startswith(medium) and name in what for what in sites), (medium, name)


USB, INTERNAL = "usb", "interna"


def fault(**what: object) -> str:
    """Faults as a step of an order spells them."""
    return json.dumps(asdict(Faults(**what)), separators=(",", ":"))  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Case:
    """``break_`` and ``mend`` are steps for the medium; ``sentence`` is what the mesa reads."""

    medium: str
    break_: str
    mend: str
    sentence: str
    fuse: bool = False


CASES = {
    "usb full": Case(USB, "fill usb", "unfill usb", "llena"),
    "usb write-protected": Case(USB, "protect usb", "unprotect usb", "solo_lectura"),
    "usb dead": Case(USB, "kill usb", "revive usb", "danada"),
    "usb torn": Case(USB, f"fault usb {fault(names='imagen.', torn_sectors=3)}", "mend usb", "danada", fuse=True),
    "usb pulled": Case(USB, f"fault usb {fault(gone=True)}", "mend usb", "falta", fuse=True),
    "internal full": Case(INTERNAL, "fill interna", "unfill interna", "llena"),
    "internal read-only": Case(INTERNAL, "protect interna", "unprotect interna", "solo_lectura"),
    "internal dead": Case(INTERNAL, "kill interna", "revive interna", "falta"),
}
QUICK = ("usb full", "usb torn", "internal dead")
"""Those of `make test`."""


def run(site: Site, voters: int, *steps: str) -> Ended:
    """Have people do steps; a failure is told with its diary."""
    ended = site.run(replace(site.archive.starts["votacion"], voters=voters), *steps)
    assert ended.code == 0, ended.diary[-1:]
    return ended


@pytest.fixture
def fuse_site(site: Site) -> Site:
    if why_no_fuse():
        pytest.skip(why_no_fuse())
    return site


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=() if name in QUICK else pytest.mark.long) for name in CASES]
)
def test_a13_a_medium_that_fails_for_real_is_alarmed_and_brought_level(site: Site, name: str) -> None:
    case = CASES[name]
    if case.fuse and why_no_fuse():
        pytest.skip(why_no_fuse())
    with site.story(site.archive.starts["votacion"], case.medium if case.fuse else ""):
        alarm = f"alarm {case.medium} {case.sentence}"
        first = run(site, 0, "vote", case.break_, "vote", "vote", alarm)
        what = seen(0, first.diary, site.table)
        healthy = [medium for medium in read_media(site) if medium.label != case.medium]
        assert at_the_cut(what, healthy, counter(site)) == []
        assert what.thanked == (0, 1, 2)
        site.restart_devices()
        run(site, 3, "arrive", "vote", case.mend, f"calm {case.medium}", "vote", "close", "export")
        media = read_media(site)
        assert at_the_end(site.archive.institute, range(5), media, ()) == []
        for medium in media:
            assert medium.entries(JournalKind.MEDIO_PERDIDO) == medium.entries(JournalKind.MEDIO_REPUESTO) == 1


def test_a13_a_sector_that_cannot_be_read_leaves_the_other_medium_to_vote_on(fuse_site: Site) -> None:
    site = fuse_site
    with site.story(site.archive.starts["votacion"], USB):
        run(site, 0, "vote", f"fault usb {fault(names='imagen.b', bad_sector=7)}", "vote")
        site.restart_devices()
        again = run(site, 2, "arrive", "vote", "mend usb", "calm usb", "close", "export")
        assert again.told("sin_memoria")
        assert at_the_end(site.archive.institute, range(3), read_media(site), ()) == []


@pytest.mark.long
def test_a13_a_stick_that_lies_about_a_torn_write_is_mended_at_the_restart(fuse_site: Site) -> None:
    site = fuse_site
    with site.story(site.archive.starts["votacion"], USB):
        run(site, 0, "vote", f"fault usb {fault(names='imagen.', torn_sectors=9, lies=True)}", "vote", "mend usb")
        usb = read_media(site)[1]
        assert usb.image is None
        site.restart_devices()
        run(site, 2, "arrive", "vote", "close", "export")
        media = read_media(site)
        assert at_the_end(site.archive.institute, range(3), media, ()) == []
        assert media[0].entries(JournalKind.MEDIO_REPARADO) == 1


@pytest.mark.long
def test_a13_a_slow_stick_loses_nothing(fuse_site: Site) -> None:
    site = fuse_site
    with site.story(site.archive.starts["votacion"], USB):
        run(site, 0, f"fault usb {fault(delay_ms=40)}", "vote", "vote", "close", "export")
        media = read_media(site)
        assert at_the_end(site.archive.institute, range(2), media, ()) == []
        assert all(medium.entries(JournalKind.MEDIO_PERDIDO) == 0 for medium in media)


def test_a13_a_stick_that_does_not_answer_holds_up_no_touch(fuse_site: Site) -> None:
    site = fuse_site
    with site.story(site.archive.starts["votacion"], USB):
        done = run(site, 0, "mark_while_held usb", "vote", "close", "export")
        assert done.told("marca") == [[1, "boleta"]]
        assert at_the_end(site.archive.institute, range(1), read_media(site), ()) == []
