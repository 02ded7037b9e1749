"""Where things lie on the media. It must not read or write them."""

from typing import Final

from shared.domain.eleccion import Mode

PRACTICE: Final = "verificacion"
JOURNAL: Final = "bitacora.jsonl"
RESULTS: Final = "resultados"
THEME: Final = "tema"
SUBSTITUTED: Final = "sustituida"
"""In the folder of a mode: the store of the urna whose place a reserve took."""


def mode_folder(mode: Mode) -> str:
    """The folder of one mode on every medium: modes never share a directory."""
    return f"urna-{mode.value}"
