"""Values of accounts for pages, commands and the guard. They must not hold a password, a token or a row."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from server.access import Grant


class Standing(StrEnum):
    """Whether a person may enter; one invited has no password yet."""

    INVITADA = "invitada"
    ACTIVA = "activa"
    SUSPENDIDA = "suspendida"


class MachineState(StrEnum):
    """Whether a machine's token still opens anything."""

    ABIERTA = "abierta"
    CERRADA = "cerrada"


class LinkKind(StrEnum):
    """What an address that opens once is for."""

    INVITACION = "invitacion"
    RESTABLECER = "restablecer"
    PANTALLA = "pantalla"


class NotEntered(StrEnum):
    """Why nobody entered; whoever tried is told as little as the page needs."""

    WRONG = "no_coincide"
    WAIT = "espere"
    SUSPENDED = "suspendida"


class WeakPassword(StrEnum):
    """Why a password was not taken."""

    SHORT = "corta"
    LONG = "larga"
    HOLDS_NAME = "contiene_usuario"
    MONOTONOUS = "monotona"


class Refused(StrEnum):
    """Why a change of accounts was not made."""

    TAKEN = "ya_existe"
    USUARIO = "usuario"
    NAME = "nombre"
    GRANTS = "cargos"
    SUSPENDED = "suspendida"
    SELF = "a_si_misma"
    LAST = "la_ultima"
    LINK = "enlace"
    CODE = "codigo"
    PASSWORD = "contrasena"  # noqa: S105 - a reason, not a password
    PASSKEY = "llave"
    WEAK_SESSION = "sesion"
    ONLY_FACTOR = "unico"


@dataclass(frozen=True, slots=True)
class Wrong:
    """What a form got wrong, all of it at once, in the order of its fields."""

    reasons: tuple[Refused, ...]


@dataclass(frozen=True, slots=True)
class Person:
    """One person as staff see them; ``grants`` sorted."""

    id: str
    usuario: str
    name: str
    status: Standing
    grants: tuple[Grant, ...]
    has_second_factor: bool
    made_at: datetime


@dataclass(frozen=True, slots=True)
class OpenSession:
    """One session as its owner sees it."""

    mark: str
    opened_at: datetime
    seen_at: datetime
    address: str
    agent: str
    factors: int


@dataclass(frozen=True, slots=True)
class Passkey:
    """One passkey as its owner sees it."""

    id: str
    name: str
    made_at: datetime
    used_at: datetime | None


@dataclass(frozen=True, slots=True)
class Machine:
    """One machine as staff see it."""

    id: str
    name: str
    grants: tuple[Grant, ...]
    made_at: datetime
    ends_at: datetime
    state: MachineState


@dataclass(frozen=True, slots=True)
class Entered:
    """An open session: its token goes to the cookie and nowhere else; ``stays`` keeps the cookie after closing.

    ``device`` is the token of a browser that is known from now on, empty when it was known or is not to be.
    """

    token: str
    seconds: int
    stays: bool
    device: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """Whence a request comes, for sessions and trail; ``device`` is the token by which a browser is known."""

    address: str
    agent: str = ""
    device: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class By:
    """Who changes an account: as the trail names them, their roles, whence."""

    actor: str
    role: str
    address: str
