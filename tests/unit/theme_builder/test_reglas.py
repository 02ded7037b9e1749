"""The rules of a source: hours, reasons to close early, patience, actas; what is said of them, what the theme has."""

from datetime import time
from pathlib import Path

import pytest

from shared.domain.horario import Horario
from shared.domain.motivo import MotivoCierre
from tests.unit.theme_builder.test_theme_source import edit, source_root
from theme_builder.checks import check
from theme_builder.law import cited
from theme_builder.package import build
from theme_builder.source import load_source

__all__ = ["source_root"]
HOURS = {
    "opens": '"08:00"',
    "closes": '"18:00"',
    "early_close": '["orden_del_instituto", "lista_completa"]',
    "warn_s": "120",
    "alert_s": "150",
}


def with_hours(root: Path, **other: str) -> set[str]:
    lines = "\n".join(f"{name} = {value}" for name, value in {**HOURS, **other}.items() if value)
    edit(root / "tema.toml", "[rules.coalition_split]", f"[rules.jornada]\n{lines}\n\n[rules.coalition_split]")
    return {f"{found.code} {found.severity.value} {found.field}" for found in check(load_source(root))}


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        ({}, set()),
        ({"closes": '"08:00"'}, {"T589 error rules.jornada.closes"}),
        ({"closes": '"17:00"'}, {"T591 aviso rules.jornada.closes"}),
        ({"closes": '"24:00"'}, {"T505 error rules.jornada.closes"}),
        ({"opens": ""}, {"T503 error rules.jornada.opens"}),
        ({"warn_s": "150"}, {"T590 error rules.jornada.alert_s"}),
        ({"warn_s": "100", "alert_s": "130"}, {"T592 aviso rules.jornada.warn_s"}),
        ({"alert_s": "300"}, {"T594 aviso rules.jornada.alert_s"}),
        ({"early_close": '["lista_completa", "lista_completa"]'}, {"T506 error rules.jornada.early_close"}),
        ({"early_close": '["porque_si"]'}, {"T505 error rules.jornada.early_close.0"}),
    ],
)
def test_each_fault_of_the_hours_has_its_code_beside_its_field(
    source_root: Path, other: dict[str, str], expected: set[str]
) -> None:
    assert with_hours(source_root, **other) == expected


def test_fewer_actas_than_the_law_needs_are_a_warning(source_root: Path) -> None:
    edit(source_root / "tema.toml", "actas = 3", "actas = 2")
    assert [found.code for found in check(load_source(source_root))] == ["T593"]
    assert cited("T593")
    assert cited("T591")


def test_the_theme_says_what_the_source_says_in_the_order_of_the_format(source_root: Path) -> None:
    package, _ = build(load_source(source_root), voiced=False)
    assert package is not None
    assert package.theme.rules.horario is None
    assert with_hours(source_root) == set()
    package, _ = build(load_source(source_root), voiced=False)
    assert package is not None
    early = (MotivoCierre.LISTA_COMPLETA, MotivoCierre.INSTITUTO)
    assert package.theme.rules.horario == Horario(time(8), time(18), early, 120, 150)
