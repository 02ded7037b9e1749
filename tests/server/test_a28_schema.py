"""The whole API against its own description: whatever is sent, each answer is one that the description names.

A tester that others wrote (schemathesis) reads the description and sends what fits it and what does not, to a server
in a process of its own. It found numbers that no column holds, and 405 without ``Allow``.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from demo.simulated_institute import SimulatedInstitute
from server.access import Grant, Role
from server.app import create_app
from shared.crypto.passwords import csrf_of
from tests.server.databases import Bases
from tests.server.harness import ZIP, Process, World, apart, import_theme, make_world, open_account

EVERYTHING = tuple(Grant(role) for role in (Role.ADMINISTRACION, Role.DIRECCION, Role.RESULTADOS, Role.AUDITORIA))
CHECKS = (
    "not_a_server_error", "status_code_conformance", "content_type_conformance", "response_schema_conformance",
    "response_headers_conformance", "negative_data_rejection", "unsupported_method",
)  # fmt: skip
SEED = 2018
ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Served:
    """A running server, its description, and the session of somebody who may do everything."""

    address: str
    description: Path
    token: str
    known: dict[str, str]


@pytest.fixture(scope="module")
def served(institute: SimulatedInstitute, bases: Bases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    world: World = make_world(institute, tmp_path_factory.mktemp("api") / "instituto", bases.empty())
    apart(import_theme(world))
    description = world.folder / "openapi.json"
    description.write_text(json.dumps(create_app(world.config, world.clock).openapi()))
    token, process = apart(open_account(world, EVERYTHING)), Process(world, verifiers=0)
    process.start()
    try:
        with process.connection() as connection:
            connection.request("POST", "/api/v1/bundles", world.bundle(0).public, ZIP)
            sha256 = json.loads(connection.getresponse().read())["sha256"]
        known = {"sha256": sha256, "clave": world.institute.theme.casillas[0].id.clave}
        yield Served(f"http://127.0.0.1:{process.port}", description, token, known)
    finally:
        process.kill()


def run_tester(served: Served, examples: int, *more: str) -> subprocess.CompletedProcess[str]:
    line = [
        *(sys.executable, "-m", "schemathesis.cli", "run", str(served.description), "--url", served.address),
        *("-H", f"Cookie: sesion={served.token}", "-H", f"x-csrf: {csrf_of(served.token)}"),
        *("--checks", ",".join(CHECKS), "--seed", str(SEED), "--max-examples", str(examples), *more),
    ]
    environment = {
        **os.environ,
        "SCHEMATHESIS_HOOKS": "tests.server.schema_hooks",
        "PYTHONHASHSEED": "0",
        "PYTHONPATH": str(ROOT),
    }
    return subprocess.run(
        line, capture_output=True, text=True, check=False, env=environment, cwd=served.description.parent
    )


def test_a28_each_answer_is_one_that_the_description_names(served: Served) -> None:
    found = run_tester(served, 3, "--phases", "examples,fuzzing")
    assert found.returncode == 0, found.stdout[-6000:]
    assert "Tested: " in found.stdout


@pytest.mark.long
@pytest.mark.parametrize("known", [False, True])
def test_a28_many_more_requests_to_what_is_there_and_what_is_not(served: Served, *, known: bool) -> None:
    config = served.description.parent / "schemathesis.toml"
    config.write_text("[parameters]\n" + "".join(f'"{k}" = "{v}"\n' for k, v in served.known.items() if known))
    found = run_tester(
        served, 150, "--exclude-checks", "negative_data_rejection"
    )  # numbers may have spaces around them
    assert found.returncode == 0, found.stdout[-6000:]


@pytest.mark.long
def test_a28_the_tester_notices_an_answer_that_is_not_described(served: Served, tmp_path: Path) -> None:
    """Planted: a description that says less than the server answers."""
    said = json.loads(served.description.read_text())
    said["paths"] = {"/api/v1/eleccion": said["paths"]["/api/v1/eleccion"]}
    said["paths"]["/api/v1/eleccion"]["get"]["responses"].pop("200")
    planted = tmp_path / "openapi.json"
    planted.write_text(json.dumps(said))
    found = run_tester(Served(served.address, planted, served.token, {}), 2, "--phases", "coverage")
    assert found.returncode == 1
    assert "Undocumented" in found.stdout
