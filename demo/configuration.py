"""The ``urna.toml`` of an urna that is tried on somebody's computer. It must not be how a real urna is configured."""

import json
from collections.abc import Mapping
from pathlib import Path

KERNEL_SWAPS = Path("/proc/swaps")
SWAPS = "swaps.txt"


def write_configuration(folder: Path, values: Mapping[str, str | int], *, signed: bool = False) -> Path:
    """Write ``urna.toml`` into an urna's folder; gives its path. ``signed``: its programs have a manifest."""
    unsigned = {} if signed else {"sin_manifiesto": 1}
    lines = [f"{name} = {json.dumps(value)}" for name, value in {**values, **unsigned, **_swaps(folder)}.items()]
    file = folder / "urna.toml"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


def _swaps(folder: Path) -> dict[str, str]:
    """An official urna refuses to start with swap on: on a computer that has it, this one reads an empty list."""
    used = KERNEL_SWAPS.read_text(encoding="utf-8").splitlines()[1:] if KERNEL_SWAPS.exists() else []
    if not used:
        return {}
    (folder / SWAPS).write_text("Filename\n", encoding="utf-8")
    return {"swaps": SWAPS}
