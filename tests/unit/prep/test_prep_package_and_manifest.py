"""The ZIP and the signed manifest of a cut: the same bytes each time, read back, refused when touched."""

import io
import zipfile
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.crypto.errors import SignatureInvalid
from shared.crypto.hashing import sha256_hex
from shared.domain.eleccion import Mode
from shared.domain.errors import DatoInvalido
from shared.domain.ids import EleccionId
from shared.formats.prep_csv import PrepInvalido
from shared.formats.prep_cut_v1 import (
    PURPOSE,
    CutManifest,
    Latest,
    cut_file,
    parse_latest,
    parse_manifest,
    serialise_latest,
    serialise_manifest,
    verify_manifest,
)
from shared.formats.prep_package import ENTIDADES, PrepPackage, package_stem, read_package, write_package
from tests.server.prep.cases import anchor, signer

AT = datetime(2018, 7, 2, 4, 0, 30, tzinfo=UTC)
PACKAGE = PrepPackage("20180701_2200_PREP_GUB_JAL", b"results", b"people", b"read me")
MANIFEST = CutManifest(
    EleccionId("JAL-2018-GOB"),
    Mode.OFICIAL,
    3,
    AT,
    "ab" * 32,
    "cd" * 32,
    (cut_file("distritos/01.json", b"{}"), cut_file("resultados.json", b"[]")),
)


def test_a_package_is_named_by_local_time_contest_and_entidad() -> None:
    assert package_stem(AT, "Gub", 14) == PACKAGE.stem
    assert (len(set(ENTIDADES)), ENTIDADES[4], ENTIDADES[31]) == (32, "COAH", "ZAC")


def test_a_package_reads_back_and_is_the_same_each_time() -> None:
    data = write_package(PACKAGE)
    assert data == write_package(PACKAGE)
    assert read_package(f"{PACKAGE.stem}.zip", data) == PACKAGE


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("prep.zip", write_package(PACKAGE), "P110"),
        ("../20180701_2200_PREP_GUB_JAL.zip", write_package(PACKAGE), "P110"),
        ("20180701_2201_PREP_GUB_JAL.zip", write_package(PACKAGE), "P111"),
        (f"{PACKAGE.stem}.zip", b"PK", "P111"),
    ],
)
def test_another_name_or_another_content_is_refused(name: str, data: bytes, code: str) -> None:
    with pytest.raises(PrepInvalido) as caught:
        read_package(name, data)
    assert caught.value.code == code


def test_a_package_with_a_member_too_many_is_refused() -> None:
    stream = io.BytesIO(write_package(PACKAGE))
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr("otro.csv", b"x")
    with pytest.raises(PrepInvalido, match="P111"):
        read_package(f"{PACKAGE.stem}.zip", stream.getvalue())


@given(st.binary(max_size=300))
def test_any_bytes_are_a_package_or_refused(noise: bytes) -> None:
    with pytest.raises(PrepInvalido):
        read_package(f"{PACKAGE.stem}.zip", noise)


def test_a_manifest_reads_back() -> None:
    assert parse_manifest(serialise_manifest(MANIFEST)) == MANIFEST
    first = replace(MANIFEST, previous=None)
    assert parse_manifest(serialise_manifest(first)) == first


@pytest.mark.parametrize("path", ["../raiz/root.pem", "/etc/passwd", "a/b/c.json", "a//b", "resultados.json", "a\\b"])
def test_a_manifest_that_leaves_its_folder_or_names_twice_is_refused(path: str) -> None:
    wild = replace(MANIFEST, files=(*MANIFEST.files, cut_file(path, b"")))
    with pytest.raises(PrepInvalido, match="P121"):
        parse_manifest(serialise_manifest(wild))


def test_a_signed_manifest_verifies_and_no_other_does() -> None:
    data = serialise_manifest(MANIFEST)
    made = signer()
    signature = made.sign(PURPOSE, data)
    assert verify_manifest(data, signature, made.certificates, anchor()) == MANIFEST
    other = serialise_manifest(replace(MANIFEST, corte=4))
    with pytest.raises(SignatureInvalid):
        verify_manifest(other, signature, made.certificates, anchor())
    with pytest.raises(SignatureInvalid):
        verify_manifest(data, made.sign("results-public/1", data), made.certificates, anchor())


@given(place=st.integers(0, 10_000), bit=st.integers(0, 7))
def test_any_flipped_bit_of_a_manifest_is_refused(place: int, bit: int) -> None:
    data = bytearray(serialise_manifest(MANIFEST))
    signature = signer().sign(PURPOSE, bytes(data))
    data[place % len(data)] ^= 1 << bit
    with pytest.raises(DatoInvalido):
        verify_manifest(bytes(data), signature, signer().certificates, anchor())


def test_latest_reads_back() -> None:
    latest = Latest(7, AT.replace(microsecond=0), sha256_hex(b""))
    assert parse_latest(serialise_latest(latest)) == latest
