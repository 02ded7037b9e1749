"""Whatever an urna prints begins with its banner: in every mode but the official one, that it is worth nothing."""

import ast
from pathlib import Path

SERVICES = Path(__file__).parents[2] / "urna" / "services"
OWN_WORDS = {"practice_slip", "verification_report"}
"""Papers of the verification run, which say VERIFICACIÓN in every mode."""
PLANTED = "def receipt(words):\n    return Slip('recibo', (title(words('x')),))\n"


def silent(source: str) -> set[str]:
    """Functions that make a slip and do not begin it with its banner."""
    functions = {f.name: called(f) for f in ast.walk(ast.parse(source)) if isinstance(f, ast.FunctionDef)}
    heads = {"banner", *(name for name, calls in functions.items() if "banner" in calls)}
    return {name for name, calls in functions.items() if "Slip" in calls and not calls & heads}


def called(function: ast.FunctionDef) -> set[str]:
    calls = [node.func for node in ast.walk(function) if isinstance(node, ast.Call)]
    names = {func.id for func in calls if isinstance(func, ast.Name)}
    return names | {func.attr for func in calls if isinstance(func, ast.Attribute)}


def test_every_slip_is_made_with_its_banner() -> None:
    found = [silent(path.read_text(encoding="utf-8")) for path in sorted(SERVICES.glob("*.py"))]
    assert set().union(*found) == OWN_WORDS


def test_a_slip_without_one_would_be_seen() -> None:
    assert silent(PLANTED) == {"receipt"}
