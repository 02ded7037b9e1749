"""Certificate requests (PKCS#10) as urnas and servers bring them: whose, and whether who asks has the key.

It must not decide a role: the ceremony does. Common tools make them: ``openssl req``.
"""

from typing import Final

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509.oid import NameOID

from shared.crypto.authority import Request
from shared.crypto.errors import CertificateInvalid, KeyInvalid
from shared.crypto.roles import Role, identity_uri
from shared.crypto.signing import SigningKey, VerifyingKey

MAX_REQUEST: Final = 8192


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
