"""Diagnosis: every device and key examined, and a report printed, whose printing is the printer's own test.

It must not open anything, nor pass an urna whose official store holds a record.
"""

import os
from collections.abc import Callable
from pathlib import Path

from hardware.board.port import Refused as BoardRefused
from hardware.board.port import Unavailable
from hardware.printer.port import Capable, NotPrinted, Printed, Row, Rule, Slip
from hardware.printer.port import Text as PaperText
from shared.crypto.certificates import load_chain
from shared.crypto.errors import CertificateInvalid
from shared.crypto.roles import Role
from shared.domain.jornada import Accepted, JornadaEvent, JornadaFacts
from shared.domain.journal import JournalKind
from shared.formats.image_v1 import image_size, store_capacity
from urna.flow.effects import Diagnose
from urna.flow.outcome import Prepared, StepsChanged
from urna.flow.ports import INTERNAL, USB, MedioPerdido
from urna.flow.screen import ChecklistLine, StepStatus, Text
from urna.services.context import Context, Emit, Identity
from urna.services.hours import newest_signed
from urna.services.slips import banner, pair, title
from urna.services.words import moment

_TRIAL = "prueba.bin"
_TRIAL_BYTES = 4096
_IMAGES = 8
"""Room asked for on each medium, in images."""

Test = Callable[[Context], bool]


def diagnose(context: Context, effect: Diagnose, emit: Emit) -> Prepared:
    """Run every test, print the report, journal it; with all of them well the urna is LISTA."""
    del effect
    results: dict[str, bool] = {}
    for name, test in TESTS.items():
        emit(StepsChanged(_lines(results, running=name), (len(results), len(TESTS) + 1)))
        results[name] = test(context)
    printed = isinstance(_print(context, results), Printed)
    results["impresora"] = results["impresora"] and printed
    failures = sum(not well for well in results.values())
    context.book.write(JournalKind.DIAGNOSTICO, pruebas=len(results), fallas=failures)
    facts = JornadaFacts(diagnosis_passed=failures == 0)
    accepted = isinstance(context.book.ask(JornadaEvent.PREPARAR, facts), Accepted)
    if accepted:
        context.book.write(JournalKind.LISTA)
    return Prepared(accepted, _lines(results), context.book.state())


def _printer(context: Context) -> bool:
    return isinstance(context.devices.printer.hello(), Capable)


def _medium(context: Context, label: str) -> bool:
    """Write, read back and remove a trial file of random bytes."""
    trial = context.randomness.token(_TRIAL_BYTES)
    for medium in context.media.present:
        if medium.label == label:
            try:
                medium.root.replace(_TRIAL, trial)
                same = medium.root.read(_TRIAL) == trial
                medium.root.remove(_TRIAL)
            except MedioPerdido:
                return False
            return same
    return False


def _space(context: Context) -> bool:
    rules = context.theme.rules
    capacity = store_capacity(rules.max_voters, context.theme.records_per_voter)
    needed = _IMAGES * image_size(capacity, rules.record_size)
    paths = (context.settings.internal_path, context.settings.usb_path)
    try:
        return all(_free_bytes(path) >= needed for path in paths)
    except OSError:
        return False


def _free_bytes(path: Path) -> int:
    room = os.statvfs(path)
    return room.f_bavail * room.f_frsize


def _board(context: Context) -> bool:
    return not isinstance(context.devices.board.hello(), BoardRefused)


def _counter(context: Context) -> bool:
    return not isinstance(context.devices.board.counter_read(), Unavailable)


def _reader(context: Context) -> bool:
    """The cards that confirmed the hour at loading came through it."""
    return context.book.has(JournalKind.OFICIAL_AUTENTICADO)


def _clock(context: Context) -> bool:
    return context.clock.now() >= (newest_signed(context) or context.theme.created_at)


def _keys(context: Context) -> bool:
    """Both certificates held at the hour that two people confirmed, name this urna, and belong to the keys here."""
    return all(_holds(context, identity) for identity in (context.identity, context.practice))


def _holds(context: Context, identity: Identity) -> bool:
    try:
        leaf, *others = load_chain(identity.certificates)
        found = identity.anchor.verify_chain(leaf, others, Role.URNA, newest_signed(context) or context.clock.now())
    except (CertificateInvalid, ValueError):
        return False
    return found.public_key == identity.key.public and found.id == context.settings.urna.value


def _software(context: Context) -> bool:
    return len(context.software_hash) == 64


def _empty(context: Context) -> bool:
    return not context.book.has(JournalKind.ACTA_INICIO) and context.store.present is None


TESTS: dict[str, Test] = {
    "impresora": _printer,
    "interna": lambda context: _medium(context, INTERNAL),
    "usb": lambda context: _medium(context, USB),
    "espacio": _space,
    "teclado": _board,
    "contador": _counter,
    "lector": _reader,
    "reloj": _clock,
    "llaves": _keys,
    "programa": _software,
    "almacen_vacio": _empty,
}
_NAMES: dict[str, Text] = {
    "impresora": Text("diagnostico.prueba.impresora"),
    "interna": Text("diagnostico.prueba.interna"),
    "usb": Text("diagnostico.prueba.usb"),
    "espacio": Text("diagnostico.prueba.espacio"),
    "teclado": Text("diagnostico.prueba.teclado"),
    "contador": Text("diagnostico.prueba.contador"),
    "lector": Text("diagnostico.prueba.lector"),
    "reloj": Text("diagnostico.prueba.reloj"),
    "llaves": Text("diagnostico.prueba.llaves"),
    "programa": Text("diagnostico.prueba.programa"),
    "almacen_vacio": Text("diagnostico.prueba.almacen_vacio"),
}


def _lines(results: dict[str, bool], running: str = "") -> tuple[ChecklistLine, ...]:
    return tuple(ChecklistLine(_NAMES[name], _status(results, name, running)) for name in TESTS)


def _status(results: dict[str, bool], name: str, running: str) -> StepStatus:
    if name == running:
        return StepStatus.RUNNING
    if name not in results:
        return StepStatus.PENDING
    return StepStatus.DONE if results[name] else StepStatus.FAILED


def _print(context: Context, results: dict[str, bool]) -> Printed | NotPrinted:
    words, settings = context.words, context.settings
    well = all(results.values())
    slip = Slip(
        "preparacion",
        (
            title(words("preparacion.titulo")),
            *banner(words, settings.mode),
            Rule(),
            Row(words("comun.casilla"), settings.casilla.clave),
            pair(words("comun.urna"), settings.urna.value),
            Row(words("comun.tema"), context.theme.short_code),
            Row(words("comun.hora"), moment(context.clock.now())),
            Rule(),
            *(
                Row(words(f"preparacion.{name}"), words("preparacion.bien" if passed else "preparacion.mal"))
                for name, passed in results.items()
            ),
            Row(words("preparacion.memoria"), words(f"preparacion.memoria_{context.swaps.state().value}")),
            Rule(),
            PaperText(f"{words('comun.programa')}:"),
            PaperText(" ".join(context.software_hash[i : i + 8] for i in range(0, 64, 8))),
            PaperText(words("preparacion.resultado_bien" if well else "preparacion.resultado_mal"), bold=True),
        ),
    )
    return context.devices.printer.print_slip(slip, settings.print_timeout_ms)
