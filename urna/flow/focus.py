"""In which order keys and switches reach everything of a screen, as a pure function. It must not choose anything."""

from dataclasses import dataclass

from shared.domain.eleccion import EXPLICIT_KINDS, Contest, ContestKind
from urna.flow.adjusting import ADJUST
from urna.flow.input import ActionTouched, OptionTouched, VoterKey, VoterKeyPressed
from urna.flow.screen import BoletaScreen, OfVoter, Screen, ScreenId, SettingsScreen

VoterScreen = OfVoter


@dataclass(frozen=True, slots=True)
class Target:
    """One thing that can be chosen: its name in the published layout, and the event of choosing it.

    ``option`` is its place in the contest, None for a button; ``value`` that of a scale, else 0.
    """

    touch_id: str
    event: ActionTouched | OptionTouched | VoterKeyPressed
    option: int | None = None
    value: int = 0


SLOWER = Target("mas_lento", VoterKeyPressed(VoterKey.LENTO))
_WITH_SPEED = frozenset({ScreenId.HABILITADA, ScreenId.AJUSTES})
FASTER = Target("mas_rapido", VoterKeyPressed(VoterKey.RAPIDO))


def targets(
    screen: Screen, contests: tuple[Contest, ...], *, scanning: bool = False, heard: bool = False
) -> tuple[Target, ...]:
    """Everything of a voter's screen that can be chosen now: the options of the page in its order, then the buttons.

    The settings come last. A scan offers its own speed too, where the voter begins and among the settings, which are
    within reach at any time. Nothing on a screen of the mesa. ``heard``: of the languages those that have a sound.
    """
    if not isinstance(screen, VoterScreen) or screen.viewing is None:
        return ()
    boleta = screen if isinstance(screen, BoletaScreen) and not screen.ask_blank else None
    found = _options(boleta, contests[boleta.contest]) if boleta is not None else ()
    buttons = tuple(Target(a.id, ActionTouched(a.id)) for a in screen.actions if a.enabled and (a.heard or not heard))
    speed = (SLOWER, FASTER) if scanning and screen.id in _WITH_SPEED else ()
    if isinstance(screen, SettingsScreen):
        choices = [choice for setting in screen.settings for choice in setting.choices]
        audible = [choice.action for choice in choices if choice.action.heard or not heard]
        return (*(Target(action.id, ActionTouched(action.id)) for action in audible), *speed, *buttons)
    return (*found, *buttons, *speed, Target(ADJUST.id, ActionTouched(ADJUST.id)))


def _options(screen: BoletaScreen, contest: Contest) -> tuple[Target, ...]:
    """Each option of the page; of a scale each value of it."""
    return tuple(target for place in screen.options for target in _of_option(contest, place))


def _of_option(contest: Contest, place: int) -> tuple[Target, ...]:
    option = contest.options[place]
    name = f"option:{option.id.value}"
    if contest.kind is not ContestKind.SCALE or option.kind in EXPLICIT_KINDS:
        return (Target(name, OptionTouched(place), place),)
    values = range(1, contest.scale_max + 1)
    return tuple(Target(f"{name}@{value}", OptionTouched(place, value), place, value) for value in values)
