"""A11: candidates in another order, another logo or another word on screen: the theme's code differs on every paper."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from hardware.printer.port import Slip
from shared.domain.acta import ActaEscrutinio
from shared.formats.theme_v1 import Theme, parse_theme, seal_theme, serialise_theme
from tests.flows.institute import Institute
from tests.flows.table import Table, memory_table
from tests.flows.test_power import read_bundle
from tests.flows.test_procedures import refusal

PAPERS = ("preparacion", "testigo", "acta_inicio", "acta_escrutinio")


def swapped_order(theme: Theme) -> Theme:
    first, second, *others = theme.contests[0].options
    contest = replace(theme.contests[0], options=(second, first, *others))
    return replace(theme, contests=(contest, *theme.contests[1:]))


def swapped_logo(theme: Theme) -> Theme:
    """Two parties' pictures change places; order, names and letters stay."""
    first, second, *others = theme.contests[0].options
    options = (replace(first, mark=second.mark), replace(second, mark=first.mark), *others)
    return replace(theme, contests=(replace(theme.contests[0], options=options), *theme.contests[1:]))


def another_picture(theme: Theme) -> Theme:
    """The name of a logo stays, its bytes do not."""
    first, *others = theme.assets
    return replace(theme, assets=(replace(first, sha256="ab" * 32), *others))


SWAPS = [swapped_order, swapped_logo, another_picture]


def day(institute: Institute, folder: Path) -> tuple[dict[str, str], ActaEscrutinio, Theme]:
    """A short jornada: each paper as text, the acta of the bundle, the theme that ran."""
    table = memory_table(institute, folder)
    table.open_day()
    table.vote([(0,), (0,)])
    table.close()
    bundle = read_bundle(table)
    papers = {kind: text(table.printer.slips, kind) for kind in PAPERS}
    return papers, bundle.acta, table.context().theme


def text(slips: list[Slip], kind: str) -> str:
    return next(str(slip.blocks) for slip in slips if slip.kind == kind)


@pytest.mark.parametrize("swap", SWAPS)
def test_a11_any_swap_is_another_theme(institute: Institute, swap: Callable[[Theme], Theme]) -> None:
    other = parse_theme(serialise_theme(swap(institute.theme)))
    assert other.hash_hex != institute.theme.hash_hex
    assert other.short_code != institute.theme.short_code


def test_a11_a_swap_is_on_testigo_acta_de_inicio_and_results(institute: Institute, tmp_path: Path) -> None:
    swapped = replace(institute, theme=seal_theme(swapped_order(institute.theme)))
    folders = [tmp_path / name for name in ("cierta", "cambiada")]
    for folder in folders:
        folder.mkdir()
    true, false = map(day, (institute, swapped), folders)
    for (papers, acta, theme), announced in ((true, institute.theme), (false, swapped.theme)):
        assert (theme.hash_hex, acta.theme_hash, acta.theme_code) == (
            announced.hash_hex,
            announced.hash_hex,
            announced.short_code,
        )
        for kind in PAPERS:
            assert announced.short_code in papers[kind], kind
    for kind in PAPERS:
        assert institute.theme.short_code not in false[0][kind]


def altered(table: Table, name: str) -> None:
    """Change the bytes on the stick alone, without the signers."""
    [place] = (table.config.usb / "repositorio" / "targets").rglob(name)
    data = bytearray(place.read_bytes())
    data[-1] ^= 1
    place.write_bytes(data)


@pytest.mark.parametrize("change", [partial(altered, name="theme.json"), partial(altered, name="PAN.png")])
def test_a11_a_swap_that_nobody_signed_is_not_loaded(
    institute: Institute, tmp_path: Path, change: Callable[[Table], None]
) -> None:
    table = memory_table(institute, tmp_path)
    change(table)
    table.touch("cargar_tema")
    assert refusal(table) == "K605"
