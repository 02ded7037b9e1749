"""The acta de sustitucion: drafted, signed by two officials, printed, and what it does to this urna's stores.

It must not open a record, nor let the urna that died go on.
"""

from contextlib import suppress
from dataclasses import replace

from hardware.printer.port import NotPrinted
from shared.crypto.randomness import Randomness
from shared.domain.errors import DatoInvalido
from shared.domain.ids import OfficialId, StoreId
from shared.domain.jornada import JornadaState
from shared.domain.journal import JournalKind, substitution_data
from shared.domain.sustitucion import ActaSustitucion, Salida
from shared.formats import opening_v1
from shared.formats.results_model import Firma, Sustitucion
from shared.formats.sustitucion_v1 import MAX_BYTES, read_sustitucion, serialise_sustitucion
from urna.flow.effects import CommitSubstitution, DraftSubstitution, FindDead, TakeOver
from urna.flow.outcome import (
    Broke,
    CommitFailed,
    DeadFound,
    PaperFailed,
    ProcedureFailed,
    Substituted,
    SubstitutionDrafted,
    TakenOver,
)
from urna.flow.ports import USB, AlmacenInvalido, Area, MedioPerdido, MediumPort
from urna.flow.screen import Text
from urna.services.book import Book
from urna.services.committing import note_counter
from urna.services.completing import complete
from urna.services.context import Context, DeadUrna, Reserve
from urna.services.reserve import NAME, checks, mode_root, read_dead, stage
from urna.services.slips_reserve import acta_sustitucion
from urna.services.words import figure

STOPPED = "U341"
"""This urna was substituted: it goes on no more."""
_BEGIN_AGAIN = Text("sustitucion.aviso.reinicie")
_STORE_ID_BYTES = 16


def find(context: Context, _: FindDead) -> DeadFound | ProcedureFailed:
    """Read the stick, copy it to this urna's own media, and say how many voters it holds."""
    with suppress(MedioPerdido):
        context.media.on_each(_look)
    dead = read_dead(context)
    if isinstance(dead, Text):
        return ProcedureFailed(dead)
    stage(context, dead)
    try:
        emitidos = _voters(context, dead)
    except AlmacenInvalido as error:
        return ProcedureFailed(Text("sustitucion.aviso.danada_codigo", (("codigo", error.code),)))
    context.desk.dead, context.desk.emitidos = dead, emitidos
    lines = (
        (Text("dato.urna_sustituida"), dead.apertura.urna.value),
        (Text("dato.casilla"), dead.apertura.casilla.clave),
        (Text("dato.votantes_memoria"), figure(emitidos)),
    )
    return DeadFound(lines, emitidos)


def _look(medium: MediumPort) -> None:
    """A medium that is another than it was is told by looking."""
    medium.root.names()


def _voters(context: Context, dead: DeadUrna) -> int:
    """Voters of the dead store, its journal completed from its image as the urna itself would have at a start."""
    taken = _taken_context(context, dead)
    present = taken.store.present
    code = complete(taken, present.image) if present is not None else "U103"
    context.book.journal.guard()
    if code:
        raise AlmacenInvalido(code, "journal and image of the dead urna disagree")
    return taken.book.ledger().emitidos


def _taken_context(context: Context, dead: DeadUrna | Reserve) -> Context:
    """This context over the copy of the dead store, read anew."""
    journal, store = context.taken(dead.identity.public_key.verify)
    taken = replace(context, book=Book(journal, context.clock), store=store, apertura=dead.apertura)
    journal.start()
    store.start()
    return taken


def draft(context: Context, effect: DraftSubstitution) -> SubstitutionDrafted | ProcedureFailed:
    """Write the acta that two officials will sign."""
    dead = context.desk.dead
    if dead is None:
        return ProcedureFailed(_BEGIN_AGAIN)
    apertura = dead.apertura
    context.desk.firmas.clear()
    context.desk.sustitucion = ActaSustitucion(
        election=context.theme.election.id,
        mode=context.settings.mode,
        casilla=apertura.casilla,
        theme_hash=context.theme.hash_hex,
        urna=apertura.urna,
        store_id=apertura.store_id,
        casilla_key=apertura.casilla_key.data,
        reserva=context.settings.urna,
        nuevo=_new_store(context.randomness) if effect.goes_on else None,
        emitidos=context.desk.emitidos,
        lista=effect.lista,
        made_at=context.clock.now().replace(microsecond=0),
    )
    return SubstitutionDrafted()


def _new_store(randomness: Randomness) -> StoreId:
    return StoreId(randomness.token(_STORE_ID_BYTES).hex())


def commit(
    context: Context, effect: CommitSubstitution
) -> Substituted | TakenOver | PaperFailed | ProcedureFailed | Broke:
    """Keep the acta, print it, journal it: with that entry it holds. Then the dead urna's stick says so too."""
    acta, dead = context.desk.sustitucion, context.desk.dead
    firmas = [Firma(OfficialId(h.id), context.desk.firmas[h.id]) for h in effect.holders if h.id in context.desk.firmas]
    if acta is None or dead is None or len(firmas) != len(effect.holders):
        return ProcedureFailed(_BEGIN_AGAIN)
    data = serialise_sustitucion(acta, dead.opening, firmas)
    found = read_sustitucion(data, checks(context))
    context.media.on_each(lambda medium: mode_root(context, medium).replace(NAME, data))
    slip = acta_sustitucion(context.words, context.theme, acta, [firma.official for firma in firmas])
    if isinstance(outcome := context.devices.printer.print_slip(slip, context.settings.print_timeout_ms), NotPrinted):
        return PaperFailed(outcome.reason.value)
    context.book.journal.append(JournalKind.SUSTITUCION, substitution_data(acta), context.clock.now())
    _mark(context, dead, data)
    context.reserve = Reserve(found, data, dead.apertura)
    context.desk.clear()
    if acta.salida is Salida.CIERRA:
        return _taken_over(context)
    return Substituted(context.facts())


def _mark(context: Context, dead: DeadUrna, data: bytes) -> None:
    """Leave the acta on the dead urna's own stick, if that is what is there: it then starts no more."""
    with suppress(MedioPerdido):
        folder = mode_root(context, context.media.find(USB))
        if folder.read(opening_v1.NAME, opening_v1.MAX_BYTES) == dead.opening:
            folder.replace(NAME, data)


def take_over(context: Context, _: TakeOver) -> TakenOver | ProcedureFailed | Broke:
    """The own store is exported: go over to that of the dead urna, which the same shares open."""
    reserve = context.reserve
    if reserve is None or context.home is not None or context.book.state() is not JornadaState.EXPORTADA:
        return ProcedureFailed(Text("cierre.aviso.no_se_puede"))
    acta = replace(reserve.sustitucion.acta, nuevo=None)
    context.book.journal.append(JournalKind.SUSTITUCION, substitution_data(acta), context.clock.now())
    return _taken_over(context)


def _taken_over(context: Context) -> TakenOver | ProcedureFailed | Broke:
    try:
        failed = activate(context)
    except (AlmacenInvalido, MedioPerdido) as error:
        return Broke(error.code if isinstance(error, AlmacenInvalido) else "U303")
    return failed or TakenOver(context.book.state(), context.facts())


def go_home(context: Context) -> None:
    """Before a start, or another: the journal to read first is this urna's own."""
    if context.home is not None:
        context.book, context.store = context.home
    context.home = context.reserve = None


def restore(context: Context) -> Broke | None:
    """At start-up, the journal and theme read: what an acta de sustitucion on the media means for this urna."""
    found = _read_acta(context)
    if found is None:
        return None
    sustitucion, data = found
    _spread(context, data)
    if sustitucion.acta.urna == context.settings.urna:
        return Broke(STOPPED)
    last = context.book.journal.last(JournalKind.SUSTITUCION)
    if last is None or sustitucion.acta.reserva != context.settings.urna:
        return None
    verify = sustitucion.identity.public_key.verify
    context.reserve = Reserve(sustitucion, data, opening_v1.parse(sustitucion.opening, verify))
    return activate(context) if last.value("salida") == Salida.CIERRA.value else None


def _read_acta(context: Context) -> tuple[Sustitucion, bytes] | None:
    """The acta on the media that holds; None where there is none. Before a theme is pinned there can be none."""
    if context.shelf.theme() is None:
        return None
    for medium in context.media.present:
        with suppress(MedioPerdido, DatoInvalido):
            data = mode_root(context, medium).read(NAME, MAX_BYTES)
            if data is not None:
                return read_sustitucion(data, checks(context)), data
    return None


def _spread(context: Context, data: bytes) -> None:
    """Every medium bears the acta: a dead urna whose stick is pulled again still knows that it was substituted."""

    def write(medium: MediumPort) -> None:
        folder = mode_root(context, medium)
        if folder.read(NAME, MAX_BYTES) != data:
            folder.replace(NAME, data)

    context.media.on_each(write)


def activate(context: Context) -> Broke | None:
    """Work on the store of the dead urna from now on; the first time it is made this urna's own."""
    reserve = context.reserve
    if reserve is None:
        return Broke("U342")
    home = (context.book, context.store)
    taken = _taken_context(context, reserve)
    context.home, context.book, context.store = home, taken.book, taken.store
    context.apertura = reserve.apertura
    return None if context.book.has(JournalKind.SUSTITUCION) else _adopt(context, reserve)


def _adopt(context: Context, reserve: Reserve) -> Broke | None:
    """Complete the journal, set an open turn apart, sign the image, have the board know it, and say so in its journal.

    A cut anywhere before that last entry repeats all of it.
    """
    present = context.store.present
    if present is None or present.image.store_id != reserve.apertura.store_id:
        return Broke("U342")
    code = complete(context, present.image)
    if code:
        return Broke(code)
    turn = present.image.pending_turn
    if turn:
        context.store.settle(turn, Area.EN_DUDA)
        context.book.write(JournalKind.EN_DUDA, turno=turn, motivo="sustitucion")
    context.store.renew()
    failed = note_counter(context)
    if failed is not None:
        return Broke("U316") if isinstance(failed, CommitFailed) else failed
    data = substitution_data(reserve.sustitucion.acta)
    context.book.journal.append(JournalKind.SUSTITUCION, data, context.clock.now())
    return None


def stopped_by(context: Context, label: str) -> bool:
    """Whether a medium that came back bears an acta by which this very urna was substituted."""
    with suppress(MedioPerdido, DatoInvalido):
        data = mode_root(context, context.media.find(label)).read(NAME, MAX_BYTES)
        if data is not None:
            return read_sustitucion(data, checks(context)).acta.urna == context.settings.urna
    return False
