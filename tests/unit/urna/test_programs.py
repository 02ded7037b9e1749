"""Signed programs and the urna: who may open without them, what is remembered, what paper says."""

from dataclasses import replace
from pathlib import Path

import pytest

from shared.domain.eleccion import Mode
from shared.domain.errors import DatoInvalido
from tests.unit.urna.test_config import GOOD, written
from urna.bootstrap import remember
from urna.config import load_config
from urna.flow.ports import INTERNAL
from urna.integrity.memory import NAME, Remembered, remembered
from urna.program import programs_for
from urna.store.durable import Folder, Medium, RealFiles

TOLD = f"3 {'ab' * 32}"


@pytest.mark.parametrize("told", ["", "x", "3", f" {'ab' * 32}", f"-1 {'ab' * 32}"])
def test_a8_an_official_jornada_needs_signed_programs(tmp_path: Path, told: str) -> None:
    config = load_config(written(tmp_path, GOOD))
    with pytest.raises(DatoInvalido, match="U058"):
        programs_for(config, told)
    assert programs_for(replace(config, mode=Mode.CAPACITACION), told) is None
    assert programs_for(load_config(written(tmp_path, GOOD + "sin_manifiesto = 1\n")), told) is None


def test_what_the_launcher_told_is_what_runs(tmp_path: Path) -> None:
    assert programs_for(load_config(written(tmp_path, GOOD)), TOLD) == Remembered(3, "ab" * 32)


def test_a10_the_newest_version_that_started_is_remembered_on_the_internal_medium(tmp_path: Path) -> None:
    """Written by the urna once its programs run; read by the launcher of next time."""
    medium = Medium(INTERNAL, Folder(RealFiles(tmp_path)))
    for version in (3, 4):
        remember(medium, Remembered(version, "ab" * 32))
        assert remembered(tmp_path) == Remembered(version, "ab" * 32)
    before = (tmp_path / NAME).stat().st_mtime_ns
    remember(medium, Remembered(4, "ab" * 32))
    assert (tmp_path / NAME).stat().st_mtime_ns == before
    remember(Medium(INTERNAL, Folder(RealFiles(tmp_path / "away"))), Remembered(4, "ab" * 32))
