"""The page of the rules: actas, hours, early close, small groups, patience, blank boletas. It must hold no rule."""

from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from shared.domain.motivo import MotivoCierre
from theme_builder.law import cited
from theme_builder.projects.documents import TEMA, ProyectoInvalido
from theme_builder.projects.editing import begin_jornada, boletas_of, set_blank, table
from theme_builder.projects.history import By
from theme_builder.projects.patch import State
from theme_builder.web import textos
from theme_builder.web.door import Form, Who
from theme_builder.web.fields import Field, Kind
from theme_builder.web.forms import FormPage, save_form, show_form
from theme_builder.web.home import Project
from theme_builder.web.pages import answer, projects_of

router = APIRouter()
LAW: Final = ("T591", "T593")
EARLY: Final = tuple((motivo.value, textos.EARLY[motivo.value]) for motivo in MotivoCierre)
HOURS: Final = {"opens": Kind.TEXT, "closes": Kind.TEXT, "early_close": Kind.CHECKS}
COUNTS: Final = tuple(
    Field(name, label, ("rules", name), Kind.NUMBER, hint) for name, (label, hint) in textos.RULES.items()
)
JORNADA: Final = tuple(
    Field(
        name,
        label,
        ("rules", "jornada", name),
        HOURS.get(name, Kind.NUMBER),
        hint,
        EARLY if name == "early_close" else (),
    )
    for name, (label, hint) in textos.JORNADA.items()
)


def _page(project: int, state: State) -> FormPage:
    fields = (*COUNTS, *JORNADA) if _says_hours(state) else COUNTS
    address = f"/p/{project}/reglas"
    return FormPage(address, textos.RULES_TITLE, TEMA, fields, "reglas", template="reglas.html", part="rules")


def _says_hours(state: State) -> bool:
    rules = table(state, TEMA).get("rules")
    return isinstance(rules, dict) and isinstance(rules.get("jornada"), dict)


@router.get("/p/{project}/reglas")
def page(request: Request, project: Project) -> HTMLResponse:
    """Every rule of the election, and what each boleta does with a blank one."""
    state = projects_of(request).opened(project).state
    policies = dict(textos.BLANK)
    boletas = [
        (file, boleta.get("title") or file, policies.get(str(boleta.get("blank_policy")), "—"))
        for file, boleta in boletas_of(state)
    ]
    values = {"boletas": boletas, "policies": textos.BLANK, "hours": _says_hours(state)}
    values |= {"law": [article for code in LAW if (article := cited(code))]}
    return show_form(request, project, _page(project, state), **values)


@router.post("/p/{project}/reglas")
def save(request: Request, project: Project, form: Form) -> Response:
    """Change them."""
    return save_form(request, project, _page(project, projects_of(request).opened(project).state), form)


@router.post("/p/{project}/reglas/horario")
def begin(request: Request, project: Project, who: Who, form: Form) -> Response:
    """Write the hours of the law into a project that left them to the urna, so that they can be changed."""
    by = By(who.name, "horario", "", form.number("leido"))
    return answer(request, projects_of(request).edit(project, by, begin_jornada), form, f"/p/{project}/reglas")


@router.post("/p/{project}/reglas/blancas")
def blank(request: Request, project: Project, who: Who, form: Form) -> Response:
    """Count the blank boletas of every contest in one way; raises ``ProyectoInvalido`` T609 for no way of them."""
    policy = form.get("policy")
    if policy not in dict(textos.BLANK):
        raise ProyectoInvalido("T609", "no such policy")
    by = By(who.name, "blancas", "", form.number("leido"))
    return answer(request, projects_of(request).edit(project, by, set_blank(policy)), form, f"/p/{project}/reglas")
