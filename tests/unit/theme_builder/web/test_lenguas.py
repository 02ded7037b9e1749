"""Texts of another language by page: beside their Spanish, by what there is to do, saved one by one."""

from tests.unit.theme_builder.web.conftest import Bench

BOLETA = "boletas/02-consulta.toml"
KEY = "02-consulta/title"


def was(bench: Bench) -> str:
    text = bench.source()[BOLETA].decode()
    return text.partition("[languages.en]")[2].partition('title = "')[2].partition('"')[0]


def test_a_text_is_written_while_its_standing_is_renewed(bench: Bench) -> None:
    bench.post(f"/{BOLETA}", {"antes-title": "x", "title": "Otra consulta", "encima": "1"})
    assert "viejos" in bench.get("/lenguas/en?ver=viejos")
    assert "El español cambió después" in bench.get("/lenguas/en?ver=viejos")
    assert "hay textos anteriores al español, que cambió después (1)" in bench.get("")
    sent = {"clave": KEY, "n": "3", "antes-texto": was(bench), "texto": "Another  question\n"}
    saved = bench.post("/lenguas/en/texto", sent, live=True)
    assert 'name="antes-texto" value="Another question"' in saved.text
    assert 'id="e-t3"' in saved.text
    assert ">Listo<" in saved.text
    assert was(bench) == "Another question"
    assert "No hay textos así." in bench.get("/lenguas/en?ver=viejos")


def test_two_people_on_one_text_are_shown_both_and_on_two_texts_never_meet(bench: Bench) -> None:
    first = was(bench)
    bench.post("/lenguas/en/texto", {"clave": KEY, "antes-texto": first, "texto": "Mine"})
    clash = bench.post("/lenguas/en/texto", {"clave": KEY, "antes-texto": first, "texto": "Theirs"}, read=1)
    assert (clash.status_code, "Mine" in clash.text, was(bench)) == (409, True, "Mine")
    other = {"clave": "banda.blanco", "antes-texto": "Ballot without marks", "texto": "No marks", "espera": "si"}
    assert bench.post("/lenguas/en/texto", other, read=1).status_code == 303
    assert b'awaiting = ["banda.blanco"]' in bench.source()["tema.toml"]
    assert "hay textos que esperan a quien los traduce (1)" in bench.get("/lenguas")


def test_a_language_that_the_urna_does_not_bring_is_added_with_a_warning(bench: Bench) -> None:
    assert bench.post("/lenguas", {"lengua": "hch", "nombre": "Wixárika"}).status_code == 303
    page = bench.get("/lenguas/hch?ver=faltan&pagina=2")
    assert "nadie aquí puede responder por sus palabras" in page
    assert "Página 2 de" in page
    assert bench.post("/lenguas", {"lengua": "xx"}).status_code == 404
    assert bench.client.get("/p/1/lenguas/nah").status_code == 404
    bench.post("/lenguas/hch/quitar")
    assert b"hch" not in bench.source()["tema.toml"]
