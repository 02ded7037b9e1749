"""Words a selection for the voter's review: who was chosen and with which marks. It must not judge the selection."""

from dataclasses import dataclass

from shared.domain.eleccion import EXPLICIT_KINDS, Contest, ContestKind, Option
from shared.domain.voto import Mark
from urna.flow.paging import SEVERAL


@dataclass(frozen=True, slots=True)
class ChoiceWords:
    """One choice: the large line, the small one below, and the options whose marks stand beside it."""

    main: str
    detail: str
    options: tuple[Option, ...]
    is_blank: bool = False


def parties_of(option: Option) -> str:
    """The short names of an option's partidos; empty for answers and explicit boxes."""
    return "" if option.kind in EXPLICIT_KINDS else " · ".join(partido.value for partido in option.partidos)


def party_line(contest: Contest, option: Option) -> str:
    """The small line of a box: its partidos' short names, and their coalicion."""
    names = parties_of(option)
    if not names:
        return ""
    coalicion = next((c for c in contest.coaliciones if set(option.partidos) <= set(c.partidos)), None)
    return names if coalicion is None else f"{names} · {coalicion.name}"


def choice_words(contest: Contest, selection: tuple[Mark, ...]) -> ChoiceWords:
    """Each candidatura once, with every marked box; no words at all for a blank boleta.

    Where several options count apart, each with its place (``1. A``) or value (``A: 5``), in the order given.
    """
    options = tuple(contest.options[mark.option] for mark in selection)
    if not options:
        return ChoiceWords("", "", (), is_blank=True)
    if contest.kind in SEVERAL:
        names = [_valued(contest, mark, option) for mark, option in zip(selection, options, strict=True)]
        return ChoiceWords(" · ".join(names), "", options if len(options) == 1 else ())
    main = tuple(dict.fromkeys(option.label for option in options))
    partidos = [p.value for option in options for p in option.partidos]
    return ChoiceWords(" · ".join(main), " · ".join(partidos), options)


def _valued(contest: Contest, mark: Mark, option: Option) -> str:
    if not mark.value:
        return option.label
    return f"{mark.value}. {option.label}" if contest.kind is ContestKind.RANKED else f"{option.label}: {mark.value}"


def letters_of(option: Option) -> str:
    """What stands for a mark that the theme does not bring: a partido's letters, nothing for whoever has none."""
    return option.partidos[0].value if option.partidos and option.kind not in EXPLICIT_KINDS else ""
