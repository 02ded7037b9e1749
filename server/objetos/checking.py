"""Compares what rows name with what lies in the store, byte by byte. It must not mend nor delete anything.

What it finds is kept and told in the trail.
"""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeVar

from server.accounts.schemas import By
from server.audit import service as audit
from server.audit.service import Change
from server.context import Context
from server.kit.objects import Held, ObjectMissing, ObjectStore
from server.objetos import repository
from server.objetos.schemas import Claim, ClassReport, Named, Report
from server.objetos.sending import bytes_of
from server.work import Progress
from shared.crypto.hashing import sha256_hex
from shared.formats.canonical import twin

MODULE: Final = "objetos"
BATCH: Final = 64
SERVER: Final = By("servidor", "", "")
_T = TypeVar("_T")


@dataclass(slots=True)
class _Found:
    missing: list[str] = field(default_factory=list)
    damaged: list[str] = field(default_factory=list)
    unlocked: list[str] = field(default_factory=list)


async def check(
    context: Context, claims: Sequence[Claim], progress: Progress, by: By = SERVER, *, whole: bool = True
) -> Report:
    """Check every file; without ``whole`` names and sizes alone. Raises ``StoreAway`` S851, ``ObjetoInvalido``."""
    classes = [await _check_class(context, claim, progress, whole=whole) for claim in claims]
    report = Report(context.stores.place, whole, tuple(classes))
    counts = {
        each.clase.value: {
            "faltan": len(each.missing),
            "alterados": len(each.damaged),
            "sin_candado": len(each.unlocked),
            "sobran": len(each.garbage),
        }
        for each in classes
    }
    async with context.writing() as session:
        now = context.clock.now()
        await repository.add_check(session, now, report.faults, twin(report.plain()).decode())
        said = Change(by.actor, MODULE, "comprobar", context.stores.place or "data", counts, by.role, by.address)
        await audit.record(session, now, [said])
    return report


async def again(context: Context, claims: Sequence[Claim], report: Report, by: By) -> int:
    """Have what a store lost or spoilt put again, where this server holds its bytes; gives how many."""
    if not context.stores.remote:
        return 0
    total = 0
    for claim, found in zip(claims, report.classes, strict=True):
        lost = sorted({*found.missing, *found.damaged, *found.unlocked})
        names = [name for part in _parts(lost) for name in await bytes_of(context, claim, part)]
        total += len(names)
        if names:
            async with context.writing() as session:
                await repository.forget_kept(session, claim.clase.value, names)
                said = Change(by.actor, MODULE, "reponer", claim.clase.value, {"sha256": names}, by.role, by.address)
                await audit.record(session, context.clock.now(), [said])
    return total


async def _check_class(context: Context, claim: Claim, progress: Progress, *, whole: bool) -> ClassReport:
    names = await _named(context, claim)
    async with context.reading() as session:
        unsent = {each.sha256 for each in await repository.unsent(session, claim, "", len(names) + 1)}
    store = context.stores.of(claim.clase.value)
    listed = {each.name: each for each in await context.stores.run(lambda: list(store.listing()))}
    found = _Found()
    done = 0
    for part in _parts(names):
        if context.stores.remote or claim.bodies is None:
            sent = [each for each in part if not (context.stores.remote and each.sha256 in unsent)]
            await _look(context, store, (sent, listed), found, whole=whole)
        await _look_here(context, claim, [each for each in part if each.sha256 in unsent], found)
        if claim.bodies is not None and whole:
            await _look_in_rows(context, claim, part, found)
        done += len(part)
        await progress(done, len(names))
    # What came meanwhile is named by now; what lies there and still is not, is nobody's.
    later = {each.sha256 for each in await _named(context, claim)}
    return ClassReport(
        claim.clase,
        named=len(names),
        waiting=len(unsent) if context.stores.remote else 0,
        stored=len(listed),
        stored_bytes=sum(each.size for each in listed.values()),
        missing=tuple(sorted(set(found.missing))),
        damaged=tuple(sorted(set(found.damaged))),
        unlocked=tuple(sorted(set(found.unlocked))),
        garbage=tuple(sorted(set(listed) - later)),
    )


async def _named(context: Context, claim: Claim) -> list[Named]:
    async with context.reading() as session:
        return await repository.named(session, claim)


async def _look(
    context: Context,
    store: ObjectStore,
    asked: tuple[Sequence[Named], Mapping[str, Held]],
    found: _Found,
    *,
    whole: bool,
) -> None:
    """What the store says of files that were put there."""
    names, listed = asked
    there = [each for each in names if each.sha256 in listed]
    found.missing += [each.sha256 for each in names if each.sha256 not in listed]
    found.damaged += [each.sha256 for each in there if each.size not in {None, listed[each.sha256].size}]
    if whole:
        await asyncio.gather(*(_read(context, store, each, found) for each in there))


async def _read(context: Context, store: ObjectStore, name: Named, found: _Found) -> None:
    try:
        await context.stores.run(store.get, name.sha256)
    except ObjectMissing as error:
        (found.missing if error.code == "S855" else found.damaged).append(name.sha256)
        return
    if context.stores.remote and name.original:
        held = await context.stores.run(store.held, name.sha256)
        if held is None or held.locked_until is None:
            found.unlocked.append(name.sha256)


async def _look_here(context: Context, claim: Claim, names: Sequence[Named], found: _Found) -> None:
    """What waits must have its bytes here: they are nowhere else."""
    if context.stores.remote and names:
        here = await bytes_of(context, claim, [each.sha256 for each in names])
        found.missing += [each.sha256 for each in names if each.sha256 not in here]
        found.damaged += _spoilt(here)


async def _look_in_rows(context: Context, claim: Claim, names: Sequence[Named], found: _Found) -> None:
    """What the database holds for good must be there and whole."""
    if claim.bodies is not None:
        async with context.reading() as session:
            here = await claim.bodies(session, [each.sha256 for each in names])
        found.missing += [each.sha256 for each in names if each.sha256 not in here]
        found.damaged += _spoilt(here)


def _spoilt(here: Mapping[str, bytes]) -> Collection[str]:
    return [name for name, data in here.items() if sha256_hex(data) != name]


def _parts(names: Sequence[_T]) -> list[Sequence[_T]]:
    return [names[place : place + BATCH] for place in range(0, len(names), BATCH)]
