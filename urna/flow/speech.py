"""What is to be said of a screen, as the keys of clips: a pure function of its value. It must not choose or play.

``t.<text>`` is a sentence of the catalogue, ``n.<number>``, ``c.<contest>`` a title, ``q.<contest>`` its question,
``o.<contest>.<option>``, ``i.<contest>.<part>.<paragraph>`` its information, ``g.<group>``; ``e.<name>`` are the
urna's own signals. ``<language>/<key>`` is a clip of that language, whatever the voter's is.
"""

from shared.domain.eleccion import EXPLICIT_KINDS, Contest, ContestKind
from shared.domain.voto import Mark
from urna.flow.adjusting import ADJUST
from urna.flow.focus import FASTER, SLOWER, Target, VoterScreen
from urna.flow.languages import chosen_language
from urna.flow.screen import (
    BoletaScreen,
    InfoScreen,
    ReviewScreen,
    Screen,
    ScreenId,
    SettingsScreen,
    Text,
    VoterMessageScreen,
)
from urna.flow.state import Facts

Clips = tuple[str, ...]

NEW_SCREEN = "e.pantalla"
MARK = "e.marca"
UNMARK = "e.quita"
NOTICE = "e.aviso"
EARCONS = (NEW_SCREEN, MARK, UNMARK, NOTICE)
"""Signals without words: another screen, a mark put, a mark taken away, something to heed."""

_RULES = {
    ContestKind.N_OF_M: "t.voz.puede_hasta",
    ContestKind.RANKED: "t.voz.ordene",
    ContestKind.SCALE: "t.voz.califique",
    ContestKind.COALITION: "t.voz.coalicion",
}

_SPEEDS = {SLOWER: ("t.voz.mas_lento",), FASTER: ("t.voz.mas_rapido",)}


def number(value: int) -> str:
    """The clip of a number."""
    return f"n.{value}"


def of_text(text: Text, facts: Facts) -> Clips:
    """A sentence, and after it the numbers or the group that it bears."""
    values: list[str] = []
    for _, value in text.params:
        if isinstance(value, int):
            values += ["t.voz.de", number(value)] if values else [number(value)]
        else:
            values += [f"g.{place}" for place, grupo in enumerate(facts.grupos) if grupo.name == value]
    return (f"t.{text.key}", *values)


def whole(screen: Screen, facts: Facts) -> Clips:  # noqa: PLR0911 - one case for each kind of screen
    """A screen from its title on; nothing of one of the mesa."""
    match screen:
        case BoletaScreen(ask_blank=True):
            asked = ("t.blanco.pregunta", f"c.{screen.contest}", "t.blanco.explicacion")
            return (NEW_SCREEN, *asked, *_alert(screen.alert, facts), *_ways(screen))
        case BoletaScreen():
            return (NEW_SCREEN, *_boleta(screen, facts), *_alert(screen.alert, facts), *_ways(screen))
        case ReviewScreen():
            return (NEW_SCREEN, *_review(screen, facts), *_alert(screen.alert, facts), *_ways(screen))
        case InfoScreen():
            title = ("t.informacion.titulo", f"c.{screen.contest}")
            return (NEW_SCREEN, *title, *_info(screen), *_alert(screen.alert, facts), *_ways(screen))
        case VoterMessageScreen():
            said = (*of_text(screen.title, facts), *of_text(screen.message, facts))
            return (NEW_SCREEN, *said, *_alert(screen.alert, facts), *_ways(screen))
        case SettingsScreen():
            which = in_each_language("t.voz.lengua", facts)
            return (NEW_SCREEN, *(which if screen.id is ScreenId.LENGUA else ("t.banda.ajustes", *_ways(screen))))
        case _:
            return ()


def in_each_language(key: str, facts: Facts) -> Clips:
    """A sentence in every language that can be heard, for whoever has not chosen one."""
    return tuple(f"{language.code}/{key}" for language in facts.languages if language.heard) or (key,)


def alert(text: Text, facts: Facts) -> Clips:
    """What happened, what is safe and what to do."""
    return (NOTICE, *of_text(text, facts))


def page(screen: BoletaScreen, facts: Facts) -> Clips:
    """Another page of the boleta that was heard before."""
    return (NEW_SCREEN, *_page(screen.page, screen.pages), *_alert(screen.alert, facts), *_ways(screen))


def info_page(screen: InfoScreen, facts: Facts) -> Clips:
    """Another page of the information that was heard before."""
    return (NEW_SCREEN, *_info(screen), *_alert(screen.alert, facts), *_ways(screen))


def _info(screen: InfoScreen) -> Clips:
    """A paragraph is said whole on the page where it begins."""
    said: list[str] = [*_page(screen.page, screen.pages)]
    for row in screen.rows:
        place = f"i.{screen.contest}.{row.part}"
        if row.heading:
            said.append(place)
        else:
            said.append(f"{place}.{row.paragraph}" if row.begins else "t.voz.sigue_texto")
    return tuple(said)


def _page(number_of: int, pages: int) -> Clips:
    return ("t.voz.pagina", number(number_of), "t.voz.de", number(pages)) if pages > 1 else ()


def focused(screen: VoterScreen, target: Target, facts: Facts) -> Clips:
    """One thing that can be chosen, and how it stands; a language by its own voice."""
    language = chosen_language(facts.languages, target.touch_id)
    if language is not None:
        return (f"{language}/t.voz.nombre",)
    if target in _SPEEDS:
        return _SPEEDS[target]
    if isinstance(screen, BoletaScreen) and target.option is not None:
        return _option(screen, target.option, target.value, facts)
    if isinstance(screen, SettingsScreen):
        return _setting(screen, target, facts)
    actions = (*screen.actions, ADJUST)
    return next((of_text(action.text, facts) for action in actions if action.id == target.touch_id), ())


def _setting(screen: SettingsScreen, target: Target, facts: Facts) -> Clips:
    """One value of a setting, and whether it is the one in force."""
    for setting in screen.settings:
        for choice in setting.choices:
            if choice.action.id == target.touch_id:
                chosen = ("t.voz.elegido",) if choice.chosen else ()
                return (*of_text(setting.text, facts), *of_text(choice.action.text, facts), *chosen)
    return next((of_text(action.text, facts) for action in screen.actions if action.id == target.touch_id), ())


def changed(before: BoletaScreen, after: BoletaScreen, facts: Facts) -> Clips:
    """What a choice did to the marks of one boleta."""
    had = {mark.option: mark for mark in before.selection}
    has = {mark.option: mark for mark in after.selection}
    gone = [option for option in had if option not in has]
    put = [option for option, mark in has.items() if mark != had.get(option)]
    contest = facts.contests[after.contest]
    if gone:
        return (UNMARK, *(clip for option in gone for clip in ("t.voz.quitada", f"o.{after.contest}.{option}")))
    said = [clip for place in put for clip in (*_state(contest, has[place]), f"o.{after.contest}.{place}")]
    return (MARK, *said)


def _alert(text: Text | None, facts: Facts) -> Clips:
    return alert(text, facts) if text is not None else ()


def _ways(screen: VoterScreen) -> Clips:
    """How to go on, where there is anything to choose."""
    return ("t.voz.siga",) if any(action.enabled for action in screen.actions) else ()


def _boleta(screen: BoletaScreen, facts: Facts) -> Clips:
    contest = facts.contests[screen.contest]
    place = ("t.voz.boleta", number(screen.position), "t.voz.de", number(screen.total), f"c.{screen.contest}")
    question = (f"q.{screen.contest}",) if contest.question else ()
    rule = (_RULES.get(contest.kind, "t.voz.puede_una"),)
    most = (number(contest.max_marks),) if contest.kind is ContestKind.N_OF_M else ()
    options = ("t.voz.hay_opciones", number(len(contest.options)))
    marks = ("t.voz.marcas", number(len(screen.selection))) if screen.selection else ()
    elsewhere = of_text(screen.elsewhere, facts) if screen.elsewhere is not None else ()
    return (*place, *question, *rule, *most, *options, *_page(screen.page, screen.pages), *marks, *elsewhere)


def _option(screen: BoletaScreen, place: int, value: int, facts: Facts) -> Clips:
    contest = facts.contests[screen.contest]
    mark = next((mark for mark in screen.selection if mark.option == place), None)
    if value:
        marked = "t.voz.marcada" if mark is not None and mark.value == value else "t.voz.sin_marca"
        return (f"o.{screen.contest}.{place}", "t.voz.valor", number(value), marked)
    state = _state(contest, mark) if mark is not None else ("t.voz.sin_marca",)
    return (f"o.{screen.contest}.{place}", *state, number(place + 1), "t.voz.de", number(len(contest.options)))


def _state(contest: Contest, mark: Mark) -> Clips:
    if contest.options[mark.option].kind in EXPLICIT_KINDS:
        return ("t.voz.marcada",)
    if contest.kind is ContestKind.RANKED:
        return ("t.voz.preferencia", number(mark.value))
    return ("t.voz.valor", number(mark.value)) if contest.kind is ContestKind.SCALE else ("t.voz.marcada",)


def _review(screen: ReviewScreen, facts: Facts) -> Clips:
    """The cards of the page, as they are drawn: their marks come in the order of preference or of the boleta."""
    said: list[str] = ["t.banda.revision", "t.revision.instruccion", *_page(screen.page, screen.pages)]
    for card in screen.cards:
        contest = facts.contests[card.contest]
        said += ["t.voz.boleta", number(card.position + 1), f"c.{card.contest}"]
        for mark in card.marks:
            valued = contest.kind in (ContestKind.RANKED, ContestKind.SCALE)
            said += [f"o.{card.contest}.{mark.option}", *(_state(contest, mark) if valued else ())]
        if not card.total:
            said.append("t.revision.blanco")
    return tuple(said)
