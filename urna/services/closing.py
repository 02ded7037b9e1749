"""Closing: the key from two shares, the count in memory, acta and bundle made once and durable before any paper.

It must not make a second bundle, repair a figure, or keep the key longer than the count.
"""

from dataclasses import dataclass
from datetime import datetime

from shared.crypto.errors import KeyInvalid, ShareInvalid
from shared.crypto.hashing import sha256_hex
from shared.crypto.sealing import SealingKey, wipe
from shared.crypto.shares import combine
from shared.domain.acta import ActaEscrutinio, KeyKind, closing_findings
from shared.domain.escrutinio import EscrutinioContest
from shared.domain.grupo import GrupoEmitidos, reunir
from shared.domain.grupo_escrutinio import PorGrupo
from shared.domain.hallazgo import Finding
from shared.domain.horario import early_reasons
from shared.domain.jornada import JornadaEvent, JornadaFacts, JornadaState, Refused
from shared.domain.journal import JournalEntry, JournalKind
from shared.formats.journal_v1 import serialise_journal
from shared.formats.opening_v1 import Apertura
from shared.formats.results_v1 import make_public
from shared.formats.sealed_v1 import count_parts, count_records, open_records, record_opener, seal_reference
from urna.flow.effects import CountAndSeal
from urna.flow.hour import HourDoubt
from urna.flow.outcome import Broke, Counted, ProcedureFailed
from urna.flow.ports import Present
from urna.flow.screen import Text
from urna.services.context import Context
from urna.services.hours import confirmed_closing, doubtful_hour, read_moment
from urna.services.opening import counter_kind
from urna.services.results import Results, write_results
from urna.services.words import MOMENT

OTHER_KEY = "U403"
"""Two shares that open, but give another key."""


@dataclass(frozen=True, slots=True)
class _Count:
    contests: tuple[EscrutinioContest, ...]
    por_grupo: PorGrupo
    anulados: tuple[bytes, ...]
    en_duda: tuple[bytes, ...]
    illegibles: int


def count_and_seal(context: Context, effect: CountAndSeal) -> Counted | ProcedureFailed | Broke:
    """From CERRANDO on nobody votes; a crash before the bundle is durable repeats this, shares and all."""
    apertura, present = context.apertura, context.store.present
    if apertura is None or present is None or present.image.pending:
        return Broke("U304")
    key = _casilla_key(context, apertura)
    if key is None:
        context.desk.opened_shares.clear()
        context.book.write(JournalKind.PARTE_RECHAZADA, error=OTHER_KEY, intentos=context.book.wrong_codes() + 1)
        return ProcedureFailed(Text("cierre.aviso.partes"))
    refusal = _begin(context, effect)
    if refusal is not None:
        context.desk.opened_shares.clear()
        return ProcedureFailed(refusal)
    for index in sorted(context.desk.opened_shares):
        context.book.write(JournalKind.PARTE_ABIERTA, parte=index + 1, oficial=apertura.holders[index].value)
    count = _count(context, key, present)
    context.desk.opened_shares.clear()
    closing = _closing_entry(context, count)
    results = _make(context, apertura, count, closing)
    write_results(context, results)
    return Counted(context.facts(), results.papers)


def _begin(context: Context, effect: CountAndSeal) -> Text | None:
    """Move the jornada to CERRANDO, once: at its hour, at the one that two people confirmed, or for a reason."""
    if context.book.state() is JornadaState.CERRANDO:
        return None
    holders, now, hour = _share_holders(context), context.clock.now(), effect.hour
    doubt = doubtful_hour(context, now)
    allowed = early_reasons(context.theme.rules.horario)
    early = effect.reason if effect.reason in allowed else ""
    in_time = doubt is None or doubt.doubt is not HourDoubt.EARLY or (hour is not None and hour >= doubt.closing)
    facts = JornadaFacts(
        turn_open=bool(context.book.open_turn()), officials=len(holders), closing_hour=in_time or bool(early)
    )
    if isinstance(context.book.ask(JornadaEvent.INICIAR_CIERRE, facts), Refused):
        return Text("cierre.aviso.no_se_puede")
    confirmed = not early and (hour is not None or doubt is not None)
    if confirmed:
        context.book.write(
            JournalKind.HORA_CONFIRMADA,
            oficial_1=holders[0],
            oficial_2=holders[1],
            reloj=now.strftime(MOMENT),
            confirmada=(hour or now).strftime(MOMENT),
        )
    reason = early or ("hora_confirmada" if confirmed else "hora")
    context.book.write(JournalKind.CIERRE_INICIADO, oficial_1=holders[0], oficial_2=holders[1], motivo=reason)
    return None


def _share_holders(context: Context) -> list[str]:
    """The officials whose shares opened: two of them close, and in doing so confirm the hour on the screen."""
    if context.apertura is None:
        return []
    return [context.apertura.holders[index].value for index in sorted(context.desk.opened_shares)]


def _casilla_key(context: Context, apertura: Apertura) -> SealingKey | None:
    """The key that the shares give, if it is the casilla's: until then anyone could have locked them for this store."""
    shares = context.desk.opened_shares
    try:
        secret = combine(tuple(shares.values()))
        key = SealingKey.from_bytes(secret)
    except (ShareInvalid, KeyInvalid):
        return None
    wipe(secret)
    return key if key.public == apertura.casilla_key else None


def _count(context: Context, key: SealingKey, present: Present) -> _Count:
    theme, image = context.theme, present.image
    opener = record_opener(key, "casilla", theme, image.store_id, context.settings.mode)
    final = open_records(image.final, opener, theme)
    anulados = open_records(image.anulados, opener, theme)
    en_duda = open_records(image.en_duda, opener, theme)
    emitidos = context.book.emitidos()
    parts = count_parts(final, theme, reunir(theme.agrupacion, emitidos))
    voters = tuple(GrupoEmitidos(grupo.id, emitidos.get(grupo.id, 0)) for grupo in theme.grupos)
    return _Count(
        count_records(final, theme),
        PorGrupo(theme.agrupacion, voters, parts),
        anulados.slip_marks,
        en_duda.slip_marks,
        final.illegibles,
    )


def _findings(context: Context, count: _Count) -> tuple[Finding, ...]:
    ledger = context.book.ledger()
    return closing_findings(context.theme.contests, count.contests, ledger, count.por_grupo, count.illegibles)


def _closing_entry(context: Context, count: _Count) -> JournalEntry:
    """The last entry before the acta; one that an interrupted closing wrote is taken as it stands."""
    written = context.book.journal.last(JournalKind.CIERRE)
    if written is not None:
        return written
    findings = _findings(context, count)
    counted = sum(contest.total for contest in count.contests)
    refused = sum(contest.rechazados for contest in count.contests) + count.illegibles
    context.book.write(JournalKind.ESCRUTINIO, boletas=counted, rechazados=refused, hallazgos=len(findings))
    context.book.checkpoint()
    return context.book.write(JournalKind.CIERRE, **context.book.counters())


def _make(context: Context, apertura: Apertura, count: _Count, closing: JournalEntry) -> Results:
    theme, ledger, present = context.theme, context.book.ledger(), context.store.present
    if present is None or closing.at is None:
        raise RuntimeError("a closing without a store or an hour")
    acta = ActaEscrutinio(
        election=theme.election.id,
        mode=context.settings.mode,
        casilla=context.settings.casilla,
        urna=apertura.urna,
        store_id=apertura.store_id,
        theme_hash=theme.hash_hex,
        theme_code=theme.short_code,
        software_hash=context.software_hash,
        casilla_key=apertura.casilla_key.data,
        opened_at=apertura.opened_at,
        closed_at=_closed_at(context, closing.at),
        counter_kind=counter_kind(context),
        key_kind=KeyKind.FILE,
        ledger=ledger,
        grupos=count.por_grupo.emitidos,
        reunidos=count.por_grupo.reunidos,
        contests=count.contests,
        ilegibles=count.illegibles,
        findings=_findings(context, count),
        journal_head=closing.hash,
        image_sha256=sha256_hex(context.store.data),
        actas=theme.rules.actas,
    )
    journal = serialise_journal(context.book.journal.entries[: closing.n])
    reference = seal_reference(context.store.data, present.image)
    sustitucion = context.reserve.data if context.reserve is not None else None
    key = context.identity.key
    public = make_public(acta, journal, context.identity.certificates, reference, key.sign, sustitucion)
    return Results(acta, public, context.store.data, count.anulados, count.en_duda)


def _closed_at(context: Context, clock: datetime) -> datetime:
    """The hour that two people confirmed, or that of the clock where it was believed."""
    hour = confirmed_closing(context)
    confirmed = read_moment(hour, "confirmada") if hour is not None else None
    return confirmed or clock
