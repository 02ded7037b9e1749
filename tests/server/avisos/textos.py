"""Words of the notice board. They must not decide."""

from typing import Final

from tests.server.avisos.rules import Refused, State

TITLE: Final = "Avisos"
MANY: Final = "avisos"
EMPTY: Final = "Todavía no hay avisos. Escriba el primero abajo."
LABELS: Final = {
    "id": "Núm.",
    "texto": "Aviso",
    "estado": "Estado",
    "por": "Por",
    "made_at": "Momento",
    "busca": "Texto",
}
STATES: Final = {State.PUESTO: "Puesto", State.RETIRADO: "Retirado"}
REFUSED: Final = {
    Refused.TEXT: "Escriba el aviso en 500 letras o menos.",
    Refused.STATE: "El aviso ya estaba así.",
}
TAKE_DOWN: Final = "Retirar el aviso"
QUESTION: Final = "¿Retirar este aviso?"
CONSEQUENCES: Final = ("Deja de mostrarse como vigente. Se puede deshacer.",)
DOWN: Final = "El aviso quedó retirado."
