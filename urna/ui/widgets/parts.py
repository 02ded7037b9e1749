"""Drawings of the things that a mesa handles, and of how each is. They must resemble no emblem and no make."""

from collections.abc import Mapping

from urna.flow.screen import Part
from urna.ui.widgets.drawing import Drawing, arrow, box, ring

URNA = Drawing(
    lines=(
        (0.18, 0.46, 0.18, 0.92, 0.82, 0.92, 0.82, 0.46),
        (0.08, 0.46, 0.18, 0.36, 0.82, 0.36, 0.92, 0.46, 0.08, 0.46),
    )
)
CARD = Drawing(
    lines=(
        (0.06, 0.24, 0.66, 0.24, 0.66, 0.66, 0.06, 0.66, 0.06, 0.24),
        (0.16, 0.36, 0.34, 0.36, 0.34, 0.54, 0.16, 0.54, 0.16, 0.36),
        (0.43, 0.38, 0.57, 0.38),
        (0.43, 0.50, 0.57, 0.50),
    ),
    curves=((0.75, 0.34, 0.80, 0.45, 0.75, 0.56), (0.85, 0.26, 0.93, 0.45, 0.85, 0.64)),
)
STICK = Drawing(
    lines=(
        (0.22, 0.34, 0.70, 0.34, 0.70, 0.66, 0.22, 0.66, 0.22, 0.34),
        (0.70, 0.41, 0.90, 0.41, 0.90, 0.59, 0.70, 0.59),
        (0.78, 0.46, 0.82, 0.46),
        (0.78, 0.54, 0.82, 0.54),
        (0.12, 0.46, 0.22, 0.46),
        (0.12, 0.54, 0.22, 0.54),
    )
)
PAUSE = Drawing(lines=((0.42, 0.58, 0.42, 0.80), (0.58, 0.58, 0.58, 0.80)))
CLOCK = Drawing(
    lines=((0.50, 0.59, 0.50, 0.69, 0.57, 0.74),),
    curves=(
        (0.50, 0.53, 0.61, 0.58, 0.66, 0.69, 0.61, 0.80, 0.50, 0.85, 0.39, 0.80, 0.34, 0.69, 0.39, 0.58, 0.50, 0.53),
    ),
)
CHECK = Drawing(lines=((0.34, 0.69, 0.46, 0.81, 0.68, 0.57),))
PERSON = ring(0.5, 0.28, 0.17) + Drawing(
    lines=((0.18, 0.90, 0.82, 0.90),), curves=((0.18, 0.90, 0.24, 0.66, 0.5, 0.54, 0.76, 0.66, 0.82, 0.90),)
)
ROLL = ring(0.40, 0.46, 0.32) + ring(0.40, 0.46, 0.10) + Drawing(lines=((0.40, 0.78, 0.94, 0.78),))
BATTERY = (
    box(0.08, 0.32, 0.84, 0.68)
    + box(0.84, 0.43, 0.92, 0.57)
    + Drawing(lines=tuple((x, 0.42, x, 0.58) for x in (0.20, 0.34, 0.48, 0.62)))
)
CHIP = (
    box(0.26, 0.26, 0.74, 0.74)
    + box(0.38, 0.38, 0.62, 0.62)
    + Drawing(
        lines=tuple(
            pin
            for at in (0.36, 0.5, 0.64)
            for pin in ((at, 0.12, at, 0.26), (at, 0.74, at, 0.88), (0.12, at, 0.26, at), (0.74, at, 0.88, at))
        )
    )
)
KEYPAD = (
    box(0.20, 0.06, 0.80, 0.94)
    + box(0.30, 0.16, 0.70, 0.34)
    + box(0.30, 0.46, 0.70, 0.60)
    + box(0.30, 0.70, 0.46, 0.84)
    + box(0.54, 0.70, 0.70, 0.84)
)
READER = (
    Drawing(lines=((0.30, 0.94, 0.70, 0.94), (0.50, 0.94, 0.50, 0.66)))
    + box(0.18, 0.22, 0.82, 0.66)
    + ring(0.5, 0.44, 0.13)
)
PRINTER_BODY = Drawing(lines=((0.10, 0.52, 0.10, 0.92, 0.90, 0.92, 0.90, 0.52, 0.10, 0.52),))
PRINTER = PRINTER_BODY + Drawing(lines=((0.10, 0.52, 0.18, 0.38, 0.82, 0.38, 0.90, 0.52), (0.30, 0.45, 0.70, 0.45)))
PRINTER_OPEN = PRINTER_BODY + Drawing(lines=((0.90, 0.52, 0.98, 0.14, 0.90, 0.12, 0.82, 0.52),))
STUCK = Drawing(lines=((0.40, 0.52, 0.34, 0.44, 0.48, 0.38, 0.36, 0.30, 0.46, 0.24), (0.56, 0.52, 0.52, 0.24)))
CODE = (
    box(0.0, 0.0, 1.0, 1.0)
    + box(0.2, 0.2, 0.45, 0.45)
    + box(0.6, 0.6, 0.8, 0.8)
    + Drawing(lines=((0.6, 0.3, 0.8, 0.3),))
)
SLIP = Drawing(
    lines=((0.0, 1.0, 0.0, 0.0, 0.6, 0.0, 0.6, 1.0, 0.5, 0.94, 0.4, 1.0, 0.3, 0.94, 0.2, 1.0, 0.1, 0.94, 0.0, 1.0),)
)
COVERED = SLIP + Drawing(lines=((0.0, 0.3, 0.3, 0.0), (0.0, 0.6, 0.6, 0.0), (0.0, 0.9, 0.6, 0.3), (0.2, 1.0, 0.6, 0.6)))
ENVELOPE = box(0.0, 0.0, 1.0, 0.62) + Drawing(lines=((0.0, 0.0, 0.5, 0.36, 1.0, 0.0),))
PLUG = Drawing(
    lines=((0.10, 0.30, 0.45, 0.30, 0.45, 0.70, 0.10, 0.70), (0.45, 0.40, 0.66, 0.40), (0.45, 0.60, 0.66, 0.60)),
    curves=((0.10, 0.30, -0.02, 0.38, -0.06, 0.50, -0.02, 0.62, 0.10, 0.70),),
)
SOCKET = box(0.0, 0.0, 0.5, 1.0) + Drawing(lines=((0.16, 0.34, 0.34, 0.34), (0.16, 0.66, 0.34, 0.66)))
HEADPHONES = (
    box(0.08, 0.54, 0.24, 0.86)
    + box(0.76, 0.54, 0.92, 0.86)
    + Drawing(curves=((0.14, 0.54, 0.16, 0.28, 0.32, 0.13, 0.50, 0.08, 0.68, 0.13, 0.84, 0.28, 0.86, 0.54),))
)
RELIEF = (
    box(0.06, 0.20, 0.94, 0.80)
    + Drawing(lines=((0.30, 0.40, 0.18, 0.50, 0.30, 0.60), (0.70, 0.40, 0.82, 0.50, 0.70, 0.60)))
    + ring(0.5, 0.5, 0.10)
)
PLUGGED = URNA + STICK.at(0.52, 0.46, 0.46)

OF_PART: Mapping[Part, Drawing] = {
    Part.VOTANTES: PERSON,
    Part.PAPEL: ROLL,
    Part.ENERGIA: BATTERY,
    Part.USB: STICK,
    Part.INTERNA: CHIP,
    Part.TECLADO: KEYPAD,
    Part.LECTOR: CARD,
}
"""What stands for each part where its state is told."""

OF_STEP: Mapping[str, tuple[Drawing, ...]] = {
    "papel": (
        PRINTER_OPEN + ring(0.42, 0.28, 0.12) + ring(0.42, 0.28, 0.05) + arrow(0.64, 0.40, 0.64, 0.14),
        PRINTER_OPEN + ROLL.at(0.22, 0.10, 0.46) + arrow(0.16, 0.16, 0.16, 0.42),
        PRINTER + arrow(0.50, 0.06, 0.50, 0.32) + CHECK.at(0.0, 0.04, 1.0),
    ),
    "atasco": (
        PRINTER_OPEN + COVERED.at(0.30, 0.10, 0.50),
        PRINTER_OPEN + STUCK + arrow(0.70, 0.46, 0.70, 0.16),
        ENVELOPE.at(0.08, 0.38, 0.84) + COVERED.at(0.58, 0.04, 0.34) + arrow(0.40, 0.06, 0.40, 0.32),
    ),
    "tarjeta": (
        box(0.04, 0.24, 0.52, 0.58)
        + CODE.at(0.10, 0.31, 0.20)
        + Drawing(lines=((0.36, 0.34, 0.46, 0.34), (0.36, 0.46, 0.46, 0.46)))
        + SLIP.at(0.62, 0.10, 0.56)
        + CODE.at(0.69, 0.20, 0.20),
        READER.at(0.48, 0.20, 0.56)
        + box(0.02, 0.22, 0.30, 0.66)
        + CODE.at(0.07, 0.32, 0.18)
        + arrow(0.36, 0.44, 0.54, 0.44, 0.05),
        box(0.08, 0.12, 0.92, 0.88)
        + Drawing(dots=tuple((0.2 + 0.12 * place, 0.28) for place in range(4)))
        + Drawing(lines=((0.68, 0.34, 0.80, 0.34),))
        + Drawing(
            lines=tuple(
                (x, y, x + 0.12, y, x + 0.12, y + 0.14, x, y + 0.14, x, y)
                for x in (0.20, 0.36, 0.52, 0.68)
                for y in (0.44, 0.64)
            )
        ),
    ),
    "memoria": (
        STICK + Drawing(lines=((0.32, 0.44, 0.60, 0.44), (0.32, 0.56, 0.52, 0.56))),
        URNA.at(0.42, 0.10, 0.60)
        + box(0.55, 0.46, 0.60, 0.56)
        + STICK.at(0.0, 0.28, 0.46)
        + arrow(0.10, 0.68, 0.40, 0.68),
        URNA.at(0.40, 0.10, 0.60)
        + STICK.at(0.09, 0.28, 0.46)
        + ring(0.70, 0.52, 0.11)
        + Drawing(lines=((0.70, 0.46, 0.70, 0.52, 0.75, 0.55),)),
    ),
    "teclado": (
        KEYPAD.at(0.02, 0.14, 0.60) + Drawing(dots=((0.32, 0.458),)) + PERSON.at(0.62, 0.26, 0.38),
        KEYPAD + Drawing(lines=((0.34, 0.22, 0.60, 0.22), (0.34, 0.28, 0.52, 0.28)), dots=((0.38, 0.77), (0.62, 0.77))),
        KEYPAD.at(0.0, 0.06, 0.56)
        + Drawing(curves=((0.28, 0.59, 0.28, 0.80, 0.42, 0.88, 0.52, 0.80),))
        + PLUG.at(0.55, 0.62, 0.36)
        + SOCKET.at(0.88, 0.68, 0.24),
    ),
    "corriente": (
        PLUG.at(0.10, 0.20, 0.60) + SOCKET.at(0.66, 0.29, 0.42) + arrow(0.14, 0.80, 0.46, 0.80),
        BATTERY,
        URNA + PAUSE,
    ),
    "audifonos": (
        HEADPHONES + Drawing(curves=((0.16, 0.86, 0.18, 0.96, 0.34, 0.98, 0.50, 0.94),)),
        RELIEF + arrow(0.50, 0.02, 0.50, 0.34),
        HEADPHONES + CHECK.at(0.0, -0.02, 1.0),
    ),
}
"""The drawing of each step of each topic of the help, in the order of its steps."""

_REMEDIES: Mapping[str, Drawing] = {
    "impresora.falla.papel": OF_STEP["papel"][1],
    "impresora.falla.tapa": PRINTER + arrow(0.50, 0.06, 0.50, 0.32),
    "impresora.falla.atasco": OF_STEP["atasco"][1],
    "impresora.falla.cortador": OF_STEP["atasco"][1],
    "papel": ROLL,
    "memoria.usb": OF_STEP["memoria"][1],
    "memoria.usb.copiando": OF_STEP["memoria"][2],
    "memoria.usb.volvio": OF_STEP["memoria"][2],
    "memoria.usb.reparada": URNA + CHECK,
    "dispositivo.falla.memorias": OF_STEP["memoria"][1],
    "dispositivo.falla.teclado": OF_STEP["teclado"][2],
}


def remedy(alert: str) -> Drawing | None:
    """What to do about a fault, drawn, by the key of its sentence or of its family; None where words have to do."""
    families = (alert, alert.rpartition(".")[0])
    return next((_REMEDIES[family] for family in families if family in _REMEDIES), None)
