"""The configuration: read once, refused with a code."""

from pathlib import Path

import pytest

from shared.domain.errors import DatoInvalido
from urna.config import load_config

GOOD = """
casilla = "140001B0100"
urna_id = "JAL-0001"
mode = "oficial"
internal = "interna"
usb = "/media/usb"
identity = "identity"
identity_practice = "identity-practica"
printer = "/dev/ttyUSB0"
board = "/dev/ttyACM0"
reader = "/dev/ttyUSB1"
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "urna.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_relative_paths_start_at_its_folder(tmp_path: Path) -> None:
    config = load_config(written(tmp_path, GOOD))
    assert config.internal == tmp_path / "interna"
    assert config.usb == Path("/media/usb")
    assert (config.printer_profile, config.server_url, config.width) == ("emulada", "", 1280)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ("???", "U050"),
        ('extra = "x"', "U0"),
        ("width = 1", "U0"),
        ('mode = "x"', "U0"),
        ('usb = "interna"', "U051"),
        ('identity_practice = "identity"', "U052"),
        ("inactivity_alert_s = 15", "U053"),
        ('server_url = "ftp://x"', "U054"),
        ('casilla = "x"', "U0"),
    ],
)
def test_what_cannot_be_used_is_refused_with_a_code(tmp_path: Path, change: str, code: str) -> None:
    name = change.partition(" ")[0]
    kept = [line for line in GOOD.splitlines() if line.partition(" ")[0] != name]
    with pytest.raises(DatoInvalido) as refused:
        load_config(written(tmp_path, "\n".join([*kept, change])))
    assert refused.value.code.startswith(code)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DatoInvalido, match="U050"):
        load_config(tmp_path / "none.toml")
