"""Checks of the portraits of one boleta: each is there, large enough and square, nobody's twice, and nobody without.

It must not judge whom a portrait shows.
"""

import io
from collections.abc import Iterator
from pathlib import Path

from PIL import Image

from theme_builder.checks_boleta import PICTURE_LIMIT_PX, picture_is_sound
from theme_builder.finding import Finding
from theme_builder.model import ContestSource
from theme_builder.source import Located

LEAST_SIDE_PX = 240
Contest = Located[ContestSource]


def check_portraits(contest: Contest, folder: Path) -> Iterator[Finding]:
    """Every finding of the portraits of one boleta; ``folder`` is that of the source, retratos."""
    candidaturas = contest.value.candidaturas
    wanted = any(candidatura.portrait for candidatura in candidaturas)
    seen: dict[bytes, str] = {}
    for i, candidatura in enumerate(candidaturas):
        path = ("candidaturas", i, "portrait")
        if candidatura.portrait:
            file = folder / Path(candidatura.portrait).name
            yield from _portrait(contest, path, file)
            first = seen.setdefault(file.read_bytes() if file.is_file() else b"", candidatura.id)
            if first != candidatura.id and file.is_file():
                yield contest.finding("T557", path, name=file.name, id=first)
        elif wanted:
            yield contest.finding("T556", path, id=candidatura.id)


def _portrait(contest: Contest, path: tuple[str | int, ...], file: Path) -> Iterator[Finding]:
    if not file.is_file():
        yield contest.finding("T553", path, name=file.name)
        return
    data = file.read_bytes()
    if not picture_is_sound(data):
        yield contest.finding("T554", path, name=file.name, limit=PICTURE_LIMIT_PX)
        return
    with Image.open(io.BytesIO(data), formats=["PNG"]) as picture:
        width, height = picture.size
    if width != height or width < LEAST_SIDE_PX:
        yield contest.finding("T555", path, name=file.name, width=width, height=height, least=LEAST_SIDE_PX)
