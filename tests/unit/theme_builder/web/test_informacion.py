"""Information by page: parts with their findings, and two people on one list who lose nothing."""

from tests.unit.theme_builder.web.conftest import Bench

PAGE = "/boletas/02-consulta.toml/info"


def test_parts_are_written_with_their_findings_beside_them(bench: Bench) -> None:
    bench.post(PAGE, {"title": "x" * 81, "paragraphs": "Uno.\nDos.", "candidatura": ""})
    assert "tiene más de 80 letras" in bench.get(f"{PAGE}/1")
    sent = {
        "antes-title": "x" * 81,
        "title": "Corto",
        "antes-paragraphs": "Uno.\nDos.",
        "paragraphs": "Uno.\nDos.\nTres.",
    }
    saved = bench.post(f"{PAGE}/1", {**sent, "antes-candidatura": "", "candidatura": ""}, live=True)
    assert "Guardado." in saved.text
    assert "tiene más de 80 letras" not in bench.get(f"{PAGE}/1")
    assert bench.get(PAGE).count("/orden") == 6
    assert bench.post(f"{PAGE}/9/quitar").status_code == 409
    bench.post(f"{PAGE}/1/quitar")
    bench.post(f"{PAGE}/2/quitar")
    assert "Falta la información de la candidatura" in bench.get(PAGE)


def test_who_writes_into_a_part_that_moved_meanwhile_is_told(bench: Bench) -> None:
    boleta = bench.projects.opened(1).state["boletas/02-consulta.toml"]
    assert isinstance(boleta, dict)
    part = boleta["info"][1]  # type: ignore[index,call-overload]
    bench.post(f"{PAGE}/1/orden", {"hacia": "abajo"})
    sent = {"antes-title": part["title"], "title": "Lo mío", "antes-paragraphs": "", "paragraphs": ""}  # type: ignore[index,call-overload]
    answer = bench.post(f"{PAGE}/1", {**sent, "antes-candidatura": "", "candidatura": ""}, read=1)
    assert (answer.status_code, "Lo mío" in bench.source()["boletas/02-consulta.toml"].decode()) == (409, False)
