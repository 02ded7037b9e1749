"""Officials' cards on paper: the QR, and beneath it the lines to type where no reader reads. It must not see a code."""

import io
from collections.abc import Mapping
from dataclasses import dataclass, field

import segno

from shared.crypto.credentials import card_lines
from shared.domain.ids import OfficialId
from shared.formats.theme_model import Theme
from theme_builder.sheets.printing import Paper, Sheet, election_line, to_pdf

QR_SCALE = 12
CARDS = "tarjetas"


@dataclass(frozen=True, slots=True)
class Card:
    """One official's card; ``text`` is that of its QR."""

    holder: OfficialId
    text: str = field(repr=False)


def print_cards(theme: Theme, paper: Paper, cards: tuple[Card, ...]) -> Sheet:
    """Sheets of cards to cut out, 86 x 54 mm each. Raises ``CardInvalid`` K510 for a text that is no card."""
    pictures = {f"codigo:{place}": _qr(card.text) for place, card in enumerate(cards)}
    shown = [{"holder": card.holder.value, "lines": card_lines(card.text)} for card in cards]
    words: Mapping[str, object] = {"cards": shown, "election": election_line(theme)}
    return to_pdf(CARDS, paper, words, pictures)


def _qr(text: str) -> bytes:
    stream = io.BytesIO()
    segno.make(text, micro=False, error="q").save(stream, kind="png", scale=QR_SCALE, border=4)
    return stream.getvalue()
