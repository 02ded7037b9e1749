"""Every rule finds nothing in this repository, and finds what is planted. It must not hold a rule of its own."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from tests.architecture import documents, error_codes, purity, sizes, traces, words, writing
from tests.architecture.tree import REPOSITORY

Rule = Callable[[Path], list[str]]
Files = Mapping[str, str]

GLOSSARY = "| term | never |\n| --- | --- |\n| boleta | ballot_box, kiosk |\n| año | ano |\n"
KEY_HEADER = "-----BEGIN EC PRIVATE" + " KEY-----\n"
SOMEBODY = "/" + "home/ana/urna"
LICENSES = "| files |\n| --- |\n| `urna/fonts/Good-*.ttf` |\n"

# Rule, files of a small tree, and where each violation must be found (in any order, all of them and no more).
PLANTED: list[tuple[Rule, Files, list[str]]] = [
    (sizes.too_long, {"urna/a.py": "x = 1\n" * 401, "urna/b.py": "x = 1\n" * 400}, ["urna/a.py: 401"]),
    (sizes.too_long, {"tests/a.py": "x = 1\n" * 601, "tests/b.py": "x = 1\n" * 600}, ["tests/a.py: 601"]),
    (sizes.readmes, {"urna/__init__.py": "", "shared/__init__.py": "", "shared/README.md": "x\n"}, ["urna: no README"]),
    (sizes.readmes, {"urna/__init__.py": "", "urna/README.md": "x\n" * 41}, ["urna/README.md: 41"]),
    (
        sizes.openings,
        {"urna/a.py": '"""One thing."""\nx = 1\n', "urna/b.py": '"""One. Not two."""\nx = 1\n'},
        ["urna/a.py"],
    ),
    (words.banned_identifiers, {"urna/a.py": "class KioskScreen: ...\n"}, ["urna/a.py:1: KioskScreen"]),
    (words.banned_identifiers, {"urna/a.py": "def read(ballot_boxs, anomaly): ...\n"}, ["urna/a.py:1: ballot_boxs"]),
    (
        words.banned_identifiers,
        {"urna/a.py": "def f(self):\n    self.ano = 1\n    return kiosk\n"},
        ["urna/a.py:2: ano"],
    ),
    (words.banned_identifiers, {"server/kiosk.py": "", "server/ballot.py": "box = 1\n"}, ["server/kiosk.py:1: kiosk"]),
    (
        words.inline_spanish,
        {
            "urna/a.py": '"""Año uno."""\nX = "Su voto está a salvo"\nY = "plain words"\n',
            "urna/ui/texts/es.py": 'X = "Su voto está a salvo"\n',
            "server/ingest/textos.py": 'X = "Su voto está a salvo"\n',
        },
        ["urna/a.py:2"],
    ),
    (writing.writes_elsewhere, {"urna/a.py": "open('x', 'w')\nopen('x')\nopen(p, 'rb')\n"}, ["urna/a.py:1"]),
    (writing.writes_elsewhere, {"urna/a.py": "open(p, mode)\n", "server/a.py": "open(p, 'w')\n"}, ["urna/a.py:1"]),
    (writing.writes_elsewhere, {"shared/a.py": "p.open('ab')\np.open()\nrecord.open(key, data)\n"}, ["shared/a.py:1"]),
    (
        writing.writes_elsewhere,
        {"urna/a.py": "p.write_text(t)\nt.replace('a', 'b')\np.replace(q)\n"},
        ["urna/a.py:1", "urna/a.py:3"],
    ),
    (writing.writes_elsewhere, {"urna/a.py": "import os\nos.rename(a, b)\nos.fsync(f)\nos.stat(a)\n"}, ["urna/a.py:2"]),
    (
        writing.writes_elsewhere,
        {"urna/a.py": "import os\nos.open(p, os.O_RDONLY)\nos.open(p, os.O_CREAT)\n"},
        ["urna/a.py:3"],
    ),
    (
        writing.writes_elsewhere,
        {"urna/a.py": "from os import replace\nimport shutil\n"},
        ["urna/a.py:1", "urna/a.py:2"],
    ),
    (writing.writes_elsewhere, {writing.THE_PLACE: "open('x', 'w')\n"}, []),
    (
        purity.crypto_elsewhere,
        {"urna/a.py": "import random\n", "shared/crypto/a.py": "import secrets\n"},
        ["urna/a.py:1"],
    ),
    (
        purity.crypto_elsewhere,
        {
            "urna/a.py": "import os\nos.urandom(4)\n",
            "hardware/c.py": "import os\nos.urandom(4)\n",
            "urna/b.py": "from os import urandom\n",
        },
        ["urna/a.py:2", "urna/b.py:1"],
    ),
    (
        purity.floats_in_results,
        {"shared/domain/a.py": "x = 0.5\ny: float\n", "urna/a.py": "x = 0.5\n"},
        ["a.py:1", "a.py:2"],
    ),
    (
        purity.server_layers,
        {"server/ingest/endpoints.py": "from server.ingest.repository import f\n"},
        ["endpoints.py:1"],
    ),
    (
        purity.devices_elsewhere,
        {
            "urna/services/a.py": "from hardware.printer.driver import P\nfrom hardware.printer.port import Q\n",
            "urna/bootstrap.py": "from hardware.printer import driver\n",
        },
        ["urna/services/a.py:1"],
    ),
    (purity.server_layers, {"server/ingest/repository.py": "from server.ingest import service\n"}, ["repository.py:1"]),
    (purity.server_layers, {"server/ingest/service.py": "from server.prep.repository import f\n"}, ["enters prep"]),
    (
        purity.server_layers,
        {"server/ingest/service.py": "from server.prep.service import f\nfrom server.db.x import y\n"},
        [],
    ),
    (
        purity.server_layers,
        {"server/ingest/pages_one.py": "from server.ingest import pages_two, repository\n"},
        ["pages_one.py:1: pages imports repository"],
    ),
    (
        purity.server_queries,
        {
            "server/ingest/pages.py": "from sqlalchemy import func, select\n",
            "server/ingest/repository.py": "from sqlalchemy import select\n",
        },
        ["server/ingest/pages.py:1: sqlalchemy.select"],
    ),
    (purity.server_layers, {"server/ingest/service.py": "async def f(s):\n    await s.commit()\n"}, ["service.py:2"]),
    (
        traces.registry_addresses,
        {"requirements/a.txt": "--index-url x\nb==1\n# made by uv pip compile --no-emit-index-url\n"},
        ["a.txt:1"],
    ),
    (
        traces.registry_addresses,
        {"web/package-lock.json": '{"resolved": "https://somewhere/x.tgz"}\n', "a.py": "# https://x\n"},
        ["package-lock.json:1"],
    ),
    (traces.unhashed_requirements, {"requirements/a.txt": "b==1\nc==1 \\\n    --hash=sha256:aa\n"}, ["b==1"]),
    (traces.machine_paths, {"a.py": f"x = '{SOMEBODY}/x'\ny = 'https://x.mx{SOMEBODY}/'\n"}, ["a.py:1"]),
    (traces.private_keys, {"a.pem": KEY_HEADER, "b.pem": "-----BEGIN PUBLIC KEY-----\n"}, ["a.pem:1"]),
    (traces.unlicensed_files, {"urna/fonts/Good-Bold.ttf": "x", "urna/fonts/Bad.ttf": "x"}, ["urna/fonts/Bad.ttf"]),
    (
        documents.dead_links,
        {"docs/a.md": "[b](b.md) [c](c.md#x) [d](https://x) [e](#e)\n", "docs/b.md": ""},
        ["a.md:1: c.md#x"],
    ),
    (
        documents.cited_and_gone,
        {"urna/a.py": '"""See docs/b.md and gone.md, b.md."""\n', "docs/b.md": ""},
        ["a.py:1: gone.md"],
    ),
    (documents.ci_differs, {".ci/run": "exec make other\n"}, ["make other"]),
    (
        error_codes.clashes,
        {"urna/a.py": "AInvalid('U101', 'x')\n", "urna/b.py": "BInvalid('U101', 'y')\n"},
        ["U101: carried by"],
    ),
    (error_codes.clashes, {"urna/a.py": "AInvalid('X101', 'x')\n"}, ["X101 (urna/a.py)"]),
]
RULES = list(dict.fromkeys(rule for rule, _, _ in PLANTED))


def plant(root: Path, files: Files) -> None:
    defaults = {"docs/glossary.md": GLOSSARY, "LICENSES.md": LICENSES, "README.md": "make test\n"}
    for name, text in {**defaults, **files}.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_repository_keeps_the_rule(rule: Rule) -> None:
    assert rule(REPOSITORY) == []


@pytest.mark.parametrize(("rule", "files", "expected"), PLANTED, ids=lambda value: getattr(value, "__name__", ""))
def test_the_rule_finds_what_is_planted(tmp_path: Path, rule: Rule, files: Files, expected: list[str]) -> None:
    plant(tmp_path, files)
    found = rule(tmp_path)
    assert len(found) == len(expected), found
    for fragment in expected:
        assert any(fragment in violation for violation in found), found


def test_every_exception_to_durable_writing_is_still_needed(tmp_path: Path) -> None:
    for name, reason in writing.EXCEPTIONS.items():
        plant(tmp_path, {f"urna/{name.replace('/', '_')}": (REPOSITORY / name).read_text(encoding="utf-8")})
        assert writing.writes_elsewhere(tmp_path), f"{name} writes nothing now: take it out ({reason})"


def test_the_table_of_error_codes_is_the_code() -> None:
    kept = (REPOSITORY / error_codes.TABLE).read_text(encoding="utf-8")
    assert kept == error_codes.table(REPOSITORY), "run: python -m tests.architecture.error_codes"


def test_the_table_of_error_codes_reads_calls_and_constants(tmp_path: Path) -> None:
    source = """
CODE = 'U900'
raise AInvalid('U101', 'path', f'{n} is | wrong')
refuse(code='U102', detail='too late')
WORDINGS = {'U103': ('a b',)}
CAUSES = (library.Late, 'U104')
"""
    plant(tmp_path, {"urna/a.py": source})
    rows = error_codes.table(tmp_path).splitlines()
    assert "| U101 | `AInvalid` | {} is \\| wrong | `urna/a.py` |" in rows
    assert "| U102 |  | too late | `urna/a.py` |" in rows
    assert "| U103 |  | a b | `urna/a.py` |" in rows
    assert "| U104 |  | when `Late` | `urna/a.py` |" in rows
    assert "| U900 |  |  | `urna/a.py` |" in rows
