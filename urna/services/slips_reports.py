"""Reports on paper: preparation, counts for mesa and auditor, the acta de borrado. They must not say a vote."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from hardware.printer.port import Block, Row, Rule, Slip, Text
from shared.domain.eleccion import Mode
from shared.domain.grupo import Grupo
from shared.domain.ids import GrupoId
from shared.domain.ledger import Ledger
from shared.formats.theme_model import Theme
from urna.services.context import Context
from urna.services.slips import banner, pair, signatures, title
from urna.services.words import Words, figure, moment

_LEDGER = (
    ("emitidos", "emitidos"),
    ("habilitaciones", "habilitaciones"),
    ("cancelados", "cancelados"),
    ("anulados", "anulados"),
    ("en_duda", "en_duda"),
    ("inutilizados", "testigos_inutilizados"),
)
_COUNTS = ("habilitaciones", "emitidos", "cancelados", "anulados", "en_duda", "testigos_inutilizados")
_DETAILED = {
    "tacto": "preparacion.detalle_tacto",
    "teclas_votante": "preparacion.detalle_teclas_votante",
    "energia": "preparacion.detalle_energia",
}


@dataclass(frozen=True, slots=True)
class Head:
    """What every report names; ``hour`` is in words, ``software_hash`` whole and ``software_code`` its beginning."""

    mode: Mode
    casilla: str
    urna: str
    theme_code: str
    software_code: str
    software_hash: str
    hour: str


@dataclass(frozen=True, slots=True)
class Tested:
    """What a diagnosis gave by name, details of some, how programs and memory stand, hash of the signed file or ""."""

    results: Mapping[str, bool]
    details: Mapping[str, str]
    manifest: str
    swap: str
    digest: str


def head_of(context: Context) -> Head:
    """The head of the reports of this urna, now."""
    settings = context.settings
    return Head(
        settings.mode,
        settings.casilla.clave,
        settings.urna.value,
        context.theme.short_code,
        context.facts().software_code,
        context.software_hash,
        moment(context.clock.now()),
    )


def fingerprint(digest: str) -> str:
    """A hash on paper: 64 digits in groups of eight."""
    return " ".join(digest[i : i + 8] for i in range(0, len(digest), 8))


def reporte(words: Words, head: Head, ledger: Ledger, more: Iterable[Block]) -> Slip:
    """Counts of people for the mesa; ``more`` says groups and incidents."""
    return Slip(
        "reporte",
        (
            *_heading(words, head, "reporte.titulo"),
            Row(words("comun.tema"), head.theme_code),
            pair(words("comun.programa"), head.software_code),
            Row(words("comun.hora"), head.hour),
            Rule(),
            *(Row(words(f"reporte.{name}"), figure(getattr(ledger, field)), bold=True) for name, field in _LEDGER),
            *more,
            Rule(),
            Text(words("reporte.pie")),
        ),
    )


def grupo_rows(words: Words, grupos: Sequence[Grupo], emitidos: Mapping[GrupoId, int]) -> tuple[Block, ...]:
    """How many people of each group voted; nothing for a theme without groups."""
    rows = tuple(pair(grupo.name, figure(emitidos.get(grupo.id, 0))) for grupo in grupos)
    return (Rule(), Text(words("reporte.grupos"), bold=True), *rows) if rows else ()


def auditoria(words: Words, head: Head, state: str, parts: Sequence[Iterable[Block]]) -> Slip:
    """What an auditor sees; ``parts`` are versions, counts and incidents, each under a rule."""
    return Slip(
        "auditoria",
        (
            *_heading(words, head, "auditoria.titulo"),
            pair(words("auditoria.jornada"), state),
            Row(words("comun.hora"), head.hour),
            *(block for part in parts for block in (Rule(), *part)),
            Rule(),
            Text(words("reporte.pie")),
        ),
    )


def versions(words: Words, theme: Theme, software_hash: str, firmware: str) -> tuple[Block, ...]:
    """Theme, programs and board, with their hashes whole."""
    return (
        Row(words("comun.tema"), theme.short_code),
        Row(words("auditoria.version"), str(theme.version)),
        Text(f"{words('auditoria.huella_tema')}:"),
        Text(fingerprint(theme.hash_hex)),
        Text(f"{words('comun.programa')}:"),
        Text(fingerprint(software_hash)),
        pair(words("auditoria.tablilla"), firmware),
    )


def counts(words: Words, counters: Mapping[str, int], entries: int) -> tuple[Block, ...]:
    """Counts of people, and how many entries the journal has."""
    rows = tuple(Row(words(f"escrutinio.{name}"), figure(counters[name]), bold=True) for name in _COUNTS)
    return (*rows, Row(words("auditoria.bitacora"), figure(entries)))


def preparacion(words: Words, head: Head, tested: Tested) -> Slip:
    """What the tests gave, what to do about those that failed, hashes of programs and of the signed file."""
    verdict = "preparacion.resultado_bien" if all(tested.results.values()) else "preparacion.resultado_mal"
    return Slip(
        "preparacion",
        (
            *_heading(words, head, "preparacion.titulo"),
            Row(words("comun.tema"), head.theme_code),
            Row(words("comun.hora"), head.hour),
            Rule(),
            *(block for name, well in tested.results.items() for block in _result(words, name, well, tested.details)),
            Row(words("preparacion.manifiesto"), words(f"preparacion.manifiesto_{tested.manifest}")),
            Row(words("preparacion.memoria"), words(f"preparacion.memoria_{tested.swap}")),
            Rule(),
            Text(f"{words('comun.programa')}:"),
            Text(fingerprint(head.software_hash)),
            Text(words("preparacion.archivo") if tested.digest else words("preparacion.sin_archivo")),
            *((Text(fingerprint(tested.digest)),) if tested.digest else ()),
            Text(words(verdict), bold=True),
            *signatures(words),
        ),
    )


def acta_borrado(words: Words, head: Head, people: Sequence[str], sizes: Mapping[str, int], digest: str) -> Slip:
    """Who wiped which media, how many bytes of each, and the hash of the signed file."""
    return Slip(
        "acta_borrado",
        (
            *_heading(words, head, "borrado.titulo"),
            Row(words("comun.tema"), head.theme_code),
            Row(words("comun.hora"), head.hour),
            *(pair(words("borrado.persona"), official) for official in people),
            Rule(),
            Text(words("borrado.hecho")),
            *(Row(words(f"borrado.{label}"), words("borrado.bytes", bytes=figure(sizes[label]))) for label in sizes),
            Text(words("borrado.alcance")),
            Text(words("preparacion.archivo")),
            Text(fingerprint(digest)),
            *signatures(words),
        ),
    )


def _heading(words: Words, head: Head, name: str) -> tuple[Block, ...]:
    return (
        title(words(name)),
        *banner(words, head.mode),
        Rule(),
        Row(words("comun.casilla"), head.casilla),
        pair(words("comun.urna"), head.urna),
    )


def _result(words: Words, name: str, well: bool, details: Mapping[str, str]) -> Iterable[Block]:  # noqa: FBT001 - a pair of a mapping
    yield Row(words(f"preparacion.{name}"), words("preparacion.bien" if well else "preparacion.mal"))
    if not well:
        yield Text(words(f"arreglo.{name}"))
    if name in _DETAILED and details.get(name):
        yield Text(words(_DETAILED[name], detalle=details[name]))
