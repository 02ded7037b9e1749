"""A12: a sync left out, two swapped, an order of truth turned around: the cuts of a day make each of them felt."""

from pathlib import Path

import pytest

from tests.flows.institute import Institute
from tests.power.expected import Proof, reason_of, stale
from tests.power.mutation import Dropped, Held, Site, Swapped
from tests.power.recorder import Recorder
from tests.power.removals import Found, Removal, dropped, hunted, never, noticed, orders, swapped
from tests.power.stage import PowerTable
from tests.power.verdict import amiss, proofs

SLOT = Site("interna", "imagen.a", "fsync", "pwrite")
JOURNAL = Site("usb", "bitacora.jsonl", "fsync", "append")
BUNDLE = Site("usb", "acta.public.zip", "fsync_dir", "rename")
COPY = Site("interna", "bitacora.copia.jsonl", "fsync_dir", "rename")
COVERED = Site("usb", "marcas.json", "fsync_dir", "rename")
PRACTICE = Site("usb", "verificacion", "fsync_dir", "mkdir")
TRIAL = Site("usb", "prueba.bin", "fsync", "create")


@pytest.mark.parametrize("removal", list(orders())[:6], ids=lambda removal: removal.name)
def test_a12_an_order_of_truth_turned_around_is_felt(institute: Institute, tmp_path: Path, removal: Removal) -> None:
    assert hunted(institute, tmp_path / "day", removal).breach


@pytest.mark.parametrize("site", [SLOT, JOURNAL, COPY, BUNDLE], ids=str)
def test_a12_a_sync_left_out_is_felt(
    institute: Institute, day: tuple[Recorder, PowerTable], tmp_path: Path, site: Site
) -> None:
    [removal] = [each for each in dropped(day[0].sites) if each.name == f"without {site}"]
    assert hunted(institute, tmp_path / "day", removal).breach


def test_a12_two_syncs_swapped_are_felt(institute: Institute, day: tuple[Recorder, PowerTable], tmp_path: Path) -> None:
    name = f"{Site('interna', 'imagen.b', 'fsync', 'pwrite')} later than {SLOT}"
    [removal] = [each for each in swapped(day[0].neighbours) if each.name == name]
    assert hunted(institute, tmp_path / "day", removal).breach


def test_every_sync_of_the_day_has_its_removal(day: tuple[Recorder, PowerTable]) -> None:
    names = {removal.name for removal in dropped(day[0].sites)}
    assert names == {f"without {site}" for site in day[0].sites}
    assert {site.medium for site in day[0].sites} == {"interna", "usb", "tablilla"}


def test_a12_a_sync_that_a_later_one_covers_is_felt_when_none_does(institute: Institute, tmp_path: Path) -> None:
    assert hunted(institute, tmp_path / "day", never(COVERED)).breach


@pytest.mark.long
def test_a12_a_trial_write_whose_sync_fails_is_told_by_the_diagnosis(institute: Institute, tmp_path: Path) -> None:
    [alone] = dropped([TRIAL])
    assert noticed(institute, tmp_path / "day", alone).breach


def test_a_fault_that_nothing_can_notice_has_a_reason_that_fits(day: tuple[Recorder, PowerTable]) -> None:
    """A pattern for nothing is stale; the order of truth never has a reason."""
    removals = [*orders(), *dropped(day[0].sites), *swapped(day[0].neighbours)]
    assert stale(removal.name for removal in removals) == []
    assert [removal.name for removal in orders() if reason_of(removal.name)] == []
    assert stale([]) != []


def test_what_went_unfelt_must_be_proved() -> None:
    covered, practice = dropped([COVERED, PRACTICE])
    unfelt = [Found(covered.name, 4, ""), Found(practice.name, 9, "")]
    assert proofs([covered, practice], unfelt) == [(Proof.COUNTED, PRACTICE), (Proof.NEVER, COVERED)]
    assert proofs([covered], [Found(covered.name, 4, "felt")]) == []


def test_the_verdict_tells_what_is_amiss() -> None:
    [slot], [covered] = dropped([SLOT]), dropped([COVERED])
    tried = [Found(slot.name, 1, ""), Found(covered.name, 1, "felt after all")]
    proved = [(Proof.NEVER, Found(never(COVERED).name, 1, ""))]
    words = [line.split(":")[0] for line in amiss(tried, proved, all_of_them=False)]
    assert words == ["MISSED", "STALE REASON", "UNPROVED"]
    assert list(amiss([Found(slot.name, 1, "felt")], [], all_of_them=False)) == []
    assert any("fits nothing" in line for line in amiss([], [], all_of_them=True))


def test_a_planted_fault_acts_when_it_says() -> None:
    done: list[str] = []
    late = Swapped(SLOT, JOURNAL)
    assert not late.sync(SLOT, lambda: done.append("slot"))
    assert late.sync(JOURNAL, lambda: done.append("journal"))
    held = Held(lambda site: site == SLOT, lambda event: event.what == "told")
    assert not held.sync(SLOT, lambda: done.append("held"))
    assert not Dropped(SLOT).sync(SLOT, lambda: done.append("never"))
    assert done == ["journal", "slot"]
