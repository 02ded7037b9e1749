"""Cuts of the real file systems at a sample of the fsyncs of a day; `python -m tests.power_real` tries every one."""

import pytest

from tests.power_real.points import Point, every, sample, try_point
from tests.power_real.power import KILL
from tests.power_real.removals import REMOVALS, try_removal
from tests.power_real.site import Site

PHASES = ("apertura", "votacion", "votacion", "cierre", "cierre", "exportacion")
"""One cut in each of these in `make test`."""
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


def test_every_kind_of_file_of_the_day_is_among_the_points(site: Site) -> None:
    sites = {what for phase in site.archive.sites.values() for what in phase}
    for medium in ("interna", "usb"):
        for name in ("imagen.a", "imagen.b", "bitacora.jsonl", "apertura.json", "cierre/acta.public.zip"):
            assert any(what.startswith(medium) and name in what for what in sites), (medium, name)
