"""A10: an older theme, or parts of one, played again from a stick that was true once."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from shared.domain.jornada import JornadaState
from tests.flows.institute import Institute
from tests.flows.table import Table, memory_table
from tests.flows.test_procedures import refusal


@pytest.fixture
def renewed(institute: Institute, tmp_path: Path) -> tuple[Table, Path]:
    """An urna that loaded the second publication, and the folder of the first."""
    table = memory_table(institute, tmp_path)
    root, first = table.config.usb / "repositorio", tmp_path / "primera"
    root.rename(first)
    institute.publish(table.config.usb, replace(institute.theme, version=institute.theme.version + 1), version=2)
    table.load()
    assert table.jornada() is JornadaState.CARGADA
    return table, first


def put(table: Table, repository: Path) -> None:
    root = table.config.usb / "repositorio"
    shutil.rmtree(root)
    shutil.copytree(repository, root)


def ask(table: Table) -> str:
    """The refusal of what lies on the stick, for an urna that has a theme."""
    table.touch("cargar_otro_tema")
    table.touch("cargar_tema")
    return refusal(table)


def test_a10_the_first_publication_is_refused_after_the_second_and_after_a_restart(
    renewed: tuple[Table, Path],
) -> None:
    table, first = renewed
    pinned = table.context().theme.hash_hex
    put(table, first)
    assert ask(table) == "K603"
    table.power_on()
    assert table.jornada() is JornadaState.CARGADA
    assert ask(table) == "K603"
    assert table.context().theme.hash_hex == pinned


@pytest.mark.parametrize("kept", ["timestamp.json", "2.snapshot.json", "2.targets.json"])
def test_a10_old_files_among_new_metadata_are_refused(renewed: tuple[Table, Path], kept: str) -> None:
    """The newest metadata with the first publication's own below, each file under the newest one's name."""
    table, first = renewed
    root, mixed = table.config.usb / "repositorio", first.with_name("mezcla")
    shutil.copytree(first, mixed)
    metadata = mixed / "metadata"
    for name in ("snapshot.json", "targets.json"):
        shutil.copy(metadata / f"1.{name}", metadata / f"2.{name}")
    shutil.copy(root / "metadata" / kept, metadata / kept)
    put(table, mixed)
    assert ask(table) in {"K603", "K605"}


def test_a10_the_theme_of_an_older_publication_under_the_newest_list_is_refused(renewed: tuple[Table, Path]) -> None:
    table, first = renewed
    root = table.config.usb / "repositorio"
    new = next((root / "targets").rglob("theme.json"))
    shutil.copy(next((first / "targets").rglob("theme.json")), new)
    assert ask(table) == "K605"


def test_a10_an_older_theme_published_anew_is_refused_by_its_own_number(
    institute: Institute, renewed: tuple[Table, Path]
) -> None:
    """Two signers who put an older theme under a new number of the list: the theme itself says that it is older."""
    table, _ = renewed
    shutil.rmtree(table.config.usb / "repositorio")
    institute.publish(table.config.usb, institute.theme, version=3)
    assert ask(table) == "T305"
