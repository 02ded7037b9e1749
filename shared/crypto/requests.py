"""Certificate requests (PKCS#10) as urnas and servers bring them: whose, and whether who asks has the key.

It must not decide a role: the ceremony does. Common tools make them: ``openssl req``.
"""

import re
from typing import Final

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509.oid import NameOID

from shared.crypto.authority import Request
from shared.crypto.codes import long_code
from shared.crypto.errors import CertificateInvalid, KeyInvalid
from shared.crypto.roles import Role, identity_uri
from shared.crypto.signing import SigningKey, VerifyingKey

MAX_REQUEST: Final = 8192
KEYS: Final = 2
"""An urna asks for two certificates in one file: the key of its jornada, and that of its verification."""
MAX_REQUESTS: Final = KEYS * MAX_REQUEST
_BLOCK: Final = re.compile(
    rb"-----BEGIN CERTIFICATE REQUEST-----\r?\n[A-Za-z0-9+/=\r\n]{1,8000}-----END CERTIFICATE REQUEST-----\r?\n?"
)
_SEQUENCE: Final = 0x30


def make_request(holder_id: str, key: SigningKey) -> bytes:
    """Make a request in PEM for ``holder_id``, signed by the key that asks."""
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, holder_id)])
    made = x509.CertificateSigningRequestBuilder().subject_name(subject).sign(key.crypto_key, SHA256())
    return made.public_bytes(serialization.Encoding.PEM)


def read_request(pem: bytes, role: Role) -> Request:
    """Whose request it is, once its own key signed it; what else it asks for (role, dates) counts for nothing.

    Raises ``CertificateInvalid`` K207: too large, unreadable, of another kind of key, unsigned, or of no plain id.
    """
    if len(pem) > MAX_REQUEST:
        raise CertificateInvalid("K207", f"a request of {len(pem)} bytes")
    try:
        request = x509.load_pem_x509_csr(pem)
        names = request.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
        key = request.public_key()
        valid = request.is_signature_valid
    except (ValueError, TypeError, UnsupportedAlgorithm, x509.InvalidVersion):
        raise CertificateInvalid("K207", "unreadable request") from None
    if not valid or not isinstance(key, ec.EllipticCurvePublicKey) or len(names) != 1:
        raise CertificateInvalid("K207", "not a request that a P-256 key signed for one name")
    try:
        holder = str(names[0].value)
        identity_uri(role, holder)
        return Request(holder, role, VerifyingKey(key))
    except (ValueError, KeyInvalid):
        raise CertificateInvalid("K207", "a name out of form, or not a P-256 key") from None


def read_requests(pem: bytes, role: Role) -> tuple[Request, ...]:
    """The one or two requests of a file, of one holder and of different keys; raises ``CertificateInvalid`` K207."""
    found = tuple(read_request(block, role) for block in _blocks(pem))
    if len({each.id for each in found}) != 1 or len({each.public_key.to_der() for each in found}) != len(found):
        raise CertificateInvalid("K207", "the requests of a file are of one holder and of different keys")
    return found


def requests_der(pem: bytes) -> bytes:
    """The requests of a file as DER, one after another: what its code and its QR are made of. Raises K207."""
    return b"".join(_der(block) for block in _blocks(pem))


def requests_from_der(der: bytes) -> bytes:
    """The file of requests, from `requests_der`; raises ``CertificateInvalid`` K207."""
    if len(der) > MAX_REQUESTS:
        raise CertificateInvalid("K207", f"requests of {len(der)} bytes")
    found: list[bytes] = []
    while der and len(found) < KEYS:
        size = _size(der)
        try:
            request = x509.load_der_x509_csr(der[:size])
        except (ValueError, TypeError, UnsupportedAlgorithm, x509.InvalidVersion):
            raise CertificateInvalid("K207", "unreadable request") from None
        found.append(request.public_bytes(serialization.Encoding.PEM))
        der = der[size:]
    if der or not found:
        raise CertificateInvalid("K207", "one or two requests and nothing after them")
    return b"".join(found)


def request_code(pem: bytes) -> str:
    """What the urna shows and people write down, so that a request altered on its way is seen. Raises K207."""
    return long_code(requests_der(pem))


def _blocks(pem: bytes) -> tuple[bytes, ...]:
    if len(pem) > MAX_REQUESTS:
        raise CertificateInvalid("K207", f"requests of {len(pem)} bytes")
    found = tuple(_BLOCK.findall(pem))
    if not 1 <= len(found) <= KEYS or b"".join(found) != pem:
        raise CertificateInvalid("K207", "one or two requests in PEM and nothing beside them")
    return found


def _der(pem: bytes) -> bytes:
    try:
        return x509.load_pem_x509_csr(pem).public_bytes(serialization.Encoding.DER)
    except (ValueError, TypeError, UnsupportedAlgorithm, x509.InvalidVersion):
        raise CertificateInvalid("K207", "unreadable request") from None


def _size(der: bytes) -> int:
    """How long the first DER sequence says that it is, in bytes."""
    digits = der[1] - 0x80 if len(der) > 1 and der[1] > 0x80 else 0
    if der[:1] != bytes((_SEQUENCE,)) or digits > 2 or len(der) < 2 + digits:
        raise CertificateInvalid("K207", "unreadable request")
    return 2 + digits + (int.from_bytes(der[2 : 2 + digits], "big") if digits else der[1])
