"""How the parts of the urna are, across the foot of a screen that has a message. It must not hold anything to touch."""

from urna.flow.screen import PartStatus
from urna.ui.geometry import GAP_MM, Rect
from urna.ui.screens.view import View
from urna.ui.widgets.status import StatusBoard, status_px

COLUMNS, UPRIGHT_COLUMNS = 4, 3


def draw_strip(view: View, area: Rect, parts: tuple[PartStatus, ...]) -> Rect:
    """The parts at the foot of ``area``; gives what is left above them."""
    if not parts:
        return area
    stage = view.stage
    columns = UPRIGHT_COLUMNS if stage.tokens.portrait else COLUMNS
    height = status_px(stage, len(parts), columns)
    rest = area.top(area.height - height - stage.tokens.mm(GAP_MM))
    view.add_widget(StatusBoard(stage, Rect(area.x, area.bottom - height, area.width, height), parts, columns))
    return rest
