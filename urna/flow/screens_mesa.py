"""The screens of the mesa's procedures. They must not show a vote, nor a hash of the store while it is open."""

from shared.domain.custodia import PARTES, PARTES_QUE_ABREN
from shared.domain.horario import early_reasons
from shared.domain.jornada import JornadaState
from urna.flow import grupos
from urna.flow.closing import awaits_substituted
from urna.flow.hour import STEPS, DoubtfulHour, is_early, local_text
from urna.flow.load import DIAGNOSTICO
from urna.flow.mesa import CLOSE, HOUR, REPORTS
from urna.flow.phases import Closing, ClosingStep, Menu, Opening, OpeningStep, Preparing, Touching, Trying
from urna.flow.reasons import CLOSE_EARLY, SUSPEND, reason_screen
from urna.flow.screen import Action, ProcedureScreen, Screen, ScreenId, Text
from urna.flow.screens_codes import type_it, writing_screen
from urna.flow.screens_guide import closing_lines, opening_lines
from urna.flow.screens_turn import printer_fault
from urna.flow.state import State
from urna.flow.touch import touch_screen
from urna.flow.trying import trying_screen
from urna.flow.writing import Paper

_OF_RESERVE = frozenset({OpeningStep.RESERVE, OpeningStep.RESERVE_FAULT})
_RETRY = Text("boton.imprimir_de_nuevo")


def theme_facts(state: State) -> tuple[tuple[Text, str], ...]:
    """What identifies urna and theme."""
    facts = state.facts
    return (
        (Text("dato.eleccion"), facts.election),
        (Text("dato.casilla"), facts.casilla),
        (Text("dato.urna"), facts.urna),
        (Text("dato.tema"), facts.theme_code),
        (Text("dato.programa"), facts.software_code),
    )


def preparing_screen(state: State, phase: Preparing | Touching | Trying) -> Screen:
    """Verification, the tests that a person makes, or the rest of the diagnosis."""
    if isinstance(phase, Trying):
        return trying_screen(phase)
    if isinstance(phase, Touching):
        return touch_screen(phase)
    if phase.what == DIAGNOSTICO:
        screen, title, instruction = ScreenId.DIAGNOSTICO, Text("diagnostico.titulo"), Text("diagnostico.instruccion")
        start = Action("iniciar_diagnostico", Text("boton.iniciar_diagnostico"), primary=True)
    else:
        screen = ScreenId.VERIFICACION
        title, instruction = Text("verificacion.titulo"), _verification_instruction(state)
        start = Action("iniciar_verificacion", Text("boton.iniciar_verificacion"), primary=True)
    if phase.passed:
        start = Action("continuar", Text("boton.continuar"), primary=True)
    other = Action("cargar_otro_tema", Text("boton.cargar_otro_tema"))
    actions = () if phase.running else (start, other)
    told = any(line.detail is not None for line in phase.lines)
    facts = () if told else theme_facts(state)
    return ProcedureScreen(screen, title, instruction, phase.lines, facts, actions, phase.progress, phase.alert)


def _verification_instruction(state: State) -> Text:
    facts = state.facts
    params = (("testigos", facts.practice_slips), ("metros", facts.practice_metres))
    return Text("verificacion.instruccion", params)


def opening_screen(state: State, phase: Opening) -> Screen:
    """Opening, step by step."""
    if phase.writing is not None:
        return writing_screen(Text("teclear.comprobar", _share_to_read(phase)), phase.writing, ())
    actions: tuple[Action, ...] = ()
    alert = phase.alert
    if phase.step is OpeningStep.READY:
        actions = _ways_to_open(state)
    elif phase.step is OpeningStep.READ_BACK:
        actions = (type_it(Paper.SHARE),)
    elif phase.step in (OpeningStep.SHARE_FAULT, OpeningStep.ACTA_FAULT, OpeningStep.RESERVE_FAULT):
        fault = state.fault_of("printer")
        actions = (Action("reintentar", _RETRY, primary=True),)
        alert = printer_fault(fault) if fault else alert
    instruction = _opening_instruction(state, phase)
    lines = () if state.facts.substitutes or phase.step in _OF_RESERVE else opening_lines(phase)
    return ProcedureScreen(
        ScreenId.APERTURA,
        Text("apertura.titulo"),
        instruction,
        lines,
        (*theme_facts(state), *_hours(state)),
        actions,
        alert=alert,
    )


def _hours(state: State) -> tuple[tuple[Text, str], ...]:
    """When the law lets votes in, where the theme says it: the clock may be wrong, so it is the mesa that obeys."""
    horario = state.facts.horario
    return ((Text("dato.horario"), f"{horario.opens:%H:%M} a {horario.closes:%H:%M}"),) if horario else ()


def _ways_to_open(state: State) -> tuple[Action, ...]:
    if state.facts.substitutes:
        return (Action("abrir_reserva", Text("boton.abrir"), primary=True),)
    return (Action("abrir", Text("boton.abrir"), primary=True), Action("sustituir", Text("boton.sustituir")))


def _opening_instruction(state: State, phase: Opening) -> Text:  # noqa: PLR0911 - one return for each stage
    match phase.step:
        case OpeningStep.READY if state.facts.substitutes:
            return Text("apertura.instruccion_reserva", (("urna", state.facts.substitutes),))
        case OpeningStep.READY:
            return Text("apertura.instruccion")
        case OpeningStep.RESERVE | OpeningStep.RESERVE_FAULT:
            return Text("apertura.instruccion_acta")
        case OpeningStep.MAKING:
            return Text("apertura.instruccion_llave")
        case OpeningStep.PRINTING_SHARE | OpeningStep.SHARE_FAULT:
            return Text("apertura.instruccion_partes", (("parte", phase.share + 1), ("partes", PARTES)))
        case OpeningStep.READ_BACK | OpeningStep.READING:
            return Text("apertura.instruccion_leer", _share_to_read(phase))
        case OpeningStep.COMMITTING | OpeningStep.ACTA_FAULT:
            return Text("apertura.instruccion_acta")


def _share_to_read(phase: Opening) -> tuple[tuple[str, int], ...]:
    return (("parte", len(phase.read_back) + 1), ("partes", PARTES_QUE_ABREN))


_STEP_TEXTS = {
    "hora_menos": Text("boton.hora_menos"),
    "hora_mas": Text("boton.hora_mas"),
    "minutos_menos": Text("boton.minutos_menos"),
    "minutos_mas": Text("boton.minutos_mas"),
}


def hour_screen(hour: DoubtfulHour) -> Screen:
    """Where the mesa puts right the hour that it confirms."""
    facts = (
        (Text("dato.hora"), local_text(hour.clock)),
        (Text("dato.hora_cierre"), local_text(hour.proposed)),
    )
    accept = Action("aceptar_hora", Text("boton.aceptar_hora"), primary=True)
    steps = tuple(Action(step, _STEP_TEXTS[step]) for step in STEPS)
    title, instruction = Text("cierre.titulo_hora"), Text("cierre.instruccion_hora")
    return ProcedureScreen(ScreenId.HORA_CIERRE, title, instruction, (), facts, (accept, *steps))


def menu_screen(state: State, phase: Menu) -> Screen:
    """The mesa's menu, its reports, and the question before closing."""
    if phase.page == grupos.PAGE:
        return _group_screen(state, phase)
    if phase.page == HOUR and phase.hour is not None:
        return hour_screen(phase.hour)
    if phase.page in (SUSPEND, CLOSE_EARLY):
        return reason_screen(phase, state.facts.horario)
    if phase.page == REPORTS:
        actions: tuple[Action, ...] = (
            Action("imprimir_reporte", Text("boton.imprimir_reporte"), primary=True, enabled=not phase.busy),
            Action("volver", Text("boton.volver"), enabled=not phase.busy),
        )
        screen, title, instruction = ScreenId.REPORTES, Text("reportes.titulo"), Text("reportes.instruccion")
    elif phase.page == CLOSE:
        actions = (Action("volver", Text("boton.volver"), enabled=not phase.busy), *_close_actions(state, phase))
        what, dead = ("sustituida", (("urna", state.facts.substitutes),)) if state.facts.taken else ("pregunta", ())
        screen, title, instruction = (
            ScreenId.CIERRE,
            Text(f"cierre.titulo_{what}", dead),
            Text(f"cierre.instruccion_{what}", dead),
        )
    else:
        actions = (
            Action("volver", Text("boton.volver_a_votar"), primary=True, enabled=not phase.busy),
            Action("reportes", Text("boton.ver_reportes"), enabled=not phase.busy),
            Action("suspender", Text("boton.suspender"), enabled=not phase.busy),
            Action("cerrar", Text("boton.ir_a_cierre"), enabled=not phase.busy),
        )
        if state.facts.grupos:
            actions = (*actions, Action("cambiar_grupo", Text("boton.cambiar_grupo"), enabled=not phase.busy))
        screen, title, instruction = ScreenId.MENU_MESA, Text("menu_mesa.titulo"), Text("menu_mesa.instruccion")
    facts = (*phase.lines, *_hour_facts(phase)) if phase.page else ()
    return ProcedureScreen(screen, title, instruction, (), facts, actions, alert=phase.alert)


def _group_screen(state: State, phase: Menu) -> Screen:
    """One button for each group; the one in force is said above."""
    active = grupos.find(state.facts, state.grupo)
    actions = [
        Action(f"{grupos.CHOOSE}{grupo.id}", Text("boton.grupo", (("grupo", grupo.name),)))
        for grupo in grupos.shown(state.facts, phase.first)
    ]
    if active is not None:
        actions.append(Action("volver_a_votar", Text("boton.volver_a_votar"), primary=True))
        instruction = Text("grupo.instruccion", (("grupo", active.name),))
    else:
        instruction = Text("grupo.instruccion_ninguno")
    actions.append(Action("otras_opciones", Text("boton.otras_opciones")))
    if len(state.facts.grupos) > grupos.PER_PAGE:
        actions.append(Action("mas_grupos", Text("boton.mas_grupos")))
    return ProcedureScreen(ScreenId.GRUPO, Text("grupo.titulo"), instruction, (), (), tuple(actions))


def _hour_facts(phase: Menu) -> tuple[tuple[Text, str], ...]:
    if phase.page != CLOSE or phase.hour is None:
        return ()
    return ((Text("dato.hora_cierre"), local_text(phase.hour.proposed)),)


def _close_actions(state: State, phase: Menu) -> tuple[Action, ...]:
    """While the clock is in doubt, closing takes that two people say what hour it is."""
    if phase.hour is None:
        close = Action("confirmar_cierre", Text("boton.confirmar_cierre"), primary=True, enabled=not phase.busy)
        return (close,)
    change = Action("cambiar_hora", Text("boton.cambiar_hora"), enabled=not phase.busy)
    if not is_early(phase.hour):
        return (change, Action("confirmar_hora_cierre", Text("boton.confirmar_hora_cierre"), enabled=not phase.busy))
    if not early_reasons(state.facts.horario):
        return (change,)
    return (change, Action("cierre_anticipado", Text("boton.cierre_anticipado"), enabled=not phase.busy))


def closing_screen(state: State, phase: Closing) -> Screen:
    """From the count to the exported results."""
    if state.jornada is JornadaState.ARCHIVADA:
        title, instruction = Text("cerrada.titulo_archivada"), Text("cerrada.instruccion_archivada")
        return ProcedureScreen(
            ScreenId.CERRADA, title, instruction, closing_lines(state, phase), theme_facts(state), ()
        )
    if phase.step in (ClosingStep.DONE, ClosingStep.EXPORTING):
        return _closed_screen(state, phase)
    return _counting_screen(state, phase)


def _closed_screen(state: State, phase: Closing) -> Screen:
    """What is left to do with results that are made: deliver them, count the other urna, archive."""
    ready = phase.step is ClosingStep.DONE
    waits, dead = awaits_substituted(state), (("urna", state.facts.substitutes),)
    actions: tuple[Action, ...] = (
        Action(
            "exportar", Text("boton.exportar_otra" if waits else "boton.exportar"), primary=not waits, enabled=ready
        ),
        Action("reimprimir_acta", Text("boton.reimprimir_acta"), enabled=ready),
    )
    screen, title, instruction = ScreenId.CERRADA, Text("cerrada.titulo"), Text("cerrada.instruccion")
    if waits:
        screen, title = ScreenId.FALTA_URNA, Text("falta_urna.titulo", dead)
        instruction = Text("falta_urna.instruccion", dead)
        count = Action("cerrar_sustituida", Text("boton.cerrar_sustituida"), primary=True, enabled=ready)
        actions = (*actions, count)
    elif state.jornada is JornadaState.EXPORTADA:
        instruction = Text("cerrada.instruccion_entregada")
        actions = (*actions, Action("archivar", Text("boton.archivar"), enabled=ready))
    elif state.facts.substitutes and not state.facts.taken:
        instruction = Text("cerrada.instruccion_reserva", dead)
    whose = ((Text("dato.votos_de"), state.facts.substitutes),) if state.facts.taken else ()
    facts = (*theme_facts(state), *whose, (Text("dato.votantes"), str(state.facts.voters)))
    return ProcedureScreen(screen, title, instruction, closing_lines(state, phase), facts, actions, alert=phase.alert)


def _counting_screen(state: State, phase: Closing) -> Screen:
    progress, alert = phase.progress, phase.alert
    actions: tuple[Action, ...] = ()
    instruction = Text("cierre.instruccion_contando")
    if phase.step is ClosingStep.SHARES:
        instruction = Text("cierre.instruccion_partes")
        actions = (Action("continuar_cierre", Text("boton.continuar_cierre"), primary=True),)
    elif phase.step in (ClosingStep.PRINTING, ClosingStep.PAPER_FAULT):
        instruction = Text("cierre.instruccion_imprimiendo")
        progress = (phase.printed, phase.due)
    if phase.step is ClosingStep.PAPER_FAULT:
        fault = state.fault_of("printer")
        alert = printer_fault(fault) if fault else alert
        actions = (Action("reintentar", _RETRY, primary=True),)
    facts = theme_facts(state)
    title = Text("cierre.titulo")
    lines = closing_lines(state, phase)
    return ProcedureScreen(ScreenId.CIERRE, title, instruction, lines, facts, actions, progress, alert)
