"""Diagnosis: the glass as a person touched it, every device and key examined, a signed and printed report.

It must not open anything, nor pass an urna whose official store holds a record.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from hardware.board.port import Capability, Unavailable
from hardware.board.port import Refused as BoardRefused
from hardware.printer.port import Capable, Printed
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
from urna.flow.touch import place
from urna.services.context import Context, Emit, Identity
from urna.services.hours import newest_signed
from urna.services.preparation import DETAIL_LETTERS, Preparation, trial_slip

_TRIAL = "prueba.bin"
_TRIAL_BYTES = 4096
_IMAGES = 8
"""Room asked for on each medium, in images."""

_PATIENCE_MS = 5000
"""For an answer of the board: nobody waits in front of the urna, and a diagnosis that fails begins again."""

MIN_BATTERY_PERCENT = 60
"""Charge with which a day may begin."""


@dataclass(frozen=True, slots=True)
class Test:
    """One test: how it is made, what it is called, and the one sentence of what to do when it fails."""

    run: Callable[[Context], bool]
    name: Text
    fix: Text


def diagnose(context: Context, effect: Diagnose, emit: Emit) -> Prepared:
    """Run every test, sign and print the report, journal it; with all of them well the urna is LISTA."""
    results = _by_hand(effect)
    steps = len(results) + len(TESTS) + 1
    for name, test in TESTS.items():
        emit(StepsChanged(_lines(results, running=name), (len(results), steps)))
        results[name] = test.run(context)
    report = Preparation(results, _details(context, effect))
    results["usb"] = bool(report.sign(context)) and results["usb"]
    printed = isinstance(report.print(context), Printed)
    results["impresora"] = results["impresora"] and printed
    failures = sum(not well for well in results.values())
    context.book.write(JournalKind.DIAGNOSTICO, pruebas=len(results), fallas=failures)
    facts = JornadaFacts(diagnosis_passed=failures == 0)
    accepted = isinstance(context.book.ask(JornadaEvent.PREPARAR, facts), Accepted)
    if accepted:
        context.book.write(JournalKind.LISTA)
    return Prepared(accepted, _lines(results) if accepted else _failed(results), context.book.state())


def _by_hand(effect: Diagnose) -> dict[str, bool]:
    """What a person tried before."""
    results = {TOUCH: not effect.untouched}
    if effect.voter is not None:
        results |= {HEADPHONES: effect.voter.heard, VOTER_KEYS: not effect.voter.dead_keys}
    return results


def _details(context: Context, effect: Diagnose) -> dict[str, str]:
    """What else the report says: the dead zones as row:column, the dead keys, the charge in percent."""
    places = (place(zone) for zone in effect.untouched)
    details = {TOUCH: " ".join(f"{row}:{column}" for row, column in places)[:DETAIL_LETTERS]}
    if effect.voter is not None:
        details[VOTER_KEYS] = " ".join(effect.voter.dead_keys)[:DETAIL_LETTERS]
    status = context.devices.board.status()
    if not isinstance(status, BoardRefused):
        details["energia"] = f"{status.battery_percent} %"
    return details


def _printer(context: Context) -> bool:
    """It answers, prints letters, a rule and a code, and cuts: a person looks at the slip."""
    if not isinstance(context.devices.printer.hello(), Capable):
        return False
    slip = trial_slip(context.words, context.settings.mode, context.settings.urna)
    return isinstance(context.devices.printer.print_slip(slip, context.settings.print_timeout_ms), Printed)


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


def _power(context: Context) -> bool:
    """On the mains, with charge for when they fail; a board that cannot sense them leaves it to a person's eyes."""
    info, status = context.devices.board.hello(), context.devices.board.status()
    if isinstance(info, BoardRefused) or isinstance(status, BoardRefused):
        return False
    if Capability.POWER_SENSE not in info.capabilities:
        return True
    return status.mains and status.battery_percent >= MIN_BATTERY_PERCENT


def _case(context: Context) -> bool:
    """Case and lid of the deposit are shut, where the board can tell."""
    info, status = context.devices.board.hello(), context.devices.board.status()
    if isinstance(info, BoardRefused) or isinstance(status, BoardRefused):
        return False
    return Capability.CASE_SENSE not in info.capabilities or not (status.lid_open or status.case_open)


def _counter(context: Context) -> bool:
    return not isinstance(context.devices.board.counter_read(timeout_ms=_PATIENCE_MS), Unavailable)


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


TOUCH, HEADPHONES, VOTER_KEYS = "tacto", "audifonos", "teclas_votante"
BY_HAND: dict[str, tuple[Text, Text]] = {
    name: (Text(f"diagnostico.prueba.{name}"), Text(f"diagnostico.arreglo.{name}"))
    for name in (TOUCH, HEADPHONES, VOTER_KEYS)
}
"""What a person tries, what it is called and what to do; those of voters who listen only where there are headphones."""
TESTS: dict[str, Test] = {
    "impresora": Test(_printer, Text("diagnostico.prueba.impresora"), Text("diagnostico.arreglo.impresora")),
    "interna": Test(
        lambda context: _medium(context, INTERNAL),
        Text("diagnostico.prueba.interna"),
        Text("diagnostico.arreglo.interna"),
    ),
    "usb": Test(lambda context: _medium(context, USB), Text("diagnostico.prueba.usb"), Text("diagnostico.arreglo.usb")),
    "espacio": Test(_space, Text("diagnostico.prueba.espacio"), Text("diagnostico.arreglo.espacio")),
    "teclado": Test(_board, Text("diagnostico.prueba.teclado"), Text("diagnostico.arreglo.teclado")),
    "energia": Test(_power, Text("diagnostico.prueba.energia"), Text("diagnostico.arreglo.energia")),
    "caja": Test(_case, Text("diagnostico.prueba.caja"), Text("diagnostico.arreglo.caja")),
    "contador": Test(_counter, Text("diagnostico.prueba.contador"), Text("diagnostico.arreglo.contador")),
    "lector": Test(_reader, Text("diagnostico.prueba.lector"), Text("diagnostico.arreglo.lector")),
    "reloj": Test(_clock, Text("diagnostico.prueba.reloj"), Text("diagnostico.arreglo.reloj")),
    "llaves": Test(_keys, Text("diagnostico.prueba.llaves"), Text("diagnostico.arreglo.llaves")),
    "programa": Test(_software, Text("diagnostico.prueba.programa"), Text("diagnostico.arreglo.programa")),
    "almacen_vacio": Test(_empty, Text("diagnostico.prueba.almacen_vacio"), Text("diagnostico.arreglo.almacen_vacio")),
}
_OTHERS = Text("diagnostico.prueba.otras")
_MORE = Text("diagnostico.arreglo.otras")
_MOST_SHOWN = 5
"""Failures with their sentence on one screen; all are on the paper."""


def _lines(results: dict[str, bool], running: str = "") -> tuple[ChecklistLine, ...]:
    return tuple(ChecklistLine(text, _status(results, name, running)) for name, (text, _) in _words(results).items())


def _words(results: dict[str, bool]) -> dict[str, tuple[Text, Text]]:
    """Name and remedy of every test of this urna, in their order."""
    return {name: words for name, words in BY_HAND.items() if name in results} | {
        name: (test.name, test.fix) for name, test in TESTS.items()
    }


def _failed(results: dict[str, bool]) -> tuple[ChecklistLine, ...]:
    """What failed, each with what to do; then that the rest is well, or that the paper has more."""
    words = _words(results)
    bad = [ChecklistLine(words[name][0], StepStatus.FAILED, words[name][1]) for name in words if not results[name]]
    if len(bad) > _MOST_SHOWN:
        return (*bad[:_MOST_SHOWN], ChecklistLine(_MORE, StepStatus.FAILED))
    return (*bad, ChecklistLine(_OTHERS, StepStatus.DONE))


def _status(results: dict[str, bool], name: str, running: str) -> StepStatus:
    if name == running:
        return StepStatus.RUNNING
    if name not in results:
        return StepStatus.PENDING
    return StepStatus.DONE if results[name] else StepStatus.FAILED
