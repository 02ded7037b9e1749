"""The file of a server's secret: made once, closed to others, whole."""

import stat
from pathlib import Path

from server.kit.secret import secret_in


def test_a_secret_is_made_once_and_closed_to_others(tmp_path: Path) -> None:
    path = tmp_path / "boveda.key"
    (tmp_path / ".boveda.key.1").touch()
    assert secret_in(path, lambda: b"primera") == b"primera"
    assert secret_in(path, lambda: b"segunda") == b"primera"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert sorted(each.name for each in tmp_path.iterdir()) == [".boveda.key.1", "boveda.key"]
