"""Certificates of the institute: an offline P-256 root, its leaves with one role each, and the chain check.

It must not accept a leaf that does not name its role: X.509 verification by default takes one with no extended key
usage at all. It reads no clock: the moment of judging is the caller's.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509 import verification as verify

from shared.crypto.authority import Issuer, Request, create_revocation_list, create_root, issue, serial_of
from shared.crypto.errors import CertificateInvalid, KeyInvalid
from shared.crypto.hashing import sha256_hex
from shared.crypto.roles import Role, parse_identity
from shared.crypto.signing import VerifyingKey

__all__ = [
    "DeviceIdentity",
    "Issuer",
    "Request",
    "Role",
    "TrustAnchor",
    "create_revocation_list",
    "create_root",
    "issue",
    "load_chain",
    "serial_of",
]

MAX_CERTIFICATE = 8192
MAX_CHAIN = 32 << 10
MAX_CRL = 4 << 20
"""Bytes; a revocation list of 4 MiB names about 80,000 serials."""
_ECDSA_SHA256 = bytes.fromhex("300a06082a8648ce3d040302")
_SEQUENCE, _BIT_STRING = 0x30, 0x03
_UNREADABLE = (
    ValueError,
    TypeError,
    UnsupportedAlgorithm,
    x509.InvalidVersion,
    x509.DuplicateExtension,
    x509.ExtensionNotFound,
    x509.UnsupportedGeneralNameType,
)
"""What the library raises while it reads hostile bytes; not all of them are ``ValueError``."""
_CHAIN_DEPTH = 1


@dataclass(frozen=True, slots=True)
class DeviceIdentity:
    """Who a verified certificate stands for: ``serial`` in hexadecimal, SHA-256 of its DER as ``fingerprint_hex``."""

    id: str
    role: Role
    public_key: VerifyingKey
    serial: str
    fingerprint_hex: str


class TrustAnchor:
    """The institute's root with its revocation list. Thread-safe; holds no private key."""

    __slots__ = ("_builders", "_revoked", "_root", "next_update")

    def __init__(self, root: x509.Certificate, crl: x509.CertificateRevocationList | None) -> None:
        self._root = root
        store = verify.Store([root])
        self._builders = {
            role: verify.PolicyBuilder()
            .store(store)
            .max_chain_depth(_CHAIN_DEPTH)
            .extension_policies(ca_policy=verify.ExtensionPolicy.webpki_defaults_ca(), ee_policy=_leaf_policy(role))
            for role in Role
        }
        self._revoked = frozenset(entry.serial_number for entry in crl) if crl is not None else frozenset()
        self.next_update = crl.next_update_utc if crl is not None else None

    @classmethod
    def from_pem(cls, root_pem: bytes, crl_pem: bytes | None) -> Self:
        """Read a self-signed P-256 root and its revocation list.

        An old list is still a list: ``next_update`` tells callers how fresh it is. Raises ``CertificateInvalid``:
        K201 unreadable; K202 not a self-signed P-256 authority; K203 the list is not of this root.
        """
        root = _load(root_pem, pem=True)
        _check_root(root)
        return cls(root, _load_crl(crl_pem, root) if crl_pem is not None else None)

    @property
    def fingerprint_hex(self) -> str:
        """SHA-256 of the root's DER, 64 digits."""
        return sha256_hex(self._root.public_bytes(serialization.Encoding.DER))

    def verify_chain(self, leaf_der: bytes, intermediates: Sequence[bytes], role: Role, at: datetime) -> DeviceIdentity:
        """Give the identity of a leaf that this root vouches for in ``role`` at the aware time ``at``.

        At most one intermediate (DER) stands between. A listed serial is refused whatever ``at`` is: whoever holds
        a stolen key also chooses its dates. Raises ``CertificateInvalid``: K201 unreadable; K204 chain, time, role
        or form; K205 revoked.
        """
        if at.tzinfo is None:
            raise ValueError("the moment of judging needs a time zone")
        leaf = _load(leaf_der, pem=False)
        others = [_load(der, pem=False) for der in intermediates[: _CHAIN_DEPTH + 1]]
        verifier = self._builders[role].time(at).build_client_verifier()
        try:
            chain = verifier.verify(leaf, others).chain
        except (verify.VerificationError, *_UNREADABLE) as error:
            raise CertificateInvalid("K204", str(error)[:200]) from None
        if not _is_canonical(leaf, leaf_der):
            raise CertificateInvalid("K204", "the certificate has a second encoding")
        if any(certificate.serial_number in self._revoked for certificate in chain):
            raise CertificateInvalid("K205", f"certificate {leaf.serial_number:x} is revoked")
        return _identity(leaf, role, leaf_der)


def load_chain(pem: bytes) -> tuple[bytes, ...]:
    """Give the DER of each certificate of a PEM file, in its order; raises ``CertificateInvalid`` K201."""
    if len(pem) > MAX_CHAIN:
        raise CertificateInvalid("K201", f"certificates of {len(pem)} bytes")
    try:
        certificates = x509.load_pem_x509_certificates(pem)
    except _UNREADABLE:
        raise CertificateInvalid("K201", "no certificates in PEM") from None
    return tuple(certificate.public_bytes(serialization.Encoding.DER) for certificate in certificates)


def _leaf_policy(role: Role) -> verify.ExtensionPolicy:
    expected = sorted(oid.dotted_string for oid in role.usages)

    def has_role(_policy: verify.Policy, _certificate: x509.Certificate, usage: x509.ExtendedKeyUsage) -> None:
        if sorted(oid.dotted_string for oid in usage) != expected:
            raise ValueError(f"the certificate is not of role {role.word}")

    def has_identity(_policy: verify.Policy, _certificate: x509.Certificate, san: x509.SubjectAlternativeName) -> None:
        _id_in(san, role)

    return (
        verify.ExtensionPolicy.webpki_defaults_ee()
        .require_present(x509.ExtendedKeyUsage, verify.Criticality.AGNOSTIC, has_role)
        .require_present(x509.SubjectAlternativeName, verify.Criticality.AGNOSTIC, has_identity)
        .require_present(x509.KeyUsage, verify.Criticality.CRITICAL, _signs_only)
        .require_present(x509.BasicConstraints, verify.Criticality.CRITICAL, _is_no_authority)
    )


def _signs_only(_policy: verify.Policy, _certificate: x509.Certificate, usage: x509.KeyUsage) -> None:
    if not usage.digital_signature or usage.key_cert_sign or usage.crl_sign:
        raise ValueError("the certificate is not for signatures alone")


def _is_no_authority(
    _policy: verify.Policy, _certificate: x509.Certificate, constraints: x509.BasicConstraints
) -> None:
    if constraints.ca:
        raise ValueError("an authority is no device")


def _id_in(san: x509.SubjectAlternativeName, role: Role) -> str:
    uris = san.get_values_for_type(x509.UniformResourceIdentifier)
    if len(uris) != 1 or len(list(san)) != 1:
        raise ValueError("the certificate does not name one identity")
    return parse_identity(uris[0], role)


def _is_canonical(leaf: x509.Certificate, der: bytes) -> bool:
    """Whether ``der`` is the one encoding of its signed part and its signature.

    The library ignores the count of unused bits before the signature, so that a changed bit there would pass.
    """
    signature = _tlv(_BIT_STRING, b"\0" + leaf.signature)
    return der == _tlv(_SEQUENCE, leaf.tbs_certificate_bytes + _ECDSA_SHA256 + signature)


def _tlv(tag: int, value: bytes) -> bytes:
    size = len(value)
    if size < 0x80:
        return bytes((tag, size)) + value
    digits = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes((tag, 0x80 | len(digits))) + digits + value


def _identity(leaf: x509.Certificate, role: Role, der: bytes) -> DeviceIdentity:
    san = leaf.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    return DeviceIdentity(_id_in(san, role), role, _p256(leaf), f"{leaf.serial_number:x}", sha256_hex(der))


def _p256(certificate: x509.Certificate) -> VerifyingKey:
    try:
        key = certificate.public_key()
    except _UNREADABLE:
        raise CertificateInvalid("K204", "the key is unreadable") from None
    if not isinstance(key, ec.EllipticCurvePublicKey):
        raise CertificateInvalid("K204", "the key is not P-256")
    try:
        return VerifyingKey(key)
    except KeyInvalid:
        raise CertificateInvalid("K204", "the key is not P-256") from None


def _check_root(root: x509.Certificate) -> None:
    try:
        root.verify_directly_issued_by(root)
        constraints = root.extensions.get_extension_for_class(x509.BasicConstraints).value
        _p256(root)
    except (*_UNREADABLE, InvalidSignature, CertificateInvalid):
        raise CertificateInvalid("K202", "the root is not a self-signed P-256 authority") from None
    if not constraints.ca:
        raise CertificateInvalid("K202", "the root is not an authority")


def _load(data: bytes, *, pem: bool) -> x509.Certificate:
    if len(data) > MAX_CERTIFICATE:
        raise CertificateInvalid("K201", f"a certificate of {len(data)} bytes")
    try:
        return x509.load_pem_x509_certificate(data) if pem else x509.load_der_x509_certificate(data)
    except _UNREADABLE:
        raise CertificateInvalid("K201", "unreadable certificate") from None


def _load_crl(pem: bytes, root: x509.Certificate) -> x509.CertificateRevocationList:
    if len(pem) > MAX_CRL:
        raise CertificateInvalid("K201", f"a revocation list of {len(pem)} bytes")
    try:
        crl = x509.load_pem_x509_crl(pem)
        valid = crl.issuer == root.subject and crl.is_signature_valid(_p256(root).crypto_key)
    except _UNREADABLE:
        raise CertificateInvalid("K201", "unreadable revocation list") from None
    if not valid:
        raise CertificateInvalid("K203", "the revocation list is not of this root")
    return crl
