"""The page of the rules: the hours of a project that had none, a finding beside its field, blank boletas of all."""

import re

from shared.domain.motivo import MotivoCierre
from tests.unit.theme_builder.web.conftest import Bench
from theme_builder.web.textos import spot_words


def test_a_project_without_hours_gets_those_of_the_law_and_changes_them(bench: Bench) -> None:
    assert "Escribir el horario" in bench.get("/reglas")
    bench.post("/reglas/horario")
    page = bench.get("/reglas")
    assert "Escribir el horario" not in page
    assert 'name="antes-closes" value="18:00"' in page
    shown = {"antes-closes": "18:00", "closes": "07:00", "antes-early_close": "\n".join(MotivoCierre)}
    renewed = bench.post("/reglas", shown, live=True)
    assert "La votación terminaría a las 07:00, y empieza a las 08:00" in renewed.text
    text = bench.source()["tema.toml"].decode()
    assert 'closes = "07:00"' in text
    assert "early_close = []" in text
    history = bench.get("/historia")
    assert "Escribió el horario" in history
    assert "Cambió las reglas" in history


def test_what_is_wrong_with_a_rule_is_not_said_on_the_page_of_the_election(bench: Bench) -> None:
    bench.post("/reglas", {"antes-actas": "3", "actas": "2"})
    assert "hacen falta 3" in bench.get("/reglas")
    assert "hacen falta 3" not in bench.get("/eleccion")


def test_blank_boletas_are_counted_in_one_way_in_all(bench: Bench) -> None:
    bench.post("/reglas/blancas", {"policy": "aparte"})
    for name in ("01-gubernatura.toml", "02-consulta.toml"):
        assert 'blank_policy = "aparte"' in bench.source()[f"boletas/{name}"].decode()
    assert bench.post("/reglas/blancas", {"policy": "otra"}).status_code == 404


def test_a_page_says_only_what_is_wrong_with_what_it_asks_and_is_one_of_a_place(bench: Bench) -> None:
    assert "T547" in bench.get("/voces") + bench.get("")
    for page in ("/reglas", "/eleccion"):
        assert "T547" not in bench.get(page)
    for page, place in (("/reglas", "/reglas"), ("/pruebas", "/boletas"), ("/boletas/01-gubernatura.toml", "/boletas")):
        current = re.findall(r'<a href="(/p/1[^"]*)" aria-current="(\w+)"', bench.get(page))
        assert current == [(f"/p/1{place}", "page" if page == place else "true")]


def test_what_is_missing_says_where_and_leads_there(bench: Bench) -> None:
    boleta = "/boletas/02-consulta.toml"
    bench.post(boleta, {"antes-max_marks": "1", "max_marks": "muchas"})
    assert f'<a href="/p/1{boleta}">Marcas permitidas</a>: ' in bench.get("")
    bench.post("/eleccion", {"antes-name": "Elección de la gubernatura de Jalisco", "name": ""})
    missing = '<a href="/p/1/eleccion">Elección, nombre</a>: El valor no es válido: falta escribirlo'
    assert missing in bench.get("")
    assert spot_words("options.2.label") == "recuadro 3, texto del recuadro"
