"""Identifiers as validating frozen dataclasses, so that a seccion can never stand where a casilla is meant.

They must not hold names or any other attribute of what they identify.
"""

import re
from dataclasses import dataclass
from typing import ClassVar, Final, Self

from shared.domain.errors import IdInvalido

PRACTICE: Final = "PRACTICA-"
"""Begins every name of a rehearsed key ceremony."""


@dataclass(frozen=True, slots=True, order=True)
class TextId:
    """An identifier kept as text; subclasses give the pattern that the whole text must match."""

    value: str
    pattern: ClassVar[re.Pattern[str]] = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,39}")

    def __post_init__(self) -> None:
        if not self.pattern.fullmatch(self.value):
            raise IdInvalido("D101", f"{type(self).__name__} of wrong form: {self.value[:60]!r}")

    def __str__(self) -> str:
        return self.value


class EleccionId(TextId):
    """One election as called, for example ``JAL-2018-GOB``."""

    __slots__ = ()


class ContestId(TextId):
    """One contest of an election: what one boleta asks."""

    __slots__ = ()


class PartidoId(TextId):
    """A party's registered short name, for example ``MORENA``; holds no hyphen, which joins combinations."""

    __slots__ = ()
    pattern: ClassVar[re.Pattern[str]] = re.compile(r"[A-Z0-9_]{1,20}")


class CoalicionId(TextId):
    """A coalicion as registered."""

    __slots__ = ()


class CandidaturaId(TextId):
    """Who or what is elected: a formula, a planilla, an answer."""

    __slots__ = ()


class OptionId(TextId):
    """One box of a boleta; holds no hyphen, which joins combinations, and no ``@``, which joins values."""

    __slots__ = ()
    pattern: ClassVar[re.Pattern[str]] = re.compile(r"[A-Z0-9_]{1,24}")


class GrupoId(TextId):
    """A group of voters on one urna, for example ``1A``; short, for it stands in the journal with each habilitacion."""

    __slots__ = ()


class UrnaId(TextId):
    """The serial of one device, for example ``JAL-0042``."""

    __slots__ = ()


class OfficialId(TextId):
    """An official's card, for example ``PRESIDENCIA-01``; never a person's name."""

    __slots__ = ()

    @property
    def is_practice(self) -> bool:
        """Whether a rehearsal of the key ceremony made it: no official jornada takes it."""
        return self.value.startswith(PRACTICE)


class StoreId(TextId):
    """A vote store: 16 random bytes in lower-case hexadecimal, made at opening."""

    __slots__ = ()
    pattern: ClassVar[re.Pattern[str]] = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True, order=True)
class EntidadId:
    """A federal entity, 1 to 32 (14 is Jalisco)."""

    number: int

    def __post_init__(self) -> None:
        _check_range("entidad", self.number, 1, 32)


@dataclass(frozen=True, slots=True, order=True)
class DistritoId:
    """A local district of an entity; 0 stands for voting from abroad, which has none."""

    entidad: EntidadId
    number: int

    def __post_init__(self) -> None:
        _check_range("distrito", self.number, 0, 999)


@dataclass(frozen=True, slots=True, order=True)
class MunicipioId:
    """A municipality of an entity; 0 stands for voting from abroad."""

    entidad: EntidadId
    number: int

    def __post_init__(self) -> None:
        _check_range("municipio", self.number, 0, 999)


@dataclass(frozen=True, slots=True, order=True)
class SeccionId:
    """A seccion of an entity, 0 to 9999; 0 stands for voting from abroad."""

    entidad: EntidadId
    number: int

    def __post_init__(self) -> None:
        _check_range("seccion", self.number, 0, 9999)


@dataclass(frozen=True, slots=True, order=True)
class CasillaId:
    """The CLAVE_CASILLA of PREP: entidad 2, seccion 4, type 1, id 2, ext_contigua 2 (11 characters).

    Types: B basica, C contigua, S especial, E extraordinaria, M mesa de escrutinio del extranjero,
    A anticipado, P prision preventiva. Source: the published PREP data bases.
    """

    clave: str
    pattern: ClassVar[re.Pattern[str]] = re.compile(r"([0-9]{2})([0-9]{4})([BCSEMAP])([0-9]{2})([0-9]{2})")

    def __post_init__(self) -> None:
        if not self.pattern.fullmatch(self.clave):
            raise IdInvalido("D102", f"casilla of wrong form: {self.clave[:40]!r}")
        _check_range("entidad", int(self.clave[:2]), 1, 32)

    @classmethod
    def of(cls, seccion: SeccionId, tipo: str, number: int, ext_contigua: int) -> Self:
        """Build the clave from its parts; raises ``IdInvalido`` when one does not fit."""
        return cls(f"{seccion.entidad.number:02d}{seccion.number:04d}{tipo}{number:02d}{ext_contigua:02d}")

    @property
    def seccion(self) -> SeccionId:
        """The seccion to which the casilla belongs."""
        return SeccionId(EntidadId(int(self.clave[:2])), int(self.clave[2:6]))

    @property
    def tipo(self) -> str:
        """One letter of B C S E M A P."""
        return self.clave[6]

    @property
    def number(self) -> int:
        """ID_CASILLA."""
        return int(self.clave[7:9])

    @property
    def ext_contigua(self) -> int:
        """EXT_CONTIGUA."""
        return int(self.clave[9:11])

    def __str__(self) -> str:
        return self.clave


def _check_range(what: str, number: int, low: int, high: int) -> None:
    if not low <= number <= high:
        raise IdInvalido("D103", f"{what} {number} is outside {low}..{high}")
