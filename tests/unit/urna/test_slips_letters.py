"""Letters of Wixarika and Nahuatl on paper of both widths: an acta and a testigo lose none, and a face draws each."""

from dataclasses import replace

import pytest
from PIL import ImageChops

from hardware.printer.encode import Encoder
from hardware.printer.layout import Line, compose
from hardware.printer.paper import PAPER_58, PAPER_80, Paper
from hardware.printer.port import Size, Slip
from hardware.printer.profile import EMULATED, EMULATED_58MM, PrinterProfile
from hardware.printer.raster import line_picture
from shared.domain.eleccion import Contest, Mode
from shared.domain.escrutinio import vacio
from shared.domain.voto import Mark, Voto
from shared.formats.theme_v1 import Theme
from tests.unit.domain.test_acta import acta
from theme_builder.glyphs import FACES
from urna.bootstrap import _fonts
from urna.services import slips as paper_of
from urna.services.slips_closing import Copy, acta_escrutinio
from urna.services.words import load_words

WORDS = load_words({})
TITLE = "Wixárika ɨkɨ ʉ\u0301kita \ua78cāēīōū"
ANSWER = "Ɨ\u0301kɨ \ua78cʉwa «Tatei Niuyari» nɨ\u0301\ua78cariya tlahtōlli"
ROWS = [("58", PAPER_58, EMULATED_58MM), ("80", PAPER_80, EMULATED)]


def worded(theme: Theme) -> Theme:
    """The theme with its consulta in those letters, title and first answer."""
    place = next(i for i, contest in enumerate(theme.contests) if contest.id.value == "CONSULTA")
    contest = theme.contests[place]
    first = replace(contest.options[0], label=ANSWER)
    people = (replace(contest.candidaturas[0], name=ANSWER), *contest.candidaturas[1:])
    changed = replace(contest, title=TITLE, options=(first, *contest.options[1:]), candidaturas=people)
    return replace(theme, contests=(*theme.contests[:place], changed, *theme.contests[place + 1 :]))


def consulta(theme: Theme) -> tuple[int, Contest]:
    return next((i, contest) for i, contest in enumerate(theme.contests) if contest.title == TITLE)


def slips(theme: Theme) -> tuple[Slip, Slip]:
    zeros = replace(acta(), contests=tuple(vacio(contest) for contest in theme.contests))
    return (
        acta_escrutinio(WORDS, theme, zeros, (), Copy(1, 3)),
        paper_of.testigo(WORDS, theme, Mode.OFICIAL, (consulta(theme)[0], Voto((Mark(0),))), bytes(5)),
    )


@pytest.mark.parametrize(("width", "paper", "profile"), ROWS, ids=[row[0] for row in ROWS])
def test_an_acta_and_a_testigo_keep_every_letter_at_both_widths(
    theme: Theme, width: str, paper: Paper, profile: PrinterProfile
) -> None:
    assert paper.width_mm == int(width)
    for slip in slips(worded(theme)):
        lines = [item for item in compose(slip, paper) if isinstance(item, Line)]
        said = "".join(line.text for line in lines).replace(" ", "")
        assert ANSWER.replace(" ", "") in said, slip.kind
        assert TITLE.replace(" ", "") in said, slip.kind
        special = [line for line in lines if set(line.text) & set("ɨʉ\ua78c")]
        assert special
        assert all(line.drawn for line in special)
        assert Encoder(profile, _fonts()).encode(slip).data


def ink(text: str) -> tuple[int, int, int, int]:
    """The box of the black dots of a line."""
    picture = line_picture(Line(text, 21, "", Size.LARGE, drawn=True), _fonts()).convert("L")
    box = ImageChops.invert(picture).getbbox()
    assert box is not None
    return box


def test_a_mark_is_printed_over_its_letter_by_the_face_of_the_screens() -> None:
    assert {path.name for path in (_fonts().regular, _fonts().bold)} == set(FACES)
    for letter in "ɨʉƗɄā":
        plain, marked = ink(letter), ink(f"{letter}\u0301")
        assert marked != plain, letter
        assert marked[1] < plain[1] or letter == "ɨ", letter
        assert marked[2] - plain[2] <= 4, f"{letter}: its mark stands beside it"
    assert ink("a\u00b4")[2] - ink("a")[2] > 4, "one beside it would be seen"
