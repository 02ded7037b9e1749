"""Enrolment: an urna without certificates asks for them, and takes the answer that people compared. It must not vote.

A machine of its own, before any other: without an identity there is neither store nor journal.
"""

from dataclasses import dataclass, field, replace
from enum import StrEnum

from urna.flow.input import ActionTouched
from urna.flow.screen import Action, ProcedureScreen, ScreenId, Text


class Paso(StrEnum):
    """Where an enrolment stands."""

    COMIENZO = "comienzo"
    PEDIDA = "pedida"
    COMPARAR = "comparar"
    ALISTADA = "alistada"


@dataclass(frozen=True, slots=True)
class Enrolling:
    """An enrolment: ``qr`` is the request as texts of QR symbols; the codes are for people to compare.

    Nothing here is secret: the private keys never leave their files.
    """

    urna: str
    casilla: str
    paso: Paso = Paso.COMIENZO
    code: str = ""
    qr: tuple[str, ...] = field(default=(), repr=False)
    trust: str = ""
    busy: bool = False
    alert: Text | None = None


@dataclass(frozen=True, slots=True)
class MakeRequest:
    """Effect: make the keys, if they are not there, and the request."""


@dataclass(frozen=True, slots=True)
class WriteRequest:
    """Effect: write the request to the stick."""


@dataclass(frozen=True, slots=True)
class ReadAnswer:
    """Effect: read the answer from the stick and check that it is for the keys that are here."""


@dataclass(frozen=True, slots=True)
class Install:
    """Effect: keep the answer that was read, whose trust code people compared."""

    trust: str


Effect = MakeRequest | WriteRequest | ReadAnswer | Install


@dataclass(frozen=True, slots=True)
class RequestMade:
    """Outcome: the request, its code and its QR."""

    code: str
    qr: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RequestWritten:
    """Outcome: it is on the stick."""


@dataclass(frozen=True, slots=True)
class AnswerRead:
    """Outcome: an answer for this urna; ``trust`` is the code that people compare."""

    trust: str


@dataclass(frozen=True, slots=True)
class Installed:
    """Outcome: the certificates are in their places."""


@dataclass(frozen=True, slots=True)
class Refused:
    """Outcome: something was not as it must be: ``code`` is of the table of errors, "" for a stick that is away."""

    code: str


Step = tuple[Enrolling, tuple[Effect, ...]]
FIRST: tuple[Effect, ...] = (MakeRequest(),)


def reduce(state: Enrolling, event: object) -> Step:  # noqa: PLR0911 - one return for each row of the table
    """What follows from an event."""
    match event:
        case ActionTouched(action) if not state.busy:
            return _act(state, action)
        case RequestMade(code, qr):
            return replace(state, paso=Paso.PEDIDA, busy=False, code=code, qr=qr), ()
        case RequestWritten():
            return replace(state, busy=False, alert=Text("alistamiento.aviso.escrita")), ()
        case AnswerRead(trust):
            return replace(state, paso=Paso.COMPARAR, busy=False, trust=trust, alert=None), ()
        case Installed():
            return replace(state, paso=Paso.ALISTADA, busy=False, alert=None), ()
        case Refused(code):
            alert = Text("alistamiento.aviso.rechazo", (("codigo", code),)) if code else _NO_STICK
            paso = Paso.PEDIDA if state.paso is Paso.COMPARAR else state.paso
            return replace(state, paso=paso, busy=False, trust="", alert=alert), ()
        case _:
            return state, ()


_NO_STICK = Text("alistamiento.aviso.memoria")


def _act(state: Enrolling, action: str) -> Step:
    match state.paso, action:
        case Paso.COMIENZO, "repetir":
            return replace(state, busy=True, alert=None), FIRST
        case Paso.PEDIDA, "escribir_solicitud":
            return replace(state, busy=True, alert=None), (WriteRequest(),)
        case Paso.PEDIDA, "leer_respuesta":
            return replace(state, busy=True, alert=None), (ReadAnswer(),)
        case Paso.COMPARAR, "es_el_codigo":
            return replace(state, busy=True), (Install(state.trust),)
        case Paso.COMPARAR, "no_es_el_codigo":
            return replace(state, paso=Paso.PEDIDA, trust="", alert=Text("alistamiento.aviso.otro_codigo")), ()
        case _:
            return state, ()


_WORDS: dict[Paso, tuple[Text, Text]] = {
    Paso.COMIENZO: (Text("alistamiento.titulo_comienzo"), Text("alistamiento.instruccion_comienzo")),
    Paso.PEDIDA: (Text("alistamiento.titulo_pedida"), Text("alistamiento.instruccion_pedida")),
    Paso.COMPARAR: (Text("alistamiento.titulo_comparar"), Text("alistamiento.instruccion_comparar")),
    Paso.ALISTADA: (Text("alistamiento.titulo_alistada"), Text("alistamiento.instruccion_alistada")),
}
_ACTIONS: dict[Paso, tuple[Action, ...]] = {
    Paso.COMIENZO: (Action("repetir", Text("boton.repetir"), primary=True),),
    Paso.PEDIDA: (
        Action("leer_respuesta", Text("boton.leer_respuesta"), primary=True),
        Action("escribir_solicitud", Text("boton.escribir_solicitud")),
    ),
    Paso.COMPARAR: (
        Action("es_el_codigo", Text("boton.es_el_codigo"), primary=True),
        Action("no_es_el_codigo", Text("boton.no_es_el_codigo")),
    ),
    Paso.ALISTADA: (),
}


def screen_of(state: Enrolling) -> ProcedureScreen:
    """What people see of an enrolment."""
    facts = [(Text("dato.urna"), state.urna), (Text("dato.casilla"), state.casilla)]
    if state.paso is Paso.PEDIDA:
        facts.append((Text("dato.codigo_solicitud"), state.code))
    if state.paso in {Paso.COMPARAR, Paso.ALISTADA}:
        facts.append((Text("dato.codigo_ceremonia"), state.trust))
    title, instruction = _WORDS[state.paso]
    return ProcedureScreen(
        ScreenId.ALISTAMIENTO,
        title,
        instruction,
        (),
        tuple(facts),
        tuple(replace(action, enabled=not state.busy) for action in _ACTIONS[state.paso]),
        alert=state.alert,
        qr=state.qr if state.paso is Paso.PEDIDA else (),
    )
