"""Who may do what where: roles, permissions, territories, and how a route declares what it asks for.

It must not know which modules exist, nor how anybody proved who they are. Everything is denied unless granted: a route
that declares nothing is refused to everyone.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import Enum, StrEnum
from typing import Final, TypeVar

from fastapi import Request

_ACCESS: Final = "__acceso__"
_Endpoint = TypeVar("_Endpoint", bound=Callable[..., object])


class Level(StrEnum):
    """How far a grant reaches."""

    ENTIDAD = "entidad"
    DISTRITO = "distrito"
    MUNICIPIO = "municipio"


@dataclass(frozen=True, slots=True, order=True)
class Territory:
    """The whole entidad (number 0), one distrito or one municipio."""

    level: Level
    number: int = 0


WHOLE: Final = Territory(Level.ENTIDAD)


class Role(StrEnum):
    """What people and machines are for. What each may do stands in the permissions that modules declare."""

    ADMINISTRACION = "administracion"
    DIRECCION = "direccion"
    RESULTADOS = "resultados"
    CONSEJO = "consejo"
    AUDITORIA = "auditoria"
    PANTALLA = "pantalla"
    DIFUSION = "difusion"
    VIGILANCIA = "vigilancia"


@dataclass(frozen=True, slots=True)
class Traits:
    """How a role behaves.

    Attributes:
        second_factor: its grants count only in sessions opened with two factors, where the configuration demands them.
        stays: its sessions do not end by being idle; it may only read.
        machine: it is for machines, and not for people.
    """

    second_factor: bool = False
    stays: bool = False
    machine: bool = False


TRAITS: Final = {
    Role.ADMINISTRACION: Traits(second_factor=True),
    Role.DIRECCION: Traits(second_factor=True),
    Role.RESULTADOS: Traits(second_factor=True),
    Role.CONSEJO: Traits(second_factor=True),
    Role.AUDITORIA: Traits(second_factor=True),
    Role.PANTALLA: Traits(stays=True),
    Role.DIFUSION: Traits(machine=True),
    Role.VIGILANCIA: Traits(machine=True),
}


@dataclass(frozen=True, slots=True)
class Permission:
    """One thing that may be done, as its module declares it: ``code`` is ``<module>.<verb>``; ``roles`` hold it."""

    code: str
    roles: frozenset[Role]

    @classmethod
    def of(cls, code: str, *roles: Role) -> "Permission":
        """A permission of these roles."""
        return cls(code, frozenset(roles))


@dataclass(frozen=True, slots=True, order=True)
class Grant:
    """A role over a territory."""

    role: Role
    territory: Territory = WHOLE


@dataclass(frozen=True, slots=True)
class Reach:
    """Where a permission may be used; empty means nowhere."""

    territories: frozenset[Territory] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.territories)

    @property
    def whole(self) -> bool:
        """Whether it reaches the whole entidad."""
        return WHOLE in self.territories

    def covers(self, distrito: int, municipio: int) -> bool:
        """Whether a place of this distrito and municipio lies within."""
        places = {Territory(Level.DISTRITO, distrito), Territory(Level.MUNICIPIO, municipio)}
        return self.whole or bool(self.territories & places)

    def numbers(self, level: Level) -> frozenset[int]:
        """The distritos or municipios that were granted by number."""
        return frozenset(each.number for each in self.territories if each.level is level)


class Kind(Enum):
    """What somebody is."""

    NADIE = "nadie"
    PERSONA = "persona"
    MAQUINA = "maquina"


@dataclass(frozen=True, slots=True)
class Identity:
    """Who makes a request, as it was proved; ``grants`` are those that count in this session.

    Attributes:
        id: of the person or machine; empty for nobody.
        session: mark of the session; empty for machines.
        csrf: what the forms of the session must bear.
        strong: whether two factors, or none needed, opened the session.
        reads_only: whether nothing may be changed, whatever the permissions say.
    """

    kind: Kind = Kind.NADIE
    id: str = ""
    name: str = ""
    grants: tuple[Grant, ...] = ()
    session: str = ""
    csrf: str = field(default="", repr=False)
    strong: bool = False
    reads_only: bool = False

    def reach(self, permission: Permission) -> Reach:
        """Where this one may use a permission."""
        return Reach(frozenset(each.territory for each in self.grants if each.role in permission.roles))

    def roles(self) -> str:
        """The roles, for the trail."""
        return ",".join(sorted({each.role.value for each in self.grants}))


NOBODY: Final = Identity()


class Door(Enum):
    """What kind of thing a route asks for."""

    OPEN = "abierta"
    INSIDE = "con_cuenta"
    PERMISSION = "con_permiso"


@dataclass(frozen=True, slots=True)
class Access:
    """What a route asks for.

    Attributes:
        within: the route itself weighs the reach, so that a distrito or a municipio is enough to come in.
        reason: why a door stands open.
        upload: bytes of a file that its form may bring; 0 for forms of fields alone.
        local: whether a program of this same machine, which no proxy sent, may come in without saying who it is.
    """

    door: Door
    permission: Permission | None = None
    within: bool = False
    reason: str = ""
    upload: int = 0
    local: bool = False


def needs(
    permission: Permission, *, within: bool = False, upload: int = 0, local: bool = False
) -> Callable[[_Endpoint], _Endpoint]:
    """Declare that a route is for who holds a permission over the whole entidad.

    With ``within`` a distrito or a municipio is enough, and the route must show and change what lies there alone.
    With ``upload`` its form may bring one file of so many bytes. With ``local`` programs of this machine need nothing:
    for what holds nothing of people or votes.
    """
    return _declaring(Access(Door.PERMISSION, permission, within, upload=upload, local=local))


def inside() -> Callable[[_Endpoint], _Endpoint]:
    """Declare that a route is for whoever has a session, and concerns that one alone."""
    return _declaring(Access(Door.INSIDE))


def open_door(reason: str) -> Callable[[_Endpoint], _Endpoint]:
    """Declare that a route is for everyone, and why."""
    return _declaring(Access(Door.OPEN, reason=reason))


def access_of(endpoint: object) -> Access | None:
    """What a route's function declared; None for nothing, which denies."""
    found = getattr(endpoint, _ACCESS, None)
    return found if isinstance(found, Access) else None


def identity_of(request: Request) -> Identity:
    """Who makes the request, as the guard found (a FastAPI dependency)."""
    found = getattr(request.state, "identity", NOBODY)
    return found if isinstance(found, Identity) else NOBODY


def allowed(grants: Iterable[Grant], *, strong: bool) -> tuple[Grant, ...]:
    """Those of ``grants`` that count in a session opened with two factors (``strong``) or with one."""
    return tuple(each for each in grants if strong or not TRAITS[each.role].second_factor)


def _declaring(access: Access) -> Callable[[_Endpoint], _Endpoint]:
    def declare(endpoint: _Endpoint) -> _Endpoint:
        setattr(endpoint, _ACCESS, access)
        return endpoint

    return declare
