"""A lot of two themes of the institute's, each of half the casillas, on sticks as a state would make them.

It must not be used outside of tests.
"""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from shared.crypto.hashing import sha256_hex
from shared.crypto.tuf_repo import build_repository
from shared.formats.lote_v1 import NAME, lote_of, serialise_lote
from shared.formats.theme_v1 import Theme, ThemeId, seal_theme, serialise_theme
from tests.flows.institute import EXPIRES, Institute


def halves(institute: Institute) -> tuple[Theme, Theme]:
    """The theme of this urna's casilla and one of others; the other has one boleta more than this one."""
    theme = replace(institute.theme, languages=(), texts={}, locuciones=())
    mine = replace(theme, theme_id=ThemeId("jal-d01"), contests=theme.contests[:1], casillas=theme.casillas[:2])
    return seal_theme(mine), seal_theme(replace(theme, theme_id=ThemeId("jal-d02"), casillas=theme.casillas[2:]))


def signed_files(themes: tuple[Theme, ...]) -> dict[str, bytes]:
    """The files that two people sign: the list and each theme."""
    files = {f"temas/{theme.theme_id}/theme.json": serialise_theme(theme) for theme in themes}
    return {NAME: serialise_lote(lote_of(themes)), **files}


def published(institute: Institute, signed: Mapping[str, bytes], version: int = 1) -> dict[str, bytes]:
    """The repository of a lot, signed by two, with its pieces."""
    previous = ((institute.identity / "trusted-root.json").read_bytes(),)
    files = build_repository(signed, institute.repository, expires=EXPIRES, version=version, previous=previous)
    return files | {f"targets/piezas/{sha256_hex(data)}": data for data in institute.assets.values()}


def lote_files(institute: Institute, version: int = 1) -> dict[str, bytes]:
    """The repository of both halves."""
    return published(institute, signed_files(halves(institute)), version)


def put(stick: Path, files: Mapping[str, bytes]) -> Path:
    """Lay a repository on a stick, in place of what was there."""
    root = stick / "repositorio"
    if root.exists():
        root.rename(stick / f"antes-{len(list(stick.iterdir()))}")
    for name, data in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(data)
    return root
