"""What the panel shows: the table of controls, and the state of the bench again and again. It must change neither."""

from dataclasses import dataclass
from typing import Final

from hardware.board.port import VoterKey
from hardware.emulated.client import EmulatorError
from urna.devdock.controls import GROUPS, LOCAL, Control
from urna.devdock.dock import SLIPS_EACH, Dock
from urna.devdock.pair import CHOOSE, URNAS, Pair
from urna.devdock.words import Words, value_text

Json = dict[str, object]
KEYBOARD: Final = {
    VoterKey.ANTERIOR: "ArrowUp",
    VoterKey.SIGUIENTE: "ArrowDown",
    VoterKey.ELEGIR: "Enter",
    VoterKey.REPETIR: "r",
    VoterKey.RAPIDO: ".",
    VoterKey.LENTO: ",",
    VoterKey.FUERTE: "+",
    VoterKey.BAJO: "-",
    VoterKey.AYUDA: "h",
    VoterKey.PANTALLA: "p",
    VoterKey.INTERRUPTOR_1: "1",
    VoterKey.INTERRUPTOR_2: "2",
}
"""The key of this computer for each of the voter's, as browsers name it."""
_GONE: Final = (EmulatorError, OSError)


@dataclass(frozen=True, slots=True)
class Bench:
    """Two urnas and what is said of them; ``mode`` is that of their configuration."""

    pair: Pair
    words: Words
    mode: str

    @property
    def dock(self) -> Dock:
        """The urna that is looked at."""
        return self.pair.dock


def table(bench: Bench) -> Json:
    """Words, groups of controls with their values, and the people: what does not change."""
    words = bench.words
    groups = [
        {"title": words["grupo"][group], "controls": [_control(words, name, each) for name, each in controls.items()]}
        for group, controls in GROUPS.items()
    ]
    people = [{"id": person.id, "code": person.code, "lines": person.lines} for person in bench.dock.people]
    return {
        "words": words["panel"],
        "urnas": [{"value": which, "text": words["urna"][which]} for which in URNAS],
        "choose": {"name": CHOOSE, "text": words["mando"][CHOOSE]},
        "slips_each": SLIPS_EACH,
        "groups": groups,
        "people": people,
        "mode": bench.mode,
        "proof": words["medios"][bench.dock.media.kind.value],
        "lamps": words["foco"],
        "keyboard": {key.value: name for key, name in KEYBOARD.items()},
        "key_words": words["tecla"],
    }


def state(bench: Bench) -> Json:
    """What there is to see now. A device that does not answer is None."""
    dock = bench.dock
    stick = dock.media.state
    return {
        "running": dock.program.running,
        "powered": dock.powered,
        "dead": dock.dead,
        "said": "" if dock.program.running else dock.program.said(),
        "hour": dock.clock.now().astimezone(LOCAL).strftime("%d/%m/%Y %H:%M:%S"),
        "hour_differs": bool(dock.clock.offset_s),
        "printer": _printer(dock),
        "board": _board(dock),
        "heard": dock.devices.ears.heard(),
        "chosen": {CHOOSE: bench.pair.chosen, **_chosen(dock)},
        "stick": {
            "number": stick.number,
            "inserted": stick.inserted,
            "full": stick.full,
            "read_only": stick.read_only,
        },
        "slips": dock.slips(),
    }


def _control(words: Words, name: str, control: Control) -> Json:
    values = [{"value": value, "text": value_text(words, name, value)} for value in control.values]
    return {"name": name, "text": words["mando"][name], "values": values, "source": control.source.value}


def _printer(dock: Dock) -> Json | None:
    try:
        status = dock.devices.printer.status()
    except _GONE:
        return None
    return {"present": status.present, "stopped": status.stopped}


def _board(dock: Dock) -> Json | None:
    try:
        face = dock.devices.board.face()
    except _GONE:
        return None
    lamps = {lamp.value: mode.value for lamp, mode in face.lamps.items()}
    return {"lines": face.lines, "lamps": lamps, "buzzes": face.buzzes}


def _chosen(dock: Dock) -> dict[str, str]:
    """The present value of the controls that set something which stays, so that the panel marks it."""
    sensed = dock.sensed
    return {
        "power.mains": "si" if sensed.mains else "no",
        "power.battery": str(sensed.battery_percent),
        "board.key_switch": sensed.key_switch.value,
        "board.lid": "abierta" if sensed.lid_open else "cerrada",
        "board.case": "abierta" if sensed.case_open else "cerrada",
        "voter.headphones": "si" if sensed.headphones else "no",
        "usb.read_only": "si" if dock.media.state.read_only else "no",
    }
