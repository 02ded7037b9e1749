"""Cases of what is apart: who looks, who proposes, who else decides, all in the trail. It must not count or commit."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Final

from pydantic import TypeAdapter
from sqlalchemy.ext.asyncio import AsyncSession

from server.access import Reach
from server.audit import service as audit
from server.audit.service import Change, Outcome
from server.http.errors import nothing_there
from server.ingest import service as ingest
from server.ingest.schemas import Apart, Unlawful
from server.revision import effects, repository, rules
from server.revision.models import CaseRow, StepRow
from server.revision.schemas import Action, Case, Effect, Motive, No, Refused, Said, Seen, State, Step, Who
from shared.domain.ids import CasillaId
from shared.formats.canonical import twin
from shared.formats.results_v1 import BundleChecks
from shared.formats.theme_v1 import Theme

MODULE: Final = "revision"
_EFFECT: Final = TypeAdapter(Effect)
_CHOSEN: Final = TypeAdapter(tuple[str, ...])
effect = effects.tried


@dataclass(frozen=True, slots=True)
class Turn:
    """Who takes a step, what they had before them, when, and against what bundles are judged."""

    who: Who
    seen: Seen
    at: datetime
    checks: BundleChecks


async def cases(session: AsyncSession, theme: Theme, reach: Reach) -> tuple[Case, ...]:
    """Every case within a reach, by clave: what is apart, and what was decided."""
    apart = {each.clave: each for each in await ingest.apart(session)}
    rows = {row.clave: row for row in await repository.cases(session)}
    claves = [clave for clave in sorted(apart.keys() | rows.keys()) if _covers(theme, reach, clave)]
    bases = await ingest.bases(session, claves)
    proposed = await repository.proposals(session, {(row.clave, row.proposal) for row in rows.values()})
    found = []
    for clave in claves:
        row = rows.get(clave)
        step = proposed.get((clave, row.proposal)) if row else None
        found.append(_case(clave, row, (bases[clave], apart.get(clave)), step))
    return tuple(found)


async def case(session: AsyncSession, clave: str) -> Case:
    """The case of one casilla; raises ``PeticionInvalida`` S103 where nothing is apart or was decided."""
    row = await repository.case(session, clave)
    apart = next((each for each in await ingest.apart(session) if each.clave == clave), None)
    basis = (await ingest.bases(session, (clave,))).get(clave)
    if basis is None or (row is None and apart is None):
        raise nothing_there()
    wanted = {(clave, row.proposal)} if row else set()
    proposed = await repository.proposals(session, wanted) if wanted else {}
    return _case(clave, row, (basis, apart), next(iter(proposed.values()), None))


async def steps(session: AsyncSession, clave: str) -> tuple[Step, ...]:
    """What was done in a case, in order."""
    return tuple(_step(row) for row in await repository.steps(session, clave))


async def act(session: AsyncSession, clave: str, action: Action, said: Said, turn: Turn) -> Case | Refused:
    """Take a step, or say why not; what was not permitted stands in the trail too.

    Raises as ``case``. The caller holds the right to write.
    """
    found = await case(session, clave)
    said = found.proposal.said if action is Action.CONFIRMAR and found.proposal else said
    target = _weighed(found, action, said, turn)
    if isinstance(target, No):
        await _refuse(session, found, action, target, turn)
        return target
    effect_of = {Action.PROPONER: effects.tried, Action.CONFIRMAR: effects.applied}.get(action)
    done = await effect_of(session, clave, said.chosen, turn.checks) if effect_of else None
    if isinstance(done, Unlawful):
        await _refuse(session, found, action, done, turn)
        return done
    n = found.seen.version + 1
    if not await repository.keep(session, _row(found, action, target, turn), found.seen.version):
        return No.CHANGED
    await repository.add_step(session, _step_row(clave, (n, action), said, done, turn))
    await _note(session, found, (action, target), said, done, turn)
    return await case(session, clave)


def _weighed(found: Case, action: Action, said: Said, turn: Turn) -> State | No:
    if turn.seen != found.seen:
        return No.CHANGED
    target = rules.decide(found.state, action, turn.who.id, found.holder)
    return target if isinstance(target, No) else rules.wanting(action, said) or target


async def _refuse(session: AsyncSession, found: Case, action: Action, why: Refused, turn: Turn) -> None:
    who = turn.who
    data: dict[str, object] = {"motivo": why.value}
    change = Change(
        who.name, MODULE, rules.STEPS[action].told, found.clave, data, who.role, who.address, Outcome.REFUSED
    )
    await audit.record(session, turn.at, [change])


async def _note(  # noqa: PLR0913, PLR0917 - one parameter a part of the entry
    session: AsyncSession,
    found: Case,
    step: tuple[Action, State],
    said: Said,
    done: Effect | None,
    turn: Turn,
) -> None:
    who, (action, target) = turn.who, step
    data: dict[str, object] = {"palabras": said.words, "motivo": said.motive.value if said.motive else ""}
    if action in {Action.PROPONER, Action.CONFIRMAR}:
        data |= {"cuentan": list(said.chosen), "propuso": found.holder_name}
    before, after = _before_and_after(done)
    change = Change(
        who.name,
        MODULE,
        rules.STEPS[action].told,
        found.clave,
        data,
        who.role,
        who.address,
        before={"estado": found.state.value, **before},
        after={"estado": target.value, **after},
    )
    await audit.record(session, turn.at, [change])


def _before_and_after(done: Effect | None) -> tuple[dict[str, object], dict[str, object]]:
    """The figures that differ, and the totals, by names that people read."""
    if done is None:
        return {}, {}
    pairs = [("contadas", done.actas), ("emitidos", done.emitidos)]
    for each in done.contests:
        pairs.append((f"{each.contest} total", each.total))
        moved = (*each.lines, *each.candidaturas, *each.partidos)
        pairs += [(f"{each.contest} {figure.key}", figure) for figure in moved if figure.difference]
    return {name: figure.before for name, figure in pairs}, {name: figure.after for name, figure in pairs}


def _row(found: Case, action: Action, target: State, turn: Turn) -> dict[str, Any]:
    n = found.seen.version + 1
    kept = found.proposal.n if found.proposal and target is State.DECIDIDO else 0
    mine = target is State.REVISION or action is Action.PROPONER
    return {
        "clave": found.clave,
        "state": target.value,
        "version": n,
        "holder": turn.who.id if mine else found.holder,
        "holder_name": turn.who.name if mine else found.holder_name,
        "proposal": n if target is State.PROPUESTA else kept,
        "basis": found.seen.basis,
        "changed_at": turn.at,
    }


def _step_row(clave: str, step: tuple[int, Action], said: Said, done: Effect | None, turn: Turn) -> Mapping[str, Any]:
    return {
        "clave": clave,
        "n": step[0],
        "at": turn.at,
        "action": step[1].value,
        "person": turn.who.id,
        "name": turn.who.name,
        "motive": said.motive.value if said.motive else "",
        "words": said.words.strip(),
        "chosen": twin(list(said.chosen)).decode(),
        "effect": twin(asdict(done)).decode() if done else "",
    }


def _case(clave: str, row: CaseRow | None, now: tuple[str, Apart | None], step: StepRow | None) -> Case:
    basis, apart = now
    if row is None:
        return Case(clave, State.NUEVO, Seen(0, basis), "", "", None, overtaken=False, apart=apart, proposal=None)
    kept = State(row.state)
    overtaken = kept in rules.RESTING and row.basis != basis
    return Case(
        clave,
        rules.state_of(kept, overtaken=overtaken),
        Seen(row.version, basis),
        row.holder,
        row.holder_name,
        row.changed_at,
        overtaken,
        apart,
        _step(step) if step is not None else None,
    )


def _step(row: StepRow) -> Step:
    motive = Motive(row.motive) if row.motive else None
    said = Said(row.words, motive, _CHOSEN.validate_json(row.chosen))
    done = _EFFECT.validate_json(row.effect) if row.effect else None
    return Step(row.n, row.at, Action(row.action), row.person, row.name, said, done)


def _covers(theme: Theme, reach: Reach, clave: str) -> bool:
    place = theme.casilla(CasillaId(clave))
    return reach.covers(place.distrito.number, place.municipio.number)
