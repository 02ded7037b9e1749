"""Officials' cards on paper: the QR, and beneath it the lines to type where no reader reads. It must not see a code."""

import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import segno

from shared.crypto.credentials import card_lines
from shared.crypto.errors import CardInvalid
from shared.crypto.locked import MAX_TEXT
from shared.domain.ids import OfficialId
from shared.formats.theme_model import Theme
from theme_builder.sheets.printing import Paper, Sheet, election_line, to_pdf

QR_SCALE = 12
CARDS = "tarjetas"
MAX_CARD = MAX_TEXT + 2


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


def read_card(path: Path) -> Card:
    """The card of a file ``<id>.tarjeta.txt``. Raises ``CardInvalid`` K510 for a file that is none."""
    with path.open("rb") as stream:
        data = stream.read(MAX_CARD + 1)
    if len(data) > MAX_CARD or not data.isascii():
        raise CardInvalid("K510", f"{path.name} is not a card of an official")
    return Card(OfficialId(path.name.partition(".")[0]), data.decode("ascii").strip())


def _qr(text: str) -> bytes:
    stream = io.BytesIO()
    segno.make(text, micro=False, error="q").save(stream, kind="png", scale=QR_SCALE, border=4)
    return stream.getvalue()
