"""The pages of languages: those of the project, and every text of one beside its Spanish. It must hold no rule."""

from collections import Counter
from dataclasses import dataclass
from typing import Annotated, Final

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import HTMLResponse, Response

from shared.formats.catalogues import catalogue
from theme_builder.projects.documents import TEMA, ProyectoInvalido
from theme_builder.projects.editing import Change, Table, put_language, rows, table
from theme_builder.projects.history import By, Conflict
from theme_builder.projects.patch import State
from theme_builder.projects.phrases import Phrase, mark_of, put_marks, put_words
from theme_builder.projects.staleness import Past, aged
from theme_builder.web import lenguas_textos
from theme_builder.web.door import Filled, Form, Who
from theme_builder.web.fields import MAX_LETTERS, Field, Kind, shown
from theme_builder.web.home import Project
from theme_builder.web.pages import answer, pages_of, projects_of

router = APIRouter()
PAGE: Final = 40
Language = Annotated[str, Path(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})?$")]
See = Annotated[str, Query(pattern=r"^[a-z]{1,12}$")]
NEW: Final = (
    Field("lengua", lenguas_textos.LANGUAGE, ("language",), Kind.CHOICE, options=lenguas_textos.CHOICES),
    Field("nombre", lenguas_textos.NAME[0], ("name",), hint=lenguas_textos.NAME[1]),
)


@dataclass(frozen=True, slots=True)
class Line:
    """A text on a page: its number there, which ties its field to what is said of it."""

    number: int
    phrase: Phrase


@router.get("/p/{project}/lenguas")
def listed(request: Request, project: Project) -> HTMLResponse:
    """The languages that a voter may choose, and how far each is."""
    desk = pages_of(request).desk(project)
    past = Past(projects_of(request).history(project))
    state = desk.project.state
    found = rows(table(state, TEMA), "languages")
    languages = [
        (row, _counted(_phrases(state, str(row.get("language")), past)), desk.review.of(TEMA, f"languages.{place}"))
        for place, row in enumerate(found)
    ]
    values = {"languages": languages, "words": lenguas_textos, "fields": shown(NEW, {}, (), "")}
    return pages_of(request).page(request, "lenguas.html", desk=desk, **values)


@router.post("/p/{project}/lenguas")
def add(request: Request, project: Project, who: Who, form: Form) -> Response:
    """One more."""
    code = form.get("lengua")
    if code not in lenguas_textos.LANGUAGES:
        raise ProyectoInvalido("T609", f"no language {code[:20]}")
    name = form.get("nombre")[:40] or lenguas_textos.LANGUAGES[code][1]
    by = By(who.name, "lengua_nueva", code, form.number("leido"))
    made = projects_of(request).edit(project, by, put_language(code, name))
    return answer(request, made, form, f"/p/{project}/lenguas", "agregado")


@router.post("/p/{project}/lenguas/{code}/quitar")
def drop(request: Request, project: Project, code: Language, who: Who, form: Form) -> Response:
    """No longer offered; its words stay where they are, and the history takes that back."""
    by = By(who.name, "lengua_fuera", code, form.number("leido"))
    made = projects_of(request).edit(project, by, put_language(code, ""))
    return answer(request, made, form, f"/p/{project}/lenguas", "quitado")


@router.get("/p/{project}/lenguas/{code}")
def one(
    request: Request,
    project: Project,
    code: Language,
    ver: See = "todos",
    pagina: Annotated[int, Query(ge=1, le=1000)] = 1,
) -> HTMLResponse:
    """Every text of a language beside its Spanish, or those of one standing."""
    desk = pages_of(request).desk(project)
    state = desk.project.state
    row = _language(state, code)
    every = _phrases(state, code, Past(projects_of(request).history(project)))
    chosen = [each for each in every if ver in {"todos", each.standing.value}]
    lines = [Line(number, each) for number, each in enumerate(chosen[(pagina - 1) * PAGE : pagina * PAGE])]
    values = {"row": row, "lines": lines, "counts": _counted(every), "ver": ver, "words": lenguas_textos}
    values |= {"pagina": pagina, "pages": -(-len(chosen) // PAGE), "vouched": bool(catalogue("pantalla", code))}
    return pages_of(request).page(request, "lengua.html", desk=desk, code=code, **values)


@router.post("/p/{project}/lenguas/{code}/texto")
def save(request: Request, project: Project, code: Language, who: Who, form: Form) -> Response:
    """Write one text and what is said of it; a page that saves by itself gets how it stands now."""
    projects = projects_of(request)
    state = projects.opened(project).state
    _language(state, code)
    phrase = _phrase(state, code, form.get("clave"), None)
    by = By(who.name, "traduccion", f"{code} {phrase.place.key}", form.number("leido"))
    before, now = (_words(form.get(name)) for name in ("antes-texto", "texto"))
    seen = None if form.get("encima") else put_words(phrase.place, before, code)
    outcome = projects.edit(project, by, _writing(phrase, code, now, form), seen)
    back = f"/p/{project}/lenguas/{code}?ver={form.get('ver') or 'todos'}&pagina={form.number('pagina') or 1}"
    if "hx-request" not in request.headers or isinstance(outcome, Conflict):
        return answer(request, outcome, form, back)
    past = Past(projects.history(project))
    saved = _phrase(projects.opened(project).state, code, phrase.place.key, past)
    values = {"line": Line(form.number("n"), saved), "words": lenguas_textos, "sent": now}
    return pages_of(request).page(request, "traducido.html", **values)


def _writing(phrase: Phrase, code: str, words: str, form: Filled) -> Change:
    confirmed = mark_of(phrase.spanish) if form.get("vale") else ""

    def change(state: State) -> State:
        written = put_words(phrase.place, words, code)(state)
        return put_marks(code, phrase.place.key, awaiting=bool(form.get("espera")), confirmed=confirmed)(written)

    return change


def _phrases(state: State, code: str, past: Past) -> list[Phrase]:
    return list(aged(state, code, past))


def _phrase(state: State, code: str, key: str, past: Past | None) -> Phrase:
    """The text of a key; raises ``ProyectoInvalido`` T609 where there is none."""
    found = next((each for each in aged(state, code, past or Past(())) if each.place.key == key), None)
    if found is None:
        raise ProyectoInvalido("T609", f"no text {key[:80]}")
    return found


def _language(state: State, code: str) -> Table:
    row = next((each for each in rows(table(state, TEMA), "languages") if each.get("language") == code), None)
    if row is None:
        raise ProyectoInvalido("T609", f"no language {code}")
    return row


def _words(text: str) -> str:
    """What somebody wrote, in one line: the urna breaks lines by itself."""
    return " ".join(text[:MAX_LETTERS].split())


def _counted(every: list[Phrase]) -> dict[str, int]:
    found = Counter(each.standing.value for each in every)
    return {"todos": len(every), **found}
