"""Enrolment performed: keys made here, a request out, an answer in. It must not let a private key leave its folder.

Each file is put in its place whole, and the certificate of the jornada last: that one being there is being enrolled,
and a power cut before it leaves an urna that asks again with the same keys.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

from shared.crypto.certificates import TrustAnchor, load_chain
from shared.crypto.codes import same_code
from shared.crypto.errors import CertificateInvalid, KeyInvalid
from shared.crypto.requests import KEYS, make_request, read_requests, request_code, requests_der
from shared.crypto.roles import Role
from shared.crypto.signing import SigningKey
from shared.crypto.tuf_roots import follow
from shared.domain.errors import DatoInvalido
from shared.domain.ids import CasillaId, UrnaId
from shared.formats import qr_chain
from shared.formats.alistamiento_v1 import (
    ANSWER_SUFFIX,
    MAX_BYTES,
    REQUEST_SUFFIX,
    Alistamiento,
    AlistamientoInvalido,
    read_answer,
)
from urna.flow import enrolling as flow
from urna.flow.ports import MedioPerdido
from urna.services.clock import Clock

KEY, CERTIFICATE, ROOT, CRL, THEME_ROOT = "urna.key.pem", "urna.cert.pem", "root.pem", "crl.pem", "trusted-root.json"
REQUEST: Final = "solicitud.csr"
_SMALL: Final = 64 << 10


class Files(Protocol):
    """A folder of a medium; all raise ``MedioPerdido``."""

    def replace(self, name: str, data: bytes) -> None:
        """Put ``data`` in the place of a file whole, durably."""
        ...

    def read(self, name: str, limit_bytes: int) -> bytes | None:
        """Give a file's bytes; None when it is absent or longer."""
        ...

    def size(self, name: str) -> int | None:
        """Give a file's size in bytes; None when it is absent."""
        ...


@dataclass(frozen=True, slots=True)
class Places:
    """Where an enrolment reads and writes: both folders of keys, and the one of the stick."""

    jornada: Files
    verificacion: Files
    stick: Files


class Enrolment:
    """The enrolment of one urna. Every method raises ``MedioPerdido`` for a medium that is away."""

    def __init__(self, urna: UrnaId, casilla: CasillaId, places: Places, clock: Clock) -> None:
        self._urna, self._casilla = urna, casilla
        self._places, self._clock = places, clock
        self._answer: Alistamiento | None = None

    @property
    def enrolled(self) -> bool:
        """Whether the certificate of the jornada is there."""
        return self._places.jornada.size(CERTIFICATE) is not None

    def request(self) -> bytes:
        """The request, the same at each call: keys that are there are never made anew.

        Raises ``AlistamientoInvalido`` U075 on an urna that is enrolled, ``KeyInvalid`` K110 for a damaged key.
        """
        if self.enrolled:
            raise AlistamientoInvalido("U075", "this urna has its certificates")
        keys = tuple(_key_in(folder) for folder in (self._places.jornada, self._places.verificacion))
        kept = self._places.jornada.read(REQUEST, _SMALL)
        if kept is not None and self._asks_for(kept, keys):
            return kept
        made = b"".join(make_request(self._urna.value, key) for key in keys)
        self._places.jornada.replace(REQUEST, made)
        return made

    def write_request(self) -> None:
        """Put the request on the stick; raises as `request`."""
        request = self.request()
        self._places.stick.replace(self._urna.value + REQUEST_SUFFIX, request)

    def read_answer(self) -> str:
        """Read the answer on the stick and check it; gives the trust code that people compare.

        Raises ``AlistamientoInvalido`` U071 no answer, U072 for another urna or casilla, U073 of another key, U075
        enrolled, and the codes of what it holds: U0xx form, K2xx certificates, K6xx root of signatures.
        """
        self._answer = None
        request = self.request()
        data = self._places.stick.read(self._urna.value + ANSWER_SUFFIX, MAX_BYTES)
        if data is None:
            raise AlistamientoInvalido("U071", "the stick has no answer for this urna")
        answer = read_answer(data)
        self._check(answer, request, self._clock.now())
        self._answer = answer
        return answer.trust_code

    def install(self, compared: str) -> None:
        """Keep the answer that was read, if ``compared`` is its trust code; the stick is not read again.

        Raises ``AlistamientoInvalido`` U074 for another code or nothing read before, U075 enrolled.
        """
        answer = self._answer
        if answer is None or not same_code(compared, answer.trust_code):
            raise AlistamientoInvalido("U074", "the code is not the one of the answer")
        if self.enrolled:
            raise AlistamientoInvalido("U075", "this urna has its certificates")
        for folder, certificate in (
            (self._places.verificacion, answer.verificacion),
            (self._places.jornada, answer.jornada),
        ):
            for name, data in ((ROOT, answer.root), (CRL, answer.crl), (THEME_ROOT, answer.theme_root)):
                folder.replace(name, data)
            folder.replace(CERTIFICATE, certificate)

    def _asks_for(self, request: bytes, keys: tuple[SigningKey, ...]) -> bool:
        """Whether a request that was kept is of this urna and of these keys."""
        try:
            asked = read_requests(request, Role.URNA)
        except CertificateInvalid:
            return False
        wanted = [(self._urna.value, key.public) for key in keys]
        return [(each.id, each.public_key) for each in asked] == wanted

    def _check(self, answer: Alistamiento, request: bytes, now: datetime) -> None:
        if (answer.urna, answer.casilla) != (self._urna, self._casilla):
            raise AlistamientoInvalido("U072", f"an answer for {answer.urna.value} in {answer.casilla.clave}")
        asked = read_requests(request, Role.URNA)
        if len(asked) != KEYS:
            raise AlistamientoInvalido("U073", "one certificate for each key")
        anchor = TrustAnchor.from_pem(answer.root, answer.crl)
        for each, pem in zip(asked, (answer.jornada, answer.verificacion), strict=True):
            leaf, *others = load_chain(pem) or (b"",)
            found = anchor.verify_chain(leaf, others, Role.URNA, now)
            if (found.id, found.public_key) != (each.id, each.public_key):
                raise AlistamientoInvalido("U073", f"a certificate of {found.id} for another key")
        follow([answer.theme_root])


def perform(enrolment: Enrolment, effect: flow.Effect) -> object:
    """Perform one effect of `urna.flow.enrolling`; what must be refused is an outcome with its code."""
    try:
        match effect:
            case flow.MakeRequest():
                request = enrolment.request()
                return flow.RequestMade(request_code(request), qr_chain.cut(requests_der(request)))
            case flow.WriteRequest():
                enrolment.write_request()
                return flow.RequestWritten()
            case flow.ReadAnswer():
                return flow.AnswerRead(enrolment.read_answer())
            case flow.Install(trust):
                enrolment.install(trust)
                return flow.Installed()
    except DatoInvalido as error:
        return flow.Refused(error.code)
    except MedioPerdido:
        return flow.Refused("")


def _key_in(folder: Files) -> SigningKey:
    """The key of a folder, made there first where there is none; K110 for a damaged one, which nobody replaces."""
    kept = folder.read(KEY, _SMALL)
    if kept is not None:
        return SigningKey.from_pem(kept)
    if folder.size(KEY) is not None:
        raise KeyInvalid("K110", "the key of this urna cannot be read")
    key = SigningKey.generate()
    folder.replace(KEY, key.to_pem())
    return key
