"""``lote.json``: each casilla in one theme, each boleta one, and nothing that the themes do not say."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from shared.domain.ids import CasillaId, ContestId, EleccionId
from shared.formats.lote_v1 import (
    BoletaLote,
    Lote,
    TemaLote,
    check_theme_of,
    lote_of,
    parse_lote,
    serialise_lote,
)
from shared.formats.theme_model import TemaInvalido, ThemeId
from shared.formats.theme_v1 import seal_theme
from tests.unit.formats import examples
from tests.unit.formats.documented import golden

LOTE_HASH = "882c6cf667dc0d35d67015b15902aaf9918945a8503c0279edcbe8d90bae4c75"
FIRST, SECOND = examples.lote_themes()


@pytest.fixture
def lote() -> Lote:
    return parse_lote(golden("lote.json"))


def test_the_lot_keeps_its_hash_and_says_what_its_themes_say(lote: Lote) -> None:
    assert lote.hash_hex == LOTE_HASH
    assert lote == lote_of((SECOND, FIRST))
    assert serialise_lote(lote) == golden("lote.json")
    assert [each.sha256 for each in lote.themes] == [FIRST.hash_hex, SECOND.hash_hex]
    assert [each.short_code for each in lote.themes] == [FIRST.short_code, SECOND.short_code]
    assert lote.short_code == lote_of((FIRST, SECOND)).short_code
    for entry, theme in zip(lote.themes, (FIRST, SECOND), strict=True):
        check_theme_of(lote, entry, theme)


def test_each_casilla_has_the_theme_that_it_votes_and_no_other_has_any(lote: Lote) -> None:
    assert lote.of(FIRST.casillas[0].id) is lote.themes[0]
    assert lote.of(SECOND.casillas[0].id) is lote.themes[1]
    with pytest.raises(TemaInvalido, match="T693"):
        lote.of(CasillaId("140999B0100"))


def twice(entry: TemaLote) -> TemaLote:
    return replace(entry, theme_id=ThemeId(entry.theme_id.value.upper()), casillas=(CasillaId("140002B0100"),))


FAULTS: list[Callable[[Lote], Lote]] = [
    lambda lote: replace(lote, themes=(lote.themes[0], replace(lote.themes[1], casillas=lote.themes[0].casillas))),
    lambda lote: replace(lote, themes=(lote.themes[0], twice(lote.themes[0]))),
    lambda lote: replace(lote, themes=(replace(lote.themes[0], casillas=()), lote.themes[1])),
    lambda lote: replace(lote, themes=(replace(lote.themes[0], contests=()), lote.themes[1])),
    lambda lote: replace(lote, themes=(replace(lote.themes[0], contests=(ContestId("OTRA"),)), lote.themes[1])),
    lambda lote: replace(lote, themes=()),
    lambda lote: replace(lote, contests=(*lote.contests, lote.contests[0])),
    lambda lote: replace(lote, contests=(BoletaLote(ContestId("NADIE"), "Nadie"),)),
]


@pytest.mark.parametrize("fault", FAULTS)
def test_a_lot_that_contradicts_itself_is_refused(lote: Lote, fault: Callable[[Lote], Lote]) -> None:
    with pytest.raises(TemaInvalido, match="T691"):
        parse_lote(serialise_lote(fault(lote)))


def test_a_theme_that_is_not_what_the_lot_says_of_it_is_refused(lote: Lote) -> None:
    entry = lote.themes[0]
    for other in (
        SECOND,
        seal_theme(replace(FIRST, casillas=SECOND.casillas)),
        seal_theme(replace(FIRST, contests=FIRST.contests[:1])),
        seal_theme(replace(FIRST, version=FIRST.version + 1)),
    ):
        with pytest.raises(TemaInvalido, match="T692"):
            check_theme_of(lote, entry, other)
    with pytest.raises(TemaInvalido, match="T692"):
        check_theme_of(replace(lote, election=EleccionId("OTRA")), entry, FIRST)


def test_themes_of_two_elections_or_versions_are_no_lot() -> None:
    other = replace(SECOND.election, name="Otra elección")
    for strange in (replace(SECOND, election=other), replace(SECOND, version=SECOND.version + 1)):
        with pytest.raises(TemaInvalido, match="T692"):
            lote_of((FIRST, seal_theme(strange)))
    with pytest.raises(TemaInvalido, match="T691"):
        lote_of(())
