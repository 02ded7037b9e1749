"""What people see while a theme is loaded: where it comes from, what it is, and the hour. It must not ask a clock."""

from urna.flow.hour import LOAD_STEPS, LoadingHour, local_text
from urna.flow.phases import Loading
from urna.flow.screen import Action, ProcedureScreen, Screen, ScreenId, Text

_STEP_TEXTS = {step: Text(f"boton.{step}") for step in LOAD_STEPS}


def loading_screen(phase: Loading) -> Screen:
    """Ask for the stick, show what it holds, or have the hour put right."""
    if phase.hour is not None and phase.correcting:
        return _correcting(phase, phase.hour)
    facts = phase.found
    if phase.hour is not None and facts:
        instruction = Text("carga.instruccion_confirmar")
        confirm = Action("confirmar_hora", Text("boton.confirmar_hora"), primary=True, enabled=not phase.busy)
        actions: tuple[Action, ...] = (
            confirm,
            Action("corregir_hora", Text("boton.cambiar_hora"), enabled=not phase.busy),
        )
        facts = (*facts, *_hours(phase.hour))
    else:
        instruction = Text("carga.instruccion_trabajando") if phase.busy else Text("carga.instruccion")
        actions = (Action("cargar_tema", Text("boton.cargar_tema"), primary=True, enabled=not phase.busy),)
    title = Text("carga.titulo")
    return ProcedureScreen(ScreenId.CARGA, title, instruction, (), facts, actions, alert=phase.alert)


def _hours(hour: LoadingHour) -> tuple[tuple[Text, str], ...]:
    """One hour, or both when it was put right."""
    if not hour.correction:
        return ((Text("dato.hora"), local_text(hour.clock)),)
    return ((Text("dato.reloj"), local_text(hour.clock)), (Text("dato.hora_corregida"), local_text(hour.confirmed)))


def _correcting(phase: Loading, hour: LoadingHour) -> Screen:
    accept = Action("aceptar_hora", Text("boton.aceptar_hora"), primary=True)
    return ProcedureScreen(
        ScreenId.HORA_CARGA,
        Text("carga.titulo_hora", (("hora", local_text(hour.confirmed)),)),
        Text("carga.instruccion_hora", (("reloj", local_text(hour.clock)),)),
        (),
        (),
        (accept, *(Action(step, _STEP_TEXTS[step]) for step in LOAD_STEPS)),
        alert=phase.alert,
    )
