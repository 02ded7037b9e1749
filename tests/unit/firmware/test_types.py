"""The firmware as the stubs of the chip see it; `make firmware` fetches them, and without them this skips."""

from pathlib import Path

import pytest

from tests.firmware_types import FILES, STUBS, faults

pytestmark = pytest.mark.skipif(not STUBS.exists(), reason=f"no stubs of the chip in {STUBS}: run make firmware")


@pytest.mark.long
def test_the_firmware_has_no_fault_and_one_that_is_planted_is_found(tmp_path: Path) -> None:
    assert faults(FILES) == []
    planted = tmp_path / "hardware" / "planted.py"
    planted.parent.mkdir()
    planted.write_text("import machine\n\nWATCH = machine.WDT(timeot=8000)\n", encoding="utf-8")
    found = faults(["hardware/planted.py"], tmp_path)
    assert len(found) == 1
    assert "timeot" in found[0]
