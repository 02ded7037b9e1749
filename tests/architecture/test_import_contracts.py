"""The import contracts of pyproject.toml hold, and each of them bites. It must not hold a list of the contracts."""

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.architecture.tree import REPOSITORY

# For each contract: the module where a violation is planted, and the violation. Every one has a name of
# its own, because the report of its contract must name it.
PLANTED = {
    "shared: verify and web above formats, crypto, domain": ("shared.crypto.planted_layer", "import shared.formats"),
    "domain uses the pure standard library only": ("shared.domain.planted_impure", "import sqlite3"),
    "crypto libraries are touched in shared.crypto alone": ("urna.services.planted_crypto", "import cryptography"),
    "hardware imports nothing of ours": ("hardware.planted_ours", "import shared.domain"),
    "the three programs never import one another": ("server.planted_neighbour", "import urna.flow"),
    "theme builder and server know no hardware": ("theme_builder.planted_device", "import hardware"),
    "theme builder: web -> versions -> projects -> what a source is": (
        "theme_builder.projects.planted_page",
        "import theme_builder.web",
    ),
    "the verifier stands alone": ("shared.verify.planted_server", "import server"),
    "the verifier counts by itself": ("shared.verify.planted_counting", "import shared.domain.coalicion"),
    "urna: bootstrap -> ui | services | store -> flow": ("urna.store.planted_sideways", "import urna.services"),
    "the urna's pages are not web pages": ("urna.planted_page", "import shared.web"),
    "the launcher uses the standard library alone": ("urna.integrity.planted_library", "import shared.domain"),
    "Kivy in urna.ui alone": ("urna.flow.planted_kivy", "import kivy"),
    "no program imports the development panel": ("urna.services.planted_panel", "import urna.devdock"),
    "the development panel knows the urna as a process": ("urna.devdock.planted_inside", "import urna.flow"),
}


def contracts() -> list[str]:
    settings = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))
    return [contract["name"] for contract in settings["tool"]["importlinter"]["contracts"]]


def lint(root: Path) -> tuple[int, str]:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache", "--no-logo"]
    ended = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False, timeout=120)
    return ended.returncode, ended.stdout + ended.stderr


def section(report: str, name: str) -> str:
    """What the report says of one broken contract: from its underlined title to the next."""
    found = re.search(rf"^{re.escape(name)}\n-+\n(.*?)(?=^[^\n]+\n-{{3,}}\n|\Z)", report, re.DOTALL | re.MULTILINE)
    return found.group(1) if found else ""


@pytest.fixture(scope="module")
def planted_report(tmp_path_factory: pytest.TempPathFactory) -> str:
    root = tmp_path_factory.mktemp("planted")
    for package in ("shared", "hardware", "urna", "theme_builder", "server"):
        shutil.copytree(
            REPOSITORY / package, root / package, ignore=shutil.ignore_patterns("__pycache__", "assets", "typings")
        )
    shutil.copy(REPOSITORY / "pyproject.toml", root)
    for module, source in PLANTED.values():
        path = root / (module.replace(".", "/") + ".py")
        path.write_text(f"{source}\n")
    status, report = lint(root)
    assert status != 0, report
    return report


def test_every_contract_holds() -> None:
    status, report = lint(REPOSITORY)
    assert status == 0, report


def test_every_contract_has_a_planted_violation() -> None:
    assert sorted(PLANTED) == sorted(contracts())


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_violation_breaks_its_contract(planted_report: str, name: str) -> None:
    module, _ = PLANTED[name]
    assert f"{name} BROKEN" in planted_report
    assert module in section(planted_report, name), planted_report
