"""The actas of an urna: de inicio, in zeros, and de escrutinio. It must not serialise, sign, print or word them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from shared.domain import escrutinio as figures
from shared.domain import grupo_escrutinio
from shared.domain.eleccion import Contest, Mode
from shared.domain.errors import ActaInvalida
from shared.domain.escrutinio import EscrutinioContest
from shared.domain.grupo import UNICO, Agrupacion, GrupoEmitidos
from shared.domain.grupo_escrutinio import PorGrupo, Reunidos
from shared.domain.hallazgo import Finding
from shared.domain.ids import CasillaId, EleccionId, StoreId, UrnaId
from shared.domain.ledger import Ledger

HEX_DIGITS = frozenset("0123456789abcdef")
UN_GRUPO = PorGrupo()
"""A theme without groups: everyone is entitled to every contest."""


class CounterKind(StrEnum):
    """Where the anti-rollback counter lives; the acta says so (docs/formats/board_v1.md)."""

    TPM = "tpm"
    BOARD = "board"
    FILE = "file"
    NONE = "none"


class KeyKind(StrEnum):
    """Where the urna's signing key lives; the acta says so."""

    TPM = "tpm"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class ActaEnCeros:
    """The acta de inicio: printed once, before the first habilitacion.

    Attributes:
        election, mode, casilla, urna, store_id: what opens, and where.
        theme_hash: SHA-256 of theme.json, 64 hexadecimal digits; ``theme_code`` is its short form for paper.
        software_hash: measured at start, 64 hexadecimal digits.
        casilla_key: public key of the casilla, raw bytes; paper shows a code of it.
        opened_at: aware, UTC.
        contests: every figure 0 (else ``ActaInvalida`` D406).
    """

    election: EleccionId
    mode: Mode
    casilla: CasillaId
    urna: UrnaId
    store_id: StoreId
    theme_hash: str
    theme_code: str
    software_hash: str
    casilla_key: bytes
    opened_at: datetime
    counter_kind: CounterKind
    key_kind: KeyKind
    contests: tuple[EscrutinioContest, ...]

    def __post_init__(self) -> None:
        _check_hash("theme_hash", self.theme_hash)
        _check_hash("software_hash", self.software_hash)
        _check_utc("opened_at", self.opened_at)
        if any(contest.total or contest.rechazados for contest in self.contests):
            raise ActaInvalida("D406", "an acta de inicio with a figure above zero")


@dataclass(frozen=True, slots=True)
class ActaEscrutinio:
    """The acta de escrutinio: made once at closing; its fields are those of acta.json (docs/contracts.md).

    Attributes:
        election, mode, casilla, urna, store_id: of what, where, by which device and store.
        theme_hash, theme_code, software_hash, image_sha256, journal_head: hashes are 64 lower-case hexadecimal
            digits; ``journal_head`` is the hash of the journal's closing entry.
        casilla_key: public key of the casilla, raw bytes (base64 in JSON).
        opened_at, closed_at: aware, UTC; whichever clock was confirmed.
        ledger: at closing.
        grupos: voters of each group of the theme, in its order; none when the store is one group.
        reunidos: figures of the groups, those below the minimum merged; none when the store is one group.
        contests: figures of the whole store, in the order of the theme.
        ilegibles: final records that did not open, so that nobody can say of which contest they are.
        findings: what the urna found at closing, printed in full and never repaired; JSON keeps code and path.
        actas: how many are printed at closing.
    """

    election: EleccionId
    mode: Mode
    casilla: CasillaId
    urna: UrnaId
    store_id: StoreId
    theme_hash: str
    theme_code: str
    software_hash: str
    casilla_key: bytes
    opened_at: datetime
    closed_at: datetime
    counter_kind: CounterKind
    key_kind: KeyKind
    ledger: Ledger
    contests: tuple[EscrutinioContest, ...]
    findings: tuple[Finding, ...]
    journal_head: str
    image_sha256: str
    actas: int
    grupos: tuple[GrupoEmitidos, ...] = ()
    reunidos: tuple[Reunidos, ...] = ()
    ilegibles: int = 0

    def __post_init__(self) -> None:
        for name in ("theme_hash", "software_hash", "journal_head", "image_sha256"):
            _check_hash(name, getattr(self, name))
        _check_utc("opened_at", self.opened_at)
        _check_utc("closed_at", self.closed_at)
        if self.actas < 1:
            raise ActaInvalida("D407", f"{self.actas} actas to print")
        ids = [contest.contest_id for contest in self.contests]
        if not ids or len(set(ids)) != len(ids):
            raise ActaInvalida("D408", "an acta without contests, or with one twice")
        if self.ilegibles < 0:
            raise ActaInvalida("D402", "ilegibles is negative")


def closing_findings(
    contests: Sequence[Contest],
    escrutinios: Sequence[EscrutinioContest],
    ledger: Ledger,
    por_grupo: PorGrupo = UN_GRUPO,
    ilegibles: int = 0,
) -> tuple[Finding, ...]:
    """Ledger equations, sums per contest and per group, as the urna prints them and every reader recomputes them."""
    by_id = {escrutinio.contest_id: escrutinio for escrutinio in escrutinios}
    found = list(ledger.closing_findings())
    if ilegibles:
        found.append(Finding.of("D427", "ilegibles", ("ilegibles", ilegibles)))
    for contest in contests:
        escrutinio = by_id.pop(contest.id, None)
        if escrutinio is None:
            found.append(Finding.of("D420", f"contests.{contest.id}"))
        else:
            found.extend(figures.findings(contest, escrutinio, por_grupo.entitled(contest.id, ledger.emitidos)))
    found.extend(Finding.of("D420", f"contests.{contest_id}") for contest_id in by_id)
    found.extend(grupo_escrutinio.findings(contests, escrutinios, ledger.emitidos, por_grupo))
    return tuple(found)


def findings(acta: ActaEscrutinio, contests: Sequence[Contest], agrupacion: Agrupacion = UNICO) -> tuple[Finding, ...]:
    """Recomputed findings of an acta against contests and groups of its theme; does not trust ``acta.findings``."""
    por_grupo = PorGrupo(agrupacion, acta.grupos, acta.reunidos)
    return closing_findings(contests, acta.contests, acta.ledger, por_grupo, acta.ilegibles)


def _check_hash(name: str, value: str) -> None:
    if len(value) != 64 or not set(value) <= HEX_DIGITS:
        raise ActaInvalida("D404", f"{name} is not 64 hexadecimal digits")


def _check_utc(name: str, value: datetime) -> None:
    if value.utcoffset() != timedelta(0):
        raise ActaInvalida("D405", f"{name} is not in UTC")
