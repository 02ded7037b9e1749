"""What screens say of media: lost, refused, being copied to, left out. They must not say what a medium holds."""

from collections.abc import Mapping
from dataclasses import replace

from urna.flow.media import calm
from urna.flow.phases import Missing
from urna.flow.screen import Action, ProcedureScreen, Screen, ScreenId, Text, VoterMessageScreen
from urna.flow.state import Copying, MediumFault, State

USB_FAULTS: Mapping[str, Text] = {
    MediumFault.LOST: Text("memoria.usb.falta"),
    MediumFault.FULL: Text("memoria.usb.llena"),
    MediumFault.READ_ONLY: Text("memoria.usb.solo_lectura"),
    MediumFault.BAD: Text("memoria.usb.danada"),
    MediumFault.FOREIGN: Text("memoria.usb.ajena"),
    MediumFault.NEWER: Text("memoria.usb.distinta"),
    MediumFault.DIFFERS: Text("memoria.usb.distinta"),
    MediumFault.UNREADABLE: Text("memoria.usb.ilegible"),
    MediumFault.ALONE: Text("memoria.usb.sola"),
    MediumFault.RETURNED: Text("memoria.usb.volvio"),
}
INTERNAL_FAULTS: Mapping[str, Text] = {
    MediumFault.LOST: Text("memoria.interna.falta"),
    MediumFault.FULL: Text("memoria.interna.llena"),
    MediumFault.READ_ONLY: Text("memoria.interna.solo_lectura"),
    MediumFault.BAD: Text("memoria.interna.falta"),
    MediumFault.FOREIGN: Text("memoria.interna.ajena"),
    MediumFault.NEWER: Text("memoria.interna.ajena"),
    MediumFault.DIFFERS: Text("memoria.interna.ajena"),
    MediumFault.UNREADABLE: Text("memoria.interna.ajena"),
    MediumFault.ALONE: Text("memoria.interna.ajena"),
    MediumFault.RETURNED: Text("memoria.interna.volvio"),
}
_REPAIRED = {"usb": Text("memoria.usb.reparada"), "internal": Text("memoria.interna.reparada")}
_TITLES = {"usb": Text("memoria.usb.titulo"), "internal": Text("memoria.interna.titulo")}
_QUIET = frozenset(
    {
        ScreenId.CIERRE,
        ScreenId.CERRADA,
        ScreenId.FALTA_URNA,
        ScreenId.ESPERA,
        ScreenId.SUSPENDIDA,
        ScreenId.MENU_MESA,
    }
)
"""Screens of the mesa, and the one between two voters: those that speak of media."""


def medium_fault(device: str, fault: str) -> Text:
    """The sentence for what is wrong with a medium."""
    faults = USB_FAULTS if device == "usb" else INTERNAL_FAULTS
    return faults.get(fault, faults[MediumFault.LOST])


def missing_screen(state: State, phase: Missing) -> Screen:
    """The question whether to go on without a medium."""
    alone = Action("seguir_sin_memoria", Text("boton.seguir_sin_memoria"), enabled=not phase.busy)
    look = Action("revisar_memoria", Text("boton.revisar_memoria"), primary=True, enabled=not phase.busy)
    back = () if phase.starting else (Action("volver", Text("boton.volver"), enabled=not phase.busy),)
    instruction = Text("memoria.instruccion_inicio") if phase.starting else Text("memoria.instruccion_cierre")
    fault = state.fault_of(phase.device)
    known = fault in {"", MediumFault.LOST, MediumFault.RETURNED}
    alert = phase.alert or (None if known else medium_fault(phase.device, fault))
    title = _TITLES.get(phase.device, _TITLES["usb"])
    return ProcedureScreen(ScreenId.MEMORIA, title, instruction, (), (), (look, alone, *back), alert=alert)


def with_media(state: State, screen: Screen) -> Screen:
    """The screen with what the mesa must know of media, where no voter is at the urna."""
    if not isinstance(screen, ProcedureScreen | VoterMessageScreen) or not calm(state):
        return screen
    copying = state.copying
    if copying is not None:
        progress = (copying.done, copying.total) if copying.total else None
        return replace(screen, progress=progress, alert=_copying(copying))
    if screen.alert is not None or screen.id not in _QUIET:
        return screen
    return replace(screen, alert=_news(state))


def _news(state: State) -> Text | None:
    for device in _TITLES:
        if state.fault_of(device):
            return medium_fault(device, state.fault_of(device))
    return _REPAIRED[state.repaired[0]] if state.repaired else None


def _copying(copying: Copying) -> Text:
    figures = (("hechas", copying.done), ("total", copying.total))
    if copying.device == "usb":
        return Text("memoria.usb.copiando", figures)
    return Text("memoria.interna.copiando", figures)
