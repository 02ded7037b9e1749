"""One expressed choice in one contest. It has no identity, no time and no sequence, and must never be given one."""

from dataclasses import dataclass

from shared.domain.eleccion import (
    BLANCOS,
    EXPLICIT_KINDS,
    NO_REGISTRADAS,
    NULOS,
    BlankPolicy,
    Contest,
    ContestKind,
    Option,
    OptionKind,
)
from shared.domain.errors import VotoInvalido


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """One mark: index of the option in its contest (0-based) and the value for ranked (1 = first) and scale, else 0."""

    option: int
    value: int = 0


@dataclass(frozen=True, slots=True)
class Voto:
    """The marks of one boleta in the order of its options; no mark at all is a blank boleta."""

    marks: tuple[Mark, ...]

    @property
    def is_blank(self) -> bool:
        """Whether the boleta bears no mark."""
        return not self.marks


def count_keys_of(contest: Contest, voto: Voto) -> tuple[str, ...]:
    """The figures of the acta to which one vote adds 1.

    One figure for one-mark, coalition, consulta and planilla contests; one per mark for the other kinds.
    Raises ``VotoInvalido`` for a record that the contest does not allow: the counter refuses an over-full
    record even if the screen cannot make one (Vot.Ar 2015).
    """
    _check_indices(contest, voto)
    if voto.is_blank:
        return (BLANCOS if contest.blank_policy is BlankPolicy.APART else NULOS,)
    options = [contest.options[mark.option] for mark in voto.marks]
    if any(option.kind in EXPLICIT_KINDS for option in options):
        return (_explicit_key(options),)
    return _keys_by_kind(contest, voto, options)


def _keys_by_kind(contest: Contest, voto: Voto, options: list[Option]) -> tuple[str, ...]:
    match contest.kind:
        case ContestKind.ONE_MARK | ContestKind.CONSULTA | ContestKind.PLANILLA:
            if len(options) != 1:
                raise VotoInvalido("D304", f"{contest.id}: {len(options)} marks where one is allowed")
            return (options[0].id.value,)
        case ContestKind.COALITION:
            return (coalition_key(contest, options),)
        case ContestKind.N_OF_M:
            if len(options) > contest.max_marks:
                raise VotoInvalido("D305", f"{contest.id}: {len(options)} marks of {contest.max_marks}")
            return tuple(option.id.value for option in options)
        case ContestKind.RANKED | ContestKind.SCALE:
            return _valued_keys(contest, voto)


def coalition_key(contest: Contest, options: list[Option]) -> str:
    """The figure for boxes marked together; raises ``VotoInvalido`` when law does not join them."""
    if len(options) == 1:
        return options[0].id.value
    marked = {partido for option in options for partido in option.partidos}
    if any(len(option.partidos) != 1 or option.kind is not OptionKind.PARTIDO for option in options):
        raise VotoInvalido("D306", f"{contest.id}: a box that joins no combination was marked with others")
    for combination in contest.combinations:
        if set(combination) == marked:
            return "-".join(partido.value for partido in combination)
    raise VotoInvalido("D306", f"{contest.id}: marks across candidaturas")


def _check_indices(contest: Contest, voto: Voto) -> None:
    indices = [mark.option for mark in voto.marks]
    if any(not 0 <= index < len(contest.options) for index in indices):
        raise VotoInvalido("D301", f"{contest.id}: mark outside the boleta")
    if indices != sorted(set(indices)):
        raise VotoInvalido("D302", f"{contest.id}: a mark stands twice or out of order")
    valued = contest.kind in (ContestKind.RANKED, ContestKind.SCALE)
    if not valued and any(mark.value for mark in voto.marks):
        raise VotoInvalido("D303", f"{contest.id}: a mark bears a value")


def _explicit_key(options: list[Option]) -> str:
    if len(options) != 1:
        raise VotoInvalido("D307", "nulo or no registrada together with another mark")
    return NULOS if options[0].kind is OptionKind.NULO else NO_REGISTRADAS


def _valued_keys(contest: Contest, voto: Voto) -> tuple[str, ...]:
    values = [mark.value for mark in voto.marks]
    top = contest.max_marks if contest.kind is ContestKind.RANKED else contest.scale_max
    if len(values) > contest.max_marks:
        raise VotoInvalido("D305", f"{contest.id}: {len(values)} marks of {contest.max_marks}")
    if any(not 1 <= value <= top for value in values):
        raise VotoInvalido("D308", f"{contest.id}: a value outside 1..{top}")
    if contest.kind is ContestKind.RANKED and sorted(values) != list(range(1, len(values) + 1)):
        raise VotoInvalido("D309", f"{contest.id}: preferences are not 1, 2, 3 in a row")
    return tuple(f"{contest.options[mark.option].id.value}@{mark.value}" for mark in voto.marks)
