"""Line drawings for screens with one message: what is happening, for who reads slowly. They must resemble no emblem."""

from urna.flow.screen import ScreenId
from urna.ui.geometry import Rect
from urna.ui.tokens import Tokens
from urna.ui.widgets.drawing import Drawing, DrawnShape
from urna.ui.widgets.parts import CARD, CHECK, CLOCK, PAUSE, STICK, URNA

_SLIP = Drawing(
    lines=((0.35, 0.41, 0.35, 0.06, 0.65, 0.06, 0.65, 0.41), (0.43, 0.16, 0.57, 0.16), (0.43, 0.25, 0.57, 0.25))
)
_FINGER = Drawing(
    curves=(
        (0.44, 0.66, 0.44, 0.44, 0.44, 0.27, 0.50, 0.20, 0.56, 0.27, 0.56, 0.44, 0.56, 0.53),
        (0.56, 0.52, 0.63, 0.48, 0.68, 0.54, 0.75, 0.53, 0.79, 0.60, 0.85, 0.62, 0.86, 0.74, 0.79, 0.95),
        (0.44, 0.66, 0.37, 0.58, 0.29, 0.57, 0.27, 0.64, 0.36, 0.78, 0.45, 0.95),
        (0.352, 0.296, 0.362, 0.211, 0.418, 0.145, 0.500, 0.120, 0.582, 0.145, 0.638, 0.211, 0.648, 0.296),
        (0.254, 0.313, 0.270, 0.171, 0.363, 0.061, 0.500, 0.020, 0.637, 0.061, 0.730, 0.171, 0.746, 0.313),
    )
)
_QUESTION = Drawing(curves=((0.42, 0.62, 0.50, 0.54, 0.58, 0.62, 0.50, 0.70, 0.50, 0.76),), dots=((0.50, 0.85),))
_DOOR = Drawing(
    lines=(
        (0.56, 0.16, 0.56, 0.08, 0.16, 0.08, 0.16, 0.92, 0.56, 0.92, 0.56, 0.84),
        (0.36, 0.50, 0.90, 0.50),
        (0.74, 0.34, 0.90, 0.50, 0.74, 0.66),
    )
)
_STOP = Drawing(lines=((0.50, 0.55, 0.50, 0.73),), dots=((0.50, 0.83),))
_KEY = Drawing(
    lines=((0.47, 0.69, 0.70, 0.69, 0.70, 0.77), (0.61, 0.69, 0.61, 0.75)),
    curves=(
        (0.47, 0.69, 0.44, 0.62, 0.38, 0.60, 0.32, 0.63, 0.30, 0.69, 0.32, 0.75, 0.38, 0.78, 0.44, 0.76, 0.47, 0.69),
    ),
)

_DRAWINGS: dict[ScreenId, Drawing] = {
    ScreenId.ARRANQUE: URNA + CLOCK,
    ScreenId.CARGA: STICK,
    ScreenId.MEMORIA: STICK,
    ScreenId.SUSTITUCION: STICK,
    ScreenId.AUTENTICACION: CARD,
    ScreenId.ESPERA: URNA + CLOCK,
    ScreenId.HABILITADA: _FINGER,
    ScreenId.SALIDA: _DOOR,
    ScreenId.IMPRESION: URNA + _SLIP,
    ScreenId.PREGUNTA_TESTIGO: URNA + _SLIP + _QUESTION,
    ScreenId.GRACIAS: URNA + CHECK,
    ScreenId.SUSPENDIDA: URNA + PAUSE,
    ScreenId.FALTA_URNA: URNA + _KEY,
    ScreenId.FUERA_DE_SERVICIO: URNA + _STOP,
    ScreenId.CIERRE: URNA + _KEY,
}


class Emblem(DrawnShape):
    """The drawing of one screen in the ink of the page."""

    def __init__(self, tokens: Tokens, rect: Rect, screen_id: ScreenId) -> None:
        super().__init__(tokens, rect, _DRAWINGS.get(screen_id, URNA))
