"""Rules of accounts without a database: delays after failures, forms of names and passwords, how long sessions last.

They must not read a clock. Source of the figures: NIST SP 800-63B-4 (2025), sections 3.1.1, 3.2.2 and 2.2.3; the
delays are ours.
"""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from server.access import TRAITS, Grant, Level, Role
from server.accounts.schemas import LinkKind, Refused, WeakPassword
from shared.crypto.passwords import MAX_PASSWORD

USUARIO: Final = re.compile(r"[a-z][a-z0-9._-]{2,39}")
SEED: Final = re.compile(r"[A-Z2-7]{32}")
LEAST_PASSWORD: Final = 15
LEAST_DIFFERENT: Final = 6
MAX_NAME: Final = 120
HIGHEST_NUMBER: Final = 999
FREE_FAILURES: Final = 5
FREE_OF_ADDRESS: Final = 30
FIRST_DELAY: Final = timedelta(seconds=15)
LONGEST_DELAY: Final = timedelta(hours=1)
FORGOTTEN_AFTER: Final = timedelta(hours=24)
IDLE: Final = timedelta(minutes=30)
SESSION: Final = timedelta(hours=12)
SCREEN_SESSION: Final = timedelta(days=30)
SEEN_EVERY: Final = timedelta(seconds=60)
MACHINE: Final = timedelta(days=365)
DEVICE: Final = timedelta(days=180)
MAX_PASSKEYS: Final = 10
MAX_PASSKEY_NAME: Final = 60
LINKS: Final = {
    LinkKind.INVITACION: timedelta(hours=72),
    LinkKind.RESTABLECER: timedelta(hours=4),
    LinkKind.PANTALLA: timedelta(hours=1),
}


def delay(failures: int, free: int = FREE_FAILURES) -> timedelta:
    """How long to wait after so many failures in a row: nothing at first, then ever twice as long."""
    if failures < free:
        return timedelta()
    doubled = FIRST_DELAY * (1 << min(failures - free, 20))
    return min(doubled, LONGEST_DELAY)


def weakness(password: str, usuario: str) -> WeakPassword | None:
    """Why a password will not do; length counts and signs do not."""
    if len(password) < LEAST_PASSWORD:
        return WeakPassword.SHORT
    if len(password) > MAX_PASSWORD:
        return WeakPassword.LONG
    if usuario in password.casefold():
        return WeakPassword.HOLDS_NAME
    return WeakPassword.MONOTONOUS if len(set(password)) < LEAST_DIFFERENT else None


def wrong_person(usuario: str, name: str, grants: Iterable[Grant]) -> tuple[Refused, ...]:
    """What keeps these from being a user's name, a person's, and what a person holds."""
    right = {Refused.USUARIO: bool(USUARIO.fullmatch(usuario)), **_right(name, grants, machine=False)}
    return tuple(reason for reason, is_right in right.items() if not is_right)


def wrong_machine(name: str, grants: Iterable[Grant]) -> tuple[Refused, ...]:
    """What keeps these from being a machine's name, and what a machine reads."""
    return tuple(reason for reason, is_right in _right(name, grants, machine=True).items() if not is_right)


def valid_passkey_name(name: str) -> bool:
    """Whether people can tell a passkey by this name."""
    return 0 < len(name) <= MAX_PASSKEY_NAME and name.isprintable() and name == name.strip()


def valid_grants(grants: Iterable[Grant], *, machine: bool) -> bool:
    """Whether these grants can be a person's (or a machine's): some, of its kind, numbers, a screen's role alone."""
    found = tuple(grants)
    if not found:
        return False
    kinds = all(TRAITS[each.role].machine is machine for each in found)
    screens = {each.role for each in found}
    return kinds and all(map(_valid_territory, found)) and not (Role.PANTALLA in screens and len(screens) > 1)


def ends_at(opened_at: datetime, *, stays: bool) -> datetime:
    """When a session ends whatever happens."""
    return opened_at + (SCREEN_SESSION if stays else SESSION)


def is_open(now: datetime, seen_at: datetime, ends: datetime, idle_s: int) -> bool:
    """Whether a session is still good; ``idle_s`` 0 means that it may be idle."""
    return now < ends and (idle_s == 0 or now < seen_at + timedelta(seconds=idle_s))


def _right(name: str, grants: Iterable[Grant], *, machine: bool) -> dict[Refused, bool]:
    named = 0 < len(name) <= MAX_NAME and name.isprintable() and name == name.strip()
    return {Refused.NAME: named, Refused.GRANTS: valid_grants(grants, machine=machine)}


def _valid_territory(grant: Grant) -> bool:
    level, number = grant.territory.level, grant.territory.number
    return number == 0 if level is Level.ENTIDAD else 0 < number <= HIGHEST_NUMBER
