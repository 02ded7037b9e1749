"""Checks that rest on the law of parties: who may postulate with whom, agreements, order and marks of the boxes.

They must not restate what `shared.domain` rules of a mark or of a split. Articles: ``law.toml``.
"""

import io
import math
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from itertools import combinations
from pathlib import Path
from typing import Final

from PIL import Image

from shared.domain.errors import ReglaInvalida
from theme_builder.checks_boleta import picture_is_sound
from theme_builder.colors import SIGHTS, Color, lab, linear, seen_with
from theme_builder.finding import REASONS, Finding, Severity
from theme_builder.marks import draw_mark
from theme_builder.model import ContestSource, PartidoSource, PartidosSource
from theme_builder.source import Located, Source

NEAR: Final = 8.0
"""Between two emblems, square by square: two of one colour with other letters are at 4 to 5."""
CELLS: Final = 24
"""An emblem is compared as this many squares a side, as it is seen without looking closely."""
KEPT: Final = 400
Contest = Located[ContestSource]


def check_law(source: Source) -> Iterator[Finding]:
    """Every finding of the boletas against the partidos, their agreements and the order of their registration."""
    if source.partidos is None:
        return
    order = {partido.id: place for place, partido in enumerate(source.partidos.value.partidos)}
    for contest in source.contests:
        yield from _twice(contest)
        yield from _order(contest, order)
        yield from _siglados(contest)
        yield from _convenios(contest)
    yield from check_marks(source.partidos, source.root / "marcas")


def _twice(contest: Contest) -> Iterator[Finding]:
    """A partido that postulates two candidaturas to the same: in a coalicion and alone, or in two."""
    owner: dict[str, str] = {}
    for i, candidatura in enumerate(contest.value.candidaturas):
        for partido in dict.fromkeys(candidatura.partidos):
            first = owner.setdefault(partido, candidatura.id)
            if first != candidatura.id:
                path = ("candidaturas", i, "partidos")
                yield contest.finding("T577", path, id=partido, name=candidatura.id, other=first)


def _order(contest: Contest, order: Mapping[str, int]) -> Iterator[Finding]:
    last, before = -1, ""
    for i, option in enumerate(contest.value.options):
        place = order.get(option.partidos[0], last) if option.partidos else last
        if place < last:
            found = contest.finding("T578", ("options", i), id=option.partidos[0], other=before)
            yield replace(found, severity=Severity.WARNING)
        elif option.partidos:
            last, before = place, option.partidos[0]


def _siglados(contest: Contest) -> Iterator[Finding]:
    value = contest.value
    joined = {coalicion.candidatura for coalicion in value.coaliciones}
    for i, candidatura in enumerate(value.candidaturas):
        path = ("candidaturas", i, "siglado")
        if candidatura.siglado and candidatura.siglado not in candidatura.partidos:
            yield contest.finding("T585", path, value=candidatura.siglado)
        elif not candidatura.siglado and candidatura.id in joined and value.ambito and value.ambito.level == "distrito":
            yield replace(contest.finding("T587", path, id=candidatura.id), severity=Severity.WARNING)


def _convenios(contest: Contest) -> Iterator[Finding]:
    value = contest.value
    common = {option.id: set(option.partidos) for option in value.options if option.kind == "candidatura_comun"}
    for i, convenio in enumerate(value.convenios):
        said = {share.partido for share in convenio.shares}
        try:
            convenio.as_counted()
        except ReglaInvalida as error:
            yield contest.finding("T586", ("convenios", i), id=convenio.id, reason=REASONS[error.code])
            continue
        if common.get(convenio.id) != said:
            yield contest.finding("T586", ("convenios", i), id=convenio.id, reason=REASONS["convenio"])
    for i, option in enumerate(value.options):
        if option.id in common and option.id not in {convenio.id for convenio in value.convenios}:
            yield replace(contest.finding("T588", ("options", i), id=option.id), severity=Severity.WARNING)


def check_marks(partidos: Located[PartidosSource], folder: Path) -> Iterator[Finding]:
    """Pairs of emblems that somebody who confuses some colours would take for one another."""
    found = [(i, each.id, _mark(each, folder)) for i, each in enumerate(partidos.value.partidos)]
    for (_, one, first), (i, other, second) in combinations([each for each in found if each[2]], 2):
        near = [sight for sight in SIGHTS if _apart(first, second, sight) < NEAR]
        if near:
            said = partidos.finding("T579", ("partidos", i, "color"), id=other, other=one, sights=", ".join(near))
            yield replace(said, severity=Severity.WARNING)


def _mark(partido: PartidoSource, folder: Path) -> bytes:
    """The emblem as the theme has it; b"" while it has none that is sound, which is another finding."""
    if not partido.picture:
        return draw_mark(partido.letters, partido.color) if partido.letters else b""
    file = folder / Path(partido.picture).name
    data = file.read_bytes() if file.is_file() else b""
    return data if data and picture_is_sound(data) else b""


@lru_cache(maxsize=KEPT)
def _seen(mark: bytes, sight: str) -> tuple[Color, ...]:
    """An emblem in squares, as somebody with that sight sees it."""
    with Image.open(io.BytesIO(mark), formats=["PNG"]) as picture:
        plain = Image.new("RGBA", picture.size, "#ffffff")
        plain.alpha_composite(picture.convert("RGBA"))
        small = plain.convert("RGB").resize((CELLS, CELLS), Image.Resampling.BOX).tobytes()
    squares = [small[i : i + 3] for i in range(0, len(small), 3)]
    seen = {color: lab(seen_with(linear(f"#{color.hex()}"), sight)) for color in set(squares)}  # most are alike
    return tuple(seen[color] for color in squares)


def _apart(one: bytes, other: bytes, sight: str) -> float:
    pairs = zip(_seen(one, sight), _seen(other, sight), strict=True)
    return sum(math.dist(a, b) for a, b in pairs) / CELLS**2
