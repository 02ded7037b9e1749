"""The page that brings candidaturas: nothing changes before somebody saw what would."""

from tests.unit.theme_builder.web.conftest import Bench

HEAD = "boleta,candidatura,nombre,partidos,siglado\n"
LIST = f"{HEAD}GUBERNATURA,UNO,Una <b>Persona</b>,PT MORENA,PT\nGUBERNATURA,PAN,Otra Persona,PAN,\n"


def test_a_list_is_looked_at_and_then_taken_in(bench: Bench) -> None:
    before = bench.source()
    looked = bench.post("/candidaturas", file=LIST.encode())
    assert looked.status_code == 200
    for words in ("2 candidaturas de 1 boleta.", "Entra Una &lt;b&gt;Persona", "Sale "):
        assert words in looked.text, words
    assert bench.source() == before
    key = looked.text.partition('name="lista" value="')[2].partition('"')[0]
    taken = bench.post("/candidaturas/traer", {"lista": key})
    assert (taken.status_code, taken.headers["location"]) == (303, "/p/1/boletas?hecho=candidaturas")
    assert b'siglado = "PT"' in bench.source()["boletas/01-gubernatura.toml"]
    assert "Trajo 2 candidaturas de una lista" in bench.client.get("/p/1/historia").text
    lost = bench.post("/candidaturas/traer", {"lista": "otra"})
    assert (lost.status_code, "T633" in lost.text) == (422, True)


def test_every_fault_of_a_list_is_shown_and_nothing_waits(bench: Bench) -> None:
    said = bench.post("/candidaturas", file=f"{HEAD}NADA,x y,,NADIE,\n".encode())
    assert said.status_code == 422
    assert "tiene 2 errores" in said.text
    assert 'name="lista" value' not in said.text
    said = bench.post("/candidaturas", file=b"PK\x03\x04")
    assert "El libro no se puede abrir" in said.text
