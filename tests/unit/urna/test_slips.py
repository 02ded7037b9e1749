"""Paper: a testigo tells nothing by its length, and a verification casts every option."""

import pytest

from hardware.printer.layout import Line, compose
from hardware.printer.port import Feed, Slip
from shared.domain.eleccion import Contest, Mode
from shared.domain.voto import Voto, count_keys_of
from shared.formats.theme_v1 import Theme
from tests.unit.urna.conftest import consulta, gubernatura
from urna.services import slips as paper
from urna.services.slips import possible, tallest
from urna.services.words import load_words

WORDS = load_words({})


def height(slip: Slip) -> int:
    """Paper moved, in normal lines."""
    items = compose(slip)
    return sum(i.lines if isinstance(i, Feed) else i.size.value[1] for i in items if isinstance(i, Feed | Line))


@pytest.mark.parametrize("contest", [gubernatura(), consulta()], ids=lambda contest: contest.id.value)
def test_every_figure_is_cast_by_the_verification(contest: Contest) -> None:
    cast = {key for marks in possible(contest) for key in count_keys_of(contest, Voto(marks))}
    assert cast == set(contest.count_keys())


def test_a_testigo_is_as_long_for_any_choice(theme: Theme) -> None:
    for index, contest in enumerate(theme.contests):
        slips = [
            paper.testigo(WORDS, theme, Mode.OFICIAL, (index, Voto(marks)), bytes(5)) for marks in possible(contest)
        ]
        assert len({height(slip) for slip in slips}) == 1
        assert tallest(WORDS, contest) >= 2


def test_a_testigo_says_party_person_theme_and_mark(theme: Theme) -> None:
    first = possible(theme.contests[0])[0]
    text = str(paper.testigo(WORDS, theme, Mode.SIMULACRO, (0, Voto(first)), b"\x00\x00\x00\x00\x01"))
    assert theme.short_code in text
    assert "0000 0001" in text
    assert "SIMULACRO" in text
