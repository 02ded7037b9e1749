"""Paper: a testigo tells nothing by its length, and a verification casts every option."""

from dataclasses import replace

import pytest

from hardware.printer.encode import Encoder, Job
from hardware.printer.layout import Line, compose
from hardware.printer.paper import PAPER_58, PAPER_80, Paper
from hardware.printer.port import Slip
from hardware.printer.profile import EMULATED, EMULATED_58MM, PrinterProfile
from hardware.printer.raster import shipped_fonts
from shared.domain.eleccion import BlankPolicy, Candidatura, Contest, ContestKind, Mode, Option, OptionKind
from shared.domain.ids import CandidaturaId, ContestId, OptionId
from shared.domain.voto import Voto, count_keys_of
from shared.formats.theme_v1 import Theme
from tests.unit.urna.conftest import consulta, gubernatura
from urna.services import slips as paper
from urna.services.slips import possible
from urna.services.words import load_words

WORDS = load_words({})


@pytest.mark.parametrize("contest", [gubernatura(), consulta()], ids=lambda contest: contest.id.value)
def test_every_figure_is_cast_by_the_verification(contest: Contest) -> None:
    cast = {key for marks in possible(contest) for key in count_keys_of(contest, Voto(marks))}
    assert cast == set(contest.count_keys())


def several(kind: ContestKind) -> Contest:
    """A contest of up to three marks among six names of one and of several lines, or a scale up to ten."""
    names = (
        "Ana",
        "Un nombre que ocupa más de un renglón",
        "Luz",
        "Otro nombre que ocupa más de un renglón",
        "Sol",
        "Mar",
    )
    ids = [CandidaturaId(f"c{number}") for number in range(len(names))]
    people = tuple(Candidatura(each, name, ()) for each, name in zip(ids, names, strict=True))
    boxes = tuple(
        Option(OptionId(f"O{number}"), OptionKind.PLANILLA, name, ids[number]) for number, name in enumerate(names)
    )
    null = Option(OptionId("NULO"), OptionKind.NULO, "Nulo", None)
    top = 10 if kind is ContestKind.SCALE else 0
    marks = len(names) if kind is ContestKind.SCALE else 3
    return Contest(
        ContestId("VARIAS"), kind, "Varias", "", (*boxes, null), (), people, marks, BlankPolicy.APART, scale_max=top
    )


def jobs(theme: Theme, index: int, profile: PrinterProfile) -> list[Job]:
    encoder = Encoder(profile, shipped_fonts())
    slips = [
        paper.testigo(WORDS, theme, Mode.OFICIAL, (index, Voto(marks)), bytes(5))
        for marks in possible(theme.contests[index])
    ]
    return [encoder.encode(slip) for slip in slips]


def renamed(theme: Theme, index: int) -> Theme:
    """The theme with one candidate's name in letters that no code page of a printer has."""
    contest = theme.contests[index]
    first = replace(contest.candidaturas[0], name="Tatei Niuyari \u0268k\u0268 \u0289\u0301")
    changed = replace(contest, candidaturas=(first, *contest.candidaturas[1:]))
    return replace(theme, contests=(*theme.contests[:index], changed, *theme.contests[index + 1 :]))


@pytest.mark.parametrize("profile", [EMULATED, EMULATED_58MM], ids=lambda profile: profile.name)
@pytest.mark.parametrize("letters", ["own", "drawn"])
def test_a6_a_testigo_has_the_same_bytes_lines_and_paper_for_any_choice(
    theme: Theme, profile: PrinterProfile, letters: str
) -> None:
    for index, contest in enumerate(theme.contests):
        shown = renamed(theme, index) if letters == "drawn" and contest.candidaturas else theme
        found = jobs(shown, index, profile)
        assert len(found) >= 3
        assert len({(len(job.data), job.data.count(b"\n"), job.paper_dots, job.breaks) for job in found}) == 1
        assert len({job.data for job in found}) == len(found)


def test_a6_one_name_that_must_be_drawn_has_all_of_its_contest_drawn(theme: Theme) -> None:
    contest = renamed(theme, 0).contests[0]
    for marks in possible(contest):
        block = paper.wording_block(WORDS, contest, marks)
        lines = [item for item in compose(Slip("s", (block,)), PAPER_80) if isinstance(item, Line)]
        assert all(line.drawn for line in lines)


@pytest.mark.parametrize("kind", [ContestKind.N_OF_M, ContestKind.RANKED, ContestKind.SCALE])
@pytest.mark.parametrize("width", [PAPER_58, PAPER_80], ids=lambda width: str(width.width_mm))
def test_a6_contests_of_several_marks_take_the_same_lines(kind: ContestKind, width: Paper) -> None:
    contest = several(kind)
    shapes = set()
    for marks in possible(contest):
        items = compose(Slip("s", (paper.wording_block(WORDS, contest, marks),)), width)
        shapes.add(tuple((item.size, item.columns) for item in items if isinstance(item, Line)))
    assert len(possible(contest)) > 5
    assert len(shapes) == 1


def test_a_testigo_says_party_person_theme_and_mark(theme: Theme) -> None:
    first = possible(theme.contests[0])[0]
    text = str(paper.testigo(WORDS, theme, Mode.SIMULACRO, (0, Voto(first)), b"\x00\x00\x00\x00\x01"))
    assert theme.short_code in text
    assert "0000 0001" in text
    assert "SIMULACRO" in text
