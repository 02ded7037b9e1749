"""The page of the rules: the hours of a project that had none, a finding beside its field, blank boletas of all."""

from shared.domain.motivo import MotivoCierre
from tests.unit.theme_builder.web.conftest import Bench


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
