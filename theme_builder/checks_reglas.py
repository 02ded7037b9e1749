"""Checks of the rules of a source: the hours of the jornada, patience with who votes, actas printed.

They must not restate what the format already bounds, nor hold an article: ``law.toml`` does.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from shared.domain.horario import CLOSES, OPENS
from theme_builder.finding import Finding, Severity
from theme_builder.model import JornadaSource, TemaSource
from theme_builder.source import Located, Source

USUAL: Final = (OPENS.isoformat("minutes"), CLOSES.isoformat("minutes"))
"""Of the law, from when to when."""
LEAST_WARN_S, MOST_WARN_S = 120, 300
LEAST_ANSWER_S, MOST_ANSWER_S = 20, 45
"""VVSG 2.0, 7.2-F: who votes is warned after two to five minutes, and has 20 to 45 seconds to answer."""
NEEDED_ACTAS: Final = 3
"""For the expediente, for PREP and for the outside of the package."""
_JORNADA: Final = ("rules", "jornada")


def check_reglas(source: Source) -> Iterator[Finding]:
    """Every finding of ``[rules]`` but that of groups; a source that leaves the hours to the urna has none of them."""
    tema = source.tema
    if tema is None:
        return
    if tema.value.rules.actas < NEEDED_ACTAS:
        yield _warning(tema, "T593", ("rules", "actas"), count=tema.value.rules.actas, needed=NEEDED_ACTAS)
    jornada = tema.value.rules.jornada
    if jornada is not None:
        yield from _hours(tema, jornada)
        yield from _patience(tema, jornada)


def _hours(tema: Located[TemaSource], jornada: JornadaSource) -> Iterator[Finding]:
    if jornada.closes <= jornada.opens:
        yield tema.finding("T589", (*_JORNADA, "closes"), opens=jornada.opens, closes=jornada.closes)
    elif (jornada.opens, jornada.closes) != USUAL:
        opens, closes = USUAL
        yield _warning(tema, "T591", (*_JORNADA, "closes"), opens=opens, closes=closes)
    if jornada.early_close != sorted(set(jornada.early_close), key=jornada.early_close.index):
        yield tema.finding("T506", (*_JORNADA, "early_close"), id=", ".join(jornada.early_close))


def _patience(tema: Located[TemaSource], jornada: JornadaSource) -> Iterator[Finding]:
    answer = jornada.alert_s - jornada.warn_s
    if answer <= 0:
        yield tema.finding("T590", (*_JORNADA, "alert_s"), warn=jornada.warn_s, alert=jornada.alert_s)
        return
    if not LEAST_WARN_S <= jornada.warn_s <= MOST_WARN_S:
        yield _warning(tema, "T592", (*_JORNADA, "warn_s"), count=jornada.warn_s, least=LEAST_WARN_S, most=MOST_WARN_S)
    if not LEAST_ANSWER_S <= answer <= MOST_ANSWER_S:
        yield _warning(tema, "T594", (*_JORNADA, "alert_s"), count=answer, least=LEAST_ANSWER_S, most=MOST_ANSWER_S)


def _warning(tema: Located[TemaSource], code: str, path: tuple[str | int, ...], **params: str | int) -> Finding:
    return replace(tema.finding(code, path, **params), severity=Severity.WARNING)
