"""Who authenticates, for what, and how far they are.

Credentials and typed codes are here in memory alone; they must never stand in a ``repr``.
"""

from dataclasses import dataclass, field
from enum import StrEnum

from urna.flow.screen import Text
from urna.flow.writing import Writing


class Purpose(StrEnum):
    """Why officials authenticate."""

    CARGAR = "cargar"
    ABRIR = "abrir"
    SUSPENDER = "suspender"
    REANUDAR = "reanudar"
    EN_DUDA = "en_duda"
    CERRAR = "cerrar"
    EXCLUIR = "excluir"
    AUDITAR = "auditar"
    ARCHIVAR = "archivar"
    SUSTITUIR = "sustituir"


@dataclass(frozen=True, slots=True)
class Holder:
    """An official who authenticated, or the holder of an opened share; ``code`` only while shares have to be made."""

    id: str
    role: str
    code: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Auth:
    """People authenticating one after another: card (or share) scanned or typed, then its code."""

    purpose: Purpose
    needed: int
    accepted: tuple[Holder, ...] = ()
    credential: str = field(default="", repr=False)
    typed: str = field(default="", repr=False)
    checking: bool = False
    alert: Text | None = None
    writing: Writing | None = None
