"""Certificates, chains, revocation lists and keys of strangers, before and inside of the check of a chain.

It must not accept a leaf in a second encoding, nor let the library's own exceptions out.
"""

from functools import cache

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from shared.crypto.authority import Issuer, create_revocation_list, serial_of
from shared.crypto.certificates import Role, TrustAnchor, load_chain
from shared.crypto.requests import (
    make_request,
    read_request,
    read_requests,
    request_code,
    requests_der,
    requests_from_der,
)
from shared.crypto.roles import identity_uri, parse_identity
from shared.crypto.signing import VerifyingKey
from shared.crypto.tuf_keys import ThemePublicKey
from tests.fuzz import world
from tests.fuzz.target import Target, same
from tests.unit.formats.bundles import CLOSED, JUDGED, OPENED


@cache
def anchor() -> TrustAnchor:
    return TrustAnchor.from_pem(root(), None)


@cache
def root() -> bytes:
    return world.institute().root_pem()


@cache
def leaf() -> bytes:
    return load_chain(world.certificate())[0]


def _leaf(body: bytes) -> None:
    identity = anchor().verify_chain(body, (), Role.URNA, JUDGED)
    same(x509.load_der_x509_certificate(body).public_bytes(Encoding.DER), body)
    same(parse_identity(identity_uri(identity.role, identity.id), Role.URNA), identity.id)


def _middle(body: bytes) -> None:
    anchor().verify_chain(leaf(), (body,), Role.URNA, JUDGED)


def _chain(body: bytes) -> None:
    for each in load_chain(body):
        anchor().verify_chain(each, (), Role.URNA, JUDGED)


def _root(body: bytes) -> None:
    same(len(TrustAnchor.from_pem(body, None).fingerprint_hex), 64)


def _crl(body: bytes) -> None:
    TrustAnchor.from_pem(root(), body)


def _pem(body: bytes) -> None:
    same(VerifyingKey.from_pem(VerifyingKey.from_pem(body).to_pem()), VerifyingKey.from_pem(body))


def _der(body: bytes) -> None:
    same(VerifyingKey.from_der(VerifyingKey.from_der(body).to_der()), VerifyingKey.from_der(body))


def _signature(body: bytes) -> None:
    """Nobody but the urna signs for it; RFC 6979 gives it one signature."""
    world.institute().urna_key.public.verify("image/1", b"data", body)
    same(body, world.institute().urna_key.sign("image/1", b"data"))


def _theme_key(body: bytes) -> None:
    ThemePublicKey.from_pem(body)


def _request(body: bytes) -> None:
    asked = read_request(body, Role.URNA)
    same(parse_identity(identity_uri(asked.role, asked.id), Role.URNA), asked.id)


def _requests(body: bytes) -> None:
    asked = read_requests(body, Role.URNA)
    same(len({each.public_key.to_der() for each in asked}), len(asked))
    same(request_code(requests_from_der(requests_der(body))), request_code(body))


def _symbols(body: bytes) -> None:
    same(requests_der(requests_from_der(body)), body)


READERS = (_leaf, _middle, _chain, _root, _crl, _pem, _der, _signature, _theme_key, _request, _requests, _symbols)


def run(data: bytes) -> None:
    READERS[data[0] % len(READERS) if data else 0](data[1:])


@cache
def seeds() -> tuple[bytes, ...]:
    institute = world.institute()
    issuer = Issuer(root(), institute.root_key)
    crl = create_revocation_list(issuer, {serial_of(world.certificate()): OPENED}, OPENED, CLOSED)
    key = institute.urna_key.public
    theme_key = world.repository_keys().snapshot.public
    parts = (
        leaf(),
        leaf(),
        world.certificate(),
        root(),
        crl,
        key.to_pem(),
        key.to_der(),
        institute.urna_key.sign("image/1", b"data"),
        theme_key.to_pem(),
        make_request("URNA-1", institute.urna_key),
        (both := make_request("URNA-1", institute.urna_key) + make_request("URNA-1", institute.root_key)),
        requests_der(both),
    )
    return tuple(bytes([mode]) + part for mode, part in enumerate(parts))


TARGET = Target(
    name="certificates",
    run=run,
    seeds=seeds,
    letters="K",
    parsers={
        "shared.crypto.certificates:load_chain": "shared.crypto.certificates:MAX_CHAIN",
        "shared.crypto.certificates:TrustAnchor.from_pem": "shared.crypto.certificates:MAX_CRL",
        "shared.crypto.certificates:TrustAnchor.verify_chain": "shared.crypto.certificates:MAX_CERTIFICATE",
        "shared.crypto.requests:read_request": "shared.crypto.requests:MAX_REQUEST",
        "shared.crypto.requests:read_requests": "shared.crypto.requests:MAX_REQUESTS",
        "shared.crypto.roles:parse_identity": "shared.crypto.certificates:MAX_CERTIFICATE",
        "shared.crypto.signing:VerifyingKey.from_pem": "shared.crypto.signing:MAX_KEY",
        "shared.crypto.signing:VerifyingKey.from_der": "shared.crypto.signing:MAX_KEY",
        "shared.crypto.signing:VerifyingKey.verify": "shared.crypto.signing:SIGNATURE_SIZE",
        "shared.crypto.tuf_keys:ThemePublicKey.from_pem": "shared.crypto.signing:MAX_KEY",
    },
    dictionary=(
        b"-----BEGIN CERTIFICATE-----\n",
        b"-----END CERTIFICATE-----\n",
        b"-----BEGIN X509 CRL-----\n",
        b"-----BEGIN PUBLIC KEY-----\n",
        b"urn:urna-electronica:urna:",
        bytes.fromhex("2a8648ce3d040302"),
        bytes.fromhex("551d25"),
        bytes.fromhex("551d11"),
    ),
)
