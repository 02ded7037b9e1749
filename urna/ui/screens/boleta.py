"""Boletas page by page: one box for each option, the mark's refusal above them, and the question about a blank boleta.

It must not decide which marks may stand: it draws the selection that the flow gives.
"""

from dataclasses import replace

from kivy.uix.widget import Widget

from shared.domain.eleccion import EXPLICIT_KINDS, Contest, ContestKind
from urna.flow.paging import in_rows
from urna.flow.screen import BoletaScreen, Screen, Text
from urna.ui.geometry import GAP_MM, Rect
from urna.ui.places import COUNT_MM, Room, count_height, places
from urna.ui.screens.turning import draw_turns, split_turns, words_between
from urna.ui.screens.view import View
from urna.ui.stage import Stage
from urna.ui.tokens import TIGHT, TextSize
from urna.ui.widgets.banner import Banner
from urna.ui.widgets.option_box import OptionBox
from urna.ui.widgets.scale_row import ScaleRow
from urna.ui.widgets.type import Style, TextBlock

LARGEST = 10_000  # larger than any letter


class BoletaView(View):
    """A page of a boleta that changes its marks in place, so that a touch shows at once."""

    def __init__(self, stage: Stage, screen: BoletaScreen) -> None:
        super().__init__(stage)
        self._screen = screen
        contest = stage.contest(screen.contest)
        self.draw_band(_title(stage, contest, screen))
        self.draw_corner(stage.word("boleta.progreso", position=screen.position, total=screen.total))
        self._question = contest.question
        self._above: list[Widget] = []
        self._between: TextBlock | None = None
        explicit = sum(contest.options[i].kind in EXPLICIT_KINDS for i in screen.options)
        room = Room(
            screen.room, explicit, rows=in_rows(contest), paged=screen.pages > 1, counted=screen.count is not None
        )
        self._places = places(stage.tokens, stage.frame.body, room)
        self.boxes = self._draw_boxes(contest, screen.options)
        turns, others = split_turns(screen.actions)
        if turns:
            self._strip = draw_turns(self, self._places.strip, turns)
        self._update(screen)
        self.draw_actions(tuple(action for action in others if action.primary or action.enabled))

    def accept(self, screen: Screen) -> bool:
        """Take another selection or alert of the same page."""
        if not isinstance(screen, BoletaScreen) or _frame_of(screen) != _frame_of(self._screen):
            return False
        self._update(screen)
        self._screen = screen
        return True

    def _update(self, screen: BoletaScreen) -> None:
        marks = {mark.option: mark for mark in screen.selection}
        for index, box in self.boxes.items():
            box.show(marks.get(index))
        if not self._above or (screen.alert, screen.count) != (self._screen.alert, self._screen.count):
            self._draw_above(screen)
        if screen.pages > 1:
            self._draw_between(screen)

    def _draw_above(self, screen: BoletaScreen) -> None:
        """The question or an alert, and how many marks there are where there may be several."""
        for widget in self._above:
            self.remove_widget(widget)
        tokens, rect = self.stage.tokens, self._places.notice
        self._above = []
        if screen.count is not None and screen.alert is None:  # an alert needs all of the width
            rect = self._draw_count(rect, screen.count)
        if screen.alert is not None:
            self._above.append(Banner(self.stage, rect, screen.alert))
        else:
            words = TextBlock(tokens, self._question, rect.airy(tokens.air()), Style(TextSize.BODY, leading=TIGHT))
            self._above.append(words)
        for widget in self._above:
            self.add_widget(widget)

    def _draw_count(self, rect: Rect, count: Text) -> Rect:
        """How many marks there are, beside the question or below it; gives what is left for the question."""
        tokens = self.stage.tokens
        if tokens.portrait:
            left = rect.top(rect.height - count_height(tokens))
            place = rect.below(left.height).airy(tokens.air())
        else:
            left = rect.left(rect.width - tokens.mm(COUNT_MM) - tokens.mm(GAP_MM))
            place = rect.after(rect.width - tokens.mm(COUNT_MM))
        style = Style(TextSize.BODY, bold=True, halign="right")
        self._above.append(TextBlock(tokens, self.stage.say(count), place, style))
        return left

    def _draw_between(self, screen: BoletaScreen) -> None:
        """Which page this is, and what is marked where it cannot be seen."""
        if self._between is not None:
            self.remove_widget(self._between)
        page = self.stage.word("boleta.pagina", pagina=screen.page, paginas=screen.pages)
        other = (self.stage.say(screen.elsewhere),) if screen.elsewhere is not None else ()
        self._between = words_between(self, self._strip, " · ".join((page, *other)))

    def _draw_boxes(self, contest: Contest, options: tuple[int, ...]) -> dict[int, OptionBox | ScaleRow]:
        ordinary = [i for i in options if contest.options[i].kind not in EXPLICIT_KINDS]
        explicit = [i for i in options if contest.options[i].kind in EXPLICIT_KINDS]
        boxes: dict[int, OptionBox | ScaleRow] = {}
        kind = ScaleRow if contest.kind is ContestKind.SCALE else OptionBox
        for index, rect in zip(ordinary, self._places.ordinary, strict=False):
            boxes[index] = kind(self.stage, rect, contest, index)
        for index, rect in zip(explicit, self._places.explicit, strict=True):
            boxes[index] = OptionBox(self.stage, rect, contest, index)
        for box in boxes.values():
            self.add_widget(box)
        hidden = [i for i in range(len(contest.options)) if i not in options]
        all_of_them = [kind(self.stage, self._places.ordinary[0], contest, i) for i in hidden]
        all_of_them += [boxes[index] for index in ordinary]
        size = even_names([box.name for box in all_of_them])  # one for the pages that do not show, too
        even_names([boxes[index].name for index in explicit], size)
        whole = all(box.line_fits(whole=True) for box in all_of_them)
        if whole or all(box.line_fits(whole=False) for box in all_of_them):  # all say their partidos in words, or none
            for box in boxes.values():
                box.settle(whole=whole)
        return boxes


def _title(stage: Stage, contest: Contest, screen: BoletaScreen) -> str:
    if screen.pages < 2:
        return contest.title
    return stage.word("boleta.titulo_pagina", titulo=contest.title, pagina=screen.page)


def even_names(names: list[TextBlock], most: int = LARGEST) -> int:
    """Set all names at the size of the one that fits least: no candidatura stands larger than another.

    Gives that size; no name comes above ``most``, so that the explicit boxes never outshine a candidatura.
    """
    size = min([most, *(int(name.font_size) for name in names)])
    for name in names:
        name.fit(size)
    return size


def _frame_of(screen: BoletaScreen) -> BoletaScreen:
    """The screen without what is drawn in place."""
    return replace(screen, selection=(), alert=None, count=None, elsewhere=None)


class BlankView(View):
    """The question whether a boleta is left blank: it names the boleta and waits for one of two answers."""

    def __init__(self, stage: Stage, screen: BoletaScreen) -> None:
        super().__init__(stage)
        contest = stage.contest(screen.contest)
        tokens, body = stage.tokens, stage.frame.body
        self.draw_band(stage.word("banda.blanco"))
        self.draw_corner(stage.word("boleta.progreso", position=screen.position, total=screen.total))
        heading = body.below(tokens.mm(16)).top(tokens.mm(24))
        question = stage.word("blanco.pregunta", boleta=contest.title)
        self.add_widget(TextBlock(tokens, question, heading, Style(TextSize.DISPLAY, bold=True)))
        explanation = body.below(tokens.mm(46)).top(tokens.mm(40))
        style = Style(TextSize.BODY, valign="top")
        self.add_widget(TextBlock(tokens, stage.word("blanco.explicacion"), explanation, style))
        if screen.alert is not None:
            self.add_widget(Banner(stage, self.notice_rect(), screen.alert))
        self.draw_actions(screen.actions)
