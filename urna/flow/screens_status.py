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
_WORDS: Mapping[Part, tuple[Text, Text]] = {
    Part.USB: (Text("estado.usb.bien"), Text("estado.usb.falla")),
    Part.INTERNA: (Text("estado.interna.bien"), Text("estado.interna.falla")),
    Part.TECLADO: (Text("estado.teclado.bien"), Text("estado.teclado.falla")),
    Part.LECTOR: (Text("estado.lector.bien"), Text("estado.lector.falla")),
}


def status(state: State) -> tuple[PartStatus, ...]:
    """Voters, and every part that may need a hand, always in this order."""
    return (
        PartStatus(Part.VOTANTES, Text("estado.votantes", (("votantes", state.facts.voters),))),
        _paper(state),
        _power(state),
        _medium(state, Part.USB, "usb"),
        _medium(state, Part.INTERNA, "internal"),
        _device(Part.TECLADO, state.fault_of("board")),
        _device(Part.LECTOR, state.fault_of("reader")),
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
        copying = Text("estado.usb.copiando", figures) if part is Part.USB else Text("estado.interna.copiando", figures)
        return PartStatus(part, copying, well=False)
    return _device(part, state.fault_of(device) or state.fault_of("media"))


def _device(part: Part, fault: str) -> PartStatus:
    well, away = _WORDS[part]
    return PartStatus(part, away if fault else well, well=not fault)
