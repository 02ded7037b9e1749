"""Every kind of entry that an urna journals: wording, counters that it may hold, place in a turn.

It must never gain a choice, a hash of an image or record, a language or an aid: the lists here are what keeps them out.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class JournalKind(StrEnum):
    """What happened; each is described, for the auditor's manual, in `KINDS`."""

    ENCENDIDO = "encendido"
    HORA_CONFIRMADA = "hora_confirmada"
    HORA_VISTA = "hora_vista"
    RELOJ_CAMBIADO = "reloj_cambiado"
    TEMA_CARGADO = "tema_cargado"
    TEMA_RECHAZADO = "tema_rechazado"
    DIAGNOSTICO = "diagnostico"
    VERIFICACION = "verificacion"
    LISTA = "lista"
    OFICIAL_AUTENTICADO = "oficial_autenticado"
    TARJETA_RECHAZADA = "tarjeta_rechazada"
    CODIGO_EQUIVOCADO = "codigo_equivocado"
    APERTURA_INICIADA = "apertura_iniciada"
    LLAVE_HECHA = "llave_hecha"
    PARTE_IMPRESA = "parte_impresa"
    PARTE_LEIDA = "parte_leida"
    LLAVE_BORRADA = "llave_borrada"
    ACTA_INICIO = "acta_inicio"
    APERTURA = "apertura"
    HABILITACION_CONSUMIDA = "habilitacion_consumida"
    TURNO_PENDIENTE = "turno_pendiente"
    TESTIGO_COMPLETO = "testigo_completo"
    TESTIGO_INUTILIZADO = "testigo_inutilizado"
    TURNO_FINAL = "turno_final"
    CANCELADO = "cancelado"
    ANULADO = "anulado"
    EN_DUDA = "en_duda"
    AVISO_A_LA_MESA = "aviso_a_la_mesa"
    SUSPENSION = "suspension"
    REANUDACION = "reanudacion"
    DISPOSITIVO_EN_FALLA = "dispositivo_en_falla"
    DISPOSITIVO_REPARADO = "dispositivo_reparado"
    MEDIO_PERDIDO = "medio_perdido"
    MEDIO_REPUESTO = "medio_repuesto"
    MEDIO_REPARADO = "medio_reparado"
    MEDIO_EXCLUIDO = "medio_excluido"
    MEDIO_RECHAZADO = "medio_rechazado"
    LLAVE_GIRADA = "llave_girada"
    TAPA_ABIERTA = "tapa_abierta"
    TAPA_CERRADA = "tapa_cerrada"
    CAJA_ABIERTA = "caja_abierta"
    CAJA_CERRADA = "caja_cerrada"
    CORRIENTE_PERDIDA = "corriente_perdida"
    CORRIENTE_REPUESTA = "corriente_repuesta"
    BATERIA_BAJA = "bateria_baja"
    TECLADO_ATACADO = "teclado_atacado"
    SUSTITUCION = "sustitucion"
    CHECKPOINT = "checkpoint"
    CIERRE_INICIADO = "cierre_iniciado"
    PARTE_ABIERTA = "parte_abierta"
    PARTE_RECHAZADA = "parte_rechazada"
    ESCRUTINIO = "escrutinio"
    CIERRE = "cierre"
    ACTA_IMPRESA = "acta_impresa"
    ACTA_REIMPRESA = "acta_reimpresa"
    EXPORTACION = "exportacion"
    ENVIO = "envio"
    ARCHIVO = "archivo"
    BORRADO = "borrado"
    FUERA_DE_SERVICIO = "fuera_de_servicio"


class Place(StrEnum):
    """Where in the day a kind may stand; only entries outside of a turn may bear a time."""

    OUTSIDE = "outside"
    TURN = "turn"
    ANYWHERE = "anywhere"


@dataclass(frozen=True, slots=True)
class KindRule:
    """What an entry of one kind may hold.

    Attributes:
        place: see `Place`; an entry of kind `Place.ANYWHERE` bears no time while a turn is open.
        fields: names that its data may have; every one is a counter, a code, a device, an official's card or a reason
            from a list. Kinds of `Place.TURN` must have ``turno``.
        wording: Spanish, for the auditor's manual and reports.
    """

    place: Place
    fields: frozenset[str]
    wording: str


_TWO: Final = "oficial_1 oficial_2"
_LEDGER: Final = "habilitaciones emitidos cancelados anulados en_duda abierto testigos_completos testigos_inutilizados"


def _rule(place: Place, fields: str, wording: str) -> KindRule:
    return KindRule(place, frozenset(fields.split()), wording)


def _outside(fields: str, wording: str) -> KindRule:
    return _rule(Place.OUTSIDE, fields, wording)


def _turn(fields: str, wording: str) -> KindRule:
    return _rule(Place.TURN, f"turno {fields}", wording)


def _anywhere(fields: str, wording: str) -> KindRule:
    return _rule(Place.ANYWHERE, fields, wording)


_K = JournalKind
KINDS: Final[dict[JournalKind, KindRule]] = {
    _K.ENCENDIDO: _anywhere("software version", "La urna arrancó y midió su programa."),
    _K.HORA_CONFIRMADA: _outside(
        f"{_TWO} reloj confirmada", "Dos personas de la mesa confirmaron la fecha y la hora; se anotan ambas horas."
    ),
    _K.HORA_VISTA: _outside(
        "hora", "Un tema firmado lleva una hora más nueva que las vistas; no se carga con otra menor."
    ),
    _K.RELOJ_CAMBIADO: _outside("segundos sentido", "El reloj saltó, se detuvo o se corrigió; no afecta los votos."),
    _K.TEMA_CARGADO: _outside("tema codigo version", "Se cargó un tema firmado y verificado."),
    _K.TEMA_RECHAZADO: _outside("error", "Se rechazó un tema; el código de error dice por qué."),
    _K.DIAGNOSTICO: _outside("pruebas fallas", "Terminó el diagnóstico de la urna y se imprimió su reporte."),
    _K.VERIFICACION: _outside(
        "votos opciones diferencias", "Terminó la elección de práctica con cada opción de cada boleta."
    ),
    _K.LISTA: _outside("", "La urna quedó lista para abrir la votación."),
    _K.OFICIAL_AUTENTICADO: _anywhere(
        "oficial rol", "Una persona de la mesa se identificó con su tarjeta y su código."
    ),
    _K.TARJETA_RECHAZADA: _anywhere("motivo error", "Se rechazó una tarjeta que no es de esta mesa."),
    _K.CODIGO_EQUIVOCADO: _anywhere("oficial intentos", "Se tecleó un código equivocado; se cuenta y se hace esperar."),
    _K.APERTURA_INICIADA: _outside(_TWO, "Dos personas de la mesa iniciaron la apertura."),
    _K.LLAVE_HECHA: _outside("intento", "La urna hizo la llave de esta casilla."),
    _K.PARTE_IMPRESA: _outside(
        "parte oficial", "Se imprimió una parte de la llave, cifrada con el código de quien la guarda."
    ),
    _K.PARTE_LEIDA: _outside("parte oficial", "Se leyó de vuelta una parte de la llave y abrió bien."),
    _K.LLAVE_BORRADA: _outside("", "La urna borró la llave privada; sólo las partes impresas la guardan."),
    _K.ACTA_INICIO: _outside("", "Se imprimió completa el acta de inicio, en ceros."),
    _K.APERTURA: _outside(_TWO, "Se abrió la votación."),
    _K.HABILITACION_CONSUMIDA: _turn(
        "grupo reemplaza",
        "Se habilitó un turno y la urna lo consumió antes de mostrar la boleta; dice si reemplaza a uno anulado.",
    ),
    _K.TURNO_PENDIENTE: _turn("reemplazo", "La persona confirmó; sus boletas se guardan selladas antes de imprimir."),
    _K.TESTIGO_COMPLETO: _turn("", "Los testigos del turno cayeron completos."),
    _K.TESTIGO_INUTILIZADO: _turn("", "Un testigo se inutilizó; se retiró sin leerlo y se selló aparte."),
    _K.TURNO_FINAL: _turn("", "El turno quedó firme: cuenta como una persona que votó."),
    _K.CANCELADO: _turn("motivo", "El turno terminó sin confirmar."),
    _K.ANULADO: _turn("", "El turno pasó sellado a anulados y dio derecho a una sola habilitación nueva."),
    _K.EN_DUDA: _turn("motivo", "El turno quedó sellado, sin contar, a disposición del consejo."),
    _K.AVISO_A_LA_MESA: _turn("", "La pantalla quedó sola y se avisó a la mesa."),
    _K.SUSPENSION: _outside(f"{_TWO} motivo", "Se suspendió la votación, por un motivo de la lista."),
    _K.REANUDACION: _outside(_TWO, "Se reanudó la votación."),
    _K.DISPOSITIVO_EN_FALLA: _anywhere("dispositivo falla", "Un dispositivo falló; la urna espera su reparación."),
    _K.DISPOSITIVO_REPARADO: _anywhere("dispositivo", "El dispositivo volvió a funcionar."),
    _K.MEDIO_PERDIDO: _anywhere("medio motivo", "Se perdió un medio; la votación sigue con aviso."),
    _K.MEDIO_REPUESTO: _anywhere("medio motivo", "Un medio que volvió, o uno vacío en su lugar, quedó al corriente."),
    _K.MEDIO_REPARADO: _anywhere("medio copias", "Al arrancar, una copia dañada se repuso desde una sana."),
    _K.MEDIO_EXCLUIDO: _anywhere(f"medio {_TWO}", "Dos personas de la mesa decidieron seguir sin un medio perdido."),
    _K.MEDIO_RECHAZADO: _anywhere(
        "medio motivo", "Se conectó un medio que no es de esta urna o no coincide con ella; no se tocó."
    ),
    _K.LLAVE_GIRADA: _anywhere("posicion", "Se giró la llave de la tablilla a apagado, operación o servicio."),
    _K.TAPA_ABIERTA: _anywhere("", "Se abrió la tapa del depósito de testigos."),
    _K.TAPA_CERRADA: _anywhere("", "Se cerró la tapa del depósito de testigos."),
    _K.CAJA_ABIERTA: _anywhere("", "Se abrió la caja de la urna."),
    _K.CAJA_CERRADA: _anywhere("", "Se cerró la caja de la urna."),
    _K.CORRIENTE_PERDIDA: _anywhere("bateria", "Se fue la corriente; la urna sigue con su batería."),
    _K.CORRIENTE_REPUESTA: _anywhere("bateria", "Volvió la corriente."),
    _K.BATERIA_BAJA: _anywhere("bateria", "Sin corriente, la batería bajó de otro escalón."),
    _K.TECLADO_ATACADO: _anywhere(
        "falsas ilegibles repetidas", "Alguien transmitió en el radio del teclado; la tablilla no obedeció y contó."
    ),
    _K.SUSTITUCION: _outside(
        "urna reserva salida emitidos lista diferencia",
        "Una urna de reserva tomó el lugar de otra, con su acta de sustitución.",
    ),
    _K.CHECKPOINT: _outside(_LEDGER, "Punto de control firmado por la urna."),
    _K.CIERRE_INICIADO: _outside(
        f"{_TWO} motivo", "Dos personas de la mesa iniciaron el cierre, a su hora o antes por un motivo; ya no se vota."
    ),
    _K.PARTE_ABIERTA: _outside("parte oficial", "Se abrió una parte de la llave para el escrutinio."),
    _K.PARTE_RECHAZADA: _outside("oficial intentos error", "Se rechazó una parte de la llave o su código."),
    _K.ESCRUTINIO: _outside("boletas rechazados hallazgos", "La urna contó los votos y cotejó su libro de cuentas."),
    _K.CIERRE: _outside(_LEDGER, "Última anotación antes de firmar el acta de escrutinio."),
    _K.ACTA_IMPRESA: _outside("ejemplar", "Se imprimió un ejemplar del acta de escrutinio."),
    _K.ACTA_REIMPRESA: _outside("numero", "Se reimprimió el acta, con su número de reimpresión."),
    _K.EXPORTACION: _outside("medio", "Los resultados se copiaron a un medio."),
    _K.ENVIO: _outside("servidor respuesta error", "Los resultados se enviaron al servidor; repetirlo no hace daño."),
    _K.ARCHIVO: _outside(_TWO, "La urna quedó archivada; sus medios se sellan."),
    _K.BORRADO: _outside(_TWO, "Dos personas del instituto empezaron a borrar los medios de una urna archivada."),
    _K.FUERA_DE_SERVICIO: _anywhere("motivo error", "La urna quedó fuera de servicio, con sus datos intactos."),
}
"""The rule of every kind; the auditor's manual is made from it."""
