"""Words of the night that logic chooses; the rest stands in the templates. It must not decide anything."""

from typing import Final

from server.noche.schemas import Source
from server.revision.schemas import State
from shared.domain.journal_kinds import KINDS, JournalKind
from shared.domain.prep_observaciones import Observacion

MANY_LATE: Final = "casillas con retraso"
TITLE_LATE: Final = "Casillas con retraso"
INTRO_LATE: Final = (
    "No ha llegado nada de ellas y el plan de la noche ya las esperaba. Primero la más retrasada; entre iguales, la de "
    "más lista nominal."
)
NONE_LATE: Final = "Ninguna casilla tiene retraso según el plan de la noche."
LABELS: Final = {
    "casilla": "Casilla",
    "distrito": "Distrito",
    "municipio": "Municipio",
    "lista": "Lista nominal",
    "retraso": "Minutos de retraso",
    "esperada": "Se esperaba a las",
    "domicilio": "Domicilio",
}
PLANS: Final = {
    Source.GUESS: "El plan es supuesto: el instituto no ha dado el suyo a este servidor. Tómelo sólo como una idea.",
    Source.CONFIGURATION: "El plan es el de la configuración del servidor.",
    Source.FILE: "El plan es el que dio el instituto: {name}.",
}
OPEN_STATES: Final = {
    State.NUEVO: "Nuevos",
    State.REVISION: "En revisión",
    State.PROPUESTA: "Esperan a otra persona",
    State.DEVUELTO: "Devueltos",
}
TURNS: Final = {
    JournalKind.HABILITACION_CONSUMIDA.value: "Habilitaciones usadas",
    JournalKind.TURNO_PENDIENTE.value: "Votos guardados antes de imprimir",
    JournalKind.TESTIGO_COMPLETO.value: "Turnos con sus testigos completos",
    JournalKind.TESTIGO_INUTILIZADO.value: "Testigos inutilizados",
    JournalKind.TURNO_FINAL.value: "Turnos que terminaron con voto",
    JournalKind.CANCELADO.value: "Turnos cancelados",
    JournalKind.ANULADO.value: "Turnos anulados y repuestos",
    JournalKind.EN_DUDA.value: "Turnos en duda",
    JournalKind.AVISO_A_LA_MESA.value: "Avisos a la mesa",
}
PREP_COUNTS: Final = "El PREP la contabiliza."
PREP_DOES_NOT: Final = "El PREP la publica y no la contabiliza: {legend}."
PREP_NOT_YET: Final = "El PREP no la publica: esta acta no cuenta."


def happened(kind: JournalKind) -> str:
    """What an entry of a journal says, as the auditor's manual does."""
    return KINDS[kind].wording


def prep(found: Observacion | None) -> str:
    """What becomes of a casilla in PREP."""
    if found is None:
        return PREP_NOT_YET
    return PREP_COUNTS if found is Observacion.NINGUNA else PREP_DOES_NOT.format(legend=found.value.lower())
