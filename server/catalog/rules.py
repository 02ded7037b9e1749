"""The life of a delivered file as data, and who may take its steps. It must not read a clock or a database.

recibido -> revisado -> firmado, or rechazado from both of the first. What was signed or rejected stays so: another
file is another delivery.
"""

import re
from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import Final

from shared.domain.steps import By, Step

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

    RECIBIR = "recibir"
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


WAITING: Final = frozenset({Estado.RECIBIDO, Estado.REVISADO})
STEPS: Final[Mapping[Paso, Step[Estado]]] = {
    Paso.RECIBIR: Step(frozenset({None}), Estado.RECIBIDO, "recibir_lista"),
    Paso.REVISAR: Step(WAITING, Estado.REVISADO, "revisar_lista"),
    Paso.FIRMAR: Step(frozenset({Estado.REVISADO}), Estado.FIRMADO, "firmar_lista", By.ANOTHER),
    Paso.RECHAZAR: Step(WAITING, Estado.RECHAZADO, "rechazar_lista", explained=True),
}


def decide(state: Estado | None, paso: Paso, person: str, hands: Collection[str]) -> Estado | Refused:
    """The state after a step of a person, when ``hands`` are those through which the file went; or why not."""
    step = STEPS[paso]
    if state not in step.sources:
        return Refused.STATE
    return Refused.SAME_PERSON if step.by is By.ANOTHER and person in hands else step.target


def reason_of(paso: Paso, words: str) -> str | Refused:
    """Why a step is taken, in one line; empty for a step that needs no reason."""
    said = " ".join(words.split())
    if STEPS[paso].explained and not 0 < len(said) <= MAX_REASON:
        return Refused.REASON
    return said


def confirms(sha256: str, typed: str) -> bool:
    """Whether what somebody typed from the paper that came with the file is its hash, or a long enough start of it."""
    plain = "".join(typed.split()).casefold()
    return len(plain) >= LEAST_TYPED and bool(HEXADECIMAL.fullmatch(plain)) and sha256.startswith(plain)


def file_name(told: str) -> str:
    """A browser's name for a file, without its folders and without what cannot be printed."""
    last = re.split(r"[\\/]", told)[-1]
    return "".join(sign for sign in last if sign.isprintable())[:MAX_NAME] or "archivo"
