"""The proof of a boleta says why it cannot be made yet, and nothing is drawn of what is wrong."""

import subprocess
import sys
from threading import Event

import pytest

from tests.unit.theme_builder.web.conftest import FEW, Bench
from theme_builder.package import ThemePackage
from theme_builder.projects.documents import read_document
from theme_builder.projects.preview import Painter, alone
from theme_builder.projects.proving import Proofs, Wanted
from theme_builder.projects.review import looked_at
from theme_builder.sheets.proof import Proof
from theme_builder.sheets.screens import RendererMissingError

BOLETA = "boletas/02-consulta.toml"


def test_a_boleta_with_a_fault_has_no_proof_and_its_fault_is_said(bench: Bench) -> None:
    bench.post(f"/{BOLETA}", {"antes-max_marks": "1", "max_marks": "muchas"})
    answer = bench.client.get(f"/p/1/{BOLETA}/prueba.pdf")
    assert (answer.status_code, "Código T628" in answer.text) == (422, True)
    assert "debe ser un número entero" in answer.text
    page = bench.get(f"/{BOLETA}/papeles")
    assert "corrija antes esto" in page
    assert "<img" not in page
    assert bench.client.get("/p/1/boletas/09-nada.toml/prueba.pdf").status_code == 404


def test_a_program_of_the_urna_that_is_not_there_is_said() -> None:
    state = {name: read_document(name, data) for name, data in FEW.items()}
    package, _ = looked_at(alone(state, FEW, BOLETA))
    assert package is not None
    for command in ((sys.executable, "-c", "raise SystemExit(2)"), ("/no/such/program",)):
        with pytest.raises(RendererMissingError):
            Painter(command).papers(package, ["testigo-consulta"])


def test_all_proofs_are_made_in_one_pdf_that_is_there_after_a_restart(bench: Bench) -> None:
    page = bench.get("/pruebas")
    assert "Hacer todas las pruebas" in page
    assert bench.client.get("/p/1/pruebas.pdf").status_code == 404
    made = proofs_in(bench)
    made.folder.mkdir()
    older, another = made.folder / "1-0.pdf", made.folder / "12-0.pdf"
    older.touch()
    another.touch()
    assert bench.post("/pruebas").status_code == 303
    made.wait()
    assert (older.exists(), another.exists()) == (False, True), "of this project, and of another"
    number = bench.projects.opened(1).number
    proven = made.seen(1, number)
    assert (proven.failed, proven.done, proven.running) == ("", proven.total, False)
    assert "Abrir el PDF" in bench.get("/pruebas/avance")
    answer = bench.client.get("/p/1/pruebas.pdf")
    assert (answer.status_code, answer.content[:5]) == (200, b"%PDF-")
    read = subprocess.run(["pdftotext", "-", "-"], input=answer.content, capture_output=True, check=True).stdout
    titles, text = [title_of(name) for name in FEW if "boletas/" in name], read.decode()
    assert text.count("Prueba de la boleta:") == len(titles) == proven.total
    for title in titles:
        assert title in " ".join(text.split())
    again = Proofs(made.folder, Painter())
    assert again.seen(1, number).file is not None
    bench.post(f"/{BOLETA}", {"antes-title": title_of(BOLETA), "title": "Otra consulta"})
    assert "Hacer todas las pruebas" in bench.get("/pruebas"), "the PDF is of an earlier change"
    assert bench.client.get("/p/1/pruebas.pdf").status_code == 404


def test_a_boleta_with_a_fault_keeps_all_from_being_proved_and_is_named(bench: Bench) -> None:
    bench.post(f"/{BOLETA}", {"antes-max_marks": "1", "max_marks": "muchas"})
    page = bench.get("/pruebas")
    assert "Antes corrija la boleta que tiene faltas" in page
    assert "Hacer todas" not in page
    bench.post("/pruebas")
    made = proofs_in(bench)
    made.wait()
    assert "T628" in made.seen(1, bench.projects.opened(1).number).failed
    assert "debe ser un número entero" in bench.get("/pruebas/avance")


def test_whoever_stops_keeps_no_part_and_nobody_begins_two(bench: Bench) -> None:
    made, begun, go = proofs_in(bench), Event(), Event()
    package = looked_at(alone(bench.projects.opened(1).state, FEW, BOLETA))[0]
    assert package is not None

    def slow() -> ThemePackage:
        begun.set()
        go.wait(60)
        return package

    proof = Proof("Uno", "Uno", 1, "0" * 64, [], [])
    made.begin(1, 1, [Wanted(proof, slow)] * 2)
    begun.wait(60)
    assert "Código T629" in bench.post("/pruebas").text
    assert bench.post("/pruebas/parar").status_code == 303
    go.set()
    made.wait()
    assert (made.seen(1, 1).done, made.seen(1, 1).file) == (1, None)


def proofs_in(bench: Bench) -> Proofs:
    made = bench.client.app.state.proofs  # type: ignore[attr-defined]
    assert isinstance(made, Proofs)
    return made


def title_of(name: str) -> str:
    document = read_document(name, FEW[name])
    assert isinstance(document, dict)
    return str(document["title"])
