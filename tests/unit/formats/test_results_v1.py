import io
import random  # noqa: TID251 - a seeded choice of places to flip
import time
import zipfile
from collections.abc import Callable
from dataclasses import replace

import pytest

from shared.crypto.certificates import Role
from shared.crypto.signing import SigningKey
from shared.domain.acta import ActaEscrutinio
from shared.domain.eleccion import Mode
from shared.domain.errors import DatoInvalido
from shared.domain.escrutinio import EscrutinioContest
from shared.domain.ids import CasillaId, EleccionId, UrnaId
from shared.domain.journal import JournalKind, journal_data
from shared.domain.ledger import Ledger
from shared.formats.acta_v1 import parse_acta, serialise_acta
from shared.formats.container import pack
from shared.formats.journal_v1 import append, serialise_journal
from shared.formats.results_v1 import BundleChecks, bundle_names, read_public
from tests.unit.formats import bundles, examples
from tests.unit.formats.bundles import Institute


@pytest.fixture(scope="module")
def institute() -> Institute:
    return Institute()


@pytest.fixture(scope="module")
def checks(institute: Institute) -> BundleChecks:
    return institute.checks()


def refusal(data: bytes, checks: BundleChecks) -> str:
    with pytest.raises(DatoInvalido) as caught:
        read_public(data, checks)
    return caught.value.code


def test_a_bundle_reads_back_whole(institute: Institute, checks: BundleChecks) -> None:
    data = bundles.bundle(institute)
    found = read_public(data, checks)
    assert found.acta == bundles.acta(institute)
    assert found.journal == institute.journal()
    assert found.identity.id == "JAL-0042"
    assert found.findings == ()
    assert [tuple(c.counts) for c in found.acta.contests] == [c.count_keys() for c in institute.theme.contests]


def test_it_is_made_of_the_same_bytes_every_time(institute: Institute) -> None:
    certificate = institute.certificate()
    first, second = (bundles.bundle(institute, certificates=certificate) for _ in range(2))
    assert first == second


def test_any_zip_tool_opens_it(institute: Institute) -> None:
    with zipfile.ZipFile(io.BytesIO(bundles.bundle(institute))) as found:
        assert found.testzip() is None
        assert found.namelist()[2] == "acta.json"
        assert parse_acta(found.read("acta.json")) == bundles.acta(institute)


def test_files_are_named_by_casilla_and_store(institute: Institute) -> None:
    public, sealed = bundle_names(bundles.acta(institute))
    assert public == f"140001B0100-{'0f' * 16}.public.zip"
    assert sealed == f"140001B0100-{'0f' * 16}.sealed"


def test_every_flipped_byte_is_refused_with_a_code(institute: Institute, checks: BundleChecks) -> None:
    data = bundles.bundle(institute)
    source = random.Random(11)  # noqa: S311 - sampling
    for place in range(len(data)):
        bad = bytearray(data)
        bad[place] ^= 1 << source.randrange(8)
        with pytest.raises(DatoInvalido):
            read_public(bytes(bad), checks)


def test_truncated_or_longer_files_are_refused(institute: Institute, checks: BundleChecks) -> None:
    data = bundles.bundle(institute)
    for cut in (*range(0, len(data), 37), len(data) - 1):
        assert refusal(data[:cut], checks) == "R101"
    assert refusal(data + b"\0", checks) == "R101"
    assert refusal(b"\0" + data, checks) == "R101"
    assert refusal(bytes((2 << 20) + 1), checks) == "R100"


def test_a_compressed_or_annotated_container_is_refused(institute: Institute, checks: BundleChecks) -> None:
    data = bundles.bundle(institute)
    with zipfile.ZipFile(io.BytesIO(data)) as found:
        members = [(name, found.read(name)) for name in found.namelist()]
    for compression, comment in ((zipfile.ZIP_DEFLATED, b""), (zipfile.ZIP_STORED, b"hola")):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", compression) as made:
            for name, member in members:
                made.writestr(zipfile.ZipInfo(name), member, compression)
            made.comment = comment
        assert refusal(out.getvalue(), checks) == "R101"
    assert refusal(pack([*members, ("extra.txt", b"")]), checks) == "R101"
    assert refusal(pack([members[1], members[0], *members[2:]]), checks) == "R101"


def test_who_may_sign(institute: Institute, checks: BundleChecks) -> None:
    stranger = Institute(theme=institute.theme)
    assert refusal(bundles.bundle(stranger), checks) == "K204"
    other_role = institute.certificate(Role.FIRMANTE_TEMA)
    assert refusal(bundles.bundle(institute, certificates=other_role), checks) == "K204"
    other_urna = institute.certificate(holder="JAL-0043")
    assert refusal(bundles.bundle(institute, certificates=other_urna), checks) == "R111"
    assert refusal(bundles.bundle(institute, sign=SigningKey.generate().sign), checks) == "K103"
    assert refusal(bundles.bundle(institute, certificates=b"nada"), checks) == "K201"
    assert refusal(bundles.bundle(institute, certificates=institute.certificate() * 3), checks) == "R110"
    old = replace(checks, at=bundles.VALID[1].replace(year=2020))
    assert refusal(bundles.bundle(institute), old) == "K204"


def test_a_signature_for_another_purpose_does_not_stand(institute: Institute, checks: BundleChecks) -> None:
    def sign(_purpose: str, data: bytes) -> bytes:
        return institute.urna_key.sign("image/1", data)

    assert refusal(bundles.bundle(institute, sign=sign), checks) == "K103"


Change = Callable[[ActaEscrutinio], ActaEscrutinio]


def other_counts(acta: ActaEscrutinio, counts: dict[str, int]) -> ActaEscrutinio:
    return replace(acta, contests=(acta.contests[0], EscrutinioContest(acta.contests[1].contest_id, counts)))


CASES: list[tuple[str, Change]] = [
    ("R111", lambda a: replace(a, urna=UrnaId("JAL-0043"))),
    ("R120", lambda a: replace(a, election=EleccionId("JAL-2021"))),
    ("R121", lambda a: replace(a, theme_hash="00" * 32)),
    ("R122", lambda a: replace(a, casilla=CasillaId("140009B0100"))),
    ("R123", lambda a: replace(a, mode=Mode.SIMULACRO)),
    ("R123", lambda a: replace(a, mode=Mode.CAPACITACION)),
    ("R132", lambda a: replace(a, theme_code="0000-0000-0000")),
    ("R133", lambda a: replace(a, contests=a.contests[::-1])),
    ("R133", lambda a: replace(a, contests=a.contests[:1])),
    ("R134", lambda a: other_counts(a, {"SI": 3, "NULOS": 0})),
    ("R134", lambda a: other_counts(a, {"SI": 1, "NO": 1, "NULOS": 1, "OTRA": 0})),
    ("R014", lambda a: other_counts(a, {"SI": 10**8, "NO": 1, "NULOS": 1})),
    ("R141", lambda a: replace(a, journal_head="00" * 32)),
]


@pytest.mark.parametrize(("code", "change"), CASES, ids=[f"{code}-{i}" for i, (code, _) in enumerate(CASES)])
def test_a_well_signed_bundle_of_something_else_is_refused(
    code: str, change: Change, institute: Institute, checks: BundleChecks
) -> None:
    assert refusal(bundles.bundle(institute, change(bundles.acta(institute))), checks) == code


def test_a_sealed_file_that_the_acta_does_not_name_is_refused(institute: Institute, checks: BundleChecks) -> None:
    from shared.formats.results_v1 import SealedReference  # noqa: PLC0415 - used here alone

    assert refusal(bundles.bundle(institute, sealed=SealedReference("aa" * 32, 1, 6)), checks) == "R131"


def test_a3_totals_that_do_not_add_up_are_findings_and_not_refusals(institute: Institute, checks: BundleChecks) -> None:
    acta = other_counts(bundles.acta(institute), {"SI": 2, "NO": 1, "NULOS": 1})
    found = read_public(bundles.bundle(institute, acta), checks)
    assert [finding.code for finding in found.findings] == ["D421"]
    acta = replace(acta, ledger=Ledger(habilitaciones=9, emitidos=4, testigos_completos=4))
    assert "D411" in {finding.code for finding in read_public(bundles.bundle(institute, acta), checks).findings}


def test_a_journal_cut_spliced_or_continued_is_refused(institute: Institute, checks: BundleChecks) -> None:
    entries = institute.journal()
    for code, wrong in (
        ("R140", entries[:-1]),
        ("J101", entries[1:]),
        ("J101", (entries[0], entries[2], entries[1], entries[3])),
        ("J101", (*entries, entries[-1])),
        ("R142", (*entries, append(entries[-1], JournalKind.ENVIO, journal_data(), None))),
    ):
        assert refusal(bundles.bundle(institute, journal=serialise_journal(wrong)), checks) == code
    assert refusal(bundles.bundle(institute, journal=b"{}\n"), checks) == "J011"


def test_json_mutations_of_a_signed_acta_are_refused_by_form(institute: Institute) -> None:
    good = serialise_acta(bundles.acta(institute))
    for code, old, new in (
        ("R012", b'{"actas":3', b'{"a":1,"actas":3'),
        ("R004", b'{"actas":3', b'{"actas":3,"actas":3'),
        ("R005", b'"actas":3', b'"actas":NaN'),
        ("R005", b'"actas":3', b'"actas":3.0'),
        ("R005", b'"actas":3', b'"actas":99999999999999999999'),
        ("R007", b'"actas":3', b'"actas": 3'),
        ("R014", b'"actas":3', b'"actas":-3'),
        ("R013", b'"actas":3', b'"actas":true'),
    ):
        with pytest.raises(DatoInvalido) as caught:
            parse_acta(good.replace(old, new))
        assert caught.value.code == code


def test_it_reads_many_a_second(institute: Institute, checks: BundleChecks) -> None:
    data = bundles.bundle(institute)
    start = time.process_time()
    for _ in range(100):
        read_public(data, checks)
    assert (time.process_time() - start) / 100 < 0.02


def test_another_casilla_of_the_theme_is_served(institute: Institute, checks: BundleChecks) -> None:
    acta = replace(bundles.acta(institute), casilla=examples.casilla("140001C0100").id)
    assert read_public(bundles.bundle(institute, acta), checks).acta.casilla.tipo == "C"
