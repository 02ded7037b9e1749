"""Makes judged deliveries durable: rows, figures, trail, in the caller's transaction. It must not verify or commit."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from server.audit import service as audit
from server.audit.service import Change
from server.computos import service as computos
from server.ingest import repository, repository_papers
from server.ingest.judging import printed_code
from server.ingest.models import StoreRow
from server.ingest.rules import STEPS, Decision, Known, Move, Standing, decide, decide_paper
from server.ingest.schemas import (
    Arrival,
    Beside,
    Outcome,
    PaperReceipt,
    Receipt,
    Refusal,
    Settled,
    Status,
    Verified,
    VerifiedPaper,
)
from server.ingest.textos import reasons_from_json, reasons_to_json
from shared.domain.acta import ActaEscrutinio
from shared.formats.qr_v1 import QrActa
from shared.formats.theme_v1 import CasillaTema, Theme

MODULE = "ingest"


@dataclass(slots=True)
class _Work:
    """Rows in the making for one transaction."""

    stores: list[dict[str, Any]] = field(default_factory=list)
    bundles: list[dict[str, Any]] = field(default_factory=list)
    bodies: list[dict[str, Any]] = field(default_factory=list)
    actas: list[tuple[ActaEscrutinio, CasillaTema, str]] = field(default_factory=list)
    new: set[str] = field(default_factory=set)
    changed: set[str] = field(default_factory=set)
    changes: list[Change] = field(default_factory=list)
    papers: list[dict[str, Any]] = field(default_factory=list)


async def settle(
    session: AsyncSession, arrivals: Sequence[Arrival], theme: Theme, at: datetime, kept: Collection[str] = ()
) -> list[Settled]:
    """Store what was verified and note what was refused; answers stand in the order of ``arrivals``.

    ``kept`` holds the SHA-256 of those refused whose bytes are in their file, as ``to_keep`` chose them.
    The caller holds the right to write, commits, and only then answers anyone.
    """
    known = await _known(session, arrivals, theme)
    work = _Work()
    answers: list[Settled] = []
    for arrival in arrivals:
        if isinstance(arrival.judged, Refusal):
            answers.append(arrival.judged)
        elif isinstance(arrival.judged, VerifiedPaper):
            answers.append(_read_paper(known, work, arrival, arrival.judged, at))
        else:
            answers.append(_accept(known, work, arrival, arrival.judged, (theme, at)))
    await _write(session, known, work, at)
    await _note_refused(session, [a for a in arrivals if isinstance(a.judged, Refusal)], work, (at, kept))
    await audit.record(session, at, work.changes)
    return answers


async def to_keep(session: AsyncSession, arrivals: Iterable[Arrival], most: int) -> list[bytes]:
    """Bytes of refused arrivals whose file must be durable before they are noted; ``most`` files over all time."""
    data = {a.sha256: a.data for a in arrivals if isinstance(a.judged, Refusal)}
    if not data:
        return []
    room = max(0, most - await repository.refused_count(session))
    known = await repository.refused_known(session, data)
    return [body for sha256, body in data.items() if sha256 not in known][:room]


async def _known(session: AsyncSession, arrivals: Sequence[Arrival], theme: Theme) -> Known:
    verified = [arrival.judged for arrival in arrivals if isinstance(arrival.judged, Verified)]
    papers = [arrival.judged.qr for arrival in arrivals if isinstance(arrival.judged, VerifiedPaper)]
    if not verified and not papers:
        return Known()
    bundles = await repository.bundles_known(session, {bundle.sha256 for bundle in verified})
    actas: list[ActaEscrutinio | QrActa] = [*(bundle.acta for bundle in verified), *papers]
    stores = {acta.store_id.value for acta in actas}
    rows = await repository.stores_known(session, stores, {acta.casilla.clave for acta in actas})
    known = Known(bundles, {row.store_id: _standing(row) for row in rows})
    for store, code in await repository_papers.codes_of(session, stores):
        known.papers.setdefault(store, set()).add(code)
    on_paper = {qr.store_id.value for qr in papers}
    for store, body in await repository_papers.bodies_that_may_count(session, on_paper) if on_paper else ():
        known.printed.setdefault(store, set()).add(printed_code(body, theme))
    return known


def _standing(row: StoreRow) -> Standing:
    beside = Beside(row.sustitucion, row.beside) if row.beside else None
    return Standing(row.clave, Status(row.status), reasons_from_json(row.reasons), beside)


def _accept(known: Known, work: _Work, arrival: Arrival, bundle: Verified, around: tuple[Theme, datetime]) -> Receipt:
    theme, at = around
    decision = decide(known, bundle)
    acta = bundle.acta
    store = acta.store_id.value
    if decision.outcome is not Outcome.REPETIDO:
        work.bundles.append(
            {
                "sha256": bundle.sha256,
                "store_id": store,
                "received_at": at,
                "origin": arrival.origin,
                "size": len(arrival.data),
            }
        )
        work.bodies.append({"sha256": bundle.sha256, "body": arrival.data})
        if decision.new_store:
            work.new.add(store)
            work.stores.append(_store_row(bundle))
            work.actas.append((acta, theme.casilla(acta.casilla), bundle.sha256))
        _note(known, work, arrival, bundle, decision)
    standing = known.stores[store]
    return Receipt(decision.outcome, standing.status, bundle.sha256, standing.clave, store, standing.reasons)


def _read_paper(known: Known, work: _Work, arrival: Arrival, paper: VerifiedPaper, at: datetime) -> PaperReceipt:
    clave, store = paper.qr.casilla.clave, paper.qr.store_id.value
    cotejo, repeated, touched = decide_paper(known, store, paper.code)
    work.changed.update(touched)
    if not repeated:
        row = {"code": paper.code, "store_id": store, "clave": clave, "urna": paper.qr.urna.value, "received_at": at}
        row |= {"origin": arrival.origin, "body": paper.text, "certificates": paper.pem.decode("ascii")}
        work.papers.append({**row, "differs": False})
        data = {"store": store, "qr": paper.code, "cotejo": cotejo.value} | _by(arrival)
        work.changes.append(Change(arrival.origin, MODULE, "cotejar", clave, data))
    for each in touched:
        moves = [move for move in known.moves if move.store == each]
        told = STEPS[moves[0].event].told
        work.changes.append(Change(arrival.origin, MODULE, told, clave, _data(known, each, moves) | {"qr": paper.code}))
    return PaperReceipt(cotejo, repeated, paper.code, clave, store)


def _note(known: Known, work: _Work, arrival: Arrival, bundle: Verified, decision: Decision) -> None:
    """One entry of the trail for each store that took a step, with its steps in order."""
    work.changed.update(decision.touched)
    own = decision.touched[0]
    for store in decision.touched:
        moves = [move for move in decision.moves if move.store == store]
        data = _data(known, store, moves)
        data |= {"sha256": bundle.sha256} if store == own else {"por": own}
        data |= _by(arrival)
        told = STEPS[moves[0].event].told
        work.changes.append(Change(arrival.origin, MODULE, told, bundle.acta.casilla.clave, data))


def _by(arrival: Arrival) -> dict[str, object]:
    return {"envia": arrival.sender} if arrival.sender else {}


def _data(known: Known, store: str, moves: Sequence[Move]) -> dict[str, object]:
    standing = known.stores[store]
    return {
        "store": store,
        "status": standing.status.value,
        "codes": [reason.code for reason in standing.reasons],
        "pasos": [move.event.value for move in moves],
    }


def _store_row(bundle: Verified) -> dict[str, Any]:
    sealed = bundle.sealed
    return {
        "store_id": bundle.acta.store_id.value,
        "election": bundle.acta.election.value,
        "clave": bundle.acta.casilla.clave,
        "urna": bundle.acta.urna.value,
        "sealed_sha256": sealed.sha256,
        "sealed_size": sealed.size,
        "sealed_records": sealed.records,
        "sustitucion": bundle.beside.acta if bundle.beside else "",
        "beside": bundle.beside.store if bundle.beside else "",
        "chosen": "",
    }


async def _write(session: AsyncSession, known: Known, work: _Work, at: datetime) -> None:
    """New stores are written as they stand at the end of the batch; older ones that changed are updated."""
    for row in work.stores:
        standing = known.stores[row["store_id"]]
        row |= {"status": standing.status.value, "reasons": reasons_to_json(standing.reasons)}
    await repository.add(session, work.stores, work.bundles, work.bodies)
    await repository_papers.add(session, work.papers, known.differing)
    entries = [
        (acta, casilla, sha256, known.stores[acta.store_id.value].status is Status.ACEPTADO)
        for acta, casilla, sha256 in work.actas
    ]
    await computos.add(session, entries, at)
    older = sorted(work.changed - work.new)
    for store in older:
        standing = known.stores[store]
        await repository.set_standing(session, store, standing.status.value, reasons_to_json(standing.reasons))
    for counted in (False, True):
        changed = [store for store in older if (known.stores[store].status is Status.ACEPTADO) is counted]
        if changed:
            await computos.set_counted(session, changed, counted=counted)


async def _note_refused(
    session: AsyncSession, arrivals: Sequence[Arrival], work: _Work, around: tuple[datetime, Collection[str]]
) -> None:
    if not arrivals:
        return
    at, kept = around
    known = await repository.refused_known(session, {arrival.sha256 for arrival in arrivals})
    for arrival in arrivals:
        if arrival.sha256 in known or not isinstance(arrival.judged, Refusal):
            await repository.refused_again(session, arrival.sha256, at)
            continue
        known.add(arrival.sha256)
        refusal = arrival.judged
        row = {
            "sha256": arrival.sha256,
            "code": refusal.code,
            "detail": refusal.detail[:300],
            "origin": arrival.origin,
            "size": len(arrival.data),
            "times": 1,
            "first_at": at,
            "last_at": at,
            "kept": arrival.sha256 in kept,
        }
        await repository.add_refused(session, row)
        data: dict[str, object] = {"code": refusal.code, "size": len(arrival.data)} | _by(arrival)
        work.changes.append(Change(arrival.origin, MODULE, "rechazar", arrival.sha256, data))
