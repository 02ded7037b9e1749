"""Passkeys: what a person adds and drops, and entering with one. It must not count on anything a browser says unsigned.

A passkey enters alone and counts as two factors: the device that holds it, and the finger, face or number that opens
the device, which is always asked for.
"""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from server.access import Identity
from server.accounts import entering, repository, repository_keys, rules, trail, tries
from server.accounts.models import PasskeyRow, PersonRow
from server.accounts.schemas import By, Entered, NotEntered, Passkey, Refused, Source, Standing
from server.accounts.service import TWO_FACTORS, Keys
from server.audit.service import Outcome
from shared.crypto import passkeys as crypto
from shared.crypto.errors import SignatureInvalid
from shared.crypto.passkeys import Challenge, Challenges, PublicPasskey, Site

ENTER = "enter"


async def held(session: AsyncSession, identity: Identity) -> tuple[Passkey, ...]:
    """One's passkeys, the oldest first."""
    rows = await repository_keys.passkeys_of(session, identity.id)
    return tuple(Passkey(row.id, row.name, row.made_at, row.used_at) for row in rows)


async def options(session: AsyncSession, keys: Keys, identity: Identity, site: Site, now: datetime) -> str:
    """What the browser is asked for a new passkey of this person, once they said their password again."""
    rows = await repository_keys.passkeys_of(session, identity.id)
    person = await repository.person(session, identity.id)
    who = (identity.id, identity.name, person.name if person else identity.name)
    challenge = Challenges(keys.vault).new(_registering(identity), now)
    return crypto.registration_options(site, who, [row.credential for row in rows], challenge)


def entering_options(keys: Keys, site: Site, now: datetime) -> str:
    """What the browser is asked to enter."""
    return crypto.authentication_options(site, Challenges(keys.vault).new(ENTER, now))


async def add(
    session: AsyncSession, keys: Keys, identity: Identity, asked: tuple[str, str, Site], around: tuple[By, datetime]
) -> Refused | None:
    """Keep a new passkey (name, the browser's answer, site); the session counts as opened with two factors.

    The answer must be to the challenge of `options`, which this session was given for its password.

    Who has a second factor already must have entered with it: a password alone must not bring in another key.
    """
    (name, text, site), (by, now) = asked, around
    refused = await _may_add(session, identity, name)
    if refused is not None:
        return refused
    try:
        answer = crypto.read_registration(text)
        challenge = Challenges(keys.vault).open(answer.client_data, _registering(identity), now)
        made = crypto.verify_registration(answer, challenge, site)
    except SignatureInvalid:
        return Refused.PASSKEY
    mark = crypto.credential_mark(made.credential)
    if await repository_keys.passkey(session, mark) is not None or not await _use(session, challenge, now):
        return Refused.PASSKEY
    await repository_keys.add_passkey(session, _row(identity, name, made, now) | {"id": mark})
    await repository.close_sessions(session, identity.id, now, None, identity.session)
    await repository.strengthen(session, identity.session, TWO_FACTORS)
    await trail.of_own(session, by, now, "agregar_llave", llave=name)
    return None


async def drop(session: AsyncSession, identity: Identity, passkey_id: str, by: By, now: datetime) -> Refused | None:
    """Drop one of one's passkeys, unless nothing else would be left as a second factor."""
    rows = await repository_keys.passkeys_of(session, identity.id)
    person = await repository.person(session, identity.id)
    if person is None or (len(rows) == 1 and not person.seed):
        return Refused.ONLY_FACTOR
    name = await repository_keys.drop_passkey(session, identity.id, passkey_id)
    if name is None:
        return Refused.PASSKEY
    await repository.close_sessions(session, identity.id, now, None, identity.session)
    await trail.of_own(session, by, now, "quitar_llave", llave=name)
    return None


async def enter(
    session: AsyncSession, keys: Keys, text: str, site: Site, around: tuple[Source, datetime]
) -> Entered | NotEntered | datetime:
    """Open a session for whoever holds a passkey; a moment instead says until when this address must wait."""
    source, now = around
    wait = await tries.use_up(session, tries.of_address(source), now)
    if wait is not None:
        return wait
    found = await _entered(session, keys, text, site, now)
    if found is None:
        await trail.of_entering(session, "", "entrar_con_llave", around, Outcome.REFUSED)
        return NotEntered.WRONG
    row, person, uses = found
    await tries.give_back(session, tries.of_address(source), now)
    await repository_keys.passkey_used(session, row.id, uses, now)
    await trail.of_entering(session, person.usuario, "entrar_con_llave", around, llave=row.name)
    entered = await entering.open_session(session, keys, person.id, TWO_FACTORS, around)
    return await tries.know(session, keys, entered, (person.usuario, person.id, TWO_FACTORS), around)


async def _entered(
    session: AsyncSession, keys: Keys, text: str, site: Site, now: datetime
) -> tuple[PasskeyRow, PersonRow, int] | None:
    try:
        answer = crypto.read_assertion(text)
        found = await repository_keys.passkey(session, crypto.credential_mark(answer.credential))
        if found is None or found[1].status != Standing.ACTIVA or answer.holder not in {"", found[1].id}:
            return None
        row = found[0]
        challenge = Challenges(keys.vault).open(answer.client_data, ENTER, now)
        public = PublicPasskey(row.credential, row.public_key, row.uses)
        uses = crypto.verify_assertion(answer, public, challenge, site)
    except SignatureInvalid:
        return None
    return (row, found[1], uses) if await _use(session, challenge, now) else None


async def _may_add(session: AsyncSession, identity: Identity, name: str) -> Refused | None:
    if not rules.valid_passkey_name(name):
        return Refused.NAME
    rows = await repository_keys.passkeys_of(session, identity.id)
    person = await repository.person(session, identity.id)
    if person is None or len(rows) >= rules.MAX_PASSKEYS:
        return Refused.PASSKEY
    return Refused.WEAK_SESSION if (rows or person.seed) and not identity.strong else None


async def _use(session: AsyncSession, challenge: Challenge, now: datetime) -> bool:
    return await repository_keys.use_challenge(session, challenge.mark, challenge.ends_at, now)


def _registering(identity: Identity) -> str:
    return f"register:{identity.session}"


def _row(identity: Identity, name: str, made: PublicPasskey, now: datetime) -> repository.Row:
    return {
        "person": identity.id,
        "credential": made.credential,
        "public_key": made.public_key,
        "uses": made.uses,
        "name": name,
        "made_at": now,
        "used_at": None,
    }
