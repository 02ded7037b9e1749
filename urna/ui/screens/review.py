"""The review: every choice with its marks, and a way back to each. It must not change a choice itself."""

from shared.domain.boleta import Selection
from shared.domain.eleccion import Contest
from urna.flow.informing import READ
from urna.flow.screen import Action, ReviewCard, ReviewScreen, Text
from urna.ui.geometry import GAP_MM, Rect, button_height, grid
from urna.ui.places import page_strip
from urna.ui.screens.turning import draw_turns, split_turns, words_between
from urna.ui.screens.view import View
from urna.ui.stage import Stage
from urna.ui.tokens import TIGHT, TextSize
from urna.ui.widgets.banner import Banner
from urna.ui.widgets.button import Weight
from urna.ui.widgets.option_box import LONGEST_NAME_MM, PartyMark, marks_of, portraits_of
from urna.ui.widgets.shapes import Paint, Panel
from urna.ui.widgets.type import Style, TextBlock, needed_px
from urna.ui.wording import ChoiceWords, choice_words

CORRECT_PREFIX = "corregir"
BUTTON_WIDTH_MM = 72.0
MARKS_SHARE, LARGE_MARKS_SHARE = 3, 4  # of the words, at most a third; the largest letters need more room than that
INFORM_MM = 50.0
TALLEST_CARD_MM, NARROW_CARD_MM = 42.0, 80.0


class ReviewView(View):
    """A card for each boleta of the page with what was chosen and its own button to correct it."""

    def __init__(self, stage: Stage, screen: ReviewScreen) -> None:
        super().__init__(stage)
        tokens, paged = stage.tokens, screen.pages > 1
        count = 1 if screen.alone else screen.room
        self._apart = self._narrow and tokens.scale > 1 and count == 1
        title = stage.word("revision.titulo_pagina", pagina=screen.page) if paged else stage.word("banda.revision")
        self.draw_band(title)
        self.draw_corner("")
        self._draw_notice(screen)
        turns, others = split_turns(screen.actions)
        corrections = [action for action in others if action.id.startswith(CORRECT_PREFIX)]
        self._inform = {action.id: action for action in others if action.id.startswith(f"{READ}_")}
        gap = tokens.mm(GAP_MM)
        area = stage.frame.body.below(self.notice_rect().height + gap)
        if paged:
            strip = page_strip(tokens, stage.frame.body, paged=True)
            area = area.top(area.height - strip.height - gap)
            between = draw_turns(self, strip, turns)
            words_between(self, between, stage.word("boleta.pagina", pagina=screen.page, paginas=screen.pages))
        height = (area.height - gap * (count - 1)) // count
        tallest = tokens.mm((NARROW_CARD_MM if self._narrow else TALLEST_CARD_MM) * max(1.0, tokens.scale))
        height = height if screen.alone else min(height, tallest)
        for i, card in enumerate(screen.cards):
            rect = Rect(area.x, area.y + i * (height + gap), area.width, height)
            self._draw_card(rect, card, corrections[i], listed=screen.room if screen.alone else 0)
        in_cards = (*corrections, *self._inform.values())
        self.draw_actions(tuple(action for action in others if action not in in_cards))

    @property
    def _narrow(self) -> bool:
        """Whether a card has its button below the words, which find no room beside it."""
        return self.stage.tokens.portrait or self.stage.frame.rail

    def _draw_apart(self, card: ReviewCard, correction: Action) -> None:
        """The buttons of the only card of a page among the actions: the largest letters need all of the card."""
        slots, inform = self.stage.frame.secondary, self._inform.get(f"{READ}_{card.position}")
        self.add_button(slots[-1], correction, Weight.SECONDARY)
        if inform is not None:
            self.add_button(slots[-2], inform, Weight.SECONDARY)

    def _draw_notice(self, screen: ReviewScreen) -> None:
        """An alert, else a warning of what is blank, else what to do here."""
        rect, alert = self.notice_rect(), screen.alert
        if alert is None and screen.blank:
            alert = Text("revision.una_en_blanco")
            if screen.blank > 1:
                alert = Text("revision.varias_en_blanco", (("boletas", screen.blank),))
        if alert is not None:
            self.add_widget(Banner(self.stage, rect, alert))
        else:
            words = self.stage.word("revision.instruccion")
            style, air = Style(TextSize.SMALL, leading=TIGHT), self.stage.tokens.air()
            self.add_widget(TextBlock(self.stage.tokens, words, rect.airy(air), style))

    def _draw_card(self, rect: Rect, card: ReviewCard, correction: Action, *, listed: int) -> None:
        tokens, palette, contest = self.stage.tokens, self.stage.tokens.palette, self.stage.contest(card.contest)
        pad = tokens.mm(1.6)
        blank = Paint(palette.amber, palette.amber_edge, 3)
        self.add_widget(Panel(tokens, rect, Paint("", palette.edge, 2) if card.total else blank))
        inner = rect.inset(pad)
        height = min(button_height(tokens), inner.height)
        words = self._beside_buttons(inner, height, (card, correction), listed=bool(listed))
        title_px = height if listed else tokens.lines(1, TextSize.SMALL) - 2 * tokens.air()
        style = Style(TextSize.SMALL, color=palette.ink_soft, leading=TIGHT)
        self.add_widget(TextBlock(tokens, self._title(contest, card), words.top(title_px).airy(tokens.air()), style))
        if listed and card.marks:
            cells = (words if self._narrow else inner).below(title_px + pad)
            self._draw_list(
                grid(cells, 1 if self._narrow else 2, listed, tokens.mm(1), tokens.mm(30)), contest, card.marks
            )
        else:
            self._draw_choice(words.below(title_px), contest, choice_words(contest, card.marks))

    def _beside_buttons(self, inner: Rect, height: int, whose: tuple[ReviewCard, Action], *, listed: bool) -> Rect:
        """Draw the buttons of a card; gives what they leave of it for the words."""
        tokens = self.stage.tokens
        pad, button_px = tokens.mm(1.6), tokens.mm(BUTTON_WIDTH_MM)
        if self._apart:
            self._draw_apart(*whose)
            return inner
        top = inner.y if listed else inner.y + (inner.height - height) // 2
        if self._narrow:
            top = inner.bottom - height
        button_px = self._draw_buttons(inner, Rect(inner.right - button_px, top, button_px, height), whose)
        if self._narrow:
            return inner.top(inner.height - height - pad)
        return inner.left(inner.width - button_px - pad)

    def _draw_buttons(self, inner: Rect, place: Rect, whose: tuple[ReviewCard, Action]) -> int:
        """The correction at its place; the reading below it where both fit, else beside. Gives their width."""
        (card, correction), gap = whose, self.stage.tokens.mm(GAP_MM)
        inform = self._inform.get(f"{READ}_{card.position}")
        if inform is None:
            self.add_button(place, correction, Weight.SECONDARY)
            return place.width
        if inner.height >= 2 * place.height + gap and not (self._narrow or place.y == inner.y):
            upper = Rect(place.x, inner.y + (inner.height - gap) // 2 - place.height, place.width, place.height)
            self.add_button(upper, correction, Weight.SECONDARY)
            self.add_button(upper.above(-place.height - gap), inform, Weight.SECONDARY)
            return place.width
        self.add_button(place, correction, Weight.SECONDARY)
        wanted = self.stage.tokens.mm(INFORM_MM * max(1.0, self.stage.tokens.scale))
        width = min(place.width if self._narrow else min(wanted, place.width), inner.width - place.width - gap)
        self.add_button(Rect(place.x - gap - width, place.y, width, place.height), inform, Weight.SECONDARY)
        return place.width + gap + width

    def _title(self, contest: Contest, card: ReviewCard) -> str:
        """The boleta, how many marks it bears, and which of them stand here when not all do."""
        if len(card.marks) < card.total:
            last = card.first + len(card.marks)
            numbers = {"primera": card.first + 1, "ultima": last, "total": card.total}
            return self.stage.word("revision.sigue", titulo=contest.title, **numbers)
        count = f" · {self.stage.say(card.count)}" if card.count is not None and card.marks else ""
        return f"{contest.title}{count}"

    def _draw_list(self, cells: tuple[Rect, ...], contest: Contest, marks: Selection) -> None:
        """Many marks, one a line in two columns, each with its place or value."""
        tokens = self.stage.tokens
        for rect, mark in zip(cells, marks, strict=False):
            words = choice_words(contest, (mark,))
            style = Style(TextSize.BODY, bold=True, leading=TIGHT, smallest_mm=LONGEST_NAME_MM)
            self.add_widget(TextBlock(tokens, words.main, rect.airy(tokens.air()), style))

    def _draw_choice(self, area: Rect, contest: Contest, words: ChoiceWords) -> None:
        tokens = self.stage.tokens
        if words.is_blank:
            self.add_widget(
                TextBlock(tokens, self.stage.word("revision.blanco"), area, Style(TextSize.BODY, bold=True))
            )
            return
        faces = portraits_of(contest, words.options)
        marks = [*faces, *(each for option in words.options for each in marks_of(option))]
        gap = tokens.mm(1.6)
        share = LARGE_MARKS_SHARE if self._apart else MARKS_SHARE
        side = min(area.height, tokens.mm(17), area.width // share // max(1, len(marks)) - gap)
        for i, option in enumerate(marks):
            rect = Rect(area.x + i * (side + gap), area.y + (area.height - side) // 2, side, side)
            self.add_widget(PartyMark(self.stage, rect, option))
        text = area.after(len(marks) * (side + gap) + (gap if marks else 0))
        below = Style(TextSize.SMALL, leading=TIGHT)
        detail_px = needed_px(tokens, words.detail, text.width, below) if words.detail else 0
        if tokens.scale > 1:
            detail_px = min(detail_px, area.height * 2 // 5)  # larger letters leave too little: the name comes first
        main_px = area.height - detail_px
        heading = Style(TextSize.TITLE, bold=True, leading=TIGHT, smallest_mm=LONGEST_NAME_MM)
        main = TextBlock(tokens, words.main, text.top(main_px).airy(tokens.air()), heading)
        top = text.y + max(0, (area.height - detail_px - main.needed_px) // 2)
        main.place(Rect(text.x, top, text.width, main.needed_px))
        self.add_widget(main)
        if words.detail:
            self.add_widget(
                TextBlock(tokens, words.detail, Rect(text.x, main.rect.bottom, text.width, detail_px), below)
            )
