"""Words of the portal that depend on data. Sentences that do not depend on data stand in the templates."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from shared.domain.hora import long_date

SITE: Final = "Resultados Electorales Preliminares"
NAV_RESULTS: Final = "Resultados"
NAV_PARTIDOS: Final = "Por partido"
NAV_DISTRITOS: Final = "Distritos"
NAV_MUNICIPIOS: Final = "Municipios"
NAV_SECCION: Final = "Mi sección"
NAV_DATA: Final = "Bases de datos"
NAV_METHOD: Final = "Cómo se calcula"
NO_REGISTRADAS: Final = "Candidaturas no registradas"
NULOS: Final = "Votos nulos"
BLANCOS: Final = "Votos en blanco"
ABROAD: Final = "Voto desde el extranjero"
LEVELS: Final[Mapping[str, str]] = {
    "distrito": "por distrito",
    "municipio": "por municipio",
    "entidad": "en toda la entidad",
    "casilla": "por casilla",
}
REMAINDERS: Final[Mapping[str, str]] = {
    "mayor_votacion": "los votos que sobran se dan, uno a cada uno, a los partidos de más alta votación",
    "primero": "los votos que sobran se dan al primer partido del convenio",
}


def iso_date(iso: str) -> str:
    """``1 de julio de 2018`` of ``2018-07-01``."""
    return long_date(date.fromisoformat(iso))


def short_number(number: int) -> str:
    """A distrito or municipio as its number of two or three digits."""
    return f"{number:02d}"
