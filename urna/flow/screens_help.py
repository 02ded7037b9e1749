"""Help for the mesa, in words that stand beside drawings: its topics, and which fits. It must not change anything."""

from collections.abc import Mapping
from typing import Final

from urna.flow.credentials import Purpose
from urna.flow.phases import Loading, Missing, Opening, OpeningStep, Substituting, Trying
from urna.flow.screen import Action, Choice, CodeScreen, HelpScreen, ProcedureScreen, Screen, ScreenId, Text
from urna.flow.state import PAPER, State

HELP: Final = Action("ayuda", Text("boton.ayuda"))
"""Opens the help; it stands at one place on the screens of the mesa."""
LEAVE: Final = Action("cerrar_ayuda", Text("boton.cerrar_ayuda"), primary=True)
"""Back to the screen that the help covers."""
ABOUT: Final = "ayuda_"
"""Begins the actions that choose a topic."""
PAPEL, ATASCO, TARJETA, MEMORIA = "papel", "atasco", "tarjeta", "memoria"
TECLADO, CORRIENTE, AUDIFONOS = "teclado", "corriente", "audifonos"
TOPICS: Mapping[str, tuple[Text, Text, tuple[Text, ...]]] = {
    PAPEL: (
        Text("boton.ayuda_papel"),
        Text("ayuda.papel.titulo"),
        (Text("ayuda.papel.uno"), Text("ayuda.papel.dos"), Text("ayuda.papel.tres")),
    ),
    ATASCO: (
        Text("boton.ayuda_atasco"),
        Text("ayuda.atasco.titulo"),
        (Text("ayuda.atasco.uno"), Text("ayuda.atasco.dos"), Text("ayuda.atasco.tres")),
    ),
    TARJETA: (
        Text("boton.ayuda_tarjeta"),
        Text("ayuda.tarjeta.titulo"),
        (Text("ayuda.tarjeta.uno"), Text("ayuda.tarjeta.dos"), Text("ayuda.tarjeta.tres")),
    ),
    MEMORIA: (
        Text("boton.ayuda_memoria"),
        Text("ayuda.memoria.titulo"),
        (Text("ayuda.memoria.uno"), Text("ayuda.memoria.dos"), Text("ayuda.memoria.tres")),
    ),
    TECLADO: (
        Text("boton.ayuda_teclado"),
        Text("ayuda.teclado.titulo"),
        (Text("ayuda.teclado.uno"), Text("ayuda.teclado.dos"), Text("ayuda.teclado.tres")),
    ),
    CORRIENTE: (
        Text("boton.ayuda_corriente"),
        Text("ayuda.corriente.titulo"),
        (Text("ayuda.corriente.uno"), Text("ayuda.corriente.dos"), Text("ayuda.corriente.tres")),
    ),
    AUDIFONOS: (
        Text("boton.ayuda_audifonos"),
        Text("ayuda.audifonos.titulo"),
        (Text("ayuda.audifonos.uno"), Text("ayuda.audifonos.dos"), Text("ayuda.audifonos.tres")),
    ),
}
"""The button of each topic, its title and its three steps, in the order of the buttons."""
_STUCK = frozenset({"jam", "cutter"})


def offers_help(screen: Screen) -> bool:
    """Whether a screen has the button: those of the mesa on which there is something to do."""
    if isinstance(screen, CodeScreen):
        return True
    return isinstance(screen, ProcedureScreen) and screen.id not in {ScreenId.FUERA_DE_SERVICIO, ScreenId.ALISTAMIENTO}


def topics_of(state: State) -> tuple[str, ...]:
    """What may be asked about on this urna: not of headphones where it has none."""
    return tuple(name for name in TOPICS if name != AUDIFONOS or state.facts.audible)


def fitting_topic(state: State) -> str:
    """What the mesa most likely asks about: what fails, else what the screen is about."""
    printer = state.fault_of("printer")
    if printer:
        return ATASCO if printer in _STUCK else PAPEL
    if state.auth is not None:
        return MEMORIA if state.auth.purpose is Purpose.EXCLUIR else TARJETA
    if any(state.fault_of(device) for device in ("usb", "internal", "media")):
        return MEMORIA
    if state.fault_of("board") or state.fault_of("reader"):
        return TECLADO if state.fault_of("board") else TARJETA
    if state.fault_of(PAPER):
        return PAPEL
    return _of_phase(state) if state.sensed.mains else CORRIENTE


def _of_phase(state: State) -> str:
    match state.phase:
        case Loading() | Missing() | Substituting():
            return MEMORIA
        case Opening(step=OpeningStep.READY | OpeningStep.READ_BACK | OpeningStep.READING):
            return TARJETA
        case Trying():
            return AUDIFONOS
        case _:
            return PAPEL


def help_screen(state: State) -> HelpScreen:
    """The steps of the topic in force, beside all that may be asked about."""
    topics = tuple(
        Choice(Action(f"{ABOUT}{name}", TOPICS[name][0]), chosen=name == state.helping) for name in topics_of(state)
    )
    _button, title, steps = TOPICS[state.helping]
    return HelpScreen(ScreenId.AYUDA, state.helping, topics, title, steps, (LEAVE,))
