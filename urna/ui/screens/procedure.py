"""The mesa's screens: what to do in one sentence, a checklist, facts and actions. It must never show a vote."""

from urna.flow.grupos import CHOOSE, PER_PAGE
from urna.flow.reasons import REASON
from urna.flow.screen import Action, ChecklistLine, ProcedureScreen, ScreenId
from urna.flow.screens_help import HELP, offers_help
from urna.ui.geometry import GAP_MM, Rect, grid
from urna.ui.screens.strip import draw_strip
from urna.ui.screens.view import View
from urna.ui.stage import Stage
from urna.ui.tokens import TextSize
from urna.ui.widgets.banner import Banner, Tone, banner_px
from urna.ui.widgets.button import Weight
from urna.ui.widgets.checklist import Checklist, FactTable
from urna.ui.widgets.emblem import Emblem
from urna.ui.widgets.qr import QrSymbol
from urna.ui.widgets.status import StatusBoard
from urna.ui.widgets.type import Style, TextBlock, needed_px

ALERT_MM = 16.0
HEADING_MM = 11.0
INSTRUCTION_MM = 13.0
MENU_BUTTON_MM = 19.0
LOWEST_LINE_MM = 7.4
COLUMNS_GAP_MM = 10.0
MESSAGE_MM, UPRIGHT_MESSAGE_MM = 44.0, 80.0
CHOICES = {ScreenId.GRUPO: (CHOOSE, 3, PER_PAGE), ScreenId.MOTIVO: (REASON, 2, 6), ScreenId.HORA_CARGA: ("paso_", 2, 8)}
"""Screens of choices: how their actions begin, columns, and how many there may be."""
MENUS = frozenset({ScreenId.MENU_MESA, ScreenId.HORA_CIERRE, ScreenId.LISTA_SUSTITUCION})


class ProcedureView(View):
    """Heading and sentence above; then checklist and facts side by side; a menu's buttons at the right."""

    def __init__(self, stage: Stage, screen: ProcedureScreen) -> None:
        super().__init__(stage)
        tokens = stage.tokens
        self.draw_band(stage.word(f"banda.{screen.id.value}"))
        self._draw_corner(screen)
        area = stage.frame.body
        if screen.alert is not None:
            tone = Tone.FAULT if screen.id is ScreenId.FUERA_DE_SERVICIO else None
            alert_px = tokens.mm(ALERT_MM)
            if tokens.portrait:
                alert_px = max(alert_px, banner_px(stage, area.width, screen.alert))
            self.add_widget(Banner(stage, area.top(alert_px), screen.alert, tone))
            area = area.below(alert_px + tokens.mm(GAP_MM))
        if screen.progress is not None:
            self.draw_progress(Rect(area.x, area.bottom - tokens.mm(8), area.width, tokens.mm(8)), screen.progress)
            area = area.top(area.height - tokens.mm(8) - tokens.mm(GAP_MM))
        self._draw_body(area, screen)

    def _draw_corner(self, screen: ProcedureScreen) -> None:
        """Which of the steps before voting this is, and the way to the help."""
        stage = self.stage
        self.draw_corner(stage.word("banda.paso", paso=screen.stage[0], pasos=screen.stage[1]) if screen.stage else "")
        if offers_help(screen):
            self.draw_in_band(HELP)

    def _draw_body(self, area: Rect, screen: ProcedureScreen) -> None:
        if screen.id in CHOICES:
            self._draw_choices(self._draw_words(area, screen), screen.actions, CHOICES[screen.id])
        elif screen.id in MENUS:
            area = self._draw_menu(self._draw_words(area, screen), screen.actions)
            self._draw_contents(area, screen)
        elif screen.qr:
            self.draw_actions(screen.actions)
            self._draw_qr(self._draw_words(area, screen), screen)
        elif screen.lines or len(screen.facts) > 1:
            self.draw_actions(screen.actions)
            self._draw_contents(self._draw_words(area, screen), screen)
        else:
            self.draw_actions(screen.actions)
            self._draw_large(draw_strip(self, area, screen.status), screen)

    def _draw_words(self, area: Rect, screen: ProcedureScreen) -> Rect:
        stage, tokens = self.stage, self.stage.tokens
        style = Style(TextSize.TITLE, bold=True)
        self.add_widget(TextBlock(tokens, stage.say(screen.title), area.top(tokens.mm(HEADING_MM)), style))
        area = area.below(tokens.mm(HEADING_MM))
        said, style = stage.say(screen.instruction), Style(TextSize.SMALL, valign="top")
        words_px = max(tokens.mm(INSTRUCTION_MM), needed_px(tokens, said, area.width, style) if tokens.portrait else 0)
        self.add_widget(TextBlock(tokens, said, area.top(words_px), style))
        return area.below(words_px + tokens.mm(GAP_MM))

    def _draw_large(self, area: Rect, screen: ProcedureScreen) -> None:
        """Little to say: a drawing and large words, as on the voter's screens."""
        stage, tokens = self.stage, self.stage.tokens
        side = min(area.height, tokens.mm(56))
        emblem = Rect(area.x + tokens.mm(4), area.y + (area.height - side) // 2, side, side)
        self.add_widget(Emblem(tokens, emblem, screen.id))
        words = area.after(side + tokens.mm(14))
        title_px, fact_px = words.height * 2 // 5, tokens.mm(12) if screen.facts else 0
        style = Style(TextSize.DISPLAY, bold=True, valign="bottom")
        self.add_widget(TextBlock(tokens, stage.say(screen.title), words.top(title_px), style))
        words = words.below(title_px + tokens.mm(3))
        message = words.top(
            min(words.height - fact_px, tokens.mm(UPRIGHT_MESSAGE_MM if tokens.portrait else MESSAGE_MM))
        )
        self.add_widget(TextBlock(tokens, stage.say(screen.instruction), message, Style(valign="top")))
        facts = tuple((stage.say(label), value) for label, value in screen.facts)
        if facts:
            table = Rect(words.x, message.bottom, words.width // 2, fact_px)
            self.add_widget(FactTable(stage, table, facts))

    def _draw_menu(self, area: Rect, actions: tuple[Action, ...]) -> Rect:
        """The way out at its place below; the others as large buttons at the right. Gives what is left beside them."""
        tokens = self.stage.tokens
        self.draw_actions(tuple(action for action in actions if action.primary))
        others = tuple(action for action in actions if not action.primary)
        gap = tokens.mm(GAP_MM)
        height = min(tokens.mm(MENU_BUTTON_MM), (area.height + gap) // max(1, len(others)) - gap)
        primary = self.stage.frame.primary
        rest = area.left(area.right - primary.width - tokens.mm(12) - area.x)
        x, top = primary.x, area.y
        if tokens.portrait:  # below what they are beside of on a wide glass
            rest = area.top(area.height - len(others) * (height + gap))
            top = rest.bottom + gap
        for i, action in enumerate(others):
            self.add_button(Rect(x, top + i * (height + gap), primary.width, height), action, Weight.SECONDARY)
        return rest

    def _draw_choices(self, area: Rect, actions: tuple[Action, ...], grid_of: tuple[str, int, int]) -> None:
        """Choices as large buttons, row by row; the ways out at their places below."""
        tokens, (prefix, columns, most) = self.stage.tokens, grid_of
        choices = tuple(action for action in actions if action.id.startswith(prefix))
        cells = grid(area, columns, most, tokens.mm(GAP_MM), tokens.mm(MENU_BUTTON_MM))
        for rect, action in zip(cells, choices, strict=False):
            self.add_button(rect, action, Weight.SECONDARY)
        self.draw_actions(tuple(action for action in actions if action not in choices))

    def _draw_qr(self, area: Rect, screen: ProcedureScreen) -> None:
        """Facts, and beside or beneath them the symbols, each in a square."""
        gap = self.stage.tokens.mm(GAP_MM)
        portrait = self.stage.tokens.portrait
        facts_px = self.stage.tokens.mm(LOWEST_LINE_MM) * 2 * len(screen.facts)
        facts = area.top(facts_px) if portrait else area.left(area.width // 2)
        self._draw_facts(facts, tuple((self.stage.say(label), value) for label, value in screen.facts))
        rest = area.below(facts_px + gap) if portrait else area.after(facts.width + gap)
        for place, text in zip(grid(rest, len(screen.qr), len(screen.qr), gap, rest.height), screen.qr, strict=True):
            self.add_widget(QrSymbol(self.stage.tokens, place, text))

    def _draw_contents(self, area: Rect, screen: ProcedureScreen) -> None:
        stage = self.stage
        if screen.status:
            self.add_widget(StatusBoard(stage, area, screen.status, 1))
            return
        facts = tuple((stage.say(label), value) for label, value in screen.facts)
        gap = stage.tokens.mm(COLUMNS_GAP_MM)
        lines_px = len(screen.lines) * stage.tokens.mm(LOWEST_LINE_MM)
        facts_px = len(facts) * stage.tokens.mm(LOWEST_LINE_MM) + gap
        needed = lines_px + facts_px if stage.tokens.portrait else lines_px
        if not screen.lines:
            self._draw_facts(area, facts)
        elif not facts or needed > area.height:
            self._draw_lines(area, screen.lines)
        elif stage.tokens.portrait:
            upper = area.top(area.height - facts_px)
            self._draw_lines(upper, screen.lines)
            self._draw_facts(area.below(upper.height + gap), facts)
        else:
            left = area.left((area.width - gap) // 2)
            self.add_widget(Checklist(stage, left, screen.lines))
            self.add_widget(FactTable(stage, area.after(left.width + gap), facts))

    def _draw_lines(self, area: Rect, lines: tuple[ChecklistLine, ...]) -> None:
        """A checklist, in two columns when its lines would be too low in one."""
        tokens = self.stage.tokens
        columns = 2 if len(lines) * tokens.mm(LOWEST_LINE_MM) > area.height else 1
        each = -(-len(lines) // columns)
        for i, rect in enumerate(grid(area, columns, columns, tokens.mm(COLUMNS_GAP_MM), area.height)):
            self.add_widget(Checklist(self.stage, rect, lines[i * each : (i + 1) * each]))

    def _draw_facts(self, area: Rect, facts: tuple[tuple[str, str], ...]) -> None:
        """Facts alone: one column, or two when there are many."""
        gap = self.stage.tokens.mm(COLUMNS_GAP_MM)
        if len(facts) <= 7 or self.stage.tokens.portrait:
            self.add_widget(FactTable(self.stage, area.left(min(area.width, self.stage.tokens.mm(200))), facts))
            return
        half = (len(facts) + 1) // 2
        width = (area.width - gap) // 2
        self.add_widget(FactTable(self.stage, area.left(width), facts[:half]))
        self.add_widget(FactTable(self.stage, area.after(width + gap), facts[half:]))
