"""docs/security.md names the tests that there are, and every abuse case of this release has one."""

from pathlib import Path

import pytest

from tests.architecture import security_table
from tests.architecture.security_table import BEGIN, END, PAGE, REQUIRED, ROWS
from tests.architecture.tree import REPOSITORY


def plant(root: Path, name: str, text: str) -> None:
    path = root / "tests" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def everything(but: str = "") -> str:
    return "".join(f"def test_{row.lower()}_x(): ...\n" for row in ROWS if row != but)


def test_the_page_lists_the_tests_that_there_are() -> None:
    text = (REPOSITORY / PAGE).read_text(encoding="utf-8")
    made = security_table.page(text, security_table.table(REPOSITORY))
    assert text == made, "run: python -m tests.architecture.security_table"


def test_every_row_of_this_release_is_tried_and_no_test_is_of_a_row_that_is_not() -> None:
    assert security_table.faults(REPOSITORY) == []


def test_rows_are_thirty_and_the_required_ones_among_them() -> None:
    assert list(ROWS) == [f"A{n}" for n in range(1, 31)]
    assert set(ROWS) >= REQUIRED


def test_tests_are_found_in_functions_coroutines_and_classes(tmp_path: Path) -> None:
    source = "async def test_a2_b(): ...\nclass TestX:\n    def test_a3_c(self): ...\ndef a4_d(): ...\n"
    plant(tmp_path, "one/test_it.py", everything() + source)
    found = security_table.tests_of(tmp_path)
    assert found["A2"] == ["tests/one/test_it.py::test_a2_x", "tests/one/test_it.py::test_a2_b"]
    assert found["A3"][1:] == ["tests/one/test_it.py::TestX::test_a3_c"]
    assert found["A4"] == ["tests/one/test_it.py::test_a4_x"]


@pytest.mark.parametrize("row", sorted(REQUIRED - security_table.AWAITED))
def test_a_row_of_this_release_without_a_test_is_a_fault(tmp_path: Path, row: str) -> None:
    plant(tmp_path, "test_it.py", everything(but=row))
    assert security_table.faults(tmp_path) == [f"{row}: no test is named test_{row.lower()}_..."]


def test_a_test_of_no_row_is_a_fault(tmp_path: Path) -> None:
    plant(tmp_path, "test_it.py", everything() + "def test_a31_x(): ...\n")
    assert security_table.faults(tmp_path) == ["tests/test_it.py::test_a31_x: there is no row A31"]


def test_a_test_that_is_gone_makes_another_page(tmp_path: Path) -> None:
    plant(tmp_path, "test_it.py", everything() + "def test_a12_more(): ...\n")
    before = security_table.page(f"x\n{BEGIN}\n{END}\ny\n", security_table.table(tmp_path))
    assert "- `tests/test_it.py::test_a12_more`" in before
    (tmp_path / "tests" / "test_it.py").unlink()
    plant(tmp_path, "test_other.py", everything())
    assert security_table.page(before, security_table.table(tmp_path)) != before


def test_a_page_without_marks_is_not_rewritten() -> None:
    with pytest.raises(ValueError, match="marks"):
        security_table.page("nothing", "")
