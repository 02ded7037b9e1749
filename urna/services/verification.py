"""Verification: a practice election on this very theme, with a key, certificate and folder of practice.

Every option of every contest is cast, stored, counted and printed by what serves the voters, and compared. It must not
leave a trace in the official store, nor use its keys.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from textwrap import shorten

from hardware.printer.port import NotPrinted, Printed
from shared.domain.jornada import Accepted, JornadaEvent, JornadaFacts
from shared.domain.journal import JournalKind
from urna.flow.effects import RunVerification
from urna.flow.outcome import Prepared, ProcedureFailed, StepsChanged
from urna.flow.ports import MedioPerdido
from urna.flow.screen import ChecklistLine, StepStatus, Text
from urna.services.casting import Cast, cast_and_count
from urna.services.comparing import Comparison, Slips
from urna.services.context import Context, Emit
from urna.services.practice import PracticeTurn, practice_turns
from urna.services.slip_reading import SlipReader, quote
from urna.services.slips_practice import PRACTICE_MODE, Difference, Outcome, practice_slip, verification_report
from urna.services.slips_reports import head_of

_EVERY = 4
"""Turns between two steps of progress on the screen."""
_SHOWN = 24
"""Letters of a choice that a line of the screen holds; its parties stand first."""
_STEPS = ("votos", "testigos", "comparar", "reporte")
_CAST, _PAPER, _COMPARE, _REPORT = range(len(_STEPS))


@dataclass(frozen=True, slots=True)
class _Unprinted:
    """The practice testigo of that number did not come out."""

    number: int
    of: int


def verify(context: Context, _: RunVerification, emit: Emit) -> Prepared | ProcedureFailed:
    """Hold the practice election, print its testigos and its report, journal it.

    Without differences the jornada is VERIFICADA. What a medium or the printer interrupts is not journaled, and begins
    anew.
    """
    turns = practice_turns(context.theme)
    try:
        cast = cast_and_count(context, turns, lambda done: _tell_cast(emit, done, len(turns)))
    except MedioPerdido:
        return ProcedureFailed(Text("verificacion.aviso.memoria"))
    slips = _print_slips(context, turns, cast, emit)
    if isinstance(slips, _Unprinted):
        params = (("testigo", slips.number), ("testigos", slips.of))
        return ProcedureFailed(Text("verificacion.aviso.impresora", params))
    emit(StepsChanged(_lines(_COMPARE)))
    outcome = Comparison(context.words, context.theme, turns, cast, slips).outcome()
    return _end(context, outcome)


def _tell_cast(emit: Emit, done: int, total: int) -> None:
    if done % _EVERY == 0:
        emit(StepsChanged(_lines(_CAST), (done, total)))


def _print_slips(context: Context, turns: Sequence[PracticeTurn], cast: Cast, emit: Emit) -> Slips | _Unprinted:
    """Print the testigo of every boleta, and read the lines that the printer puts on paper."""
    words, theme, printer = context.words, context.theme, context.devices.printer
    reader, read, total = SlipReader(words, theme), Slips(), len(cast.stored)
    for turn in turns:
        for place, voto in zip(turn.contests, turn.votos, strict=True):
            emit(StepsChanged(_lines(_PAPER), (len(read), total)))
            mark = cast.stored[turn.number, place].mark
            slip = context.pens.paper(words, theme, PRACTICE_MODE, (place, voto), mark)
            slip = practice_slip(words, slip, (turn.number, len(turns)))
            if isinstance(printer.print_slip(slip, context.settings.print_timeout_ms), NotPrinted):
                return _Unprinted(len(read) + 1, total)
            lines = printer.rendered(slip)
            read[turn.number, place] = (reader.read(lines), quote(lines))
    return read


def _end(context: Context, outcome: Outcome) -> Prepared:
    """Print the report, journal the run and ask the table of states what it makes of it."""
    empty = context.store.present is None and not context.book.has(JournalKind.ACTA_INICIO)
    report = verification_report(context.words, context.theme, head_of(context), outcome, empty=empty)
    printed = isinstance(context.devices.printer.print_slip(report, context.settings.print_timeout_ms), Printed)
    options = sum(len(contest.options) for contest in context.theme.contests)
    context.book.write(
        JournalKind.VERIFICACION, votos=outcome.turns, opciones=options, diferencias=len(outcome.differences)
    )
    facts = JornadaFacts(verification_passed=printed and not outcome.differences, store_empty=empty)
    accepted = isinstance(context.book.ask(JornadaEvent.VERIFICAR, facts), Accepted)
    alert = None if accepted else _alert(outcome.differences)
    lines = (*_ended(outcome, printed=printed), *_first(outcome.differences))
    return Prepared(accepted, lines, context.book.state(), alert)


def _alert(differences: Sequence[Difference]) -> Text:
    """What the screen says of a run that did not pass: where its first difference is, or that no report came out."""
    if not differences:
        return Text("verificacion.aviso.reporte")
    first = differences[0]
    where = (("total", len(differences)), ("contienda", first.contest))
    if first.turn:
        return Text("verificacion.aviso.diferencia_turno", (*where, ("turno", first.turn)))
    return Text("verificacion.aviso.diferencia", (*where, ("opcion", first.option)))


def _first(differences: Sequence[Difference]) -> Iterator[ChecklistLine]:
    """The three sides of the first difference; the others are on the report."""
    for each in differences[:1]:
        said = {"votado": each.expected, "papel": each.paper, "contado": each.counted}
        for side, words in said.items():
            begins = shorten(words, _SHOWN, placeholder="…")
            yield ChecklistLine(Text(f"verificacion.paso.{side}", (("dice", begins),)), StepStatus.FAILED)


def _lines(running: int) -> tuple[ChecklistLine, ...]:
    """The steps before the one at hand are done, the others to come."""
    states = [StepStatus.DONE] * running + [StepStatus.RUNNING] + [StepStatus.PENDING] * len(_STEPS)
    return tuple(ChecklistLine(Text(f"verificacion.paso.{s}"), at) for s, at in zip(_STEPS, states, strict=False))


def _ended(outcome: Outcome, *, printed: bool) -> tuple[ChecklistLine, ...]:
    bad = {_COMPARE: bool(outcome.differences), _REPORT: not printed}
    return tuple(
        ChecklistLine(line.text, StepStatus.FAILED if bad.get(i) else StepStatus.DONE)
        for i, line in enumerate(_lines(_REPORT))
    )
