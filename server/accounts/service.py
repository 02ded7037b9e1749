"""Who somebody is: the session of a person, the token of a machine. Other modules enter accounts by this file.

It must not decide what anybody may do: permissions are declared by modules and weighed by `server.access`.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from server.access import NOBODY, TRAITS, Grant, Identity, Kind, Level, Role, Territory, allowed
from server.accounts import repository, rules
from server.accounts.models import GrantRow
from server.accounts.schemas import By, Standing
from server.context import Context
from server.kit.secret import secret_in
from shared.crypto.at_rest import KEY_BYTES, Vault
from shared.crypto.passwords import Passwords, csrf_of, token_mark
from shared.crypto.randomness import Randomness, SystemRandomness

VAULT_FILE: Final = "boveda.key"
TWO_FACTORS: Final = 2


@dataclass(frozen=True, slots=True)
class Keys:
    """What accounts are kept with: hashing, the vault of seeds, randomness, whether two factors are demanded."""

    passwords: Passwords = field(repr=False)
    vault: Vault = field(repr=False)
    randomness: Randomness
    demand_second: bool


@dataclass(frozen=True, slots=True)
class Found:
    """Who a token belongs to; ``stale`` says that its last use should be noted."""

    identity: Identity
    stale: bool = False


def keys_of(context: Context) -> Keys:
    """The keys of a configuration; makes the vault's file where there is none. Raises ``KeyInvalid`` K118."""
    config, randomness = context.config, SystemRandomness()
    key = secret_in(config.data / VAULT_FILE, lambda: randomness.token(KEY_BYTES))
    passwords = Passwords(config.password_memory_kib, randomness)
    return Keys(passwords, Vault(key, randomness), randomness, config.demand_second_factor)


@asynccontextmanager
async def running(context: Context) -> AsyncIterator[Keys]:
    """The keys of an application, as ``app.state.accounts``."""
    yield keys_of(context)


async def person_of(session: AsyncSession, token: str, now: datetime, *, demand_second: bool) -> Found:
    """Who has the session of this token; nobody when it is unknown, over, closed, or of somebody suspended."""
    row = await repository.session_marked(session, token_mark(token))
    if row is None:
        return Found(NOBODY)
    opened, person = row
    good = opened.closed_at is None and rules.is_open(now, opened.seen_at, opened.ends_at, opened.idle_s)
    if not good or person.status != Standing.ACTIVA:
        return Found(NOBODY)
    strong = opened.factors >= TWO_FACTORS or not demand_second
    held = await grants_of(session, person.id)
    identity = Identity(
        Kind.PERSONA,
        person.id,
        person.usuario,
        allowed(held, strong=strong),
        opened.mark,
        csrf_of(token),
        strong,
        reads_only=any(TRAITS[each.role].stays for each in held),
    )
    return Found(identity, now - opened.seen_at >= rules.SEEN_EVERY)


async def machine_of(session: AsyncSession, token: str, now: datetime) -> Identity:
    """Which machine has this token; nobody when it is unknown, over or closed. Machines only read."""
    row = await repository.machine_marked(session, token_mark(token))
    if row is None or row.closed_at is not None or now >= row.ends_at:
        return NOBODY
    held = await grants_of(session, row.id)
    return Identity(Kind.MAQUINA, row.id, row.name, held, strong=True, reads_only=True)


async def seen(session: AsyncSession, mark: str, at: datetime) -> None:
    """Note that a session was used; the caller holds the right to write."""
    await repository.seen(session, mark, at)


async def grants_of(session: AsyncSession, holder: str) -> tuple[Grant, ...]:
    """The grants of a person or machine."""
    return tuple(grant_of(row) for row in await repository.grants(session, (holder,)))


def grant_of(row: GrantRow) -> Grant:
    """A row as a grant."""
    return Grant(Role(row.role), Territory(Level(row.level), row.number))


def by(identity: Identity, address: str) -> By:
    """How the trail names who made a request."""
    return By(identity.name, identity.roles(), address)
