"""Checks of one boleta: options, candidaturas, coaliciones. It must not look at other boletas."""

import io
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from PIL import Image, UnidentifiedImageError

from shared.formats.theme_texts import WORDED
from theme_builder.checks_info import check_info
from theme_builder.checks_names import check_names
from theme_builder.finding import Finding
from theme_builder.model import ContestSource, OptionSource
from theme_builder.source import Located

TITLE_LIMIT = 60
LABEL_LIMIT = 70
PICTURE_LIMIT_PX = 1024
SINGLE = frozenset({"one_mark", "consulta", "planilla"})
Contest = Located[ContestSource]


def check_contest(contest: Contest, partidos: set[str], marks: Path) -> Iterator[Finding]:
    """Every finding of one boleta; ``partidos`` are the registered ids, ``marks`` the folder of pictures."""
    yield from _texts(contest)
    yield from _options(contest, partidos)
    yield from _candidaturas(contest, partidos)
    yield from _coaliciones(contest, partidos)
    yield from _languages(contest)
    yield from check_info(contest)
    yield from check_names(contest)
    for i, option in enumerate(contest.value.options):
        yield from _picture(contest, i, option, marks)


def _texts(contest: Contest) -> Iterator[Finding]:
    value = contest.value
    if len(value.title) > TITLE_LIMIT:
        yield contest.finding("T518", ("title",), length=len(value.title), limit=TITLE_LIMIT)
    for i, option in enumerate(value.options):
        if len(option.label) > LABEL_LIMIT:
            yield contest.finding("T518", ("options", i, "label"), length=len(option.label), limit=LABEL_LIMIT)
    if value.kind in SINGLE and value.max_marks != 1:
        yield contest.finding("T532", ("max_marks",))
    if not any(option.kind == "nulo" for option in value.options):
        yield contest.finding("T528", ("options",))


def _languages(contest: Contest) -> Iterator[Finding]:
    """Translations of boxes that say words, as short as the Spanish must be."""
    worded = {option.id for option in contest.value.options if option.kind in WORDED}
    for language, words in contest.value.languages.items():
        path = ("languages", language)
        if len(words.title) > TITLE_LIMIT:
            yield contest.finding("T518", (*path, "title"), length=len(words.title), limit=TITLE_LIMIT)
        for box, label in words.options.items():
            if box not in worded:
                yield contest.finding("T552", (*path, "options", box), id=box)
            elif len(label) > LABEL_LIMIT:
                yield contest.finding("T518", (*path, "options", box), length=len(label), limit=LABEL_LIMIT)


def _options(contest: Contest, partidos: set[str]) -> Iterator[Finding]:
    value = contest.value
    candidaturas = {c.id for c in value.candidaturas}
    yield from _repeated(contest, "options", [o.id for o in value.options])
    boxes: Counter[str] = Counter()
    for i, option in enumerate(value.options):
        boxes.update(option.partidos)
        yield from _unknown_partidos(contest, ("options", i, "partidos"), option.partidos, partidos)
        if option.candidatura is not None and option.candidatura not in candidaturas:
            yield contest.finding("T508", ("options", i, "candidatura"), id=option.candidatura)
        if option.kind == "partido" and len(option.partidos) != 1:
            yield contest.finding("T522", ("options", i, "partidos"))
    for i, option in enumerate(value.options):
        for partido in option.partidos:
            if boxes[partido] > 1:
                yield contest.finding("T511", ("options", i, "partidos"), id=partido)


def _candidaturas(contest: Contest, partidos: set[str]) -> Iterator[Finding]:
    value = contest.value
    yield from _repeated(contest, "candidaturas", [c.id for c in value.candidaturas])
    with_box = {option.candidatura for option in value.options}
    for i, candidatura in enumerate(value.candidaturas):
        yield from _unknown_partidos(contest, ("candidaturas", i, "partidos"), candidatura.partidos, partidos)
        if candidatura.id not in with_box:
            yield contest.finding("T523", ("candidaturas", i, "id"), id=candidatura.id)


def _coaliciones(contest: Contest, partidos: set[str]) -> Iterator[Finding]:
    value = contest.value
    boxes = {o.partidos[0]: o.candidatura for o in value.options if o.kind == "partido" and o.partidos}
    candidaturas = {c.id for c in value.candidaturas}
    owner: set[str] = set()
    yield from _repeated(contest, "coaliciones", [c.id for c in value.coaliciones])
    for i, coalicion in enumerate(value.coaliciones):
        path = ("coaliciones", i, "partidos")
        yield from _unknown_partidos(contest, path, coalicion.partidos, partidos)
        yield from _combinations(contest, i)
        if coalicion.candidatura not in candidaturas:
            yield contest.finding("T508", ("coaliciones", i, "candidatura"), id=coalicion.candidatura)
        for partido in coalicion.partidos:
            if partido in owner:
                yield contest.finding("T534", path, id=partido)
            owner.add(partido)
            if partido not in boxes:
                yield contest.finding("T512", path, id=partido)
            elif boxes[partido] != coalicion.candidatura:
                yield contest.finding("T527", path, id=coalicion.candidatura)


def _combinations(contest: Contest, i: int) -> Iterator[Finding]:
    coalicion = contest.value.coaliciones[i]
    path = ("coaliciones", i, "combinations")
    seen: set[frozenset[str]] = set()
    for combination in coalicion.combinations:
        joined = "-".join(combination)
        if not set(combination) <= set(coalicion.partidos) or len(set(combination)) != len(combination):
            yield contest.finding("T509", path, combination=joined)
        if frozenset(combination) in seen:
            yield contest.finding("T510", path, combination=joined)
        seen.add(frozenset(combination))


def _picture(contest: Contest, i: int, option: OptionSource, marks: Path) -> Iterator[Finding]:
    if not option.picture:
        return
    path = marks / Path(option.picture).name
    if not path.is_file():
        yield contest.finding("T524", ("options", i, "picture"), name=option.picture)
    elif not picture_is_sound(path.read_bytes()):
        yield contest.finding("T525", ("options", i, "picture"), limit=PICTURE_LIMIT_PX)


def picture_is_sound(data: bytes) -> bool:
    """Whether ``data`` is a PNG of at most 1024 px a side."""
    try:
        with Image.open(io.BytesIO(data), formats=["PNG"]) as image:
            image.verify()
            return max(image.size) <= PICTURE_LIMIT_PX
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return False


def _repeated(contest: Contest, table: str, ids: list[str]) -> Iterator[Finding]:
    counts = Counter(ids)
    for i, name in enumerate(ids):
        if counts[name] > 1 and ids.index(name) != i:
            yield contest.finding("T506", (table, i, "id"), id=name)


def _unknown_partidos(
    contest: Contest, path: tuple[str | int, ...], names: list[str], known: set[str]
) -> Iterator[Finding]:
    for name in names:
        if name not in known:
            yield contest.finding("T507", path, id=name)
