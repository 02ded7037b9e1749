"""What a voter reads, in every language of a theme: which texts there must be, and a boleta in one of them.

It must not choose a language nor translate: a text that nobody translated is Spanish, and the theme says so.
"""

import string
from collections.abc import Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType

from shared.domain.eleccion import Contest, Option, OptionKind
from shared.formats.catalogues import SPANISH, catalogue
from shared.formats.theme_info import info_in, info_texts
from shared.formats.theme_model import Theme

OWN_WORDS = "locucion."
"""Begins the texts of a theme that are heard alone; the rest of the key is that of the clip."""
WORDED = frozenset({OptionKind.RESPUESTA, OptionKind.NO_REGISTRADA, OptionKind.NULO})
"""Boxes that say words; all others say names, which are the same in every language."""
_NONE: Mapping[str, str] = MappingProxyType({})


def screen_texts() -> Mapping[str, str]:
    """The Spanish of the voter's screens by key: every other language has the same keys and parameters."""
    return catalogue("pantalla", SPANISH)


def required_texts(theme: Theme) -> dict[str, str]:
    """Every text that a language must have, in the theme's Spanish: the screens', and those of `contest_texts`."""
    own = theme.texts.get(SPANISH, {})
    screens = {key: own.get(key, words) for key, words in screen_texts().items()}
    boletas = (contest_texts(place, contest) for place, contest in enumerate(theme.contests))
    return screens | {key: words for texts in boletas for key, words in texts}


def contest_texts(place: int, contest: Contest) -> Iterator[tuple[str, str]]:
    """``c.<place>`` the title, ``q.<place>`` the question, ``o.<place>.<option>`` the boxes that say words, from 0.

    Then its information, as `info_texts`.
    """
    yield f"c.{place}", contest.title
    if contest.question:
        yield f"q.{place}", contest.question
    for index, option in enumerate(contest.options):
        if option.kind in WORDED:
            yield f"o.{place}.{index}", option.label
    yield from info_texts(place, contest)


def words_in(theme: Theme, language: str) -> Mapping[str, str]:
    """What the theme itself says in a language; nothing in one that it does not have."""
    return theme.texts.get(language, _NONE)


def contest_in(theme: Theme, place: int, language: str) -> Contest:
    """The contest number ``place`` with its words in a language; raises ``TemaInvalido`` T302 as ``Theme.contest``."""
    contest, words = theme.contest(place), words_in(theme, language)
    if language == SPANISH or f"c.{place}" not in words:
        return contest
    options = (_option_in(option, words.get(f"o.{place}.{i}")) for i, option in enumerate(contest.options))
    question = words.get(f"q.{place}", contest.question)
    info = info_in(place, contest.info, words)
    return replace(contest, title=words[f"c.{place}"], question=question, options=tuple(options), info=info)


def _option_in(option: Option, label: str | None) -> Option:
    return option if label is None else replace(option, label=label)


def parameters_of(text: str) -> frozenset[str] | None:
    """The names in ``{braces}`` of a text; None for one that could not be filled in."""
    try:
        parts = [(name, form, turn) for _, name, form, turn in string.Formatter().parse(text) if name is not None]
    except ValueError:
        return None
    if any(form or turn or not name.isidentifier() for name, form, turn in parts):
        return None
    return frozenset(name for name, _, _ in parts)
