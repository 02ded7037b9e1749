from dataclasses import replace

import pytest

from shared.crypto.hashing import sha256_hex
from shared.crypto.sealing import SealingKey
from shared.domain.eleccion import Mode
from shared.domain.ids import StoreId
from shared.domain.voto import Mark, Voto
from shared.formats.image_v1 import ImagenInvalida
from shared.formats.results_v1 import read_public
from shared.formats.sealed_v1 import count_records, open_records, read_sealed, record_opener, seal_reference
from tests.unit.formats import bundles
from tests.unit.formats.bundles import Institute


@pytest.fixture(scope="module")
def institute() -> Institute:
    return Institute()


@pytest.mark.parametrize("which", ["casilla", "eleccion"])
def test_either_key_recounts_the_acta(institute: Institute, which: str) -> None:
    public, sealed = bundles.whole(institute)
    verified = read_public(public, institute.checks())
    image = read_sealed(sealed, verified.manifest, institute.urna_key.public.verify)
    slot = "casilla" if which == "casilla" else "eleccion"
    key = institute.casilla_key if slot == "casilla" else institute.election_key
    opener = record_opener(key, slot, institute.theme, image.store_id, Mode.OFICIAL)  # type: ignore[arg-type]
    opened = open_records(image.final, opener, institute.theme)
    assert opened.illegibles == 0
    assert len(opened.slip_marks) == 6
    assert count_records(opened, institute.theme) == verified.acta.contests


def test_another_key_store_or_mode_opens_nothing(institute: Institute) -> None:
    record = institute.seal(0, Voto((Mark(0),)))
    for key, store, mode in (
        (SealingKey.generate(), bundles.STORE, Mode.OFICIAL),
        (institute.casilla_key, StoreId("aa" * 16), Mode.OFICIAL),
        (institute.casilla_key, bundles.STORE, Mode.SIMULACRO),
    ):
        opener = record_opener(key, "casilla", institute.theme, store, mode)
        assert open_records([record], opener, institute.theme).illegibles == 1


def test_an_over_full_record_is_refused_at_counting(institute: Institute) -> None:
    records = [institute.seal(1, Voto((Mark(0), Mark(1)))), institute.seal(1, Voto((Mark(0), Mark(0))))]
    records.append(institute.seal(1, Voto((Mark(0),))))
    opener = record_opener(institute.casilla_key, "casilla", institute.theme, bundles.STORE, Mode.OFICIAL)
    figures = count_records(open_records(records, opener, institute.theme), institute.theme)[1]
    assert (figures.rechazados, figures.total) == (2, 1)


def test_a_record_sealed_for_one_contest_and_saying_another_is_no_vote(institute: Institute) -> None:
    opener = record_opener(institute.casilla_key, "casilla", institute.theme, bundles.STORE, Mode.OFICIAL)
    record = institute.seal(0, Voto((Mark(0),)), label=1)
    opened = open_records([record], opener, institute.theme)
    assert (opened.illegibles, opened.rechazados, opened.slip_marks) == (0, (0, 1), ())


def test_what_opens_has_no_order(institute: Institute) -> None:
    records = [institute.seal(1, voto) for voto in bundles.votes()[1]]
    opener = record_opener(institute.casilla_key, "casilla", institute.theme, bundles.STORE, Mode.OFICIAL)
    assert open_records(records, opener, institute.theme) == open_records(records[::-1], opener, institute.theme)


def test_another_sealed_file_is_refused(institute: Institute) -> None:
    public, sealed = bundles.whole(institute)
    manifest = read_public(public, institute.checks()).manifest
    verify = institute.urna_key.public.verify
    with pytest.raises(ImagenInvalida, match="I151"):
        read_sealed(sealed[:-1], manifest, verify)
    image = read_sealed(sealed, manifest, verify)
    pending = replace(image, pending=frozenset({bytes(512)}), pending_turn=7)
    cases = [("I152", replace(image, store_id=StoreId("aa" * 16)), 6), ("I153", pending, 6), ("I154", image, 5)]
    for code, wrong, records in cases:
        data = institute.serialise(wrong)
        reference = replace(seal_reference(data, wrong), records=records)
        assert reference.sha256 == sha256_hex(data)
        with pytest.raises(ImagenInvalida, match=code):
            read_sealed(data, replace(manifest, sealed=reference), verify)
