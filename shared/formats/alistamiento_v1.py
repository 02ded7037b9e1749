"""What the ceremony answers to an urna that asked for its certificates: one file, which travels by stick.

It must not be believed for being here: its certificates must hold under its root, and its root and the root of themes
are those of the institute only when people compared `trust_code` with what the ceremony dictated.
"""

from dataclasses import dataclass
from typing import ClassVar, Final

from shared.crypto.certificates import MAX_CERTIFICATE, MAX_CHAIN, load_chain
from shared.crypto.codes import long_code
from shared.crypto.hashing import sha256
from shared.domain.ids import CasillaId, UrnaId
from shared.formats.canonical import Fields, FormatoInvalido, base64_text, dumps, loads_canonical

FORMAT: Final = "alistamiento/1"
FOLDER: Final = "alistamiento"
"""On the stick: requests from the urnas and answers to them."""
REQUEST_SUFFIX, QR_SUFFIX, ANSWER_SUFFIX = ".csr", ".qr.txt", ".alistamiento.json"
MAX_THEME_ROOT: Final = 64 << 10
MAX_CRL: Final = 256 << 10
"""Bytes; an urna that is new needs the list of today, of some thousands of serials at most."""
MAX_BYTES: Final = 1 << 20


class AlistamientoInvalido(FormatoInvalido):
    """An answer to an urna that must be refused (``U0xx``)."""

    letter: ClassVar[str] = "U"


@dataclass(frozen=True, slots=True)
class Alistamiento:
    """What an urna is given: its two certificates and whom it trusts from then on.

    Attributes:
        jornada, verificacion: certificates (PEM) of its two keys.
        root, crl: the institute's root (PEM) and its list of revoked certificates.
        theme_root: the root of signatures, which says who signs themes.
    """

    urna: UrnaId
    casilla: CasillaId
    jornada: bytes
    verificacion: bytes
    root: bytes
    crl: bytes
    theme_root: bytes

    @property
    def trust_code(self) -> str:
        """See `trust_code`."""
        return trust_code(self.root, self.theme_root)


def trust_code(root: bytes, theme_root: bytes) -> str:
    """The one code of a ceremony, that each urna shows: of the root's DER and the root of signatures.

    Raises ``CertificateInvalid`` K201.
    """
    return long_code(b"".join(sha256(der) for der in load_chain(root)) + sha256(theme_root))


def write_answer(answer: Alistamiento) -> bytes:
    """Canonical JSON; the files as base64."""
    files = ("jornada", "verificacion", "root", "crl", "theme_root")
    values = {name: base64_text(getattr(answer, name)) for name in files}
    ids = {"format": FORMAT, "urna": answer.urna.value, "casilla": answer.casilla.clave}
    return dumps({**ids, **values})


def read_answer(data: bytes) -> Alistamiento:
    """Read an answer, believed by nobody yet; raises ``AlistamientoInvalido`` U001 to U019."""
    fields = Fields(loads_canonical(data, AlistamientoInvalido, MAX_BYTES), AlistamientoInvalido)
    fields.literal("format", FORMAT)
    answer = Alistamiento(
        urna=fields.ident("urna", UrnaId),
        casilla=fields.ident("casilla", CasillaId),
        jornada=fields.base64("jornada", 1, MAX_CHAIN),
        verificacion=fields.base64("verificacion", 1, MAX_CHAIN),
        root=fields.base64("root", 1, MAX_CERTIFICATE),
        crl=fields.base64("crl", 1, MAX_CRL),
        theme_root=fields.base64("theme_root", 1, MAX_THEME_ROOT),
    )
    fields.done()
    return answer
