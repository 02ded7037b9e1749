"""What a mark means for whom, by the code that counts; and agreements written on the page."""

from dataclasses import replace

from shared.formats.canonical import Json
from tests.unit.theme_builder.projects.test_service import ANA
from tests.unit.theme_builder.web.conftest import Bench

PAGE = "/boletas/01-gubernatura.toml/marcas"
CONVENIO = "/boletas/01-gubernatura.toml/convenios/JHH"


def test_every_combination_says_for_whom_it_is(bench: Bench) -> None:
    said = bench.get(PAGE)
    for words in (
        "PT + MORENA + PES",
        "de cada 3 boletas así, a los partidos: 1 PT, 1 MORENA, 1 PES",
        "de cada 2 boletas así, a los partidos: 1 MORENA, 1 PES",
        " y para PAN",
        "voto nulo",
    ):
        assert words in said, words
    assert "no los acepta juntos" not in said


def test_a_combination_that_the_agreement_lacks_is_told(bench: Bench) -> None:
    files = bench.source()
    text = files["boletas/01-gubernatura.toml"].decode()
    assert '["PT", "PES"]' in text
    state = bench.projects.opened(1).state
    boleta = state["boletas/01-gubernatura.toml"]
    assert isinstance(boleta, dict)
    coaliciones = boleta["coaliciones"]
    assert isinstance(coaliciones, list)
    fewer: list[Json] = [
        {**each, "combinations": [["PT", "MORENA", "PES"]]} for each in coaliciones if isinstance(each, dict)
    ]
    changed: Json = {**boleta, "coaliciones": [*fewer]}
    bench.projects.edit(1, replace(ANA, read=1), lambda old: {**old, "boletas/01-gubernatura.toml": changed})
    assert bench.get(PAGE).count("la urna no los acepta juntos") == 3


def test_a_candidatura_comun_is_one_box_whose_votes_its_agreement_splits(bench: Bench) -> None:
    sent = bench.post(CONVENIO, {"p-PT": "50,5", "p-MORENA": "30", "p-PES": "19.5", "cites": "Convenio 4/2018"})
    assert sent.status_code == 303
    text = bench.source()["boletas/01-gubernatura.toml"].decode()
    assert 'kind = "candidatura_comun"' in text
    assert "[[coaliciones]]" not in text
    said = bench.get(PAGE)
    assert "de cada 100 boletas así, a los partidos: 51 PT, 30 MORENA, 19 PES" in said
    assert 'value="50.5"' in said
    bench.post(CONVENIO, {"p-PT": "50", "p-MORENA": "30", "p-PES": "19"})
    assert "los porcentajes no suman 100" in bench.get("")
    bench.post(CONVENIO, {})
    text = bench.source()["boletas/01-gubernatura.toml"].decode()
    assert "convenios" not in text
    assert len([line for line in text.split("\n") if line.startswith("combinations")]) == 1


def test_a_boleta_of_one_municipio_is_said_on_its_page_and_still_seen_alone(bench: Bench) -> None:
    place = "/boletas/02-consulta.toml"
    assert bench.post(f"{place}/ambito", {"level": "municipio", "number": "39"}).status_code == 303
    assert 'level = "municipio"\nnumber = 39' in bench.source()["boletas/02-consulta.toml"].decode()
    assert "un voto para" in bench.get(f"{place}/marcas")
    assert "Ninguna casilla es del municipio 39: nadie vota esta boleta" in bench.get("")
    bench.post(f"{place}/ambito", {"level": "", "number": ""})
    assert "ambito" not in bench.source()["boletas/02-consulta.toml"].decode()
    assert bench.post(f"{place}/ambito", {"level": "colonia"}).status_code == 404


def test_a_consulta_has_respuestas_and_no_partido_to_postulate_them(bench: Bench) -> None:
    asked = bench.get("/boletas/02-consulta.toml")
    assert "Agregar la respuesta" in asked
    assert "La postulan" not in asked
    assert 'name="partidos"' not in asked
    assert 'name="partidos"' in bench.get("/boletas/01-gubernatura.toml")
