"""The page of coaliciones: where each stands, what law calls that, whose its candidaturas are. It must hold no rule."""

from collections.abc import Iterator
from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from pydantic import ValidationError

from theme_builder.coaliciones import Boleta, boleta_of, postuladas
from theme_builder.law import cited
from theme_builder.model import ContestSource
from theme_builder.projects.editing import boletas_of
from theme_builder.projects.patch import State
from theme_builder.web import textos
from theme_builder.web.home import Project
from theme_builder.web.pages import pages_of

router = APIRouter()
LAW: Final = ("T595", "T596", "T585")


@router.get("/p/{project}/coaliciones")
def page(request: Request, project: Project) -> HTMLResponse:
    """Every coalicion of the boletas of distritos and municipios."""
    desk = pages_of(request).desk(project)
    found = [(each, textos.ALCANCES[each.alcance.value]) for each in postuladas(_boletas(desk.project.state))]
    told = [each for each in desk.review.findings if each.code in LAW]
    law = [article for code in LAW if (article := cited(code))]
    return pages_of(request).page(request, "coaliciones.html", desk=desk, found=found, told=told, law=law)


def _boletas(state: State) -> Iterator[Boleta]:
    """The boletas as far as they are written; those with something wrong of form are on their own pages."""
    for file, value in boletas_of(state):
        try:
            boleta = boleta_of(file, ContestSource.model_validate(value))
        except ValidationError:
            continue
        if boleta is not None:
            yield boleta
