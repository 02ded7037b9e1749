import pytest

from tests.flows.institute import Institute, found
from tests.power.day import VOTERS, live
from tests.power.recorder import Recorder
from tests.power.reserve import ReserveDay, died, live_reserve
from tests.power.stage import PowerTable

Day = tuple[Recorder, PowerTable]


@pytest.fixture(scope="session")
def institute(tmp_path_factory: pytest.TempPathFactory) -> Institute:
    return found(tmp_path_factory.mktemp("institute"), voters=VOTERS)


@pytest.fixture(scope="session")
def day(institute: Institute, tmp_path_factory: pytest.TempPathFactory) -> Day:
    """A day, recorded once."""
    recorder = Recorder()
    table = live(institute, tmp_path_factory.mktemp("day"), recorder)
    return recorder, table


@pytest.fixture(scope="session")
def reserve_day(institute: Institute, tmp_path_factory: pytest.TempPathFactory) -> ReserveDay:
    """A day of a reserve, recorded once."""
    folder = tmp_path_factory.mktemp("reserve")
    return live_reserve(institute, folder / "reserva", Recorder(), died(institute, folder / "muerta"))
