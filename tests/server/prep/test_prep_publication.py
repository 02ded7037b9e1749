"""A publication as a folder: complete or invisible, never rewritten, and agreed to by the verifier."""

import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from server.prep.cut import make_cut
from server.prep.publication import Publication, write_files
from server.prep.schemas import Cut
from server.prep.site import publish_pages
from shared.crypto.hashing import sha256_hex
from shared.formats.prep_cut_v1 import parse_latest, parse_manifest
from tests.server.prep.cases import demo_input, demo_theme, signer
from tests.server.prep.published import NIGHT, House, build_house, publish


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    """Ten casillas, seven of them with a bundle, two cuts."""
    made = build_house(tmp_path_factory.mktemp("casa"), 10, 7)
    publish(made)
    publish(made, NIGHT + timedelta(minutes=1))
    return made


@pytest.fixture
def cuts() -> Iterator[Cut]:
    """Cuts one after another."""

    def made() -> Iterator[Cut]:
        previous = None
        for number in range(1, 10):
            cut = make_cut(demo_input(number, number, previous), signer())
            previous = cut.manifest_sha256
            yield cut

    return made()


def test_latest_names_the_newest_cut_and_each_manifest_the_one_before(tmp_path: Path, cuts: Iterator[Cut]) -> None:
    publication = Publication(tmp_path)
    assert publication.last() == (0, None)
    for _ in range(3):
        publication.add_cut(next(cuts))
    latest = parse_latest((tmp_path / "cortes" / "latest.json").read_bytes())
    assert (latest.corte, publication.numbers()) == (3, (1, 2, 3))
    assert publication.last() == (3, latest.manifest_sha256)
    before = sha256_hex(publication.read(2, "manifest.json"))
    assert parse_manifest(publication.read(3, "manifest.json")).previous == before


def test_a_published_cut_is_never_replaced(tmp_path: Path, cuts: Iterator[Cut]) -> None:
    publication = Publication(tmp_path)
    first = next(cuts)
    publication.add_cut(first)
    with pytest.raises(FileExistsError):
        publication.add_cut(first)


def test_what_an_interrupted_cut_left_is_invisible_and_harmless(tmp_path: Path, cuts: Iterator[Cut]) -> None:
    publication = Publication(tmp_path)
    first = next(cuts)
    half = dict(list(first.files.items())[:3])
    write_files(tmp_path / "cortes" / ".1", half)
    assert publication.last() == (0, None)
    publication.add_cut(first)
    there = {str(p.relative_to(tmp_path / "cortes" / "1")) for p in (tmp_path / "cortes" / "1").rglob("*.*")}
    assert there == set(first.files)


def test_a_publication_agrees_with_the_independent_verifier(house: House) -> None:
    asked = [sys.executable, "-m", "shared.verify", str(house.publication)]
    answer = subprocess.run(asked, capture_output=True, text=True, timeout=120, check=False)
    assert answer.returncode == 0, answer.stdout[-2000:] + answer.stderr[-2000:]


def test_the_published_figures_are_those_that_urnas_signed(house: House) -> None:
    publication = Publication(house.publication)
    contest = json.loads(publication.read(2, "resultados.json"))["contests"][0]
    assert contest["actas"]["contabilizadas"] == 7
    assert contest["actas"]["esperadas"] == 10
    assert publication.bundle_names() == {bundle.name for bundle in house.bundles}


def test_a_bundle_that_no_longer_counts_is_set_aside_and_stays_public(house: House, tmp_path: Path) -> None:
    publication = Publication(tmp_path)
    publication.add_bundles([(bundle.name, bundle.public) for bundle in house.bundles])
    publication.withdraw([house.bundles[0].name])
    assert publication.bundle_names() == {bundle.name for bundle in house.bundles[1:]}
    assert (tmp_path / "en-revision" / house.bundles[0].name).read_bytes() == house.bundles[0].public


def test_the_first_view_is_small_and_asks_nobody_else(tmp_path: Path, cuts: Iterator[Cut]) -> None:
    publication = Publication(tmp_path)
    publication.add_cut(next(cuts))
    publish_pages(publication, demo_theme())
    for page in tmp_path.glob("*.html"):
        text = page.read_text(encoding="utf-8")
        assert "http://" not in text.replace("http://www.w3.org/", "")
        assert "https://" not in text
        assert " style=" not in text
        assert " onclick=" not in text
