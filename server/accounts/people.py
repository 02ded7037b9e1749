"""What administrators do with people and machines: invite, grant, suspend, reset, screens, tokens of machines.

It must not set anybody's password, and must not leave the institute without somebody who can administer.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from server.access import TRAITS, WHOLE, Grant, Role
from server.accounts import repository, repository_keys, rules, trail
from server.accounts.models import MachineRow, PersonRow
from server.accounts.schemas import By, LinkKind, Machine, MachineState, Person, Refused, Standing, Wrong
from server.accounts.service import Keys, grant_of, grants_of
from server.db.paging import Paged, Slice
from shared.crypto.passwords import new_token, token_mark

ID_BYTES: Final = 16


async def people(session: AsyncSession, text: str, status: str, part: Slice) -> Paged[Person]:
    """Some of the people of a text and a status (empty: any), with what they hold."""
    found = await repository.people(session, text, status, part)
    held = await repository.grants(session, [row.id for row in found.rows])
    keyed = await repository_keys.with_passkeys(session, [row.id for row in found.rows])
    return found.map(
        lambda row: _person(row, tuple(grant_of(each) for each in held if each.holder == row.id), row.id in keyed)
    )


async def person(session: AsyncSession, person_id: str) -> Person | None:
    """One person."""
    row = await repository.person(session, person_id)
    if row is None:
        return None
    keyed = await repository_keys.with_passkeys(session, [row.id])
    return _person(row, await grants_of(session, row.id), bool(keyed))


async def invite(
    session: AsyncSession, keys: Keys, asked: tuple[str, str, Sequence[Grant]], by: By, now: datetime
) -> tuple[str, str] | Wrong:
    """Make an account (user, name, grants) that nobody can enter yet; gives its id and the token of its address.

    A screen's account is born active: it has no password, and enters by addresses alone.
    """
    usuario, name, grants = asked
    wrong = rules.wrong_person(usuario, name, grants)
    taken = await repository.person_named(session, usuario) is not None
    if wrong or taken:
        return Wrong((*((Refused.TAKEN,) if taken else ()), *wrong))
    person_id, screen = keys.randomness.token(ID_BYTES).hex(), grants[0].role is Role.PANTALLA
    row = {
        "id": person_id,
        "usuario": usuario,
        "name": name,
        "status": (Standing.ACTIVA if screen else Standing.INVITADA).value,
        "password": "",
        "seed": "",
        "last_step": 0,
        "made_at": now,
        "made_by": by.actor,
    }
    await repository.add_person(session, row)
    await repository.set_grants(session, person_id, _rows(person_id, grants))
    await trail.of_another(session, (by, now), ("invitar", usuario), after={"nombre": name, "cargos": _said(grants)})
    kind = LinkKind.PANTALLA if screen else LinkKind.INVITACION
    return person_id, await _add_link(session, keys, (person_id, kind), by, now)


async def new_link(session: AsyncSession, keys: Keys, target: Person, by: By, now: datetime) -> str | Refused:
    """A new address: of invitation for who never entered, of a screen for a screen, to begin anew for the others."""
    if target.status is Standing.SUSPENDIDA:
        return Refused.SUSPENDED
    if target.usuario == by.actor:
        return Refused.SELF
    kind = LinkKind.INVITACION if target.status is Standing.INVITADA else LinkKind.RESTABLECER
    if any(TRAITS[each.role].stays for each in target.grants):
        kind = LinkKind.PANTALLA
    await trail.of_another(session, (by, now), ("enlace", target.usuario), after={"enlace": kind.value})
    return await _add_link(session, keys, (target.id, kind), by, now)


async def set_grants(
    session: AsyncSession, target: Person, grants: Sequence[Grant], by: By, now: datetime
) -> Refused | None:
    """Replace what somebody holds; open sessions feel it at their next request."""
    if target.usuario == by.actor:
        return Refused.SELF
    if not rules.valid_grants(grants, machine=False):
        return Refused.GRANTS
    if await _would_be_last(session, target, grants):
        return Refused.LAST
    await repository.set_grants(session, target.id, _rows(target.id, grants))
    before, after = {"cargos": _said(target.grants)}, {"cargos": _said(grants)}
    await trail.of_another(session, (by, now), ("cargos", target.usuario), before=before, after=after)
    return None


async def set_standing(session: AsyncSession, target: Person, by: By, now: datetime, *, active: bool) -> Refused | None:
    """Suspend somebody, which closes their sessions at once, or let them enter again with what they had."""
    if target.usuario == by.actor:
        return Refused.SELF
    if not active and await _would_be_last(session, target, ()):
        return Refused.LAST
    row = await repository.person(session, target.id)
    entered = row is not None and (row.password or any(TRAITS[each.role].stays for each in target.grants))
    status = Standing.SUSPENDIDA if not active else Standing.ACTIVA if entered else Standing.INVITADA
    await repository.change_person(session, target.id, status=status.value)
    if not active:
        await repository.close_sessions(session, target.id, now, None)
    before, after = {"estado": target.status.value}, {"estado": status.value}
    await trail.of_another(session, (by, now), ("estado", target.usuario), before=before, after=after)
    return None


async def machines(session: AsyncSession, text: str, state: str, part: Slice) -> Paged[Machine]:
    """Some of the machines of part of a name and a state (empty: any), with what they read."""
    found = await repository.machines(session, text, state, part)
    held = await repository.grants(session, [row.id for row in found.rows])
    return found.map(lambda row: _machine(row, tuple(grant_of(g) for g in held if g.holder == row.id)))


async def machine(session: AsyncSession, machine_id: str) -> Machine | None:
    """One machine."""
    row = await repository.machine(session, machine_id)
    return _machine(row, await grants_of(session, row.id)) if row else None


async def add_machine(
    session: AsyncSession, keys: Keys, asked: tuple[str, Sequence[Grant]], by: By, now: datetime
) -> str | Wrong:
    """Let a machine read; gives its token, which is told once and cannot be read again."""
    name, grants = asked
    wrong = rules.wrong_machine(name, grants)
    if wrong:
        return Wrong(wrong)
    machine_id, token = keys.randomness.token(ID_BYTES).hex(), new_token(keys.randomness)
    row = {"id": machine_id, "name": name, "mark": token_mark(token), "made_by": by.actor, "made_at": now}
    await repository.add_machine(session, {**row, "ends_at": now + rules.MACHINE, "closed_at": None})
    await repository.set_grants(session, machine_id, _rows(machine_id, grants))
    await trail.of_another(session, (by, now), ("maquina", name), after={"cargos": _said(grants)})
    return token


async def close_machine(session: AsyncSession, machine_id: str, by: By, now: datetime) -> bool:
    """Close a machine's door for good; False when there was none open."""
    name = await repository.close_machine(session, machine_id, now)
    if name is None:
        return False
    await trail.of_another(session, (by, now), ("cerrar_maquina", name))
    return True


async def is_empty(session: AsyncSession) -> bool:
    """Whether there is nobody yet: the first person is made at the machine itself."""
    return await repository.people_count(session) == 0


async def _would_be_last(session: AsyncSession, target: Person, grants: Sequence[Grant]) -> bool:
    """Whether nobody active would be left to administer the whole entidad if ``target`` held only ``grants``."""
    if Grant(Role.ADMINISTRACION, WHOLE) in grants:
        return False
    others = await repository.holders(session, Role.ADMINISTRACION.value, Standing.ACTIVA.value)
    return list(others) == [target.id]


async def _add_link(session: AsyncSession, keys: Keys, what: tuple[str, LinkKind], by: By, now: datetime) -> str:
    token, (person_id, kind) = new_token(keys.randomness), what
    row = {"mark": token_mark(token), "person": person_id, "kind": kind.value, "made_by": by.actor, "made_at": now}
    await repository.add_link(session, {**row, "ends_at": now + rules.LINKS[kind], "used_at": None})
    return token


def _rows(holder: str, grants: Sequence[Grant]) -> list[dict[str, object]]:
    return [
        {"holder": holder, "role": g.role.value, "level": g.territory.level.value, "number": g.territory.number}
        for g in dict.fromkeys(grants)
    ]


def _said(grants: Sequence[Grant]) -> list[str]:
    return [f"{g.role.value}:{g.territory.level.value}:{g.territory.number}" for g in sorted(grants)]


def _person(row: PersonRow, grants: tuple[Grant, ...], keyed: bool) -> Person:  # noqa: FBT001
    second = keyed or bool(row.seed)
    return Person(row.id, row.usuario, row.name, Standing(row.status), grants, second, row.made_at)


def _machine(row: MachineRow, grants: tuple[Grant, ...]) -> Machine:
    state = MachineState.CERRADA if row.closed_at else MachineState.ABIERTA
    return Machine(row.id, row.name, grants, row.made_at, row.ends_at, state)
