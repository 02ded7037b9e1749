"""The whole program in its window, cut at every moment of its day, started again and taken to the end in its window."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.power_real.live.cuts import MOMENTS, PLANTED
from tests.power_real.live.program import Stand, open_stand, why_no_window
from tests.power_real.live.trial import try_moment
from tests.power_real.site import Site

pytestmark = [pytest.mark.screen, pytest.mark.long]


@pytest.fixture(scope="module")
def stand(site: Site) -> Iterator[Stand]:
    if why_no_window():
        pytest.skip(why_no_window())
    with tempfile.TemporaryDirectory(prefix="urna") as name, open_stand(site, Path(name) / "v") as opened:
        yield opened


@pytest.mark.parametrize("name", MOMENTS)
def test_a12_cut_there_and_started_again_every_acknowledged_vote_is_stored_and_printed(stand: Stand, name: str) -> None:
    assert try_moment(stand, MOMENTS[name]) == []


def test_a12_a_program_that_forgets_to_sync_the_image_is_noticed(stand: Stand) -> None:
    found = try_moment(stand, PLANTED)
    assert any(sentence.startswith("usb: ") and "testigos printed" in sentence for sentence in found), found
