"""One state of the flow for every screen, for pictures and the published layout: what is drawn is what the flow gives.

It must hold nothing real: counts and codes here are examples, and no selection is anyone's.
"""

from dataclasses import replace
from datetime import UTC, datetime

from shared.domain.grupo import Grupo
from shared.domain.ids import GrupoId
from shared.domain.jornada import JornadaState
from shared.domain.voto import Mark
from shared.formats.theme_model import Theme
from urna.flow.credentials import Auth, Holder, Purpose
from urna.flow.grupos import PAGE, PER_PAGE
from urna.flow.hour import DoubtfulHour, HourDoubt, LoadingHour
from urna.flow.input import BoardSensed, VoterKey
from urna.flow.languages import languages_of
from urna.flow.limits import Limits
from urna.flow.phases import (
    Auditing,
    Closing,
    ClosingStep,
    Loading,
    Menu,
    Missing,
    Opening,
    OpeningStep,
    OutOfService,
    Phase,
    Preparing,
    Starting,
    Substituting,
    Suspended,
    Touching,
    Trying,
    Voting,
)
from urna.flow.screen import ChecklistLine, Screen, StepStatus, Text
from urna.flow.screen_for import screen_for
from urna.flow.screens_help import TOPICS
from urna.flow.state import Copying, Facts, MediumFault, State, Turn, TurnStep
from urna.flow.steps import SubstitutionStep
from urna.flow.viewing import Viewing
from urna.flow.writing import Paper, Writing, press
from urna.ui.samples_alistamiento import enrolment_samples
from urna.ui.samples_boletas import boletas_of, example, informed, reviews

CREDENTIAL = "ejemplo"
HOUR = "01/07/2018 07:30"
GROUP = "3A"
STATE = "Abierta"
STEPS = ("votos", "testigos", "comparar", "reporte")
TESTS = (
    "tacto",
    "impresora",
    "interna",
    "usb",
    "espacio",
    "teclado",
    "energia",
    "caja",
    "contador",
    "lector",
    "reloj",
    "llaves",
    "programa",
    "almacen_vacio",
)
_WRONG_HOUR = DoubtfulHour(
    HourDoubt.LATE,
    datetime(2036, 1, 1, 0, 4, tzinfo=UTC),
    datetime(2018, 7, 2, 0, 5, tzinfo=UTC),
    datetime(2018, 7, 2, 0, 0, tzinfo=UTC),
)
_EARLY_HOUR = DoubtfulHour(
    HourDoubt.EARLY,
    datetime(2018, 7, 1, 22, 30, tzinfo=UTC),
    datetime(2018, 7, 1, 22, 30, tzinfo=UTC),
    datetime(2018, 7, 2, 0, 0, tzinfo=UTC),
)
_RIGHT = LoadingHour(datetime(2018, 7, 1, 13, 30, tzinfo=UTC), datetime(2018, 6, 20, tzinfo=UTC))
_SLOW = LoadingHour(
    datetime(1970, 1, 1, 6, 4, tzinfo=UTC), _RIGHT.newest, _RIGHT.clock - datetime(1970, 1, 1, 6, 4, tzinfo=UTC)
)
_OTHER_CASILLA = "140002C0100"
_DEAD = (
    (Text("dato.urna_sustituida"), "JAL-0017"),
    (Text("dato.casilla"), "140001B0100"),
    (Text("dato.votantes_memoria"), "212"),
)
_NO_STICK = Text("verificacion.aviso.memoria")
_DIFFERENCE = Text(
    "verificacion.aviso.diferencia_turno", (("total", 2), ("contienda", "Gubernatura del Estado"), ("turno", 13))
)
_SAID = {
    "votado": "PT - MORENA Carlos…",
    "papel": "PVEM Salvador…",
    "contado": "PT - MORENA Carlos…",
}
_SIDES = tuple(
    ChecklistLine(Text(f"verificacion.paso.{side}", (("dice", said),)), StepStatus.FAILED)
    for side, said in _SAID.items()
)
_REPORTED = ChecklistLine(Text("verificacion.paso.reporte"), StepStatus.DONE)
_NO_PAPER = Text("verificacion.aviso.impresora", (("testigo", 14), ("testigos", 32)))
DELIVERY = (
    ChecklistLine(Text("exportacion.usb"), StepStatus.DONE),
    ChecklistLine(Text("exportacion.servidor", (("respuesta", 201),)), StepStatus.DONE),
)
REASON = "U301"
"""A reason as a start-up gives it, for the picture of an urna out of service."""


Lines = tuple[ChecklistLine, ...]


def samples(theme: Theme, viewing: Viewing | None = None) -> dict[str, Screen]:
    """Every screen by the name of its picture; a name with a dash is a variant of the screen before the dash.

    ``viewing``: as that voter wants to see them; larger letters make more pages, and so more names.
    """
    seen = viewing or Viewing()
    states = {**_mesa_states(theme), **_voter_states(theme, seen), **_group_states(theme, seen)}
    enrolment = enrolment_samples(theme.casillas[0].id.clave if theme.casillas else "")
    return {**enrolment, **{name: screen_for(state) for name, state in states.items()}}


def _base(theme: Theme) -> State:
    casilla = theme.casillas[0].id.clave if theme.casillas else ""
    facts = Facts(
        urna="JAL-0042",
        casilla=casilla,
        mode="oficial",
        election=theme.election.name,
        theme_code=theme.short_code,
        software_code="K3QX-9F2A",
        contests=theme.contests,
        languages=languages_of(theme),
        voters=312,
        cancelados=2,
        anulados=1,
        habilitaciones=315,
        practice_slips=32,
        practice_metres=3,
        horario=theme.rules.horario,
    )
    return State(JornadaState.ABIERTA, Voting(), Turn(), facts, Limits())


def _voter_states(theme: Theme, viewing: Viewing) -> dict[str, State]:
    base, contests = _base(theme), theme.contests
    blank: tuple[tuple[Mark, ...], ...] = tuple(() for _ in contests)
    chosen = tuple(example(contest) for contest in contests)

    def at(step: TurnStep, **changes: object) -> State:
        turn = Turn(step, 1, contests=tuple(range(len(contests))), selections=blank, viewing=viewing)
        return replace(base, turn=replace(turn, **changes))  # type: ignore[arg-type]

    boletas: dict[str, State] = {}
    for i, contest in enumerate(contests):
        boletas |= {name: at(TurnStep.BOLETA, **changes) for name, changes in boletas_of(contest, i, chosen, viewing)}
    review = reviews(at(TurnStep.REVIEW, selections=chosen, reviewed=frozenset({0})))
    return {
        "espera": at(TurnStep.NONE),
        "espera-falla": replace(at(TurnStep.NONE), faults=(("usb", MediumFault.LOST),)),
        **{f"espera-usb-{fault.value}": replace(at(TurnStep.NONE), faults=(("usb", fault),)) for fault in MediumFault},
        **{
            f"espera-interna-{fault.value}": replace(at(TurnStep.NONE), faults=(("internal", fault),))
            for fault in (MediumFault.LOST, MediumFault.FULL, MediumFault.READ_ONLY, MediumFault.FOREIGN)
        },
        "espera-memorias": replace(at(TurnStep.NONE), faults=(("media", "lost"),)),
        "espera-copiando": replace(at(TurnStep.NONE), copying=Copying("usb", 3, 5)),
        "espera-reparada": replace(at(TurnStep.NONE), repaired=("usb",)),
        "habilitada": at(TurnStep.ENABLED),
        "habilitada-otra_vez": at(TurnStep.ENABLED, replaced=True),
        **boletas,
        **informed(at(TurnStep.BOLETA)),
        "blanco": at(TurnStep.BLANK),
        **review,
        "revision-blanco": at(TurnStep.REVIEW),
        "ajustes": at(TurnStep.BOLETA, adjusting=True),
        **({"lengua": at(TurnStep.ENABLED, choosing=True)} if theme.languages else {}),
        "salida": at(TurnStep.LEAVING),
        "impresion": at(TurnStep.PRINTING),
        "impresion-falla": replace(at(TurnStep.PRINT_FAULT, fault="paper_out"), faults=(("printer", "paper_out"),)),
        "impresion-reparada": at(TurnStep.PRINT_FAULT),
        "pregunta_testigo": at(TurnStep.ASK_TESTIGO),
        "pregunta_testigo-boleta": at(TurnStep.ASK_SLIP),
        "gracias": at(TurnStep.THANKS),
    }


def _group_states(theme: Theme, viewing: Viewing) -> dict[str, State]:
    """The screens of an urna that goes from group to group of a school."""
    contests = tuple(contest.id for contest in theme.contests)
    grupos = tuple(Grupo(GrupoId(f"{n}{a}"), f"{n}.º {a}", contests) for n in "123456" for a in "ABC")
    base = _base(theme)
    base = replace(base, facts=replace(base.facts, grupos=grupos))
    chosen = replace(base, grupo=GROUP)
    return {
        "grupo": replace(chosen, phase=Menu(PAGE)),
        "grupo-ninguno": replace(base, phase=Menu(PAGE)),
        "grupo-mas": replace(chosen, phase=Menu(PAGE, first=PER_PAGE)),
        "menu_mesa-grupos": replace(chosen, phase=Menu()),
        "espera-grupo": chosen,
        "espera-sin_grupo": base,
        "habilitada-grupo": replace(chosen, turn=Turn(TurnStep.ENABLED, 1, grupo=GROUP, viewing=viewing)),
    }


def _mesa_states(theme: Theme) -> dict[str, State]:
    base = _base(theme)
    found = (
        (Text("dato.tema"), theme.short_code),
        (Text("dato.eleccion"), theme.election.name),
        (Text("dato.casilla"), base.facts.casilla),
        (Text("dato.version"), str(theme.version)),
    )
    phases: dict[str, Phase] = {
        "arranque": Starting(),
        "carga": Loading(),
        "carga-otras": Loading(
            alert=Text("carga.aviso.otras_casillas", (("casilla", base.facts.casilla), ("codigo", "T694")))
        ),
        "carga-confirmar": Loading(found=found, hour=_RIGHT),
        "carga-corregida": Loading(found=found, hour=_SLOW),
        "hora_carga": Loading(found=found, hour=_SLOW, correcting=True, alert=Text("carga.aviso.reloj")),
        "verificacion": Preparing("verificacion"),
        "verificacion-avance": Preparing(
            "verificacion", running=True, lines=_lines("verificacion.paso", STEPS, 0), progress=(9, 14)
        ),
        "verificacion-papel": Preparing("verificacion", lines=_lines("verificacion.paso", STEPS, 1), alert=_NO_PAPER),
        "verificacion-diferencia": Preparing(
            "verificacion",
            lines=(*_lines("verificacion.paso", STEPS[:3], 2, StepStatus.FAILED), _REPORTED, *_SIDES),
            alert=_DIFFERENCE,
        ),
        "verificacion-lista": Preparing("verificacion", lines=_lines("verificacion.paso", STEPS, 4), passed=True),
        "diagnostico": Preparing("diagnostico"),
        "diagnostico-avance": Preparing("diagnostico", running=True, lines=_lines("diagnostico.prueba", TESTS, 5)),
        "diagnostico-falla": Preparing("diagnostico", lines=_failures("tacto", "lector")),
        "diagnostico-fallas": Preparing("diagnostico", lines=_failures(*TESTS[1:6])),
        "diagnostico-aviso": Preparing("diagnostico", lines=_lines("diagnostico.prueba", TESTS, 2), alert=_NO_STICK),
        "prueba_tactil": Touching(),
        "prueba_votante": Trying(),
        "prueba_votante-avance": Trying(plugged=True, pressed=frozenset([*VoterKey][:5])),
        "prueba_votante-falta_oir": Trying(plugged=True, pressed=frozenset(VoterKey)),
        "prueba_tactil-avance": Touching(frozenset({*range(23), 30, 45})),
        "diagnostico-lista": Preparing("diagnostico", lines=_lines("diagnostico.prueba", TESTS, 14), passed=True),
        "apertura": Opening(),
        "apertura-partes": Opening(OpeningStep.PRINTING_SHARE, share=1),
        "apertura-leer": Opening(OpeningStep.READ_BACK, share=3),
        "apertura-falla": Opening(OpeningStep.SHARE_FAULT, share=1, alert=Text("apertura.aviso.impresora")),
        "menu_mesa": Menu(),
        "reportes": Menu("reportes", lines=_report(base.facts)),
        "motivo": Menu("motivo_suspension"),
        "motivo-cierre": Menu("motivo_cierre", hour=_EARLY_HOUR),
        "auditoria": Auditing(Voting(), lines=_audit(theme, base.facts)),
        "suspendida": Suspended(),
        "sustitucion": Substituting(),
        "sustitucion-aviso": Substituting(alert=Text("sustitucion.aviso.otra_casilla", (("casilla", _OTHER_CASILLA),))),
        "lista_sustitucion": Substituting(SubstitutionStep.LIST, _DEAD, 212, 213),
        "lista_sustitucion-para_que": Substituting(SubstitutionStep.CHOICE, _DEAD, 212, 213),
        "sustitucion-falla": Substituting(SubstitutionStep.PAPER_FAULT, alert=Text("sustitucion.aviso.impresora")),
        "memoria": Missing("usb", starting=True),
        "memoria-cierre": Missing("usb", starting=False),
        "cierre": Menu("cerrar", lines=_report(base.facts)),
        "cierre-temprano": Menu(
            "cerrar", lines=_report(base.facts), alert=Text("cierre.aviso.antes_de_hora"), hour=_EARLY_HOUR
        ),
        "cierre-reloj": Menu("cerrar", lines=_report(base.facts), alert=Text("cierre.aviso.reloj"), hour=_WRONG_HOUR),
        "hora_cierre": Menu("hora", lines=_report(base.facts), hour=_WRONG_HOUR),
        "cierre-llave": Closing(),
        "cierre-cuenta": Closing(ClosingStep.COUNTING, progress=(180, 312)),
        "cierre-actas": Closing(ClosingStep.PRINTING, printed=1, due=3),
        "cierre-falla": Closing(ClosingStep.PAPER_FAULT, printed=1, due=3, alert=Text("cierre.aviso.impresora")),
        "cerrada": Closing(ClosingStep.DONE, printed=3, due=3, lines=DELIVERY, alert=Text("cerrada.aviso.exportada")),
        "fuera_de_servicio": OutOfService(REASON),
    }
    states = {name: replace(base, phase=phase) for name, phase in phases.items()}
    facts, made = replace(base.facts, substitutes="JAL-0017"), Closing(ClosingStep.DONE, printed=3, due=3)
    reserve = {
        "apertura-reserva": replace(base, phase=Opening(alert=Text("sustitucion.aviso.hecha")), facts=facts),
        "falta_urna-votos": replace(base, phase=Suspended(), facts=replace(facts, taken=True)),
        "cerrada-reserva": replace(base, phase=made, facts=facts, jornada=JornadaState.CERRADA),
        "cierre-sustituida": replace(states["cierre"], facts=replace(facts, taken=True)),
        "cerrada-sustituida": replace(
            states["cerrada"], facts=replace(facts, taken=True), jornada=JornadaState.EXPORTADA
        ),
        "falta_urna": replace(states["cerrada"], facts=facts, jornada=JornadaState.EXPORTADA),
    }
    dark = replace(states["suspendida"], sensed=BoardSensed(mains=False, battery_percent=9))
    lost = {name: replace(states[name], faults=(("usb", MediumFault.LOST),)) for name in ("memoria", "memoria-cierre")}
    delivered = {"cerrada-entregada": JornadaState.EXPORTADA, "cerrada-archivada": JornadaState.ARCHIVADA}
    lost |= {name: replace(states["cerrada"], jornada=jornada) for name, jornada in delivered.items()}
    copying = {"suspendida-copiando": replace(states["suspendida"], copying=Copying("usb", 3, 5))}
    heard = replace(states["menu_mesa"], facts=replace(states["menu_mesa"].facts, audible=True))
    copying |= {f"ayuda-{topic}": replace(heard, helping=topic) for topic in TOPICS}
    return {**states, "suspendida-sin_luz": dark, **reserve, **lost, **copying, **_code_states(base)}


def _code_states(base: State) -> dict[str, State]:
    first = Holder("PRESIDENCIA-01", "presidencia")
    wrong = Text("autenticacion.aviso.codigo_equivocado")
    auths = {
        "autenticacion": Auth(Purpose.ABRIR, 3),
        "autenticacion-codigo": Auth(Purpose.ABRIR, 3, (first,), CREDENTIAL, "A" * 6),
        "autenticacion-error": Auth(Purpose.CERRAR, 2, (first,), CREDENTIAL, alert=wrong),
    }
    card = Auth(Purpose.ABRIR, 3, (first,), writing=Writing(Paper.CARD, ("0" * 10,), "6SPGR"))
    share = Auth(Purpose.CERRAR, 2, (first,), writing=Writing(Paper.SHARE, ("0" * 10,) * 3, "5D0RCCBBM"))
    missed = press(share.writing, "0") if share.writing is not None else None
    auths |= {
        "autenticacion-teclear": card,
        "autenticacion-renglon": replace(share, writing=missed),
    }
    return {name: replace(base, auth=auth) for name, auth in auths.items()}


def _report(facts: Facts) -> tuple[tuple[Text, str], ...]:
    figures = (
        ("habilitaciones", facts.habilitaciones),
        ("votantes", facts.voters),
        ("cancelados", facts.cancelados),
        ("anulados", facts.anulados),
        ("en_duda", facts.en_duda),
        ("inutilizados", 0),
        ("hora", HOUR),
    )
    return tuple((Text(f"dato.{name}"), str(value)) for name, value in figures)


def _lines(section: str, names: tuple[str, ...], done: int, last: StepStatus = StepStatus.RUNNING) -> Lines:
    """The first ``done`` lines done, the next one as ``last``, the others pending."""
    states = (*(StepStatus.DONE for _ in range(done)), last, *(StepStatus.PENDING for _ in names))
    return tuple(ChecklistLine(Text(f"{section}.{name}"), status) for name, status in zip(names, states, strict=False))


def _failures(*names: str) -> Lines:
    """Tests that failed, each with what to do, and the line that closes them."""
    failed = ((Text(f"diagnostico.prueba.{name}"), Text(f"diagnostico.arreglo.{name}")) for name in names)
    lines = tuple(ChecklistLine(text, StepStatus.FAILED, fix) for text, fix in failed)
    return (*lines, ChecklistLine(Text("diagnostico.prueba.otras"), StepStatus.DONE))


def _audit(theme: Theme, facts: Facts) -> tuple[tuple[Text, str], ...]:
    identity = (
        ("eleccion", facts.election),
        ("casilla", facts.casilla),
        ("urna", facts.urna),
        ("jornada", STATE),
        ("tema", facts.theme_code),
        ("version", str(theme.version)),
        ("programa", facts.software_code),
        ("tablilla", "V 1.0.0"),
    )
    head = tuple((Text(f"dato.{name}"), value) for name, value in identity)
    *counts, hour = _report(facts)
    return (*head, *counts, (Text("dato.bitacora"), "1,204"), hour)
