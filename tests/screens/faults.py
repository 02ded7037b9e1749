"""What is wrong with a drawn screen: text cut or small, contrast, targets small or too near. It must not draw."""

import itertools
from collections.abc import Iterator

from PIL import Image

from tests.screens.measure import capital_px, contrast_in
from urna.flow.viewing import Viewing
from urna.ui.geometry import Rect
from urna.ui.palettes import REQUIRED
from urna.ui.screens.view import View
from urna.ui.tokens import CAPITAL_OF_EM, MIN_GAP_MM, MIN_TARGET_MM, Tokens
from urna.ui.widgets.choice import ChoiceButton
from urna.ui.widgets.option_box import OptionBox, PartyMark
from urna.ui.widgets.type import TextBlock
from urna.ui.wording import parties_of

BAND_SHARE = 0.72
"""The name of a screen may be smaller than what it says: it shares its strip with two other things."""
ALLOWED_PX = 1.5
TOLERANCE = 0.1


def faults(view: View, picture: Image.Image, viewing: Viewing | None) -> list[str]:
    """Sentences, none of which should be there."""
    return [*plain_faults(view), *_measured(view, picture, viewing or Viewing())]


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
    band = view.stage.frame.band
    for block in texts(view):
        if block.overflows:
            yield f"cut: {block.text}"
        floor = _floor(block, tokens) * (BAND_SHARE if block.rect.y < band.bottom - tokens.mm(4) else 1.0)
        if block.font_size < floor:
            yield f"small: {block.font_size / floor:.2f} of its size: {block.text}"


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


def _measured(view: View, picture: Image.Image, viewing: Viewing) -> Iterator[str]:
    least, most = REQUIRED[viewing.contrast]
    for block in texts(view):
        if isinstance(block.parent, ChoiceButton):
            continue  # each shows the contrast that it gives
        piece = _piece(block, picture)
        ratio = contrast_in(piece)
        if not least - TOLERANCE <= ratio <= most + TOLERANCE:
            yield f"contrast {ratio:.1f}: {block.text}"
        height = capital_px(piece, block.text) if block.texture_size[1] < 2 * block.font_size else None
        wanted = block.font_size * CAPITAL_OF_EM
        if height is not None and abs(height - wanted) > max(ALLOWED_PX, wanted * 0.08):
            yield f"capitals of {height:.0f} px, not {wanted:.0f}: {block.text}"


def _piece(block: TextBlock, picture: Image.Image) -> Image.Image:
    rect = block.rect.airy(-block.air_px) if block.rect.height > 4 * block.air_px else block.rect
    box = (max(0, rect.x), max(0, rect.y), min(picture.width, rect.right), min(picture.height, rect.bottom))
    return picture.crop(box)
