"""A17: bundles of a stranger, and of somebody who holds an urna's key, before the one reader that all programs use."""

import tracemalloc
from datetime import UTC, datetime

import pytest

from shared.crypto.authority import create_revocation_list, serial_of
from shared.crypto.certificates import Issuer, Request, Role, TrustAnchor, issue
from shared.domain.errors import DatoInvalido
from shared.formats.results_v1 import NAMES, BundleChecks, read_public
from tests.unit.formats import bundles
from tests.unit.formats.bundles import Institute
from tests.unit.formats.hostile import HUGE, Hostile, actas, bombs, first_field, reversed_keys

PEAK = 24 << 20
"""Bytes that the reader may take for a file of at most 2 MiB."""


@pytest.fixture(scope="module")
def institute() -> Institute:
    return Institute()


@pytest.fixture(scope="module")
def checks(institute: Institute) -> BundleChecks:
    return institute.checks()


@pytest.fixture(scope="module")
def hostile(institute: Institute, checks: BundleChecks) -> Hostile:
    found = Hostile(bundles.bundle(institute), institute.urna_key)
    read_public(found.good, checks)
    read_public(found.signed({}), checks)
    return found


def refusal(data: bytes, checks: BundleChecks) -> str:
    with pytest.raises(DatoInvalido) as caught:
        read_public(data, checks)
    return caught.value.code


def test_a17_other_casilla(hostile: Hostile, checks: BundleChecks) -> None:
    foreign = "140009B0100"
    assert refusal(hostile.claiming({"casilla": foreign}, casilla=foreign), checks) == "R122"
    assert refusal(hostile.claiming({"casilla": "140001C0100"}), checks) == "R130"
    assert refusal(hostile.claiming({}, casilla="140001C0100"), checks) == "R130"
    assert refusal(hostile.claiming({"casilla": "149999"}, casilla="149999"), checks) == "R017"


def test_a17_other_urna_store_or_theme(hostile: Hostile, checks: BundleChecks) -> None:
    assert refusal(hostile.claiming({"urna": "JAL-0043"}, urna="JAL-0043"), checks) == "R111"
    assert refusal(hostile.claiming({"store_id": "ab" * 16}), checks) == "R130"
    assert refusal(hostile.claiming({"theme_hash": "ab" * 32}, theme_hash="ab" * 32), checks) == "R121"
    assert refusal(hostile.claiming({"election": "JAL-2015"}, election="JAL-2015"), checks) == "R120"


@pytest.mark.parametrize("mode", ["capacitacion", "simulacro"])
def test_a17_training_mode(hostile: Hostile, checks: BundleChecks, mode: str) -> None:
    assert refusal(hostile.claiming({"mode": mode}, mode=mode), checks) == "R123"
    assert refusal(hostile.claiming({"mode": mode}), checks) == "R130"
    assert refusal(hostile.claiming({"mode": "Oficial"}, mode="Oficial"), checks) == "R015"


def test_a17_old_certificate(institute: Institute, hostile: Hostile, checks: BundleChecks) -> None:
    issuer = Issuer(institute.root_pem(), institute.root_key)
    request = Request(bundles.URNA.value, Role.URNA, institute.urna_key.public)
    years = (datetime(2012, 1, 1, tzinfo=UTC), datetime(2015, 1, 1, tzinfo=UTC))
    assert refusal(hostile.with_certificates(issue(issuer, request, *years)), checks) == "K204"
    revoked = {serial_of(hostile.member("certificates.pem")): bundles.CLOSED}
    crl = create_revocation_list(issuer, revoked, bundles.CLOSED, bundles.VALID[1])
    judged = institute.checks(anchor=TrustAnchor.from_pem(institute.root_pem(), crl))
    assert refusal(hostile.good, judged) == "K205"


def test_a17_reordered_json(hostile: Hostile, checks: BundleChecks) -> None:
    assert refusal(hostile.with_acta(reversed_keys), checks) == "R007"
    assert refusal(hostile.with_manifest(reversed_keys), checks) == "R007"
    lines = hostile.member("journal.jsonl").splitlines()
    spoiled = b"".join(reversed_keys(line) + b"\n" for line in lines)
    assert refusal(hostile.with_journal(spoiled), checks) == "J007"
    assert refusal(hostile.with_acta(lambda data: data + b"\n"), checks) == "R007"


def test_a17_extra_field(hostile: Hostile, checks: BundleChecks) -> None:
    extra = first_field(b'"a":1')
    assert refusal(hostile.with_acta(extra), checks) == "R012"
    assert refusal(hostile.with_manifest(extra), checks) == "R012"
    first, *rest = hostile.member("journal.jsonl").splitlines(keepends=True)
    assert refusal(hostile.with_journal(extra(first) + b"".join(rest)), checks) == "J012"
    assert refusal(hostile.with_acta(lambda d: d.replace(b'"NO":', b'"NADIE":0,"NO":')), checks) == "R134"


def test_a17_duplicate_key(hostile: Hostile, checks: BundleChecks) -> None:
    assert refusal(hostile.with_acta(first_field(b'"actas":3')), checks) == "R004"
    assert refusal(hostile.with_acta(lambda d: d.replace(b'"NO":', b'"NO":900,"NO":')), checks) == "R004"
    twice = first_field(b'"casilla":"140001B0100"')
    assert refusal(hostile.with_manifest(twice), checks) == "R004"


@pytest.mark.parametrize("value", [b"NaN", b"Infinity", b"-Infinity", b"3.0", b"3e0", b"0.1", b"1E400"])
def test_a17_nan_and_floats(hostile: Hostile, checks: BundleChecks, value: bytes) -> None:
    assert refusal(hostile.with_acta(actas(value)), checks) == "R005"


@pytest.mark.parametrize("value", [HUGE, b"-" + HUGE, b"9007199254740992", b"18446744073709551616"])
def test_a17_huge_integer(hostile: Hostile, checks: BundleChecks, value: bytes) -> None:
    assert refusal(hostile.with_acta(actas(value)), checks) == "R005"
    assert refusal(hostile.with_acta(lambda d: d.replace(b'"NO":1', b'"NO":' + value)), checks) == "R005"
    assert refusal(hostile.with_acta(lambda d: d.replace(b'"NO":1', b'"NO":10000001')), checks) == "R014"


def test_a17_truncated(hostile: Hostile, checks: BundleChecks) -> None:
    for end in range(0, len(hostile.good), 23):
        assert refusal(hostile.good[:end], checks) == "R101", end
    for name, code in zip(NAMES[2:], ("R003", "J009", "K201"), strict=True):
        half = hostile.member(name)[: len(hostile.member(name)) // 2]
        assert refusal(hostile.signed({name: half}), checks) == code
    assert refusal(hostile.with_manifest(lambda data: data[:-1]), checks) == "R003"


def test_a17_bomb(hostile: Hostile, checks: BundleChecks) -> None:
    for name, (data, code) in bombs(hostile).items():
        tracemalloc.start()
        try:
            found = refusal(data, checks)
            _, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
        assert found == code, name
        assert peak < PEAK, name


def test_a17_parts_that_nobody_signed(hostile: Hostile, checks: BundleChecks) -> None:
    for name in NAMES[2:4]:
        data = hostile.member(name)
        assert refusal(hostile.swapped(name, data[:-2] + b" " + data[-2:]), checks) == "R113"
    other = hostile.key.sign("image/1", hostile.member("manifest.json"))
    assert refusal(hostile.swapped("manifest.sig", other), checks) == "K103"
    assert refusal(hostile.swapped("manifest.sig", bytes(64)), checks) == "K101"
    assert refusal(hostile.swapped("manifest.json", reversed_keys(hostile.member("manifest.json"))), checks) == "R007"
    renamed = hostile.with_manifest(lambda data: data.replace(b'"name":"acta.json"', b'"name":"otra.json"'))
    assert refusal(renamed, checks) == "R112"
