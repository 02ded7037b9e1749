"""Entering and leaving: tries that are counted before they are weighed, sessions, addresses that open once.

It must not tell whether a user exists, nor weigh a password inside of a transaction. The order is that of the mesa's
cards: a try is used up and durable before its password is looked at, so that no flood of tries goes uncounted.
"""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from server.access import TRAITS
from server.accounts import repository, repository_keys, rules, trail, tries
from server.accounts.models import LinkRow, PersonRow
from server.accounts.schemas import Entered, LinkKind, NotEntered, Source, Standing
from server.accounts.service import Keys, grants_of
from server.audit.service import Outcome
from shared.crypto.passwords import code_step, new_token, token_mark


@dataclass(frozen=True, slots=True)
class Trial:
    """One try that was granted: what to weigh it against. ``person`` is empty for a user that does not exist."""

    usuario: str
    person: str = ""
    stored: str | None = field(default=None, repr=False)
    seed: str = field(default="", repr=False)
    last_step: int = 0


@dataclass(frozen=True, slots=True)
class Weighed:
    """What a try was worth: whether it was right, with how many factors, and the step of its code."""

    right: bool
    factors: int = 1
    step: int = 0


async def grant_try(session: AsyncSession, usuario: str, source: Source, now: datetime) -> Trial | datetime:
    """Use up a try of this user and address; gives what to weigh it against, or until when to wait."""
    wait = await tries.use_up(session, await tries.of_entering(session, usuario, source, now), now)
    if wait is not None:
        return wait
    person = await repository.person_named(session, usuario)
    if person is None or person.status != Standing.ACTIVA:
        return Trial(usuario)
    return Trial(usuario, person.id, person.password, person.seed, person.last_step)


def weigh(keys: Keys, trial: Trial, password: str, code: str, now: datetime) -> Weighed:
    """Whether password and code are right; slow on purpose, for a thread and outside of any transaction."""
    matches = keys.passwords.matches(trial.stored, password)
    if not trial.person or not trial.seed:
        return Weighed(matches and bool(trial.person))
    step = code_step(keys.vault.unlock(trial.seed, trial.person), code, now, trial.last_step)
    return Weighed(matches and step is not None, 2, step or 0)


async def enter(
    session: AsyncSession, keys: Keys, trial: Trial, weighed: Weighed, around: tuple[Source, datetime]
) -> Entered | NotEntered:
    """Open a session after a right try, and forget the failures before it; note either in the trail."""
    source, now = around
    right = weighed.right and (weighed.factors == 1 or await repository.use_step(session, trial.person, weighed.step))
    if not right:
        await trail.of_entering(session, trial.usuario, "entrar", (source, now), Outcome.REFUSED)
        return NotEntered.WRONG
    await tries.give_back(session, await tries.of_entering(session, trial.usuario, source, now), now)
    await trail.of_entering(session, trial.usuario, "entrar", (source, now), factores=weighed.factors)
    entered = await open_session(session, keys, trial.person, weighed.factors, around)
    return await tries.know(session, keys, entered, (trial.usuario, trial.person, weighed.factors), around)


async def open_session(
    session: AsyncSession, keys: Keys, person: str, factors: int, around: tuple[Source, datetime]
) -> Entered:
    """Open a session with a token of its own: never with one that the browser brought."""
    source, now = around
    stays = any(TRAITS[each.role].stays for each in await grants_of(session, person))
    token, ends = new_token(keys.randomness), rules.ends_at(now, stays=stays)
    row = {
        "mark": token_mark(token),
        "person": person,
        "opened_at": now,
        "seen_at": now,
        "ends_at": ends,
        "idle_s": 0 if stays else int(rules.IDLE.total_seconds()),
        "factors": factors,
        "address": source.address[:80],
        "agent": source.agent[:200],
        "closed_at": None,
    }
    await repository.add_session(session, row)
    return Entered(token, int((ends - now).total_seconds()), stays)


async def leave(session: AsyncSession, usuario: str, person: str, mark: str, around: tuple[Source, datetime]) -> None:
    """Close one's own session."""
    if await repository.close_sessions(session, person, around[1], (mark,)):
        await trail.of_entering(session, usuario, "salir", around)


async def link_of(session: AsyncSession, token: str, now: datetime) -> tuple[LinkRow, PersonRow] | None:
    """An address that opens once, and whose account; None when it is unknown, used or over."""
    row = await repository.link(session, token_mark(token), now)
    person = await repository.person(session, row.person) if row else None
    if row is None or person is None or person.status == Standing.SUSPENDIDA:
        return None
    return row, person


async def accept(
    session: AsyncSession, keys: Keys, token: str, hashed: str, around: tuple[Source, datetime]
) -> Entered | NotEntered:
    """Use an address: set the password (``hashed``; a screen has none), drop what was there, and open a session.

    After a reset the one-time codes and passkeys of before are good no more: whoever asked for it had lost something.
    """
    now = around[1]
    found = await link_of(session, token, now)
    if found is None or not await repository.use_link(session, found[0].mark, now):
        return NotEntered.WRONG
    link, person = found
    kind = LinkKind(link.kind)
    if kind is not LinkKind.PANTALLA:
        fresh = {"password": hashed, "seed": "", "last_step": 0}
        await repository.change_person(session, person.id, status=Standing.ACTIVA.value, **fresh)
        await repository.close_sessions(session, person.id, now, None)
        await repository_keys.drop_passkeys(session, person.id)
        await repository_keys.forget_devices(session, person.id)
        await repository.forget_tries(session, tries.of_user(person.usuario))
    await trail.of_entering(session, person.usuario, "usar_enlace", around, enlace=kind.value)
    return await open_session(session, keys, person.id, 1, around)
