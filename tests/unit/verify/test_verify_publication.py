import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from demo.simulated_institute import SimulatedInstitute, demo_package
from server.prep.portal.pages import CorteLink, PortalInput, render_pages
from shared.domain.eleccion import Mode
from shared.verify.outcome import CannotVerify, Exit
from shared.verify.session import Verification, verify
from shared.verify.texts import word
from tests.unit.formats import examples
from tests.unit.verify import publications
from tests.unit.verify.publications import FULL, WITHOUT, Made


def run(folder: Path, mode: Mode = Mode.OFICIAL) -> Verification:
    return verify(folder, mode, None, lambda _done, _all: None)


def codes(verification: Verification) -> set[str]:
    assert all(word(problem) for problem in verification.problems)
    return {problem.code for problem in verification.problems}


def places(verification: Verification) -> set[str]:
    return {problem.place for problem in verification.problems}


def edit(path: Path, old: bytes, new: bytes) -> None:
    data = path.read_bytes()
    assert data.count(old) >= 1, path
    path.write_bytes(data.replace(old, new, 1))


def test_a_copied_publication_agrees_and_gives_the_figures_that_were_signed(made: Made, copy: Path) -> None:
    found = run(copy)
    assert found.problems == ()
    assert found.exit is Exit.AGREES
    for place, totals in enumerate(found.evidence.counted):
        expected = {key: sum(count.counts[place][key] for count in made.counts) for key in made.counts[0].counts[place]}
        assert totals.entidad == expected
        assert totals.votes == sum(expected.values())
    theme = made.institute.theme
    assert found.evidence.missing == tuple(casilla.id.clave for casilla in theme.casillas[-WITHOUT:])


def test_a18_a_withheld_bundle_is_listed_and_the_cut_that_counts_it_is_named(made: Made, copy: Path) -> None:
    withheld = made.bundles[3]
    (copy / "bundles" / withheld.name).unlink()
    found = run(copy)
    assert withheld.casilla.clave in found.evidence.missing
    assert "V312" in codes(found)
    assert withheld.casilla.clave in places(found)


def test_a18_a_cut_that_hides_a_published_bundle_is_named(made: Made, copy: Path) -> None:
    hidden = made.bundles[2].casilla
    figures = {key: value for key, value in publications.figures(made.counts).items() if key[0] != hidden}
    publications.cut(copy, made.institute, made.bundles, figures)
    found = run(copy)
    assert "V313" in codes(found)
    assert hidden.clave in places(found)
    assert found.exit is Exit.DIFFERS


@pytest.mark.parametrize("contest", [0, 1])
def test_a18_one_vote_moved_in_the_database_names_the_casilla(made: Made, copy: Path, contest: int) -> None:
    """The server signs a cut of what its database says; only the bundles deny it."""
    figures = publications.figures(made.counts)
    casilla = made.bundles[4].casilla
    source, target = ("MC", "PRI") if contest == 0 else ("SI", "NO")
    figures[casilla, contest][source] -= 1
    figures[casilla, contest][target] += 1
    publications.cut(copy, made.institute, made.bundles, figures)
    found = run(copy)
    named = [p for p in found.problems if p.code == "V315" and p.place == casilla.clave]
    assert {dict(problem.params)["key"] for problem in named} == {source, target}
    assert {"V321", "V322", "V331"} <= codes(found)
    assert "V304" not in codes(found)


def test_a_figure_changed_in_a_district_of_the_cut_names_casilla_and_file(made: Made, copy: Path) -> None:
    path = next(copy.glob("cortes/1/distritos/*.json"))
    value = json.loads(path.read_bytes())
    first = next(casilla for casilla in value["casillas"] if casilla["contests"][0]["counts"])
    first["contests"][0]["counts"][0] += 1
    path.write_text(json.dumps(value))
    found = run(copy)
    assert {"V304", "V315"} <= codes(found)
    assert first["clave"] in places(found)


def test_a_total_changed_in_the_results_is_named(copy: Path) -> None:
    path = copy / "cortes/1/resultados.json"
    value = json.loads(path.read_bytes())
    value["contests"][0]["partidos"][4]["votos"] += 1
    value["contests"][0]["totals"]["MC"] -= 1
    value["contests"][1]["candidaturas"][0]["votos"] += 1
    path.write_text(json.dumps(value))
    assert {"V304", "V321", "V322", "V323"} <= codes(run(copy))


def test_a_database_of_other_bytes_is_named(copy: Path) -> None:
    path = next(copy.glob("cortes/1/*GUBERNATURA*.zip"))
    path.write_bytes(path.read_bytes()[:-1])
    assert {"V304", "V330"} <= codes(run(copy))


@pytest.mark.parametrize("at", [0.2, 0.5, 0.9])
def test_any_changed_byte_of_a_bundle_names_its_casilla(made: Made, copy: Path, at: float) -> None:
    path = copy / "bundles" / made.bundles[FULL].name
    data = bytearray(path.read_bytes())
    data[int(len(data) * at)] ^= 1
    path.write_bytes(data)
    found = run(copy)
    assert {"V201", "V312"} <= codes(found)
    assert places(found) >= {made.bundles[FULL].casilla.clave}


def test_the_signature_of_the_cut_is_needed(copy: Path) -> None:
    edit(copy / "cortes/1/manifest.json", b'"corte":1', b'"corte":2')
    assert {"V302", "V303"} <= codes(run(copy))


def test_a_file_that_nobody_signed_is_named(copy: Path) -> None:
    (copy / "cortes/1/otro.json").write_text("{}")
    assert codes(run(copy)) == {"V305"}


def test_a_cut_taken_out_of_the_chain_is_named(made: Made, copy: Path) -> None:
    figures = publications.figures(made.counts)
    publications.cut(copy, made.institute, made.bundles, figures)
    assert run(copy).problems == ()
    shutil.rmtree(copy / "cortes/1")
    shutil.copytree(copy / "cortes/2", copy / "cortes/1")
    assert codes(run(copy)) == {"V307"}


def test_a2_two_bundles_of_one_casilla_count_for_nothing(made: Made, copy: Path) -> None:
    twin = made.institute.urnas().bundle(made.counts[1])
    (copy / "bundles" / twin.name).write_bytes(twin.public)
    found = run(copy)
    assert "V203" in codes(found)
    assert twin.casilla.clave not in found.evidence.readings
    assert twin.casilla.clave not in found.evidence.missing


def test_an_acta_that_contradicts_itself_does_not_count(made: Made, copy: Path) -> None:
    broken = made.institute.urnas().bundle(replace(made.counts[1], emitidos=7))
    (copy / "bundles" / made.bundles[1].name).unlink()
    (copy / "bundles" / broken.name).write_bytes(broken.public)
    found = run(copy)
    assert {"V204", "V312"} <= codes(found)


def test_a_bundle_under_another_name_is_named(made: Made, copy: Path) -> None:
    path = copy / "bundles" / made.bundles[1].name
    path.rename(path.with_name("140000B0100-x.public.zip"))
    assert "V202" in codes(run(copy))


def test_without_a_cut_the_bundles_still_add_up(made: Made, copy: Path) -> None:
    shutil.rmtree(copy / "cortes")
    found = run(copy)
    assert codes(found) == {"V301"}
    assert found.evidence.counted[0].votes == sum(sum(count.counts[0].values()) for count in made.counts)


def test_another_mode_reads_nothing(copy: Path) -> None:
    found = run(copy, Mode.SIMULACRO)
    assert {"V201", "V306"} <= codes(found)
    assert not found.evidence.readings


def test_the_root_is_the_one_that_was_named(made: Made, copy: Path) -> None:
    fingerprint = made.institute.anchor.fingerprint_hex
    spaced = ":".join(fingerprint[i : i + 2].upper() for i in range(0, 64, 2))
    assert verify(copy, Mode.OFICIAL, spaced, lambda _done, _all: None).problems == ()
    with pytest.raises(CannotVerify, match="V103"):
        verify(copy, Mode.OFICIAL, "0" * 64, lambda _done, _all: None)


def test_the_root_of_another_institute_refuses_every_bundle(copy: Path) -> None:
    other = publications.institute()
    (copy / "raiz/root.pem").write_bytes(other.issuer.root_pem)
    (copy / "raiz/crl.pem").write_bytes(other.crl)
    found = run(copy)
    assert not found.evidence.readings
    assert {"V201", "V303"} <= codes(found)


@pytest.mark.parametrize(("missing", "code"), [("raiz", "V101"), ("tema", "V104")])
def test_what_cannot_be_believed_is_refused(copy: Path, missing: str, code: str) -> None:
    shutil.rmtree(copy / missing)
    with pytest.raises(CannotVerify, match=code):
        run(copy)


def test_a_theme_changed_after_it_was_signed_is_refused(copy: Path) -> None:
    path = next(path for path in (copy / "tema/targets").rglob("*theme.json"))
    edit(path, b"Jalisco", b"Jalizco")
    with pytest.raises(CannotVerify, match="V104"):
        run(copy)


def test_a2_two_bundles_of_one_store_count_for_nothing(made: Made, copy: Path) -> None:
    """Signed by the urna itself or by another in its name: the verifier prefers none, and lists no file twice."""
    store = made.bundles[1].store
    other = made.institute.urnas().bundle(replace(made.counts[1], store=store, cancelados=3))
    assert other.name == made.bundles[1].name
    assert other.public != made.bundles[1].public
    (copy / "bundles" / f"copia-{other.name}").write_bytes(other.public)
    found = run(copy)
    assert {"V202", "V203"} <= codes(found)
    assert other.casilla.clave not in found.evidence.readings


def test_a2_the_same_bundle_under_two_names_counts_for_nothing(made: Made, copy: Path) -> None:
    again = copy / "bundles" / f"140000B0100-{made.bundles[1].store}.public.zip"
    shutil.copy(copy / "bundles" / made.bundles[1].name, again)
    found = run(copy)
    assert {"V202", "V203"} <= codes(found)
    assert made.bundles[1].casilla.clave not in found.evidence.readings


@pytest.fixture(scope="module")
def agreed(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """A publication whose third boleta has a candidatura comun with its convenio."""
    package = demo_package()
    theme = publications.institute().theme
    theme = replace(theme, contests=(*theme.contests, examples.alcaldia()), locuciones=(), languages=())
    theme = replace(theme, texts={"es": theme.texts["es"]})
    by = SimulatedInstitute.create(theme, package.assets)
    counts = tuple(
        replace(each, counts=(*each.counts, {"COMUN": 32 + 3 * place, "MC": 7, "NULOS": 2}))
        for place, each in enumerate(publications.counts_of(publications.institute()))
    )
    folder = tmp_path_factory.mktemp("convenio")
    bundles = tuple(by.urnas().many(counts))
    publications.publish(folder, by, bundles, publications.figures(counts))
    return Made(folder, by, counts, bundles)


def test_votes_of_a_candidatura_comun_are_split_by_the_convenio_of_the_signed_theme(agreed: Made) -> None:
    assert run(agreed.folder).problems == ()
    contest = json.loads((agreed.folder / "cortes/1/resultados.json").read_bytes())["contests"][2]
    votes = contest["totals"]["COMUN"]
    given = {row["id"]: row["votos"] for row in contest["partidos"]}
    assert votes == given["PT"] + given["MORENA"] > 0
    assert contest["sin_asignar"] == []
    for each in contest["derivations"]:
        assert each["shares"] == [each["votos"] * 625 // 1000, each["votos"] * 375 // 1000]
        assert sum(each["shares"]) + each["remainder"] == each["votos"]
        assert each["to"] == (["PT"] if each["remainder"] else [])
    results = json.loads((agreed.folder / "cortes/1/resultados.json").read_bytes())
    link = CorteLink(1, publications.OBSERVED, (("a.zip", 1),))
    drawn = render_pages(PortalInput(agreed.institute.theme, results, publications.OBSERVED, (link,)))
    page = drawn["partidos-3.html"].decode()
    first = contest["derivations"][0]["shares"]
    assert f"{first[0]} + {first[1]}" in page


def test_a18_a_vote_moved_between_partidos_of_a_convenio_is_named(agreed: Made, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(agreed.folder, tmp_path / "copia"))
    path = folder / "cortes/1/resultados.json"
    value = json.loads(path.read_bytes())
    rows = {row["id"]: row for row in value["contests"][2]["partidos"]}
    rows["PT"]["votos"] -= 1
    rows["MORENA"]["votos"] += 1
    path.write_text(json.dumps(value))
    found = run(folder)
    assert {"V304", "V323"} <= codes(found)
