"""A signed report of an urna (preparación, borrado): its results one by one, with the certificates to judge it by.

It must not hold a vote, a count of votes, or anything of the store while that is open.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar, Final

from shared.crypto.certificates import Role, TrustAnchor, load_chain
from shared.domain.eleccion import Mode
from shared.domain.ids import CasillaId, EleccionId, OfficialId, UrnaId
from shared.formats.canonical import Fields, FormatoInvalido, dumps, loads_canonical, moment_text
from shared.formats.container import pack, unpack
from shared.formats.image_v1 import Sign

PURPOSE: Final = "report/1"
MAX_BYTES: Final = 64 << 10
NAMES: Final = ("informe.json", "informe.sig", "certificates.pem")
_FORMAT: Final = "report/1"
_JSON_BYTES: Final = 16 << 10
_MOST_RESULTS: Final = 40
_MOST_OFFICIALS: Final = 2


class InformeInvalido(FormatoInvalido):
    """A report that must be refused: ``N0xx`` form, ``N1xx`` who signed it."""

    letter: ClassVar[str] = "N"


class InformeKind(StrEnum):
    """What is reported."""

    PREPARACION = "preparacion"
    BORRADO = "borrado"


class Verdict(StrEnum):
    """How one thing came out."""

    BIEN = "bien"
    FALLA = "falla"


@dataclass(frozen=True, slots=True)
class Result:
    """One line: ``name`` of what was tried, how it came out, and what else is known of it (places, sizes)."""

    name: str
    verdict: Verdict
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Informe:
    """One report: number ``number`` of its kind on this urna, at ``at`` (aware, by the urna's clock)."""

    kind: InformeKind
    election: EleccionId
    mode: Mode
    casilla: CasillaId
    urna: UrnaId
    theme_hash: str
    software_hash: str
    number: int
    at: datetime
    officials: tuple[OfficialId, ...]
    results: tuple[Result, ...]

    @property
    def passed(self) -> bool:
        """Whether everything came out well."""
        return all(result.verdict is Verdict.BIEN for result in self.results)

    @property
    def file_name(self) -> str:
        """The name of its file."""
        return f"{self.kind.value}-{self.urna.value}-{self.number:03d}.zip"


def make_informe(informe: Informe, certificates: bytes, sign: Sign) -> bytes:
    """The signed file; ``certificates`` is PEM, leaf first, root left out."""
    body = dumps(
        {
            "format": _FORMAT,
            "kind": informe.kind.value,
            "election": informe.election.value,
            "mode": informe.mode.value,
            "casilla": informe.casilla.clave,
            "urna": informe.urna.value,
            "theme_hash": informe.theme_hash,
            "software_hash": informe.software_hash,
            "number": informe.number,
            "at": moment_text(informe.at),
            "officials": [official.value for official in informe.officials],
            "results": [{"name": r.name, "result": r.verdict.value, "detail": r.detail} for r in informe.results],
        }
    )
    return pack(tuple(zip(NAMES, (body, sign(PURPOSE, body), certificates), strict=True)))


def read_informe(data: bytes, anchor: TrustAnchor, at: datetime) -> Informe:
    """Accept a report or raise ``InformeInvalido``.

    In order: size (N100), container (N101), chain to the root and role (N110, K2xx), signature (K10x), then what it
    says (N0xx) and that it is of the urna that signed it (N111).
    """
    if len(data) > MAX_BYTES:
        raise InformeInvalido("N100", f"{len(data)} bytes where {MAX_BYTES} are allowed")
    try:
        body, signature, pem = unpack(data, NAMES, InformeInvalido)
    except InformeInvalido as error:
        raise InformeInvalido("N101", f"not the container of a report: {error.detail}") from None
    chain = load_chain(pem)
    if not 1 <= len(chain) <= 2:
        raise InformeInvalido("N110", f"{len(chain)} certificates")
    identity = anchor.verify_chain(chain[0], chain[1:], Role.URNA, at)
    identity.public_key.verify(PURPOSE, body, signature)
    informe = _parse(body)
    if identity.id != informe.urna.value:
        raise InformeInvalido("N111", f"signed by {identity.id}, of {informe.urna}")
    return informe


def _parse(body: bytes) -> Informe:
    fields = Fields(loads_canonical(body, InformeInvalido, _JSON_BYTES), InformeInvalido)
    fields.literal("format", _FORMAT)
    informe = Informe(
        kind=fields.choice("kind", InformeKind),
        election=fields.ident("election", EleccionId),
        mode=fields.choice("mode", Mode),
        casilla=fields.ident("casilla", CasillaId),
        urna=fields.ident("urna", UrnaId),
        theme_hash=fields.hexadecimal("theme_hash", 32).hex(),
        software_hash=fields.hexadecimal("software_hash", 32).hex(),
        number=fields.integer("number", 1, 999),
        at=fields.moment("at"),
        officials=fields.idents("officials", OfficialId, _MOST_OFFICIALS),
        results=fields.objects("results", _result, _MOST_RESULTS),
    )
    fields.done()
    return informe


def _result(fields: Fields) -> Result:
    return Result(fields.text("name", 40, empty=False), fields.choice("result", Verdict), fields.text("detail", 200))
