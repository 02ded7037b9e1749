"""The additional information of a boleta, page by page as the flow cut it. It must not show or know a mark."""

from urna.flow.screen import InfoScreen, Paragraph
from urna.ui.geometry import GAP_MM, Rect
from urna.ui.places import page_strip
from urna.ui.screens.turning import draw_turns, split_turns, words_between
from urna.ui.screens.view import View
from urna.ui.stage import Stage
from urna.ui.tokens import TextSize
from urna.ui.widgets.banner import Banner
from urna.ui.widgets.type import Style, TextBlock, needed_px

LINE_EMS = 42  # about 75 letters: longer lines are lost on the way back
WORDS = Style(TextSize.BODY, valign="top")
HEADING = Style(TextSize.BODY, bold=True, valign="top")


class InfoView(View):
    """Headings and paragraphs, half a line apart but below a heading; where there are pages, the strip that turns them.

    An alert stands among the actions, where nothing else is: the text has all of the body.
    """

    def __init__(self, stage: Stage, screen: InfoScreen) -> None:
        super().__init__(stage)
        title, paged = stage.contest(screen.contest).title, screen.pages > 1
        key = "informacion.titulo_pagina" if screen.page > 1 else "informacion.titulo"
        page = {"pagina": screen.page} if screen.page > 1 else {}
        self.draw_band(stage.word(key, titulo=title, **page))
        self.draw_corner("")
        self._draw_rows(stage.frame.body, screen.rows)
        turns, others = split_turns(screen.actions)
        if paged:
            strip = page_strip(stage.tokens, stage.frame.body, paged=True)
            between = draw_turns(self, strip, turns)
            words_between(self, between, stage.word("boleta.pagina", pagina=screen.page, paginas=screen.pages))
        if screen.alert is not None:
            self.add_widget(Banner(stage, self._alert_rect(), screen.alert))
        self.draw_actions(others)

    def _draw_rows(self, body: Rect, rows: tuple[Paragraph, ...]) -> None:
        tokens = self.stage.tokens
        width = min(body.width, LINE_EMS * tokens.font(TextSize.BODY))
        line = tokens.lines(2) - tokens.lines(1)
        lead = tokens.lines(1) - line  # what stands above the first line of any block
        top = body.y
        for row in rows:
            style = HEADING if row.heading else WORDS
            height = needed_px(tokens, row.words, width, style)
            self.add_widget(TextBlock(tokens, row.words, Rect(body.x, top, width, height), style))
            top += height - lead + (0 if row.heading else line // 2)

    def _alert_rect(self) -> Rect:
        """What the primary action leaves of the actions' place."""
        slots, gap = self.stage.frame.secondary, self.stage.tokens.mm(GAP_MM)
        if self.stage.tokens.portrait:
            return Rect(slots[1].x, slots[1].y, slots[2].right - slots[1].x, slots[1].height)
        if self.stage.frame.rail:
            return Rect(slots[0].x, slots[0].y, slots[0].width, slots[-1].bottom - slots[0].y - gap)
        return Rect(slots[0].x, slots[0].y, slots[-1].right - slots[0].x, slots[0].height)
