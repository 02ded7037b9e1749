"""What is wrong with a drawn screen: text cut or small, contrast, targets small or too near. It must not draw."""

import itertools
from collections.abc import Iterator

from PIL import Image, ImageChops

from tests.screens.measure import Piece
from urna.flow.viewing import Letters, Viewing
from urna.ui.environment import WindowSize
from urna.ui.geometry import Rect
from urna.ui.palettes import REQUIRED
from urna.ui.screens.view import View
from urna.ui.tokens import CAPITAL_OF_EM, FLOORS_MM, MIN_GAP_MM, MIN_TARGET_MM, Tokens
from urna.ui.widgets.choice import ChoiceButton
from urna.ui.widgets.option_box import PLAIN_BORDER_PX, OptionBox, PartyMark
from urna.ui.widgets.type import TextBlock
from urna.ui.wording import parties_of

BAND_SHARE = 0.72
"""The name of a screen may be smaller than what it says: it shares its strip with two other things."""
Pictures = tuple[Image.Image, Image.Image]
ALLOWED_PX = 1.5
TOLERANCE = 0.1
FAINT = 40
"""The rim of a letter changes the row beside it by less, of 255."""


def faults(view: View, pictures: Pictures, viewing: Viewing | None) -> list[str]:
    """Sentences, none of which should be there; ``pictures`` of the view with its texts and without them."""
    return [*plain_faults(view), *_measured(view, pictures, viewing or Viewing()), *_on_borders(view, pictures)]


def plain_faults(view: View) -> list[str]:
    """The same without a picture: what is cut, small, too near or left unsaid."""
    return [*_targets(view, view.stage.tokens), *_letters(view, view.stage.tokens), *_unsaid(view)]


def _unsaid(view: View) -> Iterator[str]:
    """Partidos that only a picture tells while those of other boxes stand in words: all of a boleta do, or none."""
    boxes = [each for each in view.walk() if isinstance(each, OptionBox) and parties_of(each.option)]
    written = {box: [each.text for each in box.children if isinstance(each, TextBlock)] for box in boxes}
    only_drawn = [box for box in boxes if not any(text.startswith(parties_of(box.option)) for text in written[box])]
    if len(only_drawn) < len(boxes):
        yield from (f"only drawn: {parties_of(box.option)}" for box in only_drawn)


def texts(view: View) -> Iterator[TextBlock]:
    """Every text but letters inside of party marks: those are pictures, whose words stand beside them."""
    for block in view.text_blocks():
        if block.text and not isinstance(block.parent, PartyMark):
            yield block


def _letters(view: View, tokens: Tokens) -> Iterator[str]:
    band, usual = view.stage.frame.band, tokens.font_of(FLOORS_MM[Letters.NORMAL])
    for block in texts(view):
        if block.overflows:
            yield f"cut: {block.text}"
        floor = min(_floor(block, tokens), usual) * (BAND_SHARE if block.rect.y < band.bottom - tokens.mm(4) else 1.0)
        if block.font_size < floor:
            yield f"small: {block.font_size / floor:.2f} of its size: {block.text}"


def shrunk(view: View) -> list[float]:
    """Shares of the size that the voter chose, of texts that found no room to grow as far.

    Larger letters are more pages of what is chosen among, and at least the usual letters for the words around it.
    """
    floors = [(block.font_size, _floor(block, view.stage.tokens)) for block in texts(view)]
    return [size / floor for size, floor in floors if size < floor]


def _floor(block: TextBlock, tokens: Tokens) -> int:
    """The em below which this text is too small: a choice of letters shows itself in the size that it gives."""
    if isinstance(block.parent, ChoiceButton):
        return min(tokens.smallest_font, block.parent.look.smallest_font)
    return tokens.smallest_font


def _targets(view: View, tokens: Tokens) -> Iterator[str]:
    target, gap, size = MIN_TARGET_MM * tokens.px_per_mm, int(MIN_GAP_MM * tokens.px_per_mm), tokens.size
    rects = {t.touch_id: t.rect for t in view.touchables() if not t.touch_id.startswith("zone:")}
    for name, rect in rects.items():
        if min(rect.width, rect.height) < target:
            yield f"target too small: {name}"
        if rect.x < 0 or rect.y < 0 or rect.right > size.width or rect.bottom > size.height:
            yield f"target outside: {name}"
    for (first, one), (second, other) in itertools.combinations(rects.items(), 2):
        wide = Rect(one.x - gap, one.y - gap, one.width + 2 * gap, one.height + 2 * gap)
        if wide.overlaps(other):
            yield f"targets too near: {first} {second}"


def _measured(view: View, pictures: Pictures, viewing: Viewing) -> Iterator[str]:
    least, most = REQUIRED[viewing.contrast]
    blocks = list(texts(view))
    for block in blocks:
        if isinstance(block.parent, ChoiceButton):
            continue  # each shows the contrast that it gives
        place = _place(block, view.stage.tokens.size)
        piece = Piece(*(picture.crop((place.x, place.y, place.right, place.bottom)) for picture in pictures))
        if not least - TOLERANCE <= piece.contrast <= most + TOLERANCE:
            yield f"contrast {piece.contrast:.1f}: {block.text}"
        alone = not any(place.overlaps(other.rect) for other in blocks if other is not block)
        height = piece.capital_px(block.text) if alone and block.texture_size[1] < 2 * block.font_size else None
        wanted = block.font_size * CAPITAL_OF_EM
        if height is not None and abs(height - wanted) > max(ALLOWED_PX, wanted * 0.08):
            yield f"capitals of {height:.0f} px, not {wanted:.0f}: {block.text}"


def _on_borders(view: View, pictures: Pictures) -> Iterator[str]:
    """Letters that stand on the border of the box whose words they are."""
    ink = ImageChops.difference(*pictures).convert("L").point(lambda value: 255 * (value > FAINT))
    for box in view.walk():
        if isinstance(box, OptionBox):
            for side in box.rect.sides(PLAIN_BORDER_PX):
                if ink.crop((side.x, side.y, side.right, side.bottom)).getbbox() is not None:
                    yield f"letters on the border: {box.name.text}"


def _place(block: TextBlock, size: WindowSize) -> Rect:
    rect = block.rect.airy(-block.air_px) if block.rect.height > 4 * block.air_px else block.rect
    left, top = max(0, rect.x), max(0, rect.y)
    return Rect(left, top, min(size.width, rect.right) - left, min(size.height, rect.bottom) - top)
