"""The papers of a verification: its testigos, marked as practice, and its report. They must not pass for real ones."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from hardware.printer.port import Align, Block, Row, Rule, Slip, Text
from shared.domain.eleccion import Mode
from shared.formats.theme_model import Theme
from urna.services.slips import centred, key_label, pair, title
from urna.services.slips_reports import Head
from urna.services.words import Words, figure

PRACTICE_MODE = Mode.CAPACITACION
"""The mode under which practice votes are sealed and printed."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that does not agree. ``turn`` is a practice voter's, or 0 for a total of the whole run.

    ``option`` names what was voted, or the figure; the three others say it in words, or in figures for a total.
    """

    contest: str
    turn: int
    option: str
    expected: str
    paper: str
    counted: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a verification found: per contest the totals voted, read on the paper and counted."""

    turns: int
    boletas: int
    expected: tuple[Counter[str], ...]
    paper: tuple[Counter[str], ...]
    counted: tuple[Mapping[str, int], ...]
    differences: tuple[Difference, ...]


def practice_slip(words: Words, slip: Slip, place: tuple[int, int]) -> Slip:
    """A testigo as voters get it, below a heading that voids it; ``place`` is (turn, of how many)."""
    heading = (
        Text(words("comun.modo_verificacion"), bold=True, align=Align.CENTER),
        centred(words("verificacion.turno", turno=place[0], turnos=place[1])),
    )
    return Slip("testigo_practica", (*heading, *slip.blocks))


def verification_report(words: Words, theme: Theme, head: Head, outcome: Outcome, *, empty: bool) -> Slip:
    """Totals voted, on paper and counted of every figure, and every difference in full."""
    blocks: list[Block] = [
        title(words("verificacion.titulo")),
        Text(words("comun.modo_verificacion"), bold=True),
        Rule(),
        Row(words("comun.casilla"), head.casilla),
        pair(words("comun.urna"), head.urna),
        Row(words("comun.tema"), theme.short_code),
        pair(words("comun.programa"), head.software_code),
        Text(words("verificacion.instrucciones")),
        Row(words("verificacion.votantes"), figure(outcome.turns)),
        Row(words("verificacion.testigos"), figure(outcome.boletas)),
        Text(words("verificacion.columnas")),
    ]
    columns = zip(theme.contests, outcome.expected, outcome.paper, outcome.counted, strict=True)
    for contest, expected, paper, counted in columns:
        blocks += [Rule(), Text(contest.title, bold=True)]
        for key in contest.count_keys():
            three = (expected[key], paper[key], counted[key])
            label = key_label(words, contest, key)
            blocks.append(Row(label, " / ".join(map(figure, three)), bold=len(set(three)) > 1))
    blocks += _differences(words, outcome)
    verdict = "verificacion.difiere" if outcome.differences else "verificacion.coincide"
    blocks += [Rule(), Text(words(verdict), bold=True)]
    if empty:
        blocks.append(Text(words("verificacion.vacio")))
    return Slip("verificacion", tuple(blocks))


def _differences(words: Words, outcome: Outcome) -> Iterator[Block]:
    for each in outcome.differences:
        yield Rule()
        yield Text(each.contest, bold=True)
        yield (
            centred(words("verificacion.turno", turno=each.turn, turnos=outcome.turns))
            if each.turn
            else Text(each.option)
        )
        yield pair(words("verificacion.votado"), each.expected)
        yield pair(words("verificacion.papel"), each.paper)
        yield pair(words("verificacion.contado"), each.counted)
