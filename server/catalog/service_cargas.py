"""Files that take the place of a list: delivered, reviewed, signed by a second person, applied; or rejected.

It must not apply what one person alone saw, nor anything but the very differences that were reviewed.
"""

import asyncio
from collections.abc import Mapping
from datetime import datetime
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from server.accounts.schemas import By
from server.audit import service as audit
from server.audit.service import Change
from server.catalog import repository_marco as repository
from server.catalog import rules_changes, rules_ties
from server.catalog.faults import Faults
from server.catalog.marco import LISTINGS, MAPS, Lista, Rows, total_of, whole
from server.catalog.models import CargaRow
from server.catalog.rules import STEPS, WAITING, Paso, Refused, confirms, decide, reason_of
from server.catalog.rules_changes import Changes
from server.catalog.rules_rows import Contents, contents_of
from server.catalog.schemas_marco import Carga, Entrega, Examen, Size
from server.catalog.service_marco import rows_of
from server.db.paging import Paged, Slice
from server.http.errors import PeticionInvalida, nothing_there
from server.objetos.service import Files
from shared.tables.reading import read_table

MODULE: Final = "catalog"
NEWEST: Final = Slice(order="archivo", descending=True)
Said = tuple[By, datetime]
"""Who takes a step, and when."""


async def read(lista: Lista, data: bytes) -> Contents:
    """What a file says of a list, with all its faults; beside the loop. Raises ``ArchivoInvalido``."""
    if lista in MAPS:
        from server.catalog.reading_map import read_map  # noqa: PLC0415 - slow to load, and few ever send a map

        return await asyncio.to_thread(read_map, lista, data)
    return await asyncio.to_thread(lambda: contents_of(lista, read_table(data)))


async def keep(session: AsyncSession, files: Files, data: bytes) -> str:
    """Keep a file's bytes by their hash, which is given; durable with the caller's transaction."""
    return (await files.keep(session, [data]))[0]


async def opened(files: Files, carga: Carga) -> Contents:
    """What a delivered file says; its bytes are those of its hash or this raises ``ObjectMissing``."""
    return await read(carga.lista, await files.read(carga.sha256))


async def examine(session: AsyncSession, contents: Contents) -> Examen:
    """What a file would do to its list. Writes nothing."""
    world = {each: await rows_of(session, each) for each in rules_ties.neighbours(contents.lista)}
    return await asyncio.to_thread(_examined, contents, world)  # seconds of ten thousand rows: others are answered


def _examined(contents: Contents, world: Mapping[Lista, Rows]) -> Examen:
    before = world[contents.lista]
    faults = Faults(list(contents.faults.kept), contents.faults.total)
    if not faults.total:
        faults = rules_ties.tie_faults(contents, world)
    sound = not faults.total
    return Examen(
        faults,
        rules_ties.tie_notices(contents, world) if sound else Faults(),
        rules_changes.changes_of(contents.lista, before, contents.rows) if sound else None,
        Size(len(before), total_of(contents.lista, before)),
        Size(len(contents.rows), total_of(contents.lista, contents.rows)),
        rules_changes.digest_of(before),
        rules_changes.digest_of(contents.rows),
    )


async def receive(session: AsyncSession, entrega: Entrega, contents: Contents, said: Said) -> Carga:
    """Note a delivery whose bytes are kept; the same bytes, while they wait, are the same delivery."""
    row = await repository.open_carga(session, entrega.lista.value, entrega.sha256, [each.value for each in WAITING])
    if row is not None:
        return _carga(row)
    examen = await examine(session, contents)
    by, now = said
    values = {
        "lista": entrega.lista.value,
        "name": entrega.name,
        "sha256": entrega.sha256,
        "size": entrega.size,
        "status": STEPS[Paso.RECIBIR].target.value,
        "faults": examen.faults.total,
        "received_by": by.actor,
        "received_at": now,
        "differences": "",
        "reviewed_by": "",
        "closed_by": "",
        "reason": "",
    }
    made = _carga(await repository.add_carga(session, values))
    data = {"sha256": made.sha256, "archivo": made.name, "filas": examen.after.rows, "faltas": made.faults}
    await _note(session, said, Paso.RECIBIR, made, data=data)
    return made


async def review(
    session: AsyncSession, files: Files, carga_id: int, contents: Contents, asked: tuple[int, By, datetime]
) -> Carga | Refused:
    """Say that a file's differences were seen: (how many rows it removes, as the person counted them; who; when)."""
    removed, by, now = asked
    carga = await one(session, carga_id)
    state = decide(carga.status, Paso.REVISAR, by.actor, _hands(carga))
    if isinstance(state, Refused):
        return state
    examen = await examine(session, contents)
    if examen.changes is None:
        return Refused.FAULTS
    if not examen.changes.any:
        return Refused.NOTHING
    if removed != len(examen.changes.removed):
        return Refused.REMOVED
    (kept,) = await files.keep(session, [rules_changes.as_bytes(examen.changes)], original=False)
    values = {"differences": kept, "reviewed_by": by.actor, "reviewed_at": now, "faults": 0}
    await repository.change_carga(session, carga_id, status=state.value, **values)
    data = {"sha256": carga.sha256, "diferencias": kept, **_counts(examen.changes)}
    await _note(session, (by, now), Paso.REVISAR, carga, data=data)
    return await one(session, carga_id)


async def sign(session: AsyncSession, carga_id: int, contents: Contents, typed: str, said: Said) -> Carga | Refused:
    """Apply a reviewed file, confirmed by its hash by somebody who neither delivered nor reviewed it.

    All of it enters in the caller's transaction with its entry in the trail, or none. Where the list is no longer what
    it was when the file was reviewed, nothing enters: it must be reviewed again.
    """
    by, now = said
    carga = await one(session, carga_id)
    state = decide(carga.status, Paso.FIRMAR, by.actor, _hands(carga))
    if isinstance(state, Refused):
        return state
    if not confirms(carga.sha256, typed):
        return Refused.HASH
    examen = await examine(session, contents)
    if examen.changes is None or not same(carga, examen):
        return Refused.MOVED
    await _apply(session, contents, examen.changes)
    await repository.change_carga(session, carga_id, status=state.value, closed_by=by.actor, closed_at=now)
    fields_before, fields_after = rules_changes.for_trail(examen.changes)
    data = {
        "sha256": carga.sha256,
        "diferencias": carga.differences,
        "entrego": carga.received_by,
        "reviso": carga.reviewed_by,
        **_counts(examen.changes),
    }
    before = {"filas": examen.before.rows, "total": examen.before.total, "huella": examen.digest, **fields_before}
    after = {"filas": examen.after.rows, "total": examen.after.total, "huella": examen.after_digest, **fields_after}
    await _note(session, said, Paso.FIRMAR, carga, data=data, before=before, after=after)
    return await one(session, carga_id)


async def reject(session: AsyncSession, carga_id: int, reason: str, said: Said) -> Carga | Refused:
    """Put a delivered file away, with the reason; its bytes stay."""
    by, now = said
    carga = await one(session, carga_id)
    state = decide(carga.status, Paso.RECHAZAR, by.actor, _hands(carga))
    if isinstance(state, Refused):
        return state
    said_why = reason_of(Paso.RECHAZAR, reason)
    if isinstance(said_why, Refused):
        return said_why
    values = {"closed_by": by.actor, "closed_at": now, "reason": said_why}
    await repository.change_carga(session, carga_id, status=state.value, **values)
    await _note(session, said, Paso.RECHAZAR, carga, data={"sha256": carga.sha256, "motivo": said_why})
    return await one(session, carga_id)


async def one(session: AsyncSession, carga_id: int) -> Carga:
    """One delivery; raises ``PeticionInvalida`` S103."""
    row = await repository.carga(session, carga_id)
    if row is None:
        raise nothing_there()
    await session.refresh(row)
    return _carga(row)


async def cargas(session: AsyncSession, lista: str = "", status: str = "", part: Slice = NEWEST) -> Paged[Carga]:
    """Deliveries for a list (empty: every one) in a state, by default the newest first."""
    return (await repository.cargas(session, lista, status, part)).map(_carga)


async def waiting(session: AsyncSession) -> tuple[Carga, ...]:
    """The newest deliveries that wait for somebody, at most a page."""
    found = [each for state in WAITING for each in (await cargas(session, "", state)).rows]
    return tuple(sorted(found, key=lambda each: -each.id)[: NEWEST.most])


def same(carga: Carga, examen: Examen) -> bool:
    """Whether what a reviewed file would do is what was reviewed."""
    return examen.changes is not None and rules_changes.mark_of(examen.changes) == carga.differences


async def changes_in(session: AsyncSession, files: Files, carga: Carga) -> Changes:
    """What a file changed as it was reviewed, or would change now; raises ``PeticionInvalida`` S103 when it cannot."""
    found = await kept_changes(files, carga) or (await examine(session, await opened(files, carga))).changes
    if found is None:
        raise PeticionInvalida("S103", "a file with faults has no differences")
    return found


async def kept_changes(files: Files, carga: Carga) -> Changes | None:
    """The differences that were reviewed, as they were then; None when nobody reviewed them."""
    if not carga.differences:
        return None
    return rules_changes.from_kept(await files.read(carga.differences))


async def _apply(session: AsyncSession, contents: Contents, changes: Changes) -> None:
    lista, key = contents.lista, LISTINGS[contents.lista].key
    touched = {each.key for each in changes.changed}
    gone = [row[key] for row in changes.removed]
    await repository.remove(session, lista.value, [*gone, *touched])
    come = [*changes.added, *(contents.rows[each] for each in touched)]
    await repository.add(session, lista.value, [whole(lista, row) for row in come])


def _counts(changes: Changes) -> dict[str, object]:
    return {"altas": len(changes.added), "cambios": changes.changed_rows, "bajas": len(changes.removed)}


async def _note(  # noqa: PLR0913 - one word for each part of an entry
    session: AsyncSession,
    said: Said,
    paso: Paso,
    carga: Carga,
    *,
    data: dict[str, object],
    before: dict[str, object] | None = None,
    after: dict[str, object] | None = None,
) -> None:
    by, now = said
    subject = f"{carga.lista.value} {carga.id}"
    entry = Change(by.actor, MODULE, STEPS[paso].told, subject, data, by.role, by.address, before=before, after=after)
    await audit.record(session, now, [entry])


def _hands(carga: Carga) -> tuple[str, str]:
    return carga.received_by, carga.reviewed_by


def _carga(row: CargaRow) -> Carga:
    return Carga.model_validate(row)
