"""Boletas: one box for each option, the mark's refusal above them, and the question about a blank boleta.

It must not decide which marks may stand: it draws the selection that the flow gives.
"""

from shared.domain.eleccion import EXPLICIT_KINDS, Contest
from urna.flow.screen import BoletaScreen, Screen
from urna.ui.geometry import FEW_OPTIONS, GAP_MM, NOTICE_MM, QUESTION_MM, Rect, boleta_boxes
from urna.ui.screens.view import View
from urna.ui.stage import Stage
from urna.ui.tokens import TextSize
from urna.ui.widgets.banner import Banner
from urna.ui.widgets.option_box import OptionBox
from urna.ui.widgets.type import Style, TextBlock

LARGEST = 10_000  # larger than any letter


class BoletaView(View):
    """A boleta that changes its marks in place, so that a touch shows at once."""

    def __init__(self, stage: Stage, screen: BoletaScreen) -> None:
        super().__init__(stage)
        self._screen = screen
        contest = stage.contest(screen.contest)
        self.draw_band(contest.title)
        self.draw_corner(stage.word("boleta.progreso", position=screen.position, total=screen.total))
        self._notice: Banner | TextBlock | None = None
        self._question = contest.question
        ordinary = sum(option.kind not in EXPLICIT_KINDS for option in contest.options)
        self._notice_px = stage.tokens.mm(QUESTION_MM if ordinary <= FEW_OPTIONS else NOTICE_MM)
        self._draw_notice(screen)
        self.boxes = self._draw_boxes(contest)
        self._mark(screen)
        self.draw_actions(tuple(action for action in screen.actions if action.primary or action.enabled))

    def accept(self, screen: Screen) -> bool:
        """Take another selection or alert of the same boleta."""
        if not isinstance(screen, BoletaScreen) or not _same_frame(screen, self._screen):
            return False
        self._mark(screen)
        if screen.alert != self._screen.alert:
            self._draw_notice(screen)
        self._screen = screen
        return True

    def _draw_notice(self, screen: BoletaScreen) -> None:
        if self._notice is not None:
            self.remove_widget(self._notice)
        rect = self.stage.frame.body.top(self._notice_px)
        if screen.alert is not None:
            self._notice = Banner(self.stage, rect, screen.alert)
        else:
            self._notice = TextBlock(self.stage.tokens, self._question, rect, Style(TextSize.BODY))
        self.add_widget(self._notice)

    def _draw_boxes(self, contest: Contest) -> dict[int, OptionBox]:
        tokens = self.stage.tokens
        area = self.stage.frame.body.below(self._notice_px + tokens.mm(GAP_MM))
        ordinary = [i for i, option in enumerate(contest.options) if option.kind not in EXPLICIT_KINDS]
        explicit = [i for i, option in enumerate(contest.options) if option.kind in EXPLICIT_KINDS]
        rects: tuple[Rect, ...] = boleta_boxes(tokens, area, len(ordinary), len(explicit))
        boxes = {}
        for index, rect in zip(ordinary + explicit, rects, strict=True):
            boxes[index] = OptionBox(self.stage, rect, contest, index)
            self.add_widget(boxes[index])
        size = even_names([boxes[index].name for index in ordinary])
        even_names([boxes[index].name for index in explicit], size)
        for box in boxes.values():
            box.settle()
        return boxes

    def _mark(self, screen: BoletaScreen) -> None:
        marked = {mark.option for mark in screen.selection}
        for index, box in self.boxes.items():
            box.show(marked=index in marked)


def even_names(names: list[TextBlock], most: int = LARGEST) -> int:
    """Set all names at the size of the one that fits least: no candidatura stands larger than another.

    Gives that size; no name comes above ``most``, so that the explicit boxes never outshine a candidatura.
    """
    size = min([most, *(int(name.font_size) for name in names)])
    for name in names:
        name.fit(size)
    return size


def _same_frame(first: BoletaScreen, second: BoletaScreen) -> bool:
    """Whether only marks and the alert differ."""
    return (first.id, first.contest, first.position, first.total, first.actions, first.ask_blank) == (
        second.id,
        second.contest,
        second.position,
        second.total,
        second.actions,
        second.ask_blank,
    )


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
