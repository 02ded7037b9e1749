"""The page of coaliciones: where each stands, what law calls that, and how many candidaturas are each partido's."""

from tests.bench.state_source import Size, state_files
from tests.unit.theme_builder.projects.test_service import ANA
from tests.unit.theme_builder.web.conftest import Bench


def test_each_coalicion_says_where_it_stands_and_what_law_calls_it(bench: Bench) -> None:
    assert "Ninguna boleta de distrito o de municipio tiene coaliciones" in bench.get("/coaliciones")
    made = bench.projects.create("Estado", state_files(Size(2, 3, 4, 1)), ANA)
    page = bench.client.get(f"/p/{made}/coaliciones").text
    assert "2 de 2 distritos: 1, 2" in page
    assert "Coalición total" in page
    assert "LGPP, artículo 88" in page
    assert bench.client.get(f"/p/{made}/boletas").text.count(f"/p/{made}/coaliciones") == 1
