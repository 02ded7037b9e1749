"""The institute's certificate authority: makes roots, leaves and revocation lists.

It must run only where the root key is, offline. Serial numbers are 159 random bits of the operating system.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509.oid import NameOID

from shared.crypto.errors import CertificateInvalid
from shared.crypto.roles import Role, identity_uri
from shared.crypto.signing import SigningKey, VerifyingKey


@dataclass(frozen=True, slots=True)
class Issuer:
    """The root as a signer: its certificate in PEM and its private key."""

    root_pem: bytes
    key: SigningKey = field(repr=False)


@dataclass(frozen=True, slots=True)
class Request:
    """Who asks for a certificate: id (1 to 40 letters, digits, ``_.-``), role, and public key."""

    id: str
    role: Role
    public_key: VerifyingKey


def create_root(name: str, not_before: datetime, not_after: datetime, key: SigningKey) -> bytes:
    """Make the self-signed root in PEM, called ``name``, valid between two aware times."""
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    builder = _builder(subject, subject, key.public.crypto_key, (not_before, not_after)).add_extension(
        x509.BasicConstraints(ca=True, path_length=1), critical=True
    )
    builder = builder.add_extension(_usage(authority=True), critical=True)
    return _signed(builder, key)


def issue(issuer: Issuer, request: Request, not_before: datetime, not_after: datetime) -> bytes:
    """Make the certificate of a device or signer in PEM; raises ``ValueError`` for an id out of form.

    The request must have reached the ceremony by hand: nothing here proves who holds the key.
    """
    root = _root(issuer)
    uri = identity_uri(request.role, request.id)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, request.id)])
    builder = _builder(subject, root.subject, request.public_key.crypto_key, (not_before, not_after))
    builder = (
        builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(authority=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage(request.role.usages), critical=False)
        .add_extension(x509.SubjectAlternativeName([x509.UniformResourceIdentifier(uri)]), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.key.public.crypto_key), critical=False)
    )
    return _signed(builder, issuer.key)


def create_revocation_list(
    issuer: Issuer, revoked: Mapping[str, datetime], issued_at: datetime, next_update: datetime
) -> bytes:
    """Make the revocation list in PEM: ``revoked`` maps serials in hexadecimal to the aware time of revocation."""
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(_root(issuer).subject)
        .last_update(issued_at)
        .next_update(next_update)
        .add_extension(x509.CRLNumber(int(issued_at.timestamp())), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.key.public.crypto_key), critical=False)
    )
    for serial, when in sorted(revoked.items()):
        entry = x509.RevokedCertificateBuilder().serial_number(int(serial, 16)).revocation_date(when).build()
        builder = builder.add_revoked_certificate(entry)
    return builder.sign(issuer.key.crypto_key, SHA256()).public_bytes(serialization.Encoding.PEM)


def root_facts(root_pem: bytes) -> tuple[str, tuple[datetime, datetime]]:
    """The name of a root, and its first and last aware moment; raises ``CertificateInvalid`` K201."""
    try:
        root = x509.load_pem_x509_certificate(root_pem)
        (name,) = root.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    except ValueError:
        raise CertificateInvalid("K201", "unreadable certificate") from None
    return str(name.value), (root.not_valid_before_utc, root.not_valid_after_utc)


def sign_for_openssl(issuer: Issuer, data: bytes) -> bytes:
    """The root's signature over ``data`` in DER, for people who check with ``openssl dgst -sha256 -verify``.

    No program of ours reads it: it binds no purpose, as theirs do. Raises ``CertificateInvalid`` K206.
    """
    _root(issuer)
    return issuer.key.crypto_key.sign(data, ec.ECDSA(SHA256()))


def serial_of(certificate_pem: bytes) -> str:
    """Give a certificate's serial in hexadecimal, to be revoked; raises ``CertificateInvalid`` K201."""
    try:
        return f"{x509.load_pem_x509_certificate(certificate_pem).serial_number:x}"
    except ValueError:
        raise CertificateInvalid("K201", "unreadable certificate") from None


def _root(issuer: Issuer) -> x509.Certificate:
    root = x509.load_pem_x509_certificate(issuer.root_pem)
    if root.public_key() != issuer.key.public.crypto_key:
        raise CertificateInvalid("K206", "the key is not the root's")
    return root


def _builder(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, validity: tuple[datetime, datetime]
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(validity[0])
        .not_valid_after(validity[1])
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
    )


def _usage(*, authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not authority,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=authority,
        crl_sign=authority,
        encipher_only=False,
        decipher_only=False,
    )


def _signed(builder: x509.CertificateBuilder, key: SigningKey) -> bytes:
    return builder.sign(key.crypto_key, SHA256()).public_bytes(serialization.Encoding.PEM)
