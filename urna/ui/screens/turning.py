"""The strip that turns pages: the way back, where the voter is (on an upright glass: above), the way on.

It must not know what the pages hold.
"""

from urna.flow.marking import NEXT_PAGE, PREVIOUS_PAGE
from urna.flow.screen import Action
from urna.ui.geometry import GAP_MM, Rect
from urna.ui.places import TURN_MM, turn_words_height
from urna.ui.screens.view import View
from urna.ui.tokens import TIGHT, TextSize
from urna.ui.widgets.button import Weight
from urna.ui.widgets.type import Style, TextBlock

TURNS = frozenset({PREVIOUS_PAGE, NEXT_PAGE})


def split_turns(actions: tuple[Action, ...]) -> tuple[tuple[Action, ...], tuple[Action, ...]]:
    """Those that turn pages, and the others."""
    return tuple(a for a in actions if a.id in TURNS), tuple(a for a in actions if a.id not in TURNS)


def draw_turns(view: View, strip: Rect, actions: tuple[Action, ...]) -> Rect:
    """Both buttons, grey where there is no page that way; gives the place for words."""
    tokens, above = view.stage.tokens, strip
    gap = tokens.mm(GAP_MM)
    width = min(tokens.mm(TURN_MM), (strip.width - 2 * gap) // 3)
    if tokens.portrait:
        width, words_px = (strip.width - gap) // 2, turn_words_height(tokens)
        above, strip = strip.top(words_px - tokens.mm(1)), strip.below(words_px)
    rects = {PREVIOUS_PAGE: strip.left(width), NEXT_PAGE: strip.after(strip.width - width)}
    for action in actions:
        view.add_button(rects[action.id], action, Weight.SECONDARY)
    if tokens.portrait:
        return above
    between = strip.after(width + gap)
    return between.left(between.width - width - gap)


def words_between(view: View, rect: Rect, words: str) -> TextBlock:
    """Where the voter is."""
    style = Style(TextSize.BODY, bold=True, halign="center", leading=TIGHT)
    block = TextBlock(view.stage.tokens, words, rect.airy(view.stage.tokens.air()), style)
    view.add_widget(block)
    return block
