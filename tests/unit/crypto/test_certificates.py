"""Certificates: a leaf is believed in exactly the role that the institute's root gave it, while it lasts."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID, ObjectIdentifier
from hypothesis import given
from hypothesis import strategies as st

from shared.crypto.certificates import (
    Issuer,
    Request,
    Role,
    TrustAnchor,
    create_revocation_list,
    create_root,
    issue,
    load_chain,
    serial_of,
)
from shared.crypto.errors import CertificateInvalid
from shared.crypto.signing import SigningKey, VerifyingKey

DEVICE = SigningKey.generate()
URI = "urn:urna-electronica:urna:JAL-0042"
YEAR = timedelta(days=365)


def _leaf(issuer: Issuer, day: datetime, role: Role = Role.URNA) -> bytes:
    return issue(issuer, Request("JAL-0042", role, DEVICE.public), day - YEAR / 10, day + YEAR)


def _der(pem: bytes) -> bytes:
    return load_chain(pem)[0]


def _refusal(anchor: TrustAnchor, der: bytes, role: Role, at: datetime, others: Sequence[bytes] = ()) -> str:
    with pytest.raises(CertificateInvalid) as refused:
        anchor.verify_chain(der, others, role, at)
    return refused.value.code


@pytest.mark.parametrize("role", list(Role))
def test_a_leaf_is_believed_in_its_role_and_in_no_other(issuer: Issuer, day: datetime, role: Role) -> None:
    anchor = TrustAnchor.from_pem(issuer.root_pem, None)
    leaf = _leaf(issuer, day, role)
    identity = anchor.verify_chain(_der(leaf), (), role, day)
    assert (identity.id, identity.role, identity.serial) == ("JAL-0042", role, serial_of(leaf))
    assert identity.public_key == DEVICE.public
    identity.public_key.verify("qr/1", b"x", DEVICE.sign("qr/1", b"x"))
    for other in set(Role) - {role}:
        assert _refusal(anchor, _der(leaf), other, day) == "K204"


def test_time_decides(issuer: Issuer, day: datetime) -> None:
    anchor = TrustAnchor.from_pem(issuer.root_pem, None)
    der = _der(_leaf(issuer, day))
    assert _refusal(anchor, der, Role.URNA, day + 2 * YEAR) == "K204"
    assert _refusal(anchor, der, Role.URNA, day - YEAR) == "K204"


def test_a_revoked_leaf_is_refused_even_before_its_revocation(issuer: Issuer, day: datetime) -> None:
    leaf, spared = _leaf(issuer, day), _leaf(issuer, day)
    crl = create_revocation_list(issuer, {serial_of(leaf): day}, day, day + YEAR)
    anchor = TrustAnchor.from_pem(issuer.root_pem, crl)
    assert _refusal(anchor, _der(leaf), Role.URNA, day - timedelta(days=1)) == "K205"
    assert anchor.verify_chain(_der(spared), (), Role.URNA, day).serial == serial_of(spared)


def test_an_empty_list_says_until_when_it_holds(issuer: Issuer, day: datetime) -> None:
    crl = create_revocation_list(issuer, {}, day, day + YEAR)
    assert TrustAnchor.from_pem(issuer.root_pem, crl).next_update == day + YEAR
    assert TrustAnchor.from_pem(issuer.root_pem, None).next_update is None


def test_another_institute_is_refused(issuer: Issuer, day: datetime) -> None:
    key = SigningKey.generate()
    other = Issuer(create_root("Instituto de pruebas", day - YEAR, day + YEAR, key), key)
    anchor = TrustAnchor.from_pem(issuer.root_pem, None)
    assert _refusal(anchor, _der(_leaf(other, day)), Role.URNA, day) == "K204"
    assert _refusal(anchor, _der(_leaf(other, day)), Role.URNA, day, [_der(other.root_pem)]) == "K204"
    assert anchor.fingerprint_hex != TrustAnchor.from_pem(other.root_pem, None).fingerprint_hex
    with pytest.raises(CertificateInvalid) as refused:
        TrustAnchor.from_pem(issuer.root_pem, create_revocation_list(other, {}, day, day + YEAR))
    assert refused.value.code == "K203"


def test_a_leaf_is_no_root_and_the_root_is_no_leaf(issuer: Issuer, day: datetime) -> None:
    with pytest.raises(CertificateInvalid) as refused:
        TrustAnchor.from_pem(_leaf(issuer, day), None)
    assert refused.value.code == "K202"
    anchor = TrustAnchor.from_pem(issuer.root_pem, None)
    assert _refusal(anchor, _der(issuer.root_pem), Role.URNA, day) == "K204"


def test_a_leaf_cannot_issue(issuer: Issuer, day: datetime) -> None:
    first = _leaf(issuer, day)
    forged = _own_leaf(day, DEVICE, "JAL-0042", _role_usages(Role.URNA), [URI])
    assert _refusal(TrustAnchor.from_pem(issuer.root_pem, None), forged, Role.URNA, day, [_der(first)]) == "K204"


def _intermediate(issuer: Issuer, day: datetime, name: str, key: SigningKey) -> bytes:
    usage = x509.KeyUsage(False, False, False, False, False, True, True, False, False)
    builder = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]))
        .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Instituto de pruebas")]))
        .public_key(key.public.crypto_key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(day - YEAR / 10)
        .not_valid_after(day + YEAR)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public.crypto_key), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.key.public.crypto_key), critical=False)
    )
    return builder.sign(issuer.key.crypto_key, SHA256()).public_bytes(Encoding.PEM)


def test_one_intermediate_may_stand_between_and_is_revoked_with_its_leaves(issuer: Issuer, day: datetime) -> None:
    key = SigningKey.generate()
    between = _intermediate(issuer, day, "Distrito 1", key)
    leaf = _own_leaf(day, key, "Distrito 1", _role_usages(Role.URNA), [URI])
    anchor = TrustAnchor.from_pem(issuer.root_pem, create_revocation_list(issuer, {}, day, day + YEAR))
    assert anchor.verify_chain(leaf, [_der(between)], Role.URNA, day).id == "JAL-0042"
    assert _refusal(anchor, leaf, Role.URNA, day) == "K204"
    listed = create_revocation_list(issuer, {serial_of(between): day}, day, day + YEAR)
    revoked = TrustAnchor.from_pem(issuer.root_pem, listed)
    assert _refusal(revoked, leaf, Role.URNA, day, [_der(between)]) == "K205"


def test_a_time_without_zone_is_a_mistake_of_the_caller(issuer: Issuer, day: datetime) -> None:
    anchor = TrustAnchor.from_pem(issuer.root_pem, None)
    with pytest.raises(ValueError, match="zone"):
        anchor.verify_chain(_der(_leaf(issuer, day)), (), Role.URNA, day.replace(tzinfo=None))


def test_the_key_of_the_issuer_must_be_the_roots(issuer: Issuer, day: datetime) -> None:
    with pytest.raises(CertificateInvalid) as refused:
        _leaf(Issuer(issuer.root_pem, SigningKey.generate()), day)
    assert refused.value.code == "K206"


@pytest.mark.parametrize("bad", ["", "a b", "JAL/0042", "x" * 41, "ñ"])
def test_ids_out_of_form_are_not_certified(issuer: Issuer, day: datetime, bad: str) -> None:
    with pytest.raises(ValueError, match="identity"):
        issue(issuer, Request(bad, Role.URNA, DEVICE.public), day, day + YEAR)


def _role_usages(role: Role) -> list[ObjectIdentifier]:
    return list(role.usages)


def _own_leaf(
    day: datetime, key: SigningKey, issuer_name: str, usages: list[ObjectIdentifier] | None, uris: list[str]
) -> bytes:
    """A leaf that ``issue`` would never make, signed by ``key``."""
    public = DEVICE.public.crypto_key
    usage = x509.KeyUsage(True, False, False, False, False, False, False, False, False)
    builder = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "JAL-0042")]))
        .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, issuer_name)]))
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(day - YEAR / 10)
        .not_valid_after(day + YEAR)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public.crypto_key), critical=False)
    )
    names = [x509.UniformResourceIdentifier(uri) for uri in uris]
    builder = builder.add_extension(x509.SubjectAlternativeName(names), critical=False) if names else builder
    builder = builder.add_extension(x509.ExtendedKeyUsage(usages), critical=False) if usages else builder
    return builder.sign(key.crypto_key, SHA256()).public_bytes(Encoding.DER)


def test_what_the_next_test_refuses_is_otherwise_sound(issuer: Issuer, day: datetime) -> None:
    der = _own_leaf(day, issuer.key, "Instituto de pruebas", _role_usages(Role.URNA), [URI])
    assert TrustAnchor.from_pem(issuer.root_pem, None).verify_chain(der, (), Role.URNA, day).id == "JAL-0042"


CLIENT, SERVER = ExtendedKeyUsageOID.CLIENT_AUTH, ExtendedKeyUsageOID.SERVER_AUTH
URNA_OID = Role.URNA.usages[0]


@pytest.mark.parametrize(
    "usages",
    [
        None,
        [CLIENT],
        [URNA_OID],
        [ExtendedKeyUsageOID.ANY_EXTENDED_KEY_USAGE],
        [URNA_OID, SERVER],
        [URNA_OID, CLIENT, SERVER],
        [URNA_OID, CLIENT, Role.SERVIDOR.usages[0]],
        [URNA_OID, CLIENT, ExtendedKeyUsageOID.ANY_EXTENDED_KEY_USAGE],
    ],
)
def test_no_usage_or_another_usage_is_refused(
    issuer: Issuer, day: datetime, usages: list[ObjectIdentifier] | None
) -> None:
    der = _own_leaf(day, issuer.key, "Instituto de pruebas", usages, [URI])
    assert _refusal(TrustAnchor.from_pem(issuer.root_pem, None), der, Role.URNA, day) == "K204"


@pytest.mark.parametrize(
    "uris",
    [
        [],
        ["urn:urna-electronica:servidor:JAL-0042"],
        ["urn:urna-electronica:urna:"],
        ["urn:urna-electronica:urna:JAL-0042/x"],
        ["https://example.mx/JAL-0042"],
        [URI, "urn:urna-electronica:urna:JAL-0043"],
    ],
)
def test_identities_out_of_form_are_refused(issuer: Issuer, day: datetime, uris: list[str]) -> None:
    der = _own_leaf(day, issuer.key, "Instituto de pruebas", _role_usages(Role.URNA), uris)
    assert _refusal(TrustAnchor.from_pem(issuer.root_pem, None), der, Role.URNA, day) == "K204"


def test_keys_that_are_not_p256_are_refused(issuer: Issuer, day: datetime) -> None:
    with pytest.raises(CertificateInvalid):
        TrustAnchor.from_pem(b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", None)
    other = ec.generate_private_key(ec.SECP384R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Otro")])
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(other.public_key())
    builder = builder.serial_number(1).not_valid_before(day).not_valid_after(day + YEAR)
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    with pytest.raises(CertificateInvalid) as refused:
        TrustAnchor.from_pem(builder.sign(other, SHA256()).public_bytes(Encoding.PEM), None)
    assert refused.value.code == "K202"


@pytest.mark.filterwarnings("ignore:Parsed a serial number")
def test_any_flipped_bit_of_a_leaf_is_refused(issuer: Issuer, day: datetime) -> None:
    anchor = TrustAnchor.from_pem(issuer.root_pem, None)
    good = _der(_leaf(issuer, day))
    anchor.verify_chain(good, (), Role.URNA, day)
    for bit in range(len(good) * 8):
        altered = bytearray(good)
        altered[bit // 8] ^= 1 << bit % 8
        with pytest.raises(CertificateInvalid):
            anchor.verify_chain(bytes(altered), (), Role.URNA, day)


@given(st.binary(max_size=200))
def test_garbage_is_no_certificate(data: bytes) -> None:
    for pem in (data, b"-----BEGIN CERTIFICATE-----\n" + data):
        with pytest.raises(CertificateInvalid) as refused:
            TrustAnchor.from_pem(pem, None)
        assert refused.value.code == "K201"
        with pytest.raises(CertificateInvalid):
            load_chain(pem)


def test_public_keys_of_identities_read_back(issuer: Issuer, day: datetime) -> None:
    identity = TrustAnchor.from_pem(issuer.root_pem, None).verify_chain(_der(_leaf(issuer, day)), (), Role.URNA, day)
    assert VerifyingKey.from_der(identity.public_key.to_der()) == DEVICE.public
