"""The reader of testigos: it understands every slip that can be printed, on any paper, and nothing that is doubtful."""

from dataclasses import replace

import pytest

from hardware.printer.layout import rendered
from hardware.printer.paper import PAPER_58, PAPER_80, Paper
from shared.domain.eleccion import Contest, ContestKind, Mode
from shared.domain.voto import Voto, count_keys_of
from shared.formats.theme_v1 import Theme
from tests.unit.urna.conftest import consulta, gubernatura
from tests.unit.urna.test_slips import several
from urna.services import slips as paper_of
from urna.services.practice import figures_of
from urna.services.slip_reading import SlipReader, quote
from urna.services.slips import possible
from urna.services.slips_practice import practice_slip
from urna.services.words import load_words

WORDS = load_words({})
KINDS = (ContestKind.N_OF_M, ContestKind.RANKED, ContestKind.SCALE)
CONTESTS = [gubernatura(), consulta(), *(replace(several(kind), title=f"Por {kind.value}") for kind in KINDS)]


def asking(theme: Theme, *contests: Contest) -> Theme:
    return replace(theme, contests=contests)


def lines_of(theme: Theme, place: int, voto: Voto, paper: Paper) -> tuple[str, ...]:
    slip = paper_of.testigo(WORDS, theme, Mode.CAPACITACION, (place, voto), bytes(5))
    return rendered(practice_slip(WORDS, slip, (1, 1)), paper)


@pytest.mark.parametrize("paper", [PAPER_58, PAPER_80], ids=lambda paper: f"{paper.width_mm} mm")
def test_every_choice_is_read_back_from_its_lines(theme: Theme, paper: Paper) -> None:
    all_ = asking(theme, *CONTESTS)
    reader = SlipReader(WORDS, all_)
    for place, contest in enumerate(CONTESTS):
        for marks in possible(contest):
            assert reader.read(lines_of(all_, place, Voto(marks), paper)) == (place, Voto(marks))


@pytest.mark.parametrize("contest", CONTESTS, ids=lambda contest: contest.kind.value)
def test_figures_told_twice_are_the_same(contest: Contest) -> None:
    for marks in possible(contest):
        assert figures_of(contest, Voto(marks)) == count_keys_of(contest, Voto(marks))


def test_a_title_inside_another_is_told_apart(theme: Theme) -> None:
    both = asking(theme, replace(consulta(), title="Regidurías"), replace(consulta(), title="Más Regidurías"))
    reader = SlipReader(WORDS, both)
    assert [reader.read(lines_of(both, place, Voto(()), PAPER_80)) for place in (0, 1)] == [
        (0, Voto(())),
        (1, Voto(())),
    ]


def test_a20_two_choices_in_the_same_words_are_not_understood(theme: Theme) -> None:
    contest = consulta()
    first, second, *rest = contest.options
    alike = replace(contest, options=(first, replace(second, label=first.label, candidatura=first.candidatura), *rest))
    doubtful = asking(theme, alike)
    marks = possible(alike)
    read = [SlipReader(WORDS, doubtful).read(lines_of(doubtful, 0, Voto(each), PAPER_80)) for each in marks]
    assert read == [None, None, *((0, Voto(each)) for each in marks[2:])]


def test_a20_a_slip_of_another_theme_or_of_no_form_is_not_understood(theme: Theme) -> None:
    own = asking(theme, consulta())
    lines = lines_of(own, 0, Voto(()), PAPER_80)
    reader = SlipReader(WORDS, own)
    assert reader.read(lines) == (0, Voto(()))
    assert reader.read([line.replace(own.short_code, "0000-0000-0000") for line in lines]) is None
    assert reader.read([line.replace("EN BLANCO", "NADIE") for line in lines]) is None
    assert quote([line.replace("EN BLANCO", "NADIE") for line in lines]) == "NADIE"
    assert reader.read(lines[:3]) is None
    assert not quote(lines[:3])
