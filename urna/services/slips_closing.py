"""The documents of closing: acta de escrutinio with its signed QR, the council's marks. They must not order a vote."""

from collections.abc import Sequence
from dataclasses import dataclass

from hardware.printer.port import Align, Block, Feed, Qr, Row, Rule, Size, Slip, Text
from shared.domain.acta import ActaEscrutinio
from shared.domain.escrutinio import EscrutinioContest
from shared.domain.grupo import bajo_minimo
from shared.domain.hallazgo_textos import word
from shared.formats.theme_model import Theme
from urna.services.slips import COUNTERS, banner, centred, key_label, mark_text, pair, signatures, title
from urna.services.words import Words, figure, moment

_LEDGER = (
    "habilitaciones",
    "emitidos",
    "cancelados",
    "anulados",
    "en_duda",
    "testigos_completos",
    "testigos_inutilizados",
)


@dataclass(frozen=True, slots=True)
class Copy:
    """Which copy of an acta: ``reprint`` is 0 for the ``number`` of ``total`` printed at closing.

    ``notes`` are what every copy says of media and clock.
    """

    number: int
    total: int
    reprint: int = 0
    notes: tuple[str, ...] = ()


def acta_escrutinio(words: Words, theme: Theme, acta: ActaEscrutinio, qr: Sequence[str], copy: Copy) -> Slip:
    """One acta: what matters first, everything readable without the QR, QR last."""
    which = (
        words("escrutinio.reimpresion", numero=copy.reprint)
        if copy.reprint
        else words("escrutinio.ejemplar", ejemplar=copy.number, ejemplares=copy.total)
    )
    return Slip(
        "acta_escrutinio",
        (
            centred(theme.election.authority),
            *banner(words, acta.mode),
            title(words("escrutinio.titulo")),
            centred(theme.election.name),
            Text(which, bold=bool(copy.reprint), align=Align.CENTER),
            Rule(),
            *_identity(words, acta),
            Rule(),
            Row(words("escrutinio.votaron"), figure(acta.ledger.votantes), bold=True, size=Size.TALL),
            *(block for contest in acta.contests for block in _results(words, theme, contest)),
            *_grupos(words, theme, acta),
            Rule(),
            Text(words("escrutinio.libro"), bold=True),
            *(Row(words(f"escrutinio.{name}"), figure(getattr(acta.ledger, name))) for name in _LEDGER),
            Rule(),
            *_findings(words, theme, acta),
            *(Text(note) for note in copy.notes),
            Text(words(COUNTERS[acta.counter_kind])),
            *signatures(words),
            *_codes(words, qr),
        ),
    )


def _identity(words: Words, acta: ActaEscrutinio) -> tuple[Block, ...]:
    store = acta.store_id.value
    return (
        Row(words("comun.casilla"), acta.casilla.clave),
        pair(words("comun.urna"), acta.urna.value),
        Row(words("comun.almacen"), f"{store[:8]} {store[8:16]}"),
        Row("", f"{store[16:24]} {store[24:]}"),
        Row(words("comun.tema"), acta.theme_code),
        Row(words("comun.programa"), f"{acta.software_hash[:8]} {acta.software_hash[8:16]}"),
        Row(words("escrutinio.apertura"), moment(acta.opened_at)),
        Row(words("escrutinio.cierre"), moment(acta.closed_at)),
    )


def _results(words: Words, theme: Theme, figures: EscrutinioContest) -> tuple[Block, ...]:
    contest = next(contest for contest in theme.contests if contest.id == figures.contest_id)
    rows = [Row(key_label(words, contest, key), figure(count), bold=True) for key, count in figures.counts.items()]
    if figures.rechazados:
        rows.append(Row(words("escrutinio.rechazados"), figure(figures.rechazados), bold=True))
    total = Row(words("escrutinio.total"), figure(figures.total), bold=True, size=Size.TALL)
    return (Rule(), Text(contest.title, bold=True), *rows, total)


def _grupos(words: Words, theme: Theme, acta: ActaEscrutinio) -> tuple[Block, ...]:
    """Voters of each group, then the figures of those published together; nothing for a theme without groups.

    Where all had to be merged the figures are those above, and the acta says only that.
    """
    if not acta.grupos:
        return ()
    names = {grupo.id: grupo.name for grupo in theme.grupos}
    blocks: list[Block] = [Rule(), Text(words("escrutinio.grupos"), bold=True)]
    blocks += [pair(names[each.id], figure(each.emitidos)) for each in acta.grupos]
    if len(acta.reunidos) == 1:
        return (*blocks, Text(words("escrutinio.todos_reunidos", minimo=theme.rules.min_group)))
    for part in acta.reunidos:
        together = words("escrutinio.une_grupos").join(names[id_] for id_ in part.grupos)
        blocks += [Rule(), Text(together, bold=True, size=Size.TALL)]
        if len(part.grupos) > 1:
            blocks.append(Text(words("escrutinio.reunidos", minimo=theme.rules.min_group)))
        blocks += [block for contest in part.contests for block in _results(words, theme, contest)]
    return tuple(blocks)


def _bajo_minimo(words: Words, theme: Theme, acta: ActaEscrutinio) -> tuple[Block, ...]:
    """What no merging of groups can help."""
    minimo, titles = theme.rules.min_group, {contest.id: contest.title for contest in theme.contests}
    if acta.ledger.emitidos < minimo:
        return (Text(words("escrutinio.resultado_bajo_minimo", minimo=minimo)),)
    few = bajo_minimo(theme.agrupacion, {each.id: each.emitidos for each in acta.grupos})
    blocks = [Text(words("escrutinio.boleta_bajo_minimo", boleta=titles[id_], minimo=minimo)) for id_ in few.contests]
    for contests in few.publicos:
        boletas = ", ".join(titles[id_] for id_ in contests)
        blocks.append(Text(words("escrutinio.publico_bajo_minimo", boletas=boletas, minimo=minimo)))
    return tuple(blocks)


def _findings(words: Words, theme: Theme, acta: ActaEscrutinio) -> tuple[Block, ...]:
    blocks: list[Block] = [*_bajo_minimo(words, theme, acta)]
    if acta.ilegibles:
        blocks.append(Row(words("escrutinio.ilegibles"), figure(acta.ilegibles), bold=True))
    if not acta.findings:
        return (*blocks, Text(words("escrutinio.sin_hallazgos")))
    blocks.append(Text(words("escrutinio.hallazgos"), bold=True))
    blocks += [Text(word(finding)) for finding in acta.findings]
    return tuple(blocks)


def _codes(words: Words, qr: Sequence[str]) -> tuple[Block, ...]:
    blocks: list[Block] = [Feed(1), centred(words("escrutinio.qr_pie"))]
    for number, chunk in enumerate(qr, 1):
        blocks += [centred(words("escrutinio.qr", numero=number, total=len(qr))), Qr(chunk)]
    return tuple(blocks)


def marks_slip(words: Words, acta: ActaEscrutinio, anulados: Sequence[bytes], en_duda: Sequence[bytes]) -> Slip:
    """The marks of annulled and doubtful testigos, sorted, for the sealed package; never on an acta."""
    blocks: list[Block] = [title(words("marcas.titulo")), *banner(words, acta.mode), Rule()]
    blocks += [Row(words("comun.casilla"), acta.casilla.clave), pair(words("comun.urna"), acta.urna.value), Rule()]
    blocks.append(Text(words("marcas.instrucciones")))
    for name, marks in (("anulados", anulados), ("en_duda", en_duda)):
        blocks += [Rule(), Row(words(f"marcas.{name}"), figure(len(marks)), bold=True)]
        blocks += [centred(text) for text in sorted(mark_text(mark) for mark in marks)]
    return Slip("marcas", tuple(blocks))
