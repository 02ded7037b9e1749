"""A project begun with a NIST file on the page: what it does not say is told, and a file with faults begins nothing."""

import json

from tests.unit.theme_builder.web.conftest import Bench
from theme_builder.projects.nist import definition


def send(bench: Bench, data: bytes) -> tuple[int, str]:
    files = {"archivo": ("nist.json", data, "application/json")}
    answer = bench.client.post("/proyectos/nist", data={"csrf": bench.csrf}, files=files)
    return answer.status_code, answer.text


def test_a_definition_begins_a_project(bench: Bench) -> None:
    status, said = send(bench, json.dumps(definition(bench.projects.opened(1).state)).encode())
    assert (status, "cómo se cuenta la boleta en blanco" in said) == (200, True)
    assert "/p/2" in said
    page = bench.client.get("/p/2/boletas/01-gubernatura.toml").text
    assert "Falta este dato" in page
    assert "Trajo un archivo de NIST" in bench.client.get("/p/2/historia").text


def test_a_definition_with_faults_begins_none_and_shows_them_all(bench: Bench) -> None:
    value = json.loads(json.dumps(definition(bench.projects.opened(1).state)))
    value["Election"][0]["Contest"][0]["@type"] = "BallotDefinition.<b>"
    value["GpUnit"][1]["ComposingGpUnitIds"] = ["en ninguna parte"]
    status, said = send(bench, json.dumps(value).encode())
    assert status == 422
    assert "Se refiere a «en ninguna parte»" in said
    assert "La urna no tiene «&lt;b&gt;»" in said
    assert "Election[0].Contest[0].@type" in said
    assert len(bench.projects.listed()) == 1
    status, said = send(bench, b"{}")
    assert (status, "Código T635" in said) == (422, True)
