"""Information by page: parts with their findings, and two people on one list who lose nothing."""

from tests.unit.theme_builder.web.conftest import Bench
from theme_builder.projects.editing import rows, table

BOLETA = "boletas/02-consulta.toml"
PAGE = f"/{BOLETA}/info"
LONG = "x" * 81
NONE = {"antes-candidatura": "", "candidatura": ""}


def test_parts_are_written_with_their_findings_beside_them(bench: Bench) -> None:
    bench.post(PAGE, {"title": LONG, "paragraphs": "Uno.\nDos.", "candidatura": ""})
    assert "tiene más de 80 letras" in bench.get(f"{PAGE}/1")
    texts = {"antes-paragraphs": "Uno.\nDos.", "paragraphs": "Uno.\nDos.\nTres."}
    saved = bench.post(f"{PAGE}/1", {**NONE, **texts, "antes-title": LONG, "title": "Corto"}, live=True)
    assert "Guardado." in saved.text
    assert "tiene más de 80 letras" not in bench.get(f"{PAGE}/1")
    assert bench.get(PAGE).count("/orden") == 6
    assert bench.post(f"{PAGE}/9/quitar").status_code == 409
    bench.post(f"{PAGE}/1/quitar")
    bench.post(f"{PAGE}/2/quitar")
    assert "Falta la información de la candidatura" in bench.get(PAGE)


def test_who_writes_into_a_part_that_moved_meanwhile_is_told(bench: Bench) -> None:
    part = rows(table(bench.projects.opened(1).state, BOLETA), "info")[1]
    bench.post(f"{PAGE}/1/orden", {"hacia": "abajo"})
    sent = {"antes-title": str(part["title"]), "title": "Lo mío", "antes-paragraphs": "", "paragraphs": ""}
    answer = bench.post(f"{PAGE}/1", {**NONE, **sent}, read=1)
    assert (answer.status_code, "Lo mío" in bench.source()[BOLETA].decode()) == (409, False)
