"""Certificates for many urnas at once, the answers that travel back to them, and the printed list of their codes.

It must not certify while one request is at fault, nor an urna a second time with another key.
"""

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from shared.crypto.authority import Issuer, issue
from shared.crypto.requests import read_requests, request_code
from shared.crypto.roles import Role
from shared.formats.alistamiento_v1 import Alistamiento, trust_code, write_answer
from theme_builder.ceremony.making import CeremoniaInvalida, Occasion
from theme_builder.ceremony.urnas import Asked

CODES, CODES_PDF = "codigos.csv", "codigos.pdf"


@dataclass(frozen=True, slots=True)
class Trust:
    """Whom an urna is told to trust: files as they are."""

    root: bytes
    crl: bytes
    theme_root: bytes

    @property
    def code(self) -> str:
        """The one code of the ceremony."""
        return trust_code(self.root, self.theme_root)


@dataclass(frozen=True, slots=True)
class Certified:
    """One urna: its request, its certificates (that of the jornada first), and the answer that it takes."""

    asked: Asked
    certificates: tuple[bytes, ...]
    answer: bytes

    @property
    def name(self) -> str:
        """The urna."""
        return self.asked.row.urna.value

    def public_files(self) -> dict[str, bytes]:
        """What witnesses take away of it; the request last, which says that the others are there."""
        jornada, verificacion = self.certificates
        return {
            f"urnas/{self.name}.cert.pem": jornada,
            f"urnas/{self.name}.verificacion.cert.pem": verificacion,
            f"urnas/{self.name}.csr": self.asked.request,
        }


def certify_all(
    issuer: Issuer, occasion: Occasion, trust: Trust, asked: Iterable[Asked], known: Mapping[str, bytes]
) -> tuple[Certified, ...]:
    """Certify each request, which `urnas.gather` found well; ``known`` are the public files of the ceremony so far.

    Who asks again with the same request gets the same certificates: a stick that broke on the way is no second
    identity. Raises ``CeremoniaInvalida`` T684 for an urna that was certified with another request.
    """
    return tuple(_certified(issuer, occasion, trust, each, known) for each in asked)


def codes_csv(trust: Trust, certified: Iterable[Certified]) -> bytes:
    """The list of codes: which urna is for which casilla, the code of its request, and that of the ceremony."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(("casilla", "urna", "codigo_solicitud", "codigo_ceremonia"))
    writer.writerows(
        (each.asked.row.casilla.clave, each.name, request_code(each.asked.request), trust.code) for each in certified
    )
    return stream.getvalue().encode()


def _certified(issuer: Issuer, occasion: Occasion, trust: Trust, asked: Asked, known: Mapping[str, bytes]) -> Certified:
    name = asked.row.urna.value
    before = known.get(f"urnas/{name}.csr")
    if before is not None and request_code(before) != request_code(asked.request):
        raise CeremoniaInvalida("T684", f"{name} asks twice")
    places = (f"urnas/{name}.cert.pem", f"urnas/{name}.verificacion.cert.pem")
    made = (
        tuple(known[place] for place in places)
        if before is not None
        else tuple(issue(issuer, each, *occasion.valid) for each in read_requests(asked.request, Role.URNA))
    )
    row = asked.row
    answer = Alistamiento(row.urna, row.casilla, made[0], made[1], trust.root, trust.crl, trust.theme_root)
    return Certified(asked, made, write_answer(answer))
