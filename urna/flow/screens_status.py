"""How each part of the urna is, in a few words for the mesa. It must not show a vote, nor say what to do about a fault.

What to do is said by the alert of the screen, in one sentence.
"""

from collections.abc import Mapping

from urna.flow.energy import low
from urna.flow.screen import Part, PartStatus, Text
from urna.flow.state import PAPER, PaperFault, State

_OUT_OF_PAPER: Mapping[str, Text] = {
    PaperFault.NEAR_END: Text("estado.papel.poco"),
    PaperFault.LOW: Text("estado.papel.no_alcanza"),
    "paper_out": Text("estado.papel.falta"),
}


def status(state: State) -> tuple[PartStatus, ...]:
    """Voters, and every part that may need a hand, always in this order."""
    return (
        PartStatus(Part.VOTANTES, Text("estado.votantes", (("votantes", state.facts.voters),))),
        _paper(state),
        _power(state),
        *(_medium(state, part, device) for part, device in ((Part.USB, "usb"), (Part.INTERNA, "internal"))),
        *(_device(state, part, device) for part, device in ((Part.TECLADO, "board"), (Part.LECTOR, "reader"))),
    )


def _paper(state: State) -> PartStatus:
    printer = state.fault_of("printer")
    fault = printer or state.fault_of(PAPER)
    if not fault:
        return PartStatus(Part.PAPEL, Text("estado.papel.bien"))
    return PartStatus(Part.PAPEL, _OUT_OF_PAPER.get(fault, Text("estado.papel.impresora")), well=False)


def _power(state: State) -> PartStatus:
    battery = (("bateria", state.sensed.battery_percent),)
    if state.sensed.mains:
        return PartStatus(Part.ENERGIA, Text("estado.energia.corriente", battery))
    key = Text("estado.energia.por_terminar", battery) if low(state) else Text("estado.energia.bateria", battery)
    return PartStatus(Part.ENERGIA, key, well=False)


def _medium(state: State, part: Part, device: str) -> PartStatus:
    if state.copying is not None and state.copying.device == device:
        figures = (("hechas", state.copying.done), ("total", state.copying.total))
        return PartStatus(part, Text(f"estado.{part.value}.copiando", figures), well=False)
    away = state.fault_of(device) or state.fault_of("media")
    return PartStatus(part, Text(f"estado.{part.value}.{'falla' if away else 'bien'}"), well=not away)


def _device(state: State, part: Part, device: str) -> PartStatus:
    away = state.fault_of(device)
    return PartStatus(part, Text(f"estado.{part.value}.{'falla' if away else 'bien'}"), well=not away)
