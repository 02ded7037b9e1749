"""The life of a delivered file as data, and who may take its steps. It must not read a clock or a database.

recibido -> revisado -> firmado, or rechazado from both of the first. What was signed or rejected stays so: another
file is another delivery.
"""

import re
from enum import StrEnum
from typing import Final

LEAST_TYPED: Final = 12
MAX_REASON: Final = 300
MAX_NAME: Final = 120
HEXADECIMAL: Final = re.compile(r"[0-9a-f]+")


class Estado(StrEnum):
    """What became of a delivered file."""

    RECIBIDO = "recibido"
    REVISADO = "revisado"
    FIRMADO = "firmado"
    RECHAZADO = "rechazado"


class Paso(StrEnum):
    """What people do with it."""

    REVISAR = "revisar"
    FIRMAR = "firmar"
    RECHAZAR = "rechazar"


class Refused(StrEnum):
    """Why a step was not taken."""

    STATE = "estado"
    FAULTS = "con_faltas"
    REMOVED = "bajas"
    NOTHING = "sin_cambios"
    SAME_PERSON = "misma_persona"
    HASH = "huella"
    MOVED = "otra_vez"
    REASON = "motivo"


TRANSITIONS: Final = {
    (Estado.RECIBIDO, Paso.REVISAR): Estado.REVISADO,
    (Estado.REVISADO, Paso.REVISAR): Estado.REVISADO,
    (Estado.REVISADO, Paso.FIRMAR): Estado.FIRMADO,
    (Estado.RECIBIDO, Paso.RECHAZAR): Estado.RECHAZADO,
    (Estado.REVISADO, Paso.RECHAZAR): Estado.RECHAZADO,
}


def step(state: Estado, paso: Paso) -> Estado | Refused:
    """The state after a step."""
    return TRANSITIONS.get((state, paso), Refused.STATE)


def confirms(sha256: str, typed: str) -> bool:
    """Whether what somebody typed from the paper that came with the file is its hash, or a long enough start of it."""
    plain = "".join(typed.split()).casefold()
    return len(plain) >= LEAST_TYPED and bool(HEXADECIMAL.fullmatch(plain)) and sha256.startswith(plain)


def file_name(told: str) -> str:
    """A browser's name for a file, without its folders and without what cannot be printed."""
    last = re.split(r"[\\/]", told)[-1]
    return "".join(sign for sign in last if sign.isprintable())[:MAX_NAME] or "archivo"
