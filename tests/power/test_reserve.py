"""A12: the power goes anywhere in the day of a reserve. Both stores stand, and each is closed once."""

from pathlib import Path

import pytest

from shared.formats.acta_v1 import parse_acta
from shared.formats.container import unpack
from shared.formats.results_v1 import SUBSTITUTED, ResultadoInvalido
from tests.flows.institute import Institute
from tests.power.mutation import Site
from tests.power.removals import dropped
from tests.power.reserve import DEAD, ReserveDay
from tests.power.reserve_trial import hunted_reserve, reserve_trial

STRIDE = 41
"""A sample of the points of the day; `make power` takes them all."""
SIGNED = Site("interna", "sustitucion.json", "fsync", "create")
STAGED = Site("interna", "apertura.json", "fsync", "create")


def test_a12_a_reserve_counts_what_people_meant_on_both_urnas(reserve_day: ReserveDay) -> None:
    files = reserve_day.recorder.disks["usb"].state().view
    bundles = [data for name, data in files.items() if name.startswith("resultados/") and name.endswith(".public.zip")]
    actas = [parse_acta(unpack(data, SUBSTITUTED, ResultadoInvalido)[2]) for data in bundles]
    turns = {acta.urna.value: (acta.ledger.emitidos, acta.ledger.en_duda) for acta in actas}
    assert turns == {DEAD: (2, 1), reserve_day.table.institute.urna: (1, 0)}


def test_a12_a_cut_in_the_day_of_a_reserve_loses_and_doubles_nothing(reserve_day: ReserveDay) -> None:
    figures = reserve_trial(reserve_day).run(lambda number, _: number >= reserve_day.first and number % STRIDE == 0)
    assert figures.breaches == []
    assert figures.states > 20


@pytest.mark.parametrize("site", [SIGNED, pytest.param(STAGED, marks=pytest.mark.long)], ids=str)
def test_a12_a_sync_left_out_by_a_reserve_is_felt(
    institute: Institute, reserve_day: ReserveDay, tmp_path: Path, site: Site
) -> None:
    sites = reserve_day.recorder.sites
    [removal] = [each for each in dropped(sites) if each.name == f"without {site}"]
    assert hunted_reserve(institute, tmp_path, removal).breach
