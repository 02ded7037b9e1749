"""The life of a version of a theme as data, and who may take its steps. It must not read a database or a clock.

What is sent is frozen; a change afterwards is of the draft, which becomes another version when it is sent. Two people
see to it twice: who approves neither sent it nor made its last change, and two keys of two people sign it.
"""

import unicodedata
from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import Final

from shared.domain.steps import By, Step

LEAST_REASON: Final = 10
MAX_REASON: Final = 300


class Estado(StrEnum):
    """What became of a version."""

    BORRADOR = "borrador"
    EN_REVISION = "en_revision"
    APROBADA = "aprobada"
    FIRMADA_POR_UNA = "firmada_por_una"
    FIRMADA = "firmada"
    PUBLICADA = "publicada"
    DEVUELTA = "devuelta"
    RETIRADA = "retirada"


class Paso(StrEnum):
    """What people do with it."""

    ENVIAR = "enviar"
    APROBAR = "aprobar"
    FIRMAR = "firmar"
    FIRMAR_OTRA = "firmar_otra"
    PUBLICAR = "publicar"
    DEVOLVER = "devolver"
    RETIRAR = "retirar"


class Refused(StrEnum):
    """Why a step was not taken; the draft and the version are as they were."""

    STATE = "estado"
    SAME_PERSON = "misma_persona"
    REASON = "motivo"
    MOVED = "otro_cambio"
    BLOCKED = "con_errores"
    NOT_BUILT = "sin_construir"
    PEOPLE = "sin_personas"
    IN_HAND = "otra_en_camino"
    NUMBER = "numero"
    NO_ROOT = "sin_raiz"
    CODE = "codigo"
    NOT_A_SIGNER = "llave_ajena"
    SAME_KEY = "misma_llave"
    KEY_OF_ANOTHER = "llave_de_otra"
    NO_SIGNATURE = "sin_firma"


STEPS: Final[Mapping[Paso, Step[Estado]]] = {
    Paso.ENVIAR: Step(frozenset({Estado.BORRADOR}), Estado.EN_REVISION, "enviar"),
    Paso.APROBAR: Step(frozenset({Estado.EN_REVISION}), Estado.APROBADA, "aprobar", By.ANOTHER),
    Paso.FIRMAR: Step(frozenset({Estado.APROBADA}), Estado.FIRMADA_POR_UNA, "firmar"),
    Paso.FIRMAR_OTRA: Step(frozenset({Estado.FIRMADA_POR_UNA}), Estado.FIRMADA, "firmar_otra", By.ANOTHER),
    Paso.PUBLICAR: Step(frozenset({Estado.FIRMADA}), Estado.PUBLICADA, "publicar"),
    Paso.DEVOLVER: Step(
        frozenset({Estado.EN_REVISION, Estado.APROBADA, Estado.FIRMADA_POR_UNA, Estado.FIRMADA}),
        Estado.DEVUELTA,
        "devolver",
        explained=True,
    ),
    Paso.RETIRAR: Step(frozenset({Estado.PUBLICADA}), Estado.RETIRADA, "retirar", explained=True),
}
ENDED: Final = frozenset({Estado.PUBLICADA, Estado.DEVUELTA, Estado.RETIRADA})
"""States of versions that are not in hand: another may be sent."""


def decide(state: Estado, paso: Paso, person: str, hands: Collection[str]) -> Estado | Refused:
    """The state after a step of a person, when ``hands`` are those who must not be the same; or why not."""
    step = STEPS[paso]
    if state not in step.sources:
        return Refused.STATE
    if step.by is By.ANOTHER and name_key(person) in {name_key(each) for each in hands}:
        return Refused.SAME_PERSON
    return step.target


def possible(state: Estado) -> tuple[Paso, ...]:
    """The steps that lead from a state, whoever takes them."""
    return tuple(paso for paso, step in STEPS.items() if state in step.sources)


def reason_of(paso: Paso, words: str) -> str | Refused:
    """Why a step is taken, in one line; empty for a step that needs no reason."""
    said = " ".join(words.split())
    if STEPS[paso].explained and not LEAST_REASON <= len(said) <= MAX_REASON:
        return Refused.REASON
    return said if STEPS[paso].explained else ""


def name_key(name: str) -> str:
    """What tells two people's names apart: letters, whatever their case, accents and spaces."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    return " ".join("".join(sign for sign in plain if not unicodedata.combining(sign)).split())


def confirms(code: str, typed: str) -> bool:
    """Whether somebody typed the short code that stands on paper, with or without its hyphens."""
    plain = "".join(sign for sign in typed.casefold() if sign.isalnum())
    return bool(plain) and plain == "".join(sign for sign in code.casefold() if sign.isalnum())
