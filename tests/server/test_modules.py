"""The rules of the server's modules: layers inside each, one door for the others, no commit in a service.

They hold for every folder that has a ``service.py``: a new module is under them without being named anywhere.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.tree import REPOSITORY

DOORS = {"service", "schemas", "permissions", "textos"}
COMPOSITION = {"app", "cli", "modules"}
LAYERS = {"models": 0, "schemas": 0, "rules": 1, "repository": 1, "service": 2, "endpoints": 3, "pages": 3}


def modules(root: Path) -> tuple[str, ...]:
    return tuple(sorted(path.parent.name for path in root.glob("server/*/service.py")))


def imports(path: Path) -> Iterator[str]:
    """Dotted names that a file imports, of ours."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("server"):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name.startswith("server."))


def side_doors(root: Path) -> list[str]:
    """Imports that enter another module by something else than its doors."""
    known, found = modules(root), []
    for path in sorted(root.glob("server/**/*.py")):
        parts = path.relative_to(root / "server").with_suffix("").parts
        if parts[0] in COMPOSITION or parts[0] == "migrations":
            continue
        for name in imports(path):
            _, module, *rest = name.split(".")
            if module in known and module != parts[0] and rest and rest[0] not in DOORS:
                found.append(f"{'.'.join(parts)} enters {name}")
    return found


def climbing(root: Path) -> list[str]:
    """Imports of a lower layer that reach for a higher one of its own module."""
    found = []
    for module in modules(root):
        for path in sorted((root / "server" / module).glob("*.py")):
            own = LAYERS.get(path.stem.partition("_")[0])
            for name in imports(path):
                _, other, *rest = name.split(".")
                above = LAYERS.get(rest[0].partition("_")[0]) if rest else None
                if other == module and own is not None and above is not None and above > own:
                    found.append(f"{module}.{path.stem} climbs to {name}")
    return found


def commits(root: Path) -> list[str]:
    """Services and repositories that end a transaction: the request that began it does."""
    return [
        str(path.relative_to(root))
        for module in modules(root)
        for path in sorted((root / "server" / module).glob("*.py"))
        if any(
            isinstance(node, ast.Attribute) and node.attr in {"commit", "rollback"}
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        )
    ]


def queries(root: Path) -> list[str]:
    """Files besides repositories that make queries."""
    return [
        str(path.relative_to(root))
        for module in modules(root)
        for path in sorted((root / "server" / module).glob("*.py"))
        if path.stem.partition("_")[0] != "repository"
        and any(
            isinstance(node, ast.ImportFrom)
            and node.module == "sqlalchemy"
            and {alias.name for alias in node.names} & {"select", "insert", "update", "delete", "text"}
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        )
    ]


RULES = (side_doors, climbing, commits, queries)
PLANTED = {
    "side_doors": "from server.audit.models import AuditRow",
    "climbing": "from server.computos.service import WHOLE",
    "commits": "async def end(session):\n    await session.commit()",
    "queries": "from sqlalchemy import select",
}


@pytest.mark.parametrize("rule", RULES)
def test_the_modules_keep_the_rule(rule: object) -> None:
    assert callable(rule)
    assert rule(REPOSITORY) == []


@pytest.mark.parametrize("rule", RULES)
def test_the_rule_finds_what_is_planted(rule: object, tmp_path: Path) -> None:
    assert callable(rule)
    name = getattr(rule, "__name__", "")
    for module in ("audit", "computos"):
        folder = tmp_path / "server" / module
        folder.mkdir(parents=True)
        for file in ("models", "service"):
            (folder / f"{file}.py").write_text('"""Nothing."""\n')
    (tmp_path / "server/computos/models.py").write_text(PLANTED[name] + "\n")
    assert len(rule(tmp_path)) == 1


def test_every_module_has_its_permissions_and_a_readme() -> None:
    for module in modules(REPOSITORY):
        assert (REPOSITORY / "server" / module / "README.md").exists(), module
