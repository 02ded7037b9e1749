"""A12: a sync left out, two swapped, an order of truth turned around: the cuts of a day make each of them felt."""

from pathlib import Path

import pytest

from tests.flows.institute import Institute
from tests.power.expected import reason_of
from tests.power.mutation import Dropped, Held, Site, Swapped
from tests.power.recorder import Recorder
from tests.power.removals import Removal, dropped, hunted, orders, swapped
from tests.power.stage import PowerTable

SLOT = Site("interna", "imagen.a", "fsync", "pwrite")
JOURNAL = Site("usb", "bitacora.jsonl", "fsync", "append")
BUNDLE = Site("usb", "acta.public.zip", "fsync_dir", "rename")


@pytest.mark.parametrize("removal", list(orders())[:6], ids=lambda removal: removal.name)
def test_a12_an_order_of_truth_turned_around_is_felt(institute: Institute, tmp_path: Path, removal: Removal) -> None:
    assert hunted(institute, tmp_path / "day", removal).breach


@pytest.mark.parametrize("site", [SLOT, JOURNAL, BUNDLE], ids=str)
def test_a12_a_sync_left_out_is_felt(
    institute: Institute, day: tuple[Recorder, PowerTable], tmp_path: Path, site: Site
) -> None:
    [removal] = [each for each in dropped(day[0].sites) if each.name == f"without {site}"]
    assert hunted(institute, tmp_path / "day", removal).breach


def test_a12_two_syncs_swapped_are_felt(institute: Institute, day: tuple[Recorder, PowerTable], tmp_path: Path) -> None:
    name = f"{Site('interna', 'imagen.b', 'fsync', 'pwrite')} later than {SLOT}"
    [removal] = [each for each in swapped(day[0].sites) if each.name == name]
    assert hunted(institute, tmp_path / "day", removal).breach


def test_every_sync_of_the_day_has_its_removal(day: tuple[Recorder, PowerTable]) -> None:
    names = {removal.name for removal in dropped(day[0].sites)}
    assert names == {f"without {site}" for site in day[0].sites}
    assert {site.medium for site in day[0].sites} == {"interna", "usb", "tablilla"}


def test_a_fault_that_nothing_can_notice_has_a_reason() -> None:
    assert reason_of("without nothing at all") == ""


def test_a_planted_fault_acts_when_it_says() -> None:
    done: list[str] = []
    late = Swapped(SLOT, JOURNAL)
    assert not late.sync(SLOT, lambda: done.append("slot"))
    assert late.sync(JOURNAL, lambda: done.append("journal"))
    held = Held(lambda site: site == SLOT, lambda event: event.what == "told")
    assert not held.sync(SLOT, lambda: done.append("held"))
    assert not Dropped(SLOT).sync(SLOT, lambda: done.append("never"))
    assert done == ["journal", "slot"]
