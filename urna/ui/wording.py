"""Words a selection for the voter's review: who was chosen and with which marks. It must not judge the selection."""

from dataclasses import dataclass

from shared.domain.eleccion import EXPLICIT_KINDS, Contest, Option, OptionKind
from shared.domain.voto import Mark


@dataclass(frozen=True, slots=True)
class ChoiceWords:
    """One choice: the large line, the small one below, and the options whose marks stand beside it."""

    main: str
    detail: str
    options: tuple[Option, ...]
    is_blank: bool = False


def party_line(contest: Contest, option: Option) -> str:
    """The small line of a box: its partidos' short names; empty for answers and explicit boxes."""
    if option.kind in EXPLICIT_KINDS or not option.partidos:
        return ""
    coalicion = next((c for c in contest.coaliciones if set(option.partidos) <= set(c.partidos)), None)
    names = " · ".join(partido.value for partido in option.partidos)
    return names if coalicion is None else f"{names} · {coalicion.name}"


def choice_words(contest: Contest, selection: tuple[Mark, ...]) -> ChoiceWords:
    """Each candidatura once, with every marked box; no words at all for a blank boleta."""
    options = tuple(contest.options[mark.option] for mark in selection)
    if not options:
        return ChoiceWords("", "", (), is_blank=True)
    main = tuple(dict.fromkeys(option.label for option in options))
    partidos = [p.value for option in options for p in option.partidos]
    return ChoiceWords(" · ".join(main), " · ".join(partidos), options)


def letters_of(option: Option) -> str:
    """What stands for a mark that the theme does not bring."""
    if option.kind in EXPLICIT_KINDS or option.kind is OptionKind.RESPUESTA:
        return ""
    return option.partidos[0].value if option.partidos else option.id.value
