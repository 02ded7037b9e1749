"""The proof of a boleta says why it cannot be made yet, and nothing is drawn of what is wrong."""

import sys

import pytest

from tests.unit.theme_builder.web.conftest import FEW, Bench
from theme_builder.projects.documents import read_document
from theme_builder.projects.preview import Painter, alone
from theme_builder.projects.review import looked_at
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
