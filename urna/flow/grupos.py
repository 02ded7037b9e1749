"""Which group of voters the mesa enables now, and which boletas its voters get. It must not merge or count anything."""

from shared.domain.grupo import Grupo
from urna.flow.effects import MesaMessage, TellMesa
from urna.flow.screen import Text
from urna.flow.state import Facts, State, Turn, TurnStep

PAGE = "grupo"
CHOOSE = "grupo_"
"""Actions that choose a group bear its id after this."""
PER_PAGE = 12
PUT_GROUP: Text = Text("espera.sin_grupo")


def find(facts: Facts, grupo_id: str) -> Grupo | None:
    """The group of that id, or None."""
    return next((grupo for grupo in facts.grupos if grupo.id.value == grupo_id), None)


def missing(state: State) -> bool:
    """Whether the mesa has to choose a group before it can enable anyone."""
    return bool(state.facts.grupos) and find(state.facts, state.grupo) is None


def ready(state: State) -> TellMesa:
    """What the keypad says between turns: the group whose voters may be enabled, or that one must be chosen."""
    if missing(state):
        return TellMesa(MesaMessage.GROUP)
    grupo = find(state.facts, state.grupo)
    return TellMesa(MesaMessage.READY, grupo.name if grupo is not None else "")


def enabled_turn(facts: Facts, number: int, grupo_id: str, *, replaced: bool = False) -> Turn:
    """A turn just enabled: the boletas of its group, unmarked."""
    grupo = find(facts, grupo_id)
    contests = tuple(i for i, contest in enumerate(facts.contests) if grupo is None or contest.id in grupo.contests)
    blank = tuple(() for _ in contests)
    return Turn(TurnStep.ENABLED, number, grupo=grupo_id, contests=contests, selections=blank, replaced=replaced)


def shown(facts: Facts, first: int) -> tuple[Grupo, ...]:
    """The groups of one page."""
    return facts.grupos[first : first + PER_PAGE]


def following_page(facts: Facts, first: int) -> int:
    """The first group of the next page; the first page comes after the last."""
    after = first + PER_PAGE
    return after if after < len(facts.grupos) else 0
