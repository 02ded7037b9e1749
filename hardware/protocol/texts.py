"""All that board and keypad say by themselves, two lines of 20 letters of Latin-1. It must not be formatted elsewhere.

What the mesa reads while voting comes from the urna's own catalogue, over DISPLAY.
"""

NO_LINK = ("SIN ENLACE", "Acerque el teclado")
NOT_PAIRED = ("SIN EMPAREJAR", "Avise a soporte")
NOT_HEARD = ("NO LLEGÓ", "Presione otra vez")
SAME_CODE = "¿ES EL MISMO CÓDIGO?"
PAIRED = ("TECLADO EMPAREJADO", "")
NOT_CONFIRMED = ("NO SE EMPAREJÓ", "")


def pairing(code: str) -> tuple[str, str]:
    """What the board shows while a keypad is being paired: the code to compare."""
    return "EMPAREJAR TECLADO", "Código " + code
