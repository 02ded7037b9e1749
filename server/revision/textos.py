"""Words of the cases that logic chooses; the rest stands in the templates. It must not decide anything."""

from typing import Final

from server.ingest.schemas import Unlawful
from server.revision.schemas import Action, Case, Motive, No, Refused, Said, State

STATES: Final = {
    State.NUEVO: "Nuevo",
    State.REVISION: "En revisión",
    State.PROPUESTA: "Espera a otra persona",
    State.DECIDIDO: "Decidido",
    State.DEVUELTO: "Devuelto",
}
MANY: Final = "casos"
INTRO: Final = (
    "Cada casilla con algo apartado es un caso. Una persona lo mira y propone; otra confirma o devuelve. "
    "Nadie decide a solas."
)
EMPTY: Final = "No hay nada apartado: todo lo que llegó cuenta."
LABELS: Final = {
    "casilla": "Casilla",
    "estado": "Estado",
    "persona": "Lo tiene",
    "propuesta": "Que cuente",
    "distrito": "Distrito",
    "paquetes": "Paquetes",
    "llegada": "Último paquete",
}
OVERTAKEN: Final = "{state}: llegó algo después de decidir"
NEXT: Final = {
    State.NUEVO: "Nadie lo mira todavía. Tómelo para compararlo con el acta impresa.",
    State.REVISION: "Compare los paquetes con el acta impresa y proponga una decisión.",
    State.PROPUESTA: "Otra persona debe confirmar la propuesta o devolverla.",
    State.DECIDIDO: "La decisión está en los resultados. Para cambiarla, reábralo: harán falta otra vez dos personas.",
    State.DEVUELTO: "La propuesta no se confirmó. Lea por qué y tome el caso otra vez.",
}
DONE: Final = {
    Action.TOMAR: "Tomó el caso",
    Action.PROPONER: "Propuso",
    Action.RETIRAR: "Retiró su propuesta",
    Action.CONFIRMAR: "Confirmó: quedó decidido",
    Action.DEVOLVER: "Devolvió la propuesta",
    Action.REABRIR: "Reabrió el caso",
}
MOTIVES: Final = {
    Motive.ACTA_IMPRESA: "Coincide con el acta impresa que firmó la mesa",
    Motive.PAQUETE_ELECTORAL: "Coincide con el acta que venía en el paquete electoral",
    Motive.URNA_ASIGNADA: "Es de la urna que se asignó a la casilla; la otra no",
    Motive.NO_COINCIDE: "Ninguno coincide con el acta impresa",
    Motive.NO_CUADRA: "El acta no cuadra: se coteja o se recuenta en el cómputo",
    Motive.SIN_PRUEBA: "No hay con qué saber cuál es el de la casilla",
    Motive.OTRO: "Otro motivo, que se explica abajo",
}
_AGAIN: Final = "Vuelva a mirar el caso: cambió mientras usted lo tenía abierto. No se guardó nada."
NOT_DONE: Final[dict[Refused, str]] = {
    No.NOT_NOW: "Ese paso ya no corresponde: otra persona hizo algo antes. No se guardó nada.",
    No.NOT_YOURS: "El caso lo tiene otra persona. Tómelo usted antes de proponer.",
    No.SAME_PERSON: "Usted hizo la propuesta: la debe confirmar o devolver otra persona.",
    No.CHANGED: _AGAIN,
    No.WORDS: "Explique la razón con 10 a 500 caracteres.",
    No.MOTIVE: "Elija un motivo de la lista que corresponda a lo que propone.",
    Unlawful.UNKNOWN: _AGAIN,
    Unlawful.FALSE: "No puede contar: no pasa la verificación. Nadie puede hacerlo contar.",
    Unlawful.UNSOUND: "No puede contar: su acta no cuadra. Su lugar es el cómputo del consejo.",
    Unlawful.SEVERAL: "Sólo puede contar un paquete, o los dos que une una misma acta de sustitución.",
    Unlawful.HALF: "No puede contar solo: la casilla votó en dos urnas y cuentan juntas.",
}
WHOLE: Final = "toda la entidad"
NOBODY: Final = "Ninguno"
LEAVE_OUT: Final = "ninguno"
"""The option by which no bundle counts."""


def outcome_of(chosen: tuple[str, ...]) -> str:
    """What would count, in words: bundles by the beginning of their hash."""
    if not chosen:
        return "ningún paquete; la casilla pasa al cómputo del consejo"
    names = " y ".join(each[:12] for each in chosen)
    return f"el paquete {names}" if len(chosen) == 1 else f"los paquetes {names}, que une el acta de sustitución"


def outcome(said: Said) -> str:
    """The same of a step."""
    return outcome_of(said.chosen)


def state(case: Case) -> str:
    """Where a case stands, and whether something made it new."""
    said = STATES[case.state]
    return OVERTAKEN.format(state=said) if case.overtaken else said
