"""A2: a reserve signs for the two stores that its acta de sustitucion names, and for no other; each check is tried."""

import json
from dataclasses import replace
from typing import Any

import pytest

from shared.crypto.signing import SigningKey
from shared.domain.eleccion import Mode
from shared.domain.errors import ActaInvalida, DatoInvalido
from shared.domain.ids import CasillaId, EleccionId, StoreId, UrnaId
from shared.formats.canonical import twin
from shared.formats.journal_v1 import serialise_journal
from shared.formats.results_v1 import BundleChecks, read_public
from shared.formats.sustitucion_v1 import verify_whole_journal
from tests.unit.formats import bundles
from tests.unit.formats.bundles import STORE, URNA, Institute
from tests.unit.formats.substitutions import NAMES, NEW_STORE, RESERVE, Substitution


@pytest.fixture(scope="module")
def mesa() -> Substitution:
    return Substitution()


@pytest.fixture(scope="module")
def checks(mesa: Substitution) -> BundleChecks:
    return mesa.institute.checks()


def refusal(data: bytes, checks: BundleChecks) -> str:
    with pytest.raises(DatoInvalido) as caught:
        read_public(data, checks)
    return caught.value.code


def test_a2_the_reserve_named_by_the_acta_signs_for_the_dead_urna(mesa: Substitution, checks: BundleChecks) -> None:
    found = read_public(mesa.bundle(mesa.acta()), checks)
    assert found.acta.urna == URNA
    assert found.identity.id == RESERVE.value
    assert found.sustitucion is not None
    assert found.sustitucion.acta == mesa.acta()
    assert found.sustitucion.acta.diferencia == 1
    assert found.sustitucion.identity.id == URNA.value
    assert found.findings == ()


def test_a2_a_reserve_that_goes_on_signs_both_stores(mesa: Substitution, checks: BundleChecks) -> None:
    acta = mesa.acta(NEW_STORE)
    dead, own = read_public(mesa.bundle(acta), checks), read_public(mesa.own_bundle(acta), checks)
    assert (dead.acta.urna, dead.acta.store_id, dead.identity.id) == (URNA, STORE, RESERVE.value)
    assert (own.acta.urna, own.acta.store_id, own.identity.id) == (RESERVE, NEW_STORE, RESERVE.value)
    assert [found.sustitucion and found.sustitucion.acta for found in (dead, own)] == [acta, acta]
    assert len({found.sustitucion and found.sustitucion.sha256 for found in (dead, own)}) == 1
    assert (acta.beside(STORE), acta.beside(NEW_STORE)) == (NEW_STORE, STORE)


def test_a2_no_acta_no_reserve(mesa: Substitution, checks: BundleChecks) -> None:
    assert refusal(mesa.bundle(mesa.acta(), sustitucion=None), checks) == "R111"


def test_a2_another_reserve_than_the_one_named(mesa: Substitution, checks: BundleChecks) -> None:
    other = mesa.certificate(UrnaId("JAL-R002"))
    assert refusal(mesa.bundle(mesa.acta(), certificates=other), checks) == "R115"
    dead: dict[str, Any] = {"certificates": mesa.institute.certificate(), "sign": mesa.institute.urna_key.sign}
    assert refusal(mesa.bundle(mesa.acta(), **dead), checks) == "R115", "a revived urna cannot use the acta either"


@pytest.mark.parametrize(
    "change",
    [{"store_id": StoreId("77" * 16)}, {"urna": UrnaId("JAL-0099")}, {"casilla": CasillaId("140001C0100")}],
)
def test_a2_the_acta_covers_no_other_store(mesa: Substitution, checks: BundleChecks, change: dict[str, Any]) -> None:
    acta = mesa.acta(NEW_STORE)
    assert refusal(mesa.bundle(acta, mesa.escrutinio(acta, **change)), checks) == "R114"
    assert refusal(mesa.own_bundle(acta, **change), checks) == "R114"


def test_a2_a_reserve_that_only_closes_has_no_store_of_its_own(mesa: Substitution, checks: BundleChecks) -> None:
    assert refusal(mesa.own_bundle(mesa.acta(), store_id=NEW_STORE), checks) == "R114"


@pytest.mark.parametrize(
    ("code", "change"),
    [
        ("R150", {"election": EleccionId("JAL-2021")}),
        ("R150", {"mode": Mode.SIMULACRO}),
        ("R150", {"theme_hash": "00" * 32}),
        ("R150", {"casilla": CasillaId("140009B0100")}),
        ("R151", {"urna": UrnaId("JAL-0099")}),
        ("R152", {"store_id": StoreId("77" * 16)}),
        ("R152", {"casilla_key": bytes(32)}),
        ("R152", {"casilla": CasillaId("140001C0100")}),
    ],
)
def test_a2_an_acta_that_the_opening_does_not_bear_out(
    mesa: Substitution, checks: BundleChecks, code: str, change: dict[str, object]
) -> None:
    acta = mesa.acta()
    wrong = replace(acta, **change)  # type: ignore[arg-type]  # real fields
    assert refusal(mesa.bundle(acta, sustitucion=mesa.signed(wrong)), checks) == code


def test_a2_the_dead_urnas_opening_must_be_its_own(mesa: Substitution, checks: BundleChecks) -> None:
    acta = mesa.acta()
    forged = bytearray(mesa.opening())
    forged[70] ^= 1
    assert refusal(mesa.bundle(acta, sustitucion=mesa.signed(acta, opening=bytes(forged))), checks)[0] in "KR"
    renamed = mesa.opening(urna=UrnaId("JAL-0099"))
    assert refusal(mesa.bundle(acta, sustitucion=mesa.signed(acta, opening=renamed)), checks) == "R151"
    elsewhere = mesa.opening(theme_hash="00" * 32)
    assert refusal(mesa.bundle(acta, sustitucion=mesa.signed(acta, opening=elsewhere)), checks) == "R152"
    practice = mesa.opening(mode=Mode.SIMULACRO)
    assert refusal(mesa.bundle(acta, sustitucion=mesa.signed(acta, opening=practice)), checks) == "R152"
    stranger = Substitution(Institute(theme=mesa.institute.theme)).opening()
    assert refusal(mesa.bundle(acta, sustitucion=mesa.signed(acta, opening=stranger)), checks) == "K204"


@pytest.mark.parametrize(
    ("code", "names"),
    [("R014", NAMES[:1]), ("R153", (NAMES[0], NAMES[0])), ("R153", (NAMES[0], "TECNICO-01"))],
)
def test_a2_two_officials_of_a_mesa_sign(
    mesa: Substitution, checks: BundleChecks, code: str, names: tuple[str, ...]
) -> None:
    acta = mesa.acta()
    assert refusal(mesa.bundle(acta, sustitucion=mesa.signed(acta, names)), checks) == code


def test_a2_their_signatures_are_under_this_very_acta(mesa: Substitution, checks: BundleChecks) -> None:
    acta = mesa.acta()
    value = json.loads(mesa.signed(acta))
    for change in ({"lista": 3}, {"emitidos": 2}, {"new_store": NEW_STORE.value}):
        assert refusal(mesa.bundle(acta, sustitucion=twin(value | change)), checks) == "K511"


def test_a2_the_journal_tells_of_the_substitution(mesa: Substitution, checks: BundleChecks) -> None:
    acta, other = mesa.acta(), mesa.acta(lista=9)
    entries = mesa.journal(other)
    made = mesa.escrutinio(acta, journal_head=entries[-1].hash)
    assert refusal(mesa.bundle(acta, made, journal=serialise_journal(entries)), checks) == "R143"
    silent = mesa.institute.journal()
    made = mesa.escrutinio(acta, journal_head=silent[-1].hash)
    assert refusal(mesa.bundle(acta, made, journal=serialise_journal(silent)), checks) == "R143"


def test_a2_a_store_sealed_to_another_key(mesa: Substitution, checks: BundleChecks) -> None:
    acta = mesa.acta(NEW_STORE)
    assert refusal(mesa.own_bundle(acta, casilla_key=bytes(32)), checks) == "R136"


def test_a19_checkpoints_before_the_substitution_are_the_dead_urnas(mesa: Substitution, checks: BundleChecks) -> None:
    acta = mesa.acta()
    good = read_public(mesa.bundle(acta), checks)
    verify_whole_journal(good.journal, good.identity, good.sustitucion, good.acta.store_id)
    for liar in (mesa.reserve_key, SigningKey.generate()):
        entries = mesa.journal(acta, old=liar)
        with pytest.raises(DatoInvalido, match="K103"):
            verify_whole_journal(entries, good.identity, good.sustitucion, good.acta.store_id)


def test_a17_every_flipped_byte_of_the_acta_is_refused(mesa: Substitution, checks: BundleChecks) -> None:
    acta = mesa.acta(NEW_STORE)
    data = mesa.signed(acta)
    for place in range(0, len(data), 29):
        bad = bytearray(data)
        bad[place] ^= 1 << (place % 8)
        with pytest.raises(DatoInvalido):
            read_public(mesa.bundle(acta, sustitucion=bytes(bad)), checks)


def test_an_urna_does_not_take_its_own_place(mesa: Substitution) -> None:
    for change in ({"reserva": URNA}, {"nuevo": STORE}):
        with pytest.raises(ActaInvalida, match="D409"):
            mesa.acta(**change)


def test_an_ordinary_bundle_is_made_of_the_bytes_that_it_had(mesa: Substitution) -> None:
    data = bundles.bundle(mesa.institute)
    assert read_public(data, mesa.institute.checks()).sustitucion is None
