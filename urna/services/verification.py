"""Verification: a practice election on this very theme, with a key, certificate and folder of practice.

Every option of every contest is cast by the touches that a voter would make, stored, opened, counted, compared. It must
not leave a trace in the official store, nor use its keys.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import zip_longest

from hardware.printer.port import Block, Printed, Row, Rule, Slip
from hardware.printer.port import Text as PaperText
from shared.crypto.sealing import SealingKey
from shared.domain.boleta import Marked, confirmable, toggle
from shared.domain.eleccion import Contest, Mode
from shared.domain.escrutinio import EscrutinioContest
from shared.domain.ids import StoreId
from shared.domain.jornada import Accepted, JornadaEvent, JornadaFacts
from shared.domain.journal import JournalKind
from shared.domain.voto import Mark, Voto, count_keys_of
from shared.formats.sealed_v1 import OpenedRecords, count_records, open_records, record_opener
from shared.formats.theme_model import Theme
from urna.flow.effects import RunVerification
from urna.flow.outcome import Prepared, ProcedureFailed, StepsChanged
from urna.flow.ports import Area, MedioPerdido
from urna.flow.screen import ChecklistLine, StepStatus, Text
from urna.services.committing import seal_turn
from urna.services.context import Context, Emit
from urna.services.slips import centred, key_label, pair, possible, title
from urna.services.words import figure

_MODE = Mode.CAPACITACION
_STORE_ID_BYTES = 16
_EVERY = 4
"""Turns between two steps of progress on the screen."""

Expected = tuple[Mapping[str, int], ...]
Turns = tuple[tuple[int, tuple[Voto, ...]], ...]
"""(group, votes of its contests) of each practice voter."""


@dataclass(frozen=True, slots=True)
class _Outcome:
    turns: int
    boletas: int
    options: int
    contests: tuple[EscrutinioContest, ...]
    expected: Expected
    differences: int


def verify(context: Context, _: RunVerification, emit: Emit) -> Prepared | ProcedureFailed:
    """Hold the practice election, print its report, journal it; without differences the jornada is VERIFICADA."""
    try:
        outcome = _hold(context, emit)
    except MedioPerdido:
        return ProcedureFailed(Text("verificacion.aviso.memoria"))
    emit(StepsChanged(_lines(StepStatus.DONE, StepStatus.DONE, StepStatus.RUNNING)))
    empty = context.store.present is None and not context.book.has(JournalKind.ACTA_INICIO)
    printed = isinstance(_print(context, outcome, empty=empty), Printed)
    context.book.write(
        JournalKind.VERIFICACION, votos=outcome.turns, opciones=outcome.options, diferencias=outcome.differences
    )
    facts = JornadaFacts(verification_passed=printed and not outcome.differences, store_empty=empty)
    accepted = isinstance(context.book.ask(JornadaEvent.VERIFICAR, facts), Accepted)
    counted = StepStatus.FAILED if outcome.differences else StepStatus.DONE
    report = StepStatus.DONE if printed else StepStatus.FAILED
    return Prepared(accepted, _lines(StepStatus.DONE, counted, report), context.book.state())


def _hold(context: Context, emit: Emit) -> _Outcome:
    theme = context.theme
    turns = _turns(theme)
    key = SealingKey.generate()
    store_id = StoreId(context.randomness.token(_STORE_ID_BYTES).hex())
    store = context.practice_store()
    store.create(store_id, len(turns) * theme.records_per_voter, theme.rules.record_size)
    for number, (grupo, votos) in enumerate(turns, 1):
        if number % _EVERY == 1:
            emit(StepsChanged(_lines(StepStatus.RUNNING), (number - 1, len(turns))))
        records, _ = seal_turn(theme, (store_id, _MODE, key.public), votos, context.randomness, grupo)
        store.put_pending(number, records, replaced=False)
        store.settle(number, Area.FINAL)
    opener = record_opener(key, "casilla", theme, store_id, _MODE)
    again = context.practice_store()
    again.start()
    present = again.present
    opened = open_records(present.image.final if present else (), opener, theme)
    contests = count_records(opened, theme)
    again.erase()
    expected = _expected(theme, turns)
    differences = (
        opened.illegibles
        + _out_of_group(theme, opened, turns)
        + sum(
            found.rechazados + sum(found.counts[key_] != wanted.get(key_, 0) for key_ in found.counts)
            for found, wanted in zip(contests, expected, strict=True)
        )
    )
    options = sum(len(contest.options) for contest in theme.contests)
    return _Outcome(len(turns), len(opened.slip_marks), options, contests, expected, differences)


def _turns(theme: Theme) -> Turns:
    """Practice voters: as many as the contest with most possibilities needs; the others leave boletas blank.

    The first group that has a contest casts all its possibilities; every other group votes at least once.
    """
    found: list[tuple[int, tuple[Voto, ...]]] = []
    cast: set[int] = set()
    for grupo in range(max(1, len(theme.grupos))):
        places = theme.contests_of(grupo)
        selections = [possible(theme.contests[i])[: 1 if i in cast else None] for i in places]
        columns = [
            tuple(_touched(theme.contests[i], marks) for marks in each)
            for i, each in zip(places, selections, strict=True)
        ]
        found += [(grupo, tuple(row)) for row in zip_longest(*columns, fillvalue=Voto(()))]
        cast.update(places)
    return tuple(found)


def _touched(contest: Contest, marks: tuple[Mark, ...]) -> Voto:
    """The vote that touching those options one by one makes; raises ``RuntimeError`` when it cannot be made."""
    selection: tuple[Mark, ...] = ()
    for mark in sorted(marks, key=lambda each: each.value):
        answer = toggle(contest, selection, mark.option, mark.value)
        if not isinstance(answer, Marked):
            raise RuntimeError(  # noqa: TRY004 - not a type: a boleta that cannot be voted
                f"{contest.id}: an option cannot be chosen ({answer.reason})"
            )
        selection = answer.selection
    if selection != marks or confirmable(contest, selection) is not None:
        raise RuntimeError(f"{contest.id}: touches give another selection")
    return Voto(selection)


def _expected(theme: Theme, turns: Turns) -> Expected:
    """What was cast, tallied from the intentions alone."""
    meant: tuple[Counter[str], ...] = tuple(Counter() for _ in theme.contests)
    for grupo, votos in turns:
        for index, voto in zip(theme.contests_of(grupo), votos, strict=True):
            meant[index].update(count_keys_of(theme.contests[index], voto))
    return meant


def _out_of_group(theme: Theme, opened: OpenedRecords, turns: Turns) -> int:
    """How many (contest, group) hold other votes than those cast in it."""
    cast = [[Counter[Voto]() for _ in each] for each in opened.votos]
    for grupo, votos in turns:
        for index, voto in zip(theme.contests_of(grupo), votos, strict=True):
            cast[index][grupo][voto] += 1
    return sum(
        Counter(found) != wanted
        for found_by, wanted_by in zip(opened.votos, cast, strict=True)
        for found, wanted in zip(found_by, wanted_by, strict=True)
    )


def _lines(
    cast: StepStatus, counted: StepStatus = StepStatus.PENDING, report: StepStatus = StepStatus.PENDING
) -> tuple[ChecklistLine, ...]:
    return (
        ChecklistLine(Text("verificacion.paso.votos"), cast),
        ChecklistLine(Text("verificacion.paso.conteo"), counted),
        ChecklistLine(Text("verificacion.paso.reporte"), report),
    )


def _print(context: Context, outcome: _Outcome, *, empty: bool) -> object:
    words, theme = context.words, context.theme
    blocks: list[Block] = [
        title(words("verificacion.titulo")),
        PaperText(words("comun.modo_verificacion"), bold=True),
        Rule(),
        Row(words("comun.casilla"), context.settings.casilla.clave),
        pair(words("comun.urna"), context.settings.urna.value),
        Row(words("comun.tema"), theme.short_code),
        pair(words("comun.programa"), context.facts().software_code),
        PaperText(words("verificacion.instrucciones")),
        Row(words("verificacion.votantes"), figure(outcome.turns)),
        Row(words("verificacion.boletas"), figure(outcome.boletas)),
    ]
    for contest, found, wanted in zip(theme.contests, outcome.contests, outcome.expected, strict=True):
        blocks += [Rule(), PaperText(contest.title, bold=True)]
        for key, count in found.counts.items():
            same = wanted.get(key, 0) == count
            blocks.append(Row(key_label(words, contest, key), figure(count), bold=not same))
            if not same:
                blocks.append(centred(words("verificacion.esperado", esperado=wanted.get(key, 0), contado=count)))
    verdict = "verificacion.difiere" if outcome.differences else "verificacion.coincide"
    blocks += [Rule(), PaperText(words(verdict), bold=True)]
    if empty:
        blocks.append(PaperText(words("verificacion.vacio")))
    return context.devices.printer.print_slip(Slip("verificacion", tuple(blocks)), context.settings.print_timeout_ms)
