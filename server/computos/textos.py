"""Words of the results' lists that logic chooses; the rest stands in the templates. It must not decide anything."""

from typing import Final

from server.computos.schemas import ActaState

CASILLAS: Final = "casillas"
TITLE_CASILLAS: Final = "Casillas"
INTRO_CASILLAS: Final = "Cada casilla de la elección y si su acta ya cuenta. Busque por clave o por domicilio."
NO_CASILLA: Final = "El tema firmado no tiene casillas en este territorio."
NO_UNIT: Final = "Su cuenta no ve completo ninguno de ellos. Lo que sí ve está en Casillas."
INTRO_UNITS: Final = (
    "Votos por candidatura en actas contadas. La lista nominal y las casillas son las del tema firmado."
)
STATES: Final = {
    ActaState.CONTADA: "Contada",
    ActaState.APARTADA: "Recibida, sin contar",
    ActaState.FALTA: "No ha llegado",
}
LABELS: Final = {
    "casilla": "Casilla",
    "distrito": "Distrito",
    "municipio": "Municipio",
    "seccion": "Sección",
    "domicilio": "Domicilio",
    "lista": "Lista nominal",
    "votaron": "Votaron",
    "acta": "Acta",
    "busca": "Clave o domicilio",
    "numero": "Núm.",
    "contadas": "Actas contadas",
    "casillas": "Casillas",
    "votos": "Votos",
    "contest": "Boleta",
}
