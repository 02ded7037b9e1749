"""What every widget of one window shares: sizes, words, theme, and the one way to send a touch to the flow.

It must not hold anything of a voter's choice.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from shared.domain.eleccion import Contest, Mode, Option
from shared.formats.catalogues import SPANISH
from shared.formats.theme_texts import contest_in, words_in
from urna.flow.machine import Input, ThemeSource
from urna.flow.screen import Text
from urna.flow.viewing import Viewing
from urna.ui.catalogue import Texts
from urna.ui.gate import TouchGate
from urna.ui.geometry import Frame, frame
from urna.ui.tokens import Tokens, tokens_for


@dataclass(frozen=True, slots=True)
class Stage:
    """Shared by the widgets of one window: ``now`` is monotonic seconds, ``submit`` returns at once.

    ``viewing`` is the present voter's, None on screens that are no voter's.
    """

    tokens: Tokens
    texts: Texts
    source: ThemeSource
    submit: Callable[[Input], None]
    gate: TouchGate
    now: Callable[[], float]
    mode: Callable[[], Mode]
    viewing: Viewing | None = None
    _frames: list[Frame] = field(default_factory=list, init=False)

    @property
    def frame(self) -> Frame:
        """The parts that stand at the same place on every screen."""
        if not self._frames:
            self._frames.append(frame(self.tokens))
        return self._frames[0]

    @property
    def language(self) -> str:
        """The present voter's; Spanish on screens that are no voter's."""
        return SPANISH if self.viewing is None else self.viewing.language

    def viewed(self, viewing: Viewing | None) -> "Stage":
        """The same window as a voter wants to see it; None: as the mesa's screens look."""
        return replace(self, tokens=tokens_for(self.tokens.size, viewing), viewing=viewing)

    def say(self, text: Text) -> str:
        """The words of a text in the voter's language, else in Spanish: the theme's own before the urna's."""
        theme = self.source.theme()
        if theme is not None:
            for language in (self.language, SPANISH):
                words = words_in(theme, language)
                if text.key in words:
                    return Texts(words).say(text)
        return self.texts.say(text)

    def word(self, key: str, **params: str | int) -> str:
        """The words of a key that the screens themselves need."""
        return self.say(Text(key, tuple(params.items())))

    def contest(self, index: int) -> Contest:
        """A contest in the voter's language; raises ``RuntimeError`` when a boleta is asked for without a theme."""
        theme = self.source.theme()
        if theme is None:
            raise RuntimeError("a boleta without a theme")
        return contest_in(theme, index, self.language)

    def color_of(self, option: Option) -> str:
        """The colour of the option's first partido; the ink for any other."""
        theme = self.source.theme()
        colors = {} if theme is None else {p.id: p.color for p in theme.partidos}
        return colors.get(option.partidos[0], self.tokens.palette.ink) if option.partidos else self.tokens.palette.ink
