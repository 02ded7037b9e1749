"""What a voter may do on one boleta. It must not draw, word or keep anything: a selection comes in, another goes out.

A touch never drops another mark: what cannot stand together is refused with its reason, and the voter decides.
"""

from dataclasses import dataclass
from enum import StrEnum

from shared.domain.eleccion import EXPLICIT_KINDS, Candidatura, Contest, ContestKind, Option, OptionKind
from shared.domain.errors import VotoInvalido
from shared.domain.ids import PartidoId
from shared.domain.voto import Mark, Voto, count_keys_of

Selection = tuple[Mark, ...]
"""Marks in the order of the boleta's options, as in `Voto.marks`."""


class MarkRefusal(StrEnum):
    """Why a touch is refused or a boleta cannot be confirmed yet."""

    OVER_VOTE = "over_vote"
    ACROSS_CANDIDATURAS = "across_candidaturas"
    TOO_MANY = "too_many"
    WITH_EXPLICIT = "with_explicit"
    INCOMPLETE_COMBINATION = "incomplete_combination"
    NEEDS_VALUE = "needs_value"


@dataclass(frozen=True, slots=True)
class Marked:
    """The touch was taken; this is the new selection."""

    selection: Selection


@dataclass(frozen=True, slots=True)
class Refused:
    """The touch was not taken; the selection stays as it was."""

    reason: MarkRefusal


class ChoiceKind(StrEnum):
    """What a whole boleta says."""

    BLANCO = "blanco"
    NULO = "nulo"
    NO_REGISTRADA = "no_registrada"
    CANDIDATURA = "candidatura"
    VARIAS = "varias"
    PREFERENCIAS = "preferencias"
    ESCALA = "escala"


@dataclass(frozen=True, slots=True)
class Choice:
    """A confirmable selection, for screens and testigos to word.

    Attributes:
        kind: see `ChoiceKind`.
        options: those marked; in order of preference for ranked contests, else in the order of the boleta.
        candidatura: the one voted for, where the boleta votes for exactly one.
        combination: the partidos that count together (two or more), else empty.
        values: value of each option (preference or scale), parallel to ``options``; empty for other kinds.
    """

    kind: ChoiceKind
    options: tuple[Option, ...]
    candidatura: Candidatura | None
    combination: tuple[PartidoId, ...]
    values: tuple[int, ...] = ()


def toggle(contest: Contest, selection: Selection, option_index: int, value: int = 0) -> Marked | Refused:
    """What a touch on an option does: unmarks it if marked, marks it if law and boleta allow, else says why not.

    ``value`` is needed by scale contests alone: the value touched, 1..scale_max; the same one again unmarks, another
    one replaces that option's own. Ranked contests give the next preference; unmarking moves up those after it.
    Raises ``VotoInvalido`` D301 for an option that is not on the boleta.
    """
    if not 0 <= option_index < len(contest.options):
        raise VotoInvalido("D301", f"{contest.id}: option {option_index} is not on the boleta")
    current = next((mark for mark in selection if mark.option == option_index), None)
    if contest.kind is ContestKind.SCALE and contest.options[option_index].kind not in EXPLICIT_KINDS:
        if not 1 <= value <= contest.scale_max:
            return Refused(MarkRefusal.NEEDS_VALUE)
        if current is not None and current.value != value:
            return Marked(tuple(Mark(m.option, value) if m is current else m for m in selection))
    if current is not None:
        return Marked(_without(contest, selection, current))
    refusal = _refusal(contest, selection, option_index)
    if refusal is not None:
        return Refused(refusal)
    mark = Mark(option_index, _value_of(contest, selection, option_index, value))
    return Marked(tuple(sorted((*selection, mark))))


def confirmable(contest: Contest, selection: Selection) -> MarkRefusal | None:
    """None if the selection may be confirmed as it stands (a blank one may), else what the voter must mend."""
    if contest.kind is not ContestKind.COALITION or len(selection) < 2:
        return None
    marked = _partidos(contest, selection)
    legal = any(set(combination) == marked for combination in contest.combinations)
    return None if legal else MarkRefusal.INCOMPLETE_COMBINATION


def to_voto(contest: Contest, selection: Selection) -> Voto:
    """The vote of a confirmable selection; raises ``VotoInvalido`` for any other, so that none is ever stored."""
    voto = Voto(selection)
    count_keys_of(contest, voto)
    return voto


def describe(contest: Contest, selection: Selection) -> Choice:
    """What the selection says; raises ``VotoInvalido`` for one that cannot be confirmed."""
    to_voto(contest, selection)
    options = tuple(contest.options[mark.option] for mark in selection)
    if not options:
        return Choice(ChoiceKind.BLANCO, (), None, ())
    if options[0].kind in EXPLICIT_KINDS:
        kind = ChoiceKind.NULO if options[0].kind is OptionKind.NULO else ChoiceKind.NO_REGISTRADA
        return Choice(kind, options, None, ())
    match contest.kind:
        case ContestKind.RANKED | ContestKind.SCALE:
            return _describe_valued(contest, selection)
        case ContestKind.N_OF_M:
            return Choice(ChoiceKind.VARIAS, options, None, ())
        case ContestKind.ONE_MARK | ContestKind.COALITION | ContestKind.CONSULTA | ContestKind.PLANILLA:
            return _describe_one(contest, options)


def _describe_one(contest: Contest, options: tuple[Option, ...]) -> Choice:
    by_id = {candidatura.id: candidatura for candidatura in contest.candidaturas}
    if len(options) == 1:
        own = options[0].candidatura
        partidos = options[0].partidos if len(options[0].partidos) > 1 else ()
        return Choice(ChoiceKind.CANDIDATURA, options, by_id[own] if own else None, partidos)
    marked = {partido for option in options for partido in option.partidos}
    for coalicion in contest.coaliciones:
        for combination in coalicion.combinations:
            if set(combination) == marked:
                return Choice(ChoiceKind.CANDIDATURA, options, by_id.get(coalicion.candidatura), combination)
    raise VotoInvalido("D306", f"{contest.id}: marks across candidaturas")


def _describe_valued(contest: Contest, selection: Selection) -> Choice:
    if contest.kind is ContestKind.RANKED:
        kind, marks = ChoiceKind.PREFERENCIAS, sorted(selection, key=lambda mark: mark.value)
    else:
        kind, marks = ChoiceKind.ESCALA, list(selection)
    options = tuple(contest.options[mark.option] for mark in marks)
    return Choice(kind, options, None, (), tuple(mark.value for mark in marks))


def _without(contest: Contest, selection: Selection, gone: Mark) -> Selection:
    rest = tuple(mark for mark in selection if mark is not gone)
    if contest.kind is not ContestKind.RANKED:
        return rest
    return tuple(Mark(m.option, m.value - 1) if m.value > gone.value else m for m in rest)


def _value_of(contest: Contest, selection: Selection, option_index: int, value: int) -> int:
    if contest.options[option_index].kind in EXPLICIT_KINDS:
        return 0
    if contest.kind is ContestKind.RANKED:
        return len(selection) + 1
    return value if contest.kind is ContestKind.SCALE else 0


def _refusal(contest: Contest, selection: Selection, option_index: int) -> MarkRefusal | None:
    if not selection:
        return None
    kinds = {contest.options[mark.option].kind for mark in selection} | {contest.options[option_index].kind}
    if kinds & EXPLICIT_KINDS:
        return MarkRefusal.WITH_EXPLICIT
    match contest.kind:
        case ContestKind.ONE_MARK | ContestKind.CONSULTA | ContestKind.PLANILLA:
            return MarkRefusal.OVER_VOTE
        case ContestKind.N_OF_M | ContestKind.RANKED | ContestKind.SCALE:
            return MarkRefusal.TOO_MANY if len(selection) >= contest.max_marks else None
        case ContestKind.COALITION:
            joined = _joins(contest, selection, option_index)
            return None if joined else MarkRefusal.ACROSS_CANDIDATURAS


def _joins(contest: Contest, selection: Selection, option_index: int) -> bool:
    """Whether some legal combination, all of whose partidos have boxes here, contains the boxes marked together."""
    boxes = {option.partidos[0] for option in contest.options if _is_single_box(option)}
    if not all(_is_single_box(contest.options[i]) for i in (option_index, *(m.option for m in selection))):
        return False
    wanted = _partidos(contest, (*selection, Mark(option_index)))
    return any(wanted <= set(c) <= boxes for c in contest.combinations)


def _is_single_box(option: Option) -> bool:
    return option.kind is OptionKind.PARTIDO and len(option.partidos) == 1


def _partidos(contest: Contest, selection: Selection) -> set[PartidoId]:
    return {partido for mark in selection for partido in contest.options[mark.option].partidos}
