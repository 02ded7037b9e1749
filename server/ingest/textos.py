"""Spanish words of the reception, and reasons as the database keeps them. It must not decide what a reason is."""

import json
from typing import Final

from shared.domain import hallazgo_textos as of_domain
from shared.domain.hallazgo import Finding, Severity
from shared.formats import hallazgo_textos as of_formats

STATUSES: Final = {
    "aceptado": "Aceptado",
    "cuarentena": "En cuarentena",
    "en_revision": "En revisión",
    "descartado": "Descartado",
}
REASONS: Final = {
    "S301": "Llegó otro paquete, distinto, del mismo almacén de votos. Ninguno cuenta hasta que el consejo decida.",
    "S302": "Otro almacén de votos dice ser de esta casilla. Ninguno cuenta hasta que el consejo decida.",
    "S303": "La casilla votó en dos urnas, por una sustitución. Cuentan juntas: falta la otra, o está apartada.",
    "S305": "El acta en papel, firmada por la urna, dice otra cosa. No cuenta hasta que el consejo decida.",
    "S304": "Dos personas decidieron que no cuente.",
}
REFUSALS: Final = (
    ("S865", "No se conoce el certificado de esa urna. Reciba antes su paquete, y lea el QR otra vez."),
    ("Q10", "El QR no es el de un acta, aunque esté entero."),
    ("S101", "El archivo es más grande de lo permitido."),
    ("S108", "El archivo no se pudo leer: la memoria falló o se retiró. Conéctela y repita."),
    ("R100", "El archivo es más grande de lo permitido."),
    ("R101", "El archivo no es un paquete de resultados, o fue alterado."),
    ("R110", "Los certificados del paquete no son los que se esperan."),
    ("R111", "Quien firma no es la urna que dice haber hecho el paquete."),
    ("R114", "El acta de sustitución es de otra casilla o de otro almacén de votos."),
    ("R115", "Quien firma no es la urna de reserva que el acta de sustitución nombra."),
    ("R112", "El paquete no contiene los archivos que su lista nombra."),
    ("R113", "Un archivo del paquete no es el que la urna firmó."),
    ("R120", "El paquete es de otra elección."),
    ("R121", "Se hizo con otro tema."),
    ("R122", "La casilla no está en el tema firmado."),
    ("R123", "Es de otra modalidad (simulacro o capacitación)."),
    ("R13", "El acta no corresponde con lo que la urna firmó en su lista o con las boletas del tema."),
    ("R143", "La bitácora y el acta de sustitución no dicen lo mismo."),
    ("R14", "La bitácora no termina con el cierre que el acta nombra."),
    ("R15", "El acta de sustitución no es de esta elección, o le falta la apertura o la firma de dos funcionarios."),
    ("K51", "Una firma del acta de sustitución no es de quien dice."),
    ("U", "La apertura de la urna sustituida no se puede leer."),
    ("R0", "Un archivo del paquete no tiene la forma exacta que su formato pide."),
    ("J", "La bitácora del paquete está cortada, cambiada o fuera de orden."),
    ("K20", "El certificado de la urna no es de este instituto, no estaba vigente o fue revocado."),
    ("K10", "La firma no es válida."),
    ("D", "Una cifra o una clave del acta no puede ser."),
)
STORES: Final = "almacenes de votos"
NOTHING_APART: Final = "No hay ninguno: todo lo que las urnas entregaron cuenta."
FILES_REFUSED: Final = "archivos rechazados"
TITLE_REFUSED: Final = "Rechazados"
INTRO_REFUSED: Final = (
    "Archivos que no pasaron la verificación, y no cuentan. No se sabe quién los hizo: su firma, su forma o su origen "
    "no son válidos."
)
NOTHING_REFUSED: Final = "No hay ninguno: todo lo que ha llegado pasó la verificación."
KEPT: Final = {True: "Guardada", False: "Sin copia"}
LABELS: Final = {
    "busca": "Casilla o urna",
    "casilla": "Casilla",
    "urna": "Urna",
    "estado": "Estado",
    "motivos": "Por qué no cuenta",
    "paquetes": "Paquetes",
    "ultima": "Última vez",
    "motivo": "Por qué",
    "codigo": "Código",
    "origen": "Llegó por",
    "veces": "Veces",
    "bytes": "Bytes",
    "copia": "Copia",
    "huella": "Huella",
}
COTEJOS: Final = {"coincide": "Coincide", "difiere": "Difiere", "espera": "Espera su paquete"}
COTEJADOS: Final = {
    "coincide": "el acta en papel y el paquete dicen lo mismo.",
    "difiere": "el acta en papel NO dice lo que el paquete. La casilla no cuenta hasta que dos personas decidan.",
    "espera": "el acta en papel es de su urna. Su paquete no ha llegado: cuenta cuando llegue.",
}
COTEJADO: Final = "Casilla {clave}: {said}"
READ_BEFORE: Final = " Ya se había leído."
QR_REFUSED: Final = "QR {name}: rechazado ({code}). {why}"
LACKING: Final = "QR {name}: faltan las partes {missing} de {total}. Léalas; las demás ya están."
LACKING_ONE: Final = "QR {name}: falta la parte {missing} de {total}. Léala; las demás ya están."
REPEATED: Final = "Partes leídas más de una vez: {number}. No hace daño."
QR_FAULTS: Final = {
    "Q101": "Renglón {line}: no es una parte del QR de un acta, o se leyó mal. Lea otra vez esa parte.",
    "Q103": "QR {name}: su parte {number} se leyó de dos maneras. Lea otra vez todas sus partes.",
    "Q105": "QR {name}: sus partes no forman un acta: alguna se leyó mal. Lea otra vez todas sus partes.",
}
NOTHING_READ: Final = "No hay nada que leer: ponga el cursor en el recuadro y lea los QR del acta."
UNKNOWN_REFUSAL: Final = "El paquete no pasó la verificación."


def why(finding: Finding) -> str:
    """One reason in Spanish, with its code."""
    if finding.code in REASONS:
        return f"{finding.code}. {REASONS[finding.code]}"
    if finding.code in of_formats.HALLAZGOS:
        return f"{finding.code}. {of_formats.HALLAZGOS[finding.code]}"
    return of_domain.word(finding)


def why_all(reasons: tuple[Finding, ...]) -> tuple[str, ...]:
    """Every reason once, in order."""
    return tuple(dict.fromkeys(why(reason) for reason in reasons))


def why_refused(code: str) -> str:
    """Why bytes were refused, in Spanish, without its code."""
    return next((text for start, text in REFUSALS if code.startswith(start)), UNKNOWN_REFUSAL)


def reasons_to_json(reasons: tuple[Finding, ...]) -> str:
    """Reasons as the database keeps them."""
    rows = [[r.code, r.severity.value, r.path, [list(pair) for pair in r.params]] for r in reasons]
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":"))


def reasons_from_json(text: str) -> tuple[Finding, ...]:
    """Reasons as ``reasons_to_json`` wrote them."""
    return tuple(
        Finding(code, Severity(severity), path, tuple((name, value) for name, value in params))
        for code, severity, path, params in json.loads(text)
    )
