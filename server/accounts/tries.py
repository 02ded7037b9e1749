"""Tries that are counted before they are weighed, and the browsers that others' failures do not shut out.

It must not weigh anything. A browser in which somebody entered with two factors is known by a token of its own; in it
the failures of that user are counted apart, so that nobody who only knows a name can keep its owner out.
"""

from dataclasses import replace
from datetime import datetime
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from server.accounts import repository, repository_keys, rules
from server.accounts.schemas import Entered, Source
from server.accounts.service import TWO_FACTORS, Keys
from shared.crypto.hashing import sha256_hex
from shared.crypto.passwords import new_token, token_mark

OF_ADDRESS: Final = "a:"
Counted = tuple[tuple[str, int], ...]
"""Keys under which a try is counted, each with how many failures go without a wait."""


async def of_entering(session: AsyncSession, usuario: str, source: Source, now: datetime) -> Counted:
    """Under what a try to enter counts: the known browser alone, or else the user and the address."""
    mark = token_mark(source.device) if source.device else ""
    if mark and await repository_keys.knows_device(session, mark, usuario, now):
        return ((f"d:{mark[:40]}", rules.FREE_FAILURES),)
    return ((of_user(usuario), rules.FREE_FAILURES), *of_address(source))


def of_user(usuario: str) -> str:
    """The key of a user: no typed name is stored, since people type passwords where names should be."""
    return f"u:{sha256_hex(usuario.encode())[:40]}"


def of_address(source: Source) -> Counted:
    """Under what a try counts that names nobody."""
    return ((f"{OF_ADDRESS}{sha256_hex(source.address.encode())[:40]}", rules.FREE_OF_ADDRESS),)


def of_account(person: str) -> Counted:
    """Under what somebody inside counts who says their password again."""
    return ((f"c:{person}", rules.FREE_FAILURES),)


async def use_up(session: AsyncSession, counted: Counted, now: datetime) -> datetime | None:
    """Count one more failure under each key, to be forgotten if it was none; gives until when to wait instead."""
    known = await repository.tries(session, [key for key, _ in counted])
    waits = [row.until for row in known.values() if row.until > now]
    if waits:
        return max(waits)
    for key, free in counted:
        row = known.get(key)
        failures = row.failures + 1 if row and now - row.last_at < rules.FORGOTTEN_AFTER else 1
        until = now + rules.delay(failures, free)
        await repository.set_tries(session, {"key": key, "failures": failures, "last_at": now, "until": until})
    await repository.forget_tries_before(session, now - rules.FORGOTTEN_AFTER)
    return None


async def give_back(session: AsyncSession, counted: Counted, now: datetime) -> None:
    """Count a try that was right for nothing: failures before it are forgotten, of an address this one alone.

    Many people enter from one address, and the one who is right says nothing of another who guesses.
    """
    known = await repository.tries(session, [key for key, _ in counted])
    for key, free in counted:
        row, failures = known.get(key), known[key].failures - 1 if key in known else 0
        if row is not None and key.startswith(OF_ADDRESS) and failures:
            until = now + rules.delay(failures, free)
            given = {"key": key, "failures": failures, "last_at": row.last_at, "until": until}
            await repository.set_tries(session, given)
        else:
            await repository.forget_tries(session, key)


async def know(
    session: AsyncSession, keys: Keys, entered: Entered, who: tuple[str, str, int], around: tuple[Source, datetime]
) -> Entered:
    """Know the browser of somebody (user, id, factors) who entered with two factors, unless it is or only shows."""
    (usuario, person, factors), (source, now) = who, around
    if factors < TWO_FACTORS or entered.stays:
        return entered
    if source.device and await repository_keys.knows_device(session, token_mark(source.device), usuario, now):
        return entered
    await repository_keys.forget_devices_before(session, now)
    token = new_token(keys.randomness)
    await repository_keys.add_device(session, token_mark(token), person, now + rules.DEVICE)
    return replace(entered, device=token)
