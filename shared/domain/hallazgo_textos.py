"""Spanish wordings of the domain's findings, for actas, pages and verifier. It must not decide which finding stands."""

from shared.domain.hallazgo import Finding

HALLAZGOS: dict[str, str] = {
    "D411": "Las habilitaciones no son iguales a la suma de emitidos, cancelados, anulados, en duda y turno abierto.",
    "D412": "Hay menos testigos completos que votos emitidos.",
    "D413": "Hay más testigos completos que turnos que pudieron imprimirlos.",
    "D414": "El libro de cuentas muestra más de un turno abierto.",
    "D415": "Al cierre quedó un turno abierto.",
    "D420": "Los renglones del acta no son los de esta boleta.",
    "D421": "La suma de la votación no es igual al número de personas que votaron.",
    "D422": "El escrutinio rechazó registros que la boleta no permite.",
    "D423": "Hay más boletas nulas, en blanco o de candidaturas no registradas que personas que votaron.",
    "D424": "El total de marcas no puede resultar de las boletas contadas.",
    "D425": "Una opción tiene más marcas que boletas.",
    "D426": "Las preferencias no van en orden: cada boleta debe tener una primera preferencia y seguir sin saltos.",
    "D427": "Hay registros que no se pudieron abrir: no se sabe de qué boleta son.",
    "D430": "Las personas que votaron en cada grupo no suman las que votaron en la urna.",
    "D431": "Los grupos no se reunieron como manda la regla del mínimo: una cifra podría descubrir un voto.",
    "D432": "Las cifras de los grupos no suman el total de la boleta.",
    "D511": "Hay un empate por los votos restantes de una combinación: quedan sin asignar y decide el consejo.",
    "D512": "Falta el convenio que reparte los votos de una candidatura común: quedan sin asignar.",
    "D513": "Hay votos en un renglón que la boleta no tiene.",
    "D701": "La bitácora tiene una hora dentro de un turno.",
    "D702": "La bitácora tiene un turno que nadie habilitó.",
    "D703": "Un turno tiene dos desenlaces en la bitácora.",
    "D704": "La bitácora tiene un turno fuera de la votación.",
    "D705": "La bitácora tiene más de un acta de inicio, o una posterior a la apertura.",
    "D706": "La bitácora tiene una apertura o un cierre fuera de su lugar.",
    "D707": "La bitácora tiene un turno abierto sobre otro.",
    "D708": "Se canceló un turno cuyas boletas ya estaban guardadas.",
    "D709": "Un turno anulado se reemplazó más de una vez, o se reemplazó uno que no lo era.",
}
"""One sentence for each code of `hallazgo.SEVERITIES`."""


def word(finding: Finding) -> str:
    """Code, sentence and figures; a code of another package is given bare, for its own catalogue to word."""
    sentence = HALLAZGOS.get(finding.code, finding.path)
    figures = ", ".join(f"{name} {value}" for name, value in finding.params)
    return f"{finding.code}: {sentence}" + (f" ({figures})" if figures else "")
