"""The page of what each mark of a boleta means for whom, and of the agreements that split it. It must hold no rule."""

from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from shared.domain.boleta import ChoiceKind
from shared.formats.theme_rules import split_rules
from theme_builder.law import cited
from theme_builder.meanings import Meaning, meanings
from theme_builder.projects.documents import ProyectoInvalido
from theme_builder.projects.editing import Table, put_ambito, put_convenio, row_of, rows, table
from theme_builder.projects.history import By
from theme_builder.projects.preview import alone
from theme_builder.projects.review import looked_at
from theme_builder.web import textos
from theme_builder.web.boletas import Candidatura, File
from theme_builder.web.door import Filled, Form, Who
from theme_builder.web.home import Project
from theme_builder.web.pages import answer, pages_of, projects_of

router = APIRouter()
LAW: Final = ("T577", "T585", "T586")
MAX_PERCENT: Final = 9


@router.get("/p/{project}/boletas/{file}/marcas")
def page(request: Request, project: Project, file: File) -> HTMLResponse:
    """Every mark, alone and together, with whom it votes for; and the agreement of each candidatura of several."""
    desk, document = pages_of(request).desk(project), f"boletas/{file}"
    if document not in desk.project.state:
        raise ProyectoInvalido("T609", f"no boleta {file}")
    boleta = table(desk.project.state, document)
    package, review = looked_at(alone(desk.project.state, projects_of(request).exported(project), document))
    said: list[tuple[str, str]] = []
    if package is not None:
        rules = split_rules(package.theme.rules)
        said = [_words(each) for each in meanings(package.theme.contests[0], rules)]
    values: dict[str, object] = {
        "title": boleta.get("title") or file,
        "file": file,
        "said": said,
        "errors": review.errors,
    }
    values |= {"shared": _shared(boleta), "law": [article for code in LAW if (article := cited(code))]}
    return pages_of(request).page(request, "marcas.html", desk=desk, **values)


@router.post("/p/{project}/boletas/{file}/convenios/{id_}")
def save(  # noqa: PLR0913, PLR0917 - what a form is
    request: Request, project: Project, file: File, id_: Candidatura, who: Who, form: Form
) -> Response:
    """Write the agreement of a candidatura comun; without percentages it is one box for each partido again."""
    state = projects_of(request).opened(project).state
    candidatura = row_of(table(state, f"boletas/{file}"), "candidaturas", id_)
    shares = _sent(form, candidatura)
    by = By(who.name, "convenio", id_, form.number("leido"))
    change = put_convenio(f"boletas/{file}", id_, shares, form.get("cites")[:400])
    outcome = projects_of(request).edit(project, by, change)
    return answer(request, outcome, form, f"/p/{project}/boletas/{file}/marcas")


@router.post("/p/{project}/boletas/{file}/ambito")
def save_ambito(request: Request, project: Project, file: File, who: Who, form: Form) -> Response:
    """Say who votes a boleta: all, a distrito or a municipio."""
    document, level = f"boletas/{file}", form.get("level")
    if document not in projects_of(request).opened(project).state or level not in dict(textos.LEVELS):
        raise ProyectoInvalido("T609", f"no boleta {file}")
    by = By(who.name, "ambito", file, form.number("leido"))
    outcome = projects_of(request).edit(project, by, put_ambito(document, level, form.number("number")))
    return answer(request, outcome, form, f"/p/{project}/boletas/{file}")


def _sent(form: Filled, candidatura: Table) -> list[Table]:
    partidos = candidatura.get("partidos")
    names = [str(each) for each in partidos] if isinstance(partidos, list) else []
    said = [(name, form.get(f"p-{name}").replace(",", ".")[:MAX_PERCENT]) for name in names]
    return [{"partido": name, "percent": percent} for name, percent in said if percent]


def _shared(boleta: Table) -> list[tuple[Table, dict[str, str], str]]:
    """Candidaturas of several partidos, with the percentages and the source of their agreement."""
    convenios = {str(each.get("id")): each for each in rows(boleta, "convenios")}
    found = []
    for each in rows(boleta, "candidaturas"):
        partidos = each.get("partidos")
        if isinstance(partidos, list) and len(partidos) > 1:
            convenio = convenios.get(str(each.get("id")), {})
            percents = {str(share.get("partido")): str(share.get("percent")) for share in rows(convenio, "shares")}
            found.append((each, percents, str(convenio.get("cites", ""))))
    return found


def _words(meaning: Meaning) -> tuple[str, str]:
    marked = " + ".join(meaning.partidos) if len(meaning.boxes) > 1 else ", ".join(meaning.partidos)
    label = marked or ", ".join(meaning.boxes)
    if meaning.kind is None:
        return label, textos.MARKS["refused"]
    if meaning.kind is not ChoiceKind.CANDIDATURA:
        return label, textos.MARKS[meaning.kind.value].format(label=label)
    said = textos.MARKS["candidatura"].format(name=meaning.candidatura or label)
    if len(meaning.shares) == 1:
        return label, said + textos.MARKS["partido"].format(partido=meaning.shares[0][0])
    if meaning.shares:
        shares = ", ".join(f"{votes} {partido}" for partido, votes in meaning.shares)
        said += textos.MARKS["shares"].format(votes=meaning.votes, shares=shares)
    elif len(meaning.partidos) > 1:
        said += textos.MARKS["unshared"]
    return label, said
