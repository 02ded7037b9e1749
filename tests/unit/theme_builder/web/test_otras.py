"""Another election begun with one, two moments compared, comments."""

from tests.unit.theme_builder.web.conftest import Bench
from theme_builder.projects.review import review

OTHER = {"name": "Elección de 2027", "id": "JAL-2027", "date": "2027-06-06"}


def test_another_election_keeps_what_lasts_and_none_of_its_people(bench: Bench) -> None:
    bench.post("/comentarios", {"lugar": "tema.toml", "texto": "¿Es la fecha?"})
    before = bench.source()
    assert "Se queda" in bench.get("/copia")
    made = bench.post("/copia", OTHER)
    assert (made.status_code, made.headers["location"]) == (303, "/p/2")
    files = bench.projects.exported(2)
    assert set(files) == set(before) - {"comentarios.toml"} - {name for name in before if name.startswith("retratos/")}
    assert files["partidos.toml"] == before["partidos.toml"]
    assert files["casillas.csv"].count(b"\n") == 1
    tema = files["tema.toml"].decode()
    for words in ('name = "Elección de 2027"', 'date = "2027-06-06"', "version = 1", 'entidad_name = "Jalisco"'):
        assert words in tema, words
    gubernatura, consulta = (files[name].decode() for name in sorted(files) if name.startswith("boletas/"))
    assert 'id = "GUBERNATURA"' in gubernatura
    assert "Lomelí" not in gubernatura
    assert "[[coaliciones]]" not in gubernatura
    assert gubernatura.count("[[options]]") == 2
    assert 'id = "SI"' in consulta
    assert "[[info]]" not in consulta
    assert bench.source() == before
    assert {each.code for each in review(files).errors} == {"T599"}, "there are no casillas yet, and nothing else"


def test_two_moments_are_compared_place_by_place(bench: Bench) -> None:
    page = "/partidos/PAN"
    assert "no hay con qué comparar" in bench.get("/comparar")
    before = {"antes-name": "Partido Acción Nacional", "antes-letters": "PAN", "antes-color": "#00539b"}
    bench.post(page, {**before, "name": "Otro nombre", "letters": "PAN", "color": "#00539b"})
    said = bench.get("/comparar?antes=1&despues=2")
    assert "1 diferencia." in said
    assert "Partidos, PAN, nombre" in said
    assert "Otro nombre" in said
    assert "No hay diferencias" in bench.get("/comparar?antes=2&despues=2")
    assert "1 diferencia." in bench.get("/comparar?antes=1&despues=999")


def test_a_comment_bears_its_author_and_goes_when_it_was_attended_to(bench: Bench) -> None:
    bench.post("/comentarios", {"lugar": "partidos.toml", "texto": "¿Va <b>así</b>?"})
    said = bench.get("/comentarios")
    assert "¿Va &lt;b&gt;así&lt;/b&gt;?" in said
    assert "Ana" in said
    assert "Boleta «Gubernatura" in said, "a boleta is called by its title, not by its file"
    assert "Textos en «es»" in said
    mark = said.partition("/comentarios/c-")[2].partition("/")[0]
    assert bench.post(f"/comentarios/c-{mark}/quitar").status_code == 303
    assert "Nadie ha comentado" in bench.get("/comentarios")
    assert "Comentó" in bench.get("/historia")
    for nothing in ({"lugar": "partidos.toml", "texto": "x"}, {"lugar": "nada.toml", "texto": "Un comentario"}):
        assert "T634" in bench.post("/comentarios", nothing).text


def test_a_project_is_taken_away_as_a_nist_file_beside_what_it_cannot_say(bench: Bench) -> None:
    said = bench.get("/nist")
    assert "El recuadro para anular el voto." in said
    assert "Los grupos que votan aparte." not in said
    answer = bench.client.get("/p/1/nist.json")
    assert answer.headers["content-type"] == "application/json"
    assert answer.json()["@type"] == "BallotDefinition.BallotDefinition"
