"""The paper of a substitution, for the mesa to sign. It must not say a vote."""

from collections.abc import Sequence

from hardware.printer.port import Block, Row, Rule, Slip, Text
from shared.domain.ids import OfficialId, StoreId
from shared.domain.sustitucion import ActaSustitucion, Salida
from shared.formats.theme_model import Theme
from urna.services.slips import banner, centred, pair, signatures, title
from urna.services.words import Words, figure, moment

_WHAT = {Salida.CIERRA: "sustitucion.cierra", Salida.CONTINUA: "sustitucion.continua"}


def acta_sustitucion(words: Words, theme: Theme, acta: ActaSustitucion, officials: Sequence[OfficialId]) -> Slip:
    """Which urna takes the place of which, voters on the medium and on the list, their difference, who signed."""
    return Slip(
        "acta_sustitucion",
        (
            centred(theme.election.authority),
            *banner(words, acta.mode),
            title(words("sustitucion.titulo")),
            centred(theme.election.name),
            Rule(),
            Row(words("comun.casilla"), acta.casilla.clave),
            pair(words("sustitucion.danada"), acta.urna.value),
            *_store(words, acta.store_id),
            pair(words("sustitucion.reserva"), acta.reserva.value),
            *(_store(words, acta.nuevo) if acta.nuevo is not None else ()),
            Row(words("comun.tema"), theme.short_code),
            Row(words("comun.hora"), moment(acta.made_at)),
            Rule(),
            Row(words("sustitucion.emitidos"), figure(acta.emitidos), bold=True),
            Row(words("sustitucion.lista"), figure(acta.lista), bold=True),
            Row(words("sustitucion.diferencia"), figure(abs(acta.diferencia)), bold=True),
            *((Text(words(_difference(acta))),) if acta.diferencia else ()),
            Rule(),
            Text(words(_WHAT[acta.salida])),
            Text(words("sustitucion.guarde")),
            *(pair(words("sustitucion.firmo"), official.value) for official in officials),
            *signatures(words),
        ),
    )


def _difference(acta: ActaSustitucion) -> str:
    return "sustitucion.faltan" if acta.diferencia > 0 else "sustitucion.sobran"


def _store(words: Words, store: StoreId) -> tuple[Block, ...]:
    value = store.value
    return (
        Row(words("comun.almacen"), f"{value[:8]} {value[8:16]}"),
        Row("", f"{value[16:24]} {value[24:]}"),
    )
