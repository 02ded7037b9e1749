"""A2: a casilla that voted in two urnas, from the server's totals to the verifier, which reads the published folder."""

import shutil
from pathlib import Path

import pytest

from demo.simulated_institute import SimulatedInstitute
from demo.simulated_urnas import SimulatedCount
from server.config import ServerConfig
from shared.domain.eleccion import Mode
from shared.verify.session import Verification, verify
from tests.server.prep.published import House, figures, house_of, publish
from tests.server.substituted import institute_with_cards, substitution

Counts = tuple[SimulatedCount, ...]


def told(institute: SimulatedInstitute, place: int, seed: int) -> SimulatedCount:
    """Figures of a casilla, the same number of boletas in each contest."""
    counts = [dict(figures(contest.count_keys(), seed)) for contest in institute.theme.contests]
    most = max(sum(each.values()) for each in counts)
    even = tuple({**each, "NULOS": each["NULOS"] + most - sum(each.values())} for each in counts)
    return SimulatedCount(institute.theme.casillas[place].id, even, urna=10 + seed)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[House, Counts]:
    """Three casillas: one voted in two urnas, one in one, and one sent nothing."""
    institute = institute_with_cards(3)
    counts = (told(institute, 0, 1), told(institute, 0, 2), told(institute, 1, 3))
    bundles = (*substitution(institute.urnas(), counts[:2]), institute.urnas().bundle(counts[2]))
    config = ServerConfig.load(institute.write(tmp_path_factory.mktemp("casa")))
    house = house_of(institute, config, bundles)
    publish(house)
    return house, counts


@pytest.fixture
def copy(made: tuple[House, Counts], tmp_path: Path) -> Path:
    folder = tmp_path / "copia"
    shutil.copytree(made[0].publication, folder)
    return folder


def run(folder: Path) -> Verification:
    return verify(folder, Mode.OFICIAL, None, lambda _done, _all: None)


def test_a2_the_verifier_agrees_with_the_sum_of_both_urnas(made: tuple[House, Counts], copy: Path) -> None:
    house, counts = made
    found = run(copy)
    assert found.problems == ()
    assert [source.casilla for source in found.evidence.sources].count(house.bundles[0].casilla.clave) == 2
    joined = found.evidence.readings[house.bundles[0].casilla.clave]
    for place, figure in enumerate(joined.counts):
        assert figure == {key: counts[0].counts[place][key] + counts[1].counts[place][key] for key in figure}
    assert found.evidence.counted[0].votes == sum(sum(count.counts[0].values()) for count in counts)
    assert len(found.evidence.missing) == 1


@pytest.mark.parametrize("place", [0, 1])
def test_a18_one_of_the_two_bundles_withheld_is_told(made: tuple[House, Counts], copy: Path, place: int) -> None:
    (copy / "bundles" / made[0].bundles[place].name).unlink()
    found = run(copy)
    assert {"V210", "V312"} <= {problem.code for problem in found.problems}
    assert made[0].bundles[0].casilla.clave not in found.evidence.readings
