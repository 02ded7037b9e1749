"""Opening: key pair, three shares, two read back, private key erased, empty store, acta de inicio.

It must not keep the private key anywhere but on the desk, nor leave it there once two shares were read back.
"""

from contextlib import suppress
from dataclasses import replace

from shared.crypto.errors import ShareInvalid
from shared.crypto.sealing import SealingKey, wipe
from shared.crypto.shares import combine, open_share, protect_share, protected_index, split
from shared.domain.acta import ActaEnCeros, CounterKind, KeyKind
from shared.domain.custodia import PARTES, PARTES_QUE_ABREN
from shared.domain.errors import DatoInvalido
from shared.domain.escrutinio import vacio
from shared.domain.ids import OfficialId, StoreId
from shared.domain.jornada import JornadaEvent, JornadaFacts, Refused
from shared.domain.journal import JournalKind
from shared.formats import opening_v1
from shared.formats.image_v1 import store_capacity
from shared.formats.opening_v1 import Apertura
from urna.flow.effects import CommitOpening, OpenReserve, PrepareOpening, PrintShare, ReadBackShare
from urna.flow.outcome import (
    Broke,
    CommitFailed,
    CredentialRefusal,
    CredentialRefused,
    Opened,
    OpeningPrepared,
    PaperDone,
    PaperFailed,
    ProcedureFailed,
    ShareReadBack,
)
from urna.flow.ports import AlmacenInvalido, MedioPerdido, Present, Verdict
from urna.flow.screen import Text
from urna.services.committing import note_counter
from urna.services.context import Context
from urna.services.sending import send
from urna.services.slips import acta_inicio, share_slip

_STORE_ID_BYTES = 16
_BOARD_KINDS = {"archivo": CounterKind.FILE, "tablilla": CounterKind.BOARD, "tpm": CounterKind.TPM}


def prepare(context: Context, effect: PrepareOpening) -> OpeningPrepared | ProcedureFailed:
    """Make store id, key pair and locked shares, in memory; a crash from here on begins again with a new key."""
    if context.book.has(JournalKind.ACTA_INICIO) or context.reserve is not None:
        return ProcedureFailed(Text("apertura.aviso.ya_abierta"))
    if context.media.lost:
        return ProcedureFailed(Text("apertura.aviso.memoria"))
    context.desk.clear()
    attempt = sum(entry.kind is JournalKind.LLAVE_HECHA for entry in context.book.journal.entries) + 1
    first, second = effect.holders[0].id, effect.holders[1].id
    context.book.write(JournalKind.APERTURA_INICIADA, oficial_1=first, oficial_2=second)
    key = SealingKey.generate()
    store_id = StoreId(context.randomness.token(_STORE_ID_BYTES).hex())
    desk = context.desk
    desk.private_key = key.to_bytes()
    desk.holders = effect.holders
    desk.apertura = Apertura(
        context.settings.urna,
        context.settings.casilla,
        context.settings.mode,
        context.theme.hash_hex,
        store_id,
        key.public,
        context.clock.now(),
        tuple(OfficialId(holder.id) for holder in effect.holders),
    )
    shares = split(desk.private_key, PARTES_QUE_ABREN, PARTES)
    desk.share_texts = tuple(
        protect_share(share, holder.code, store_id.value, context.randomness, context.settings.hardness)
        for share, holder in zip(shares, effect.holders, strict=True)
    )
    context.book.write(JournalKind.LLAVE_HECHA, intento=attempt)
    return OpeningPrepared(PARTES)


def print_share(context: Context, effect: PrintShare) -> PaperDone | PaperFailed | ProcedureFailed:
    """Print one share for its holder's envelope."""
    desk = context.desk
    if desk.apertura is None:
        return ProcedureFailed(Text("apertura.aviso.reinicie"))
    holder = desk.holders[effect.index].id
    slip = share_slip(
        context.words,
        zero_acta(context, desk.apertura),
        holder,
        (effect.index + 1, PARTES),
        desk.share_texts[effect.index],
    )
    sent = send(context, slip)
    if isinstance(sent, PaperFailed):
        return sent
    context.book.write(JournalKind.PARTE_IMPRESA, parte=effect.index + 1, oficial=holder)
    return PaperDone()


def read_back(context: Context, effect: ReadBackShare) -> ShareReadBack | CredentialRefused:
    """Read a printed share, open it with its holder's code, and with two of them prove that they give the key back."""
    desk = context.desk
    try:
        index = protected_index(effect.text)
        if index >= len(desk.holders) or desk.apertura is None:
            return CredentialRefused(CredentialRefusal.UNREADABLE)
        share = open_share(effect.text, desk.holders[index].code, desk.apertura.store_id.value)
    except ShareInvalid as error:
        other = error.code == "K407"
        return CredentialRefused(CredentialRefusal.OTHER_STORE if other else CredentialRefusal.UNREADABLE)
    except DatoInvalido:
        return CredentialRefused(CredentialRefusal.UNREADABLE)
    if index in desk.read_back:
        return CredentialRefused(CredentialRefusal.REPEATED)
    desk.read_back[index] = share
    if len(desk.read_back) >= PARTES_QUE_ABREN and not _gives_key(context):
        desk.read_back.clear()
        return CredentialRefused(CredentialRefusal.UNREADABLE)
    context.book.write(JournalKind.PARTE_LEIDA, parte=index + 1, oficial=desk.holders[index].id)
    return ShareReadBack(index)


def _gives_key(context: Context) -> bool:
    try:
        secret = combine(tuple(context.desk.read_back.values()))
    except ShareInvalid:
        return False
    same = secret == context.desk.private_key
    wipe(secret)
    return same


def commit(context: Context, _: CommitOpening) -> Opened | PaperFailed | ProcedureFailed | CommitFailed | Broke:
    """Erase the private key, make the empty store durable, print the acta de inicio; with that paper voting is open."""
    desk = context.desk
    apertura = desk.apertura
    if apertura is None or len(desk.holders) < PARTES:
        return ProcedureFailed(Text("apertura.aviso.reinicie"))
    if any(desk.private_key):
        wipe(desk.private_key)
        context.book.write(JournalKind.LLAVE_BORRADA)
    facts = JornadaFacts(
        officials=len(desk.holders), store_empty=True, key_ready=len(desk.read_back) >= PARTES_QUE_ABREN
    )
    if isinstance(context.book.ask(JornadaEvent.IMPRIMIR_ACTA_INICIO, facts), Refused):
        return ProcedureFailed(Text("apertura.aviso.reinicie"))
    return _begin(context, apertura)


def open_reserve(context: Context, _: OpenReserve) -> Opened | PaperFailed | ProcedureFailed | Broke:
    """Open the store that the acta de sustitucion names, sealed to the key whose shares the mesa already holds."""
    reserve = context.reserve
    if context.media.lost:
        return ProcedureFailed(Text("apertura.aviso.memoria"))
    if reserve is None or reserve.sustitucion.acta.nuevo is None or context.book.has(JournalKind.ACTA_INICIO):
        return ProcedureFailed(Text("apertura.aviso.ya_abierta"))
    dead, nuevo, urna = reserve.apertura, reserve.sustitucion.acta.nuevo, context.settings.urna
    apertura = replace(dead, urna=urna, store_id=nuevo, opened_at=context.clock.now())
    facts = JornadaFacts(officials=len(reserve.sustitucion.firmas), store_empty=True, key_ready=True)
    if isinstance(context.book.ask(JornadaEvent.IMPRIMIR_ACTA_INICIO, facts), Refused):
        return ProcedureFailed(Text("apertura.aviso.reinicie"))
    return _begin(context, apertura)


def _begin(context: Context, apertura: Apertura) -> Opened | PaperFailed | Broke:
    """The empty store on both media and in the board's memory, then the acta de inicio."""
    try:
        failed = _make_store(context, apertura)
    except MedioPerdido:
        return Broke("U303")
    if failed is not None:
        return failed if isinstance(failed, Broke) else PaperFailed("board")
    return _print_acta(context, apertura)


def _make_store(context: Context, apertura: Apertura) -> CommitFailed | Broke | None:
    theme, begun = context.theme, _begun(context, apertura)
    if begun is None:
        capacity = store_capacity(theme.rules.max_voters, theme.records_per_voter)
        context.store.create(apertura.store_id, capacity, theme.rules.record_size)
    data = context.opening_file(apertura)
    context.media.on_each(lambda medium: context.store_folder(medium).replace(opening_v1.NAME, data))
    if begun is not None and _known(context, begun):
        return None
    return note_counter(context)


def _begun(context: Context, apertura: Apertura) -> Present | None:
    """This very store, made before, when only its acta de inicio did not come out.

    The board takes no other beginning of a store that it knows. That of a reserve outlives a restart: its acta de
    sustitucion names it.
    """
    if context.store.present is None and context.reserve is not None:
        with suppress(AlmacenInvalido):  # of no use: it is made anew
            context.store.start()
    present = context.store.present
    return present if present is not None and present.image.store_id == apertura.store_id else None


def _known(context: Context, present: Present) -> bool:
    hashes = {entry.hash for entry in context.book.journal.entries}
    return context.guard.judge(present, hashes) is Verdict.EQUAL


def _print_acta(context: Context, apertura: Apertura) -> Opened | PaperFailed:
    acta = zero_acta(context, apertura)
    slip = acta_inicio(context.words, context.theme, acta, apertura.casilla_key.short_code)
    sent = send(context, slip)
    if isinstance(sent, PaperFailed):
        return sent
    context.book.write(JournalKind.ACTA_INICIO)
    context.apertura = apertura
    finish(context, apertura)
    context.desk.clear()
    return Opened(context.facts())


def finish(context: Context, apertura: Apertura) -> None:
    """After the acta de inicio: the entry that opens voting, and the signed checkpoint of the opening."""
    first, second = apertura.holders[0].value, apertura.holders[1].value
    context.book.checkpoint()
    context.book.write(JournalKind.APERTURA, oficial_1=first, oficial_2=second)


def zero_acta(context: Context, apertura: Apertura) -> ActaEnCeros:
    """The acta de inicio of an opening."""
    theme = context.theme
    return ActaEnCeros(
        election=theme.election.id,
        mode=context.settings.mode,
        casilla=context.settings.casilla,
        urna=context.settings.urna,
        store_id=apertura.store_id,
        theme_hash=theme.hash_hex,
        theme_code=theme.short_code,
        software_hash=context.software_hash,
        casilla_key=apertura.casilla_key.data,
        opened_at=apertura.opened_at,
        counter_kind=counter_kind(context),
        key_kind=KeyKind.FILE,
        contests=tuple(vacio(contest) for contest in theme.contests),
    )


def counter_kind(context: Context) -> CounterKind:
    """Where the anti-rollback memory lives, as the board says."""
    return _BOARD_KINDS.get(context.guard.kind, CounterKind.NONE)
