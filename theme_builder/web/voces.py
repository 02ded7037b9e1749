"""The pages of sounds: by what voice each language is heard, and every clip played, brought or recorded.

They must not make nor read a sound.
"""

from collections import Counter
from typing import Annotated, Final, cast

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from theme_builder.projects.documents import TEMA, ProyectoInvalido
from theme_builder.projects.editing import Table, place_of
from theme_builder.projects.history import By
from theme_builder.projects.patch import State
from theme_builder.projects.recordings import MAX_RECORDING_BYTES, read_recording
from theme_builder.projects.review import Review
from theme_builder.projects.sonando import Sounds
from theme_builder.projects.sonidos import (
    USUAL_RATE,
    Clip,
    Heard,
    clips,
    drop_recorded,
    drop_voice,
    languages,
    put_recorded,
    put_voice,
    recording,
    voice_of,
)
from theme_builder.web import voces_textos
from theme_builder.web.door import Form, Who
from theme_builder.web.home import Project
from theme_builder.web.lenguas import Language, See
from theme_builder.web.pages import answer, pages_of, projects_of

router = APIRouter()
PAGE: Final = 40
Mark = Annotated[str, Path(pattern=r"^[0-9a-f]{16}$")]


def sounds_of(request: Request) -> Sounds:
    """What makes the sounds of the application that serves ``request``."""
    return cast("Sounds", request.app.state.sounds)


@router.get("/p/{project}/voces")
def listed(request: Request, project: Project) -> HTMLResponse:
    """The languages, and by what voice each is heard."""
    desk = pages_of(request).desk(project)
    state, review = desk.project.state, desk.review
    found = [(code, name, voice_of(state, code), _findings(review, state, code)) for code, name in languages(state)]
    return pages_of(request).page(request, "voces.html", desk=desk, languages=found, words=voces_textos)


@router.get("/p/{project}/voces/{code}")
def one(
    request: Request,
    project: Project,
    code: Language,
    ver: See = "todos",
    pagina: Annotated[int, Query(ge=1, le=1000)] = 1,
) -> HTMLResponse:
    """Every clip of a language, or those of one kind."""
    desk = pages_of(request).desk(project)
    state = desk.project.state
    row, every, errors = voice_of(state, code), *_clips(request, project, code)
    chosen = [each for each in every if ver in {"todos", each.heard.value}]
    values = {"row": row, "usual": voces_textos.VOICES.get(code, ""), "rate": USUAL_RATE, "ver": ver, "pagina": pagina}
    values |= {"clips": chosen[(pagina - 1) * PAGE : pagina * PAGE], "pages": -(-len(chosen) // PAGE)}
    values |= {"counts": {"todos": len(every), **Counter(each.heard.value for each in every)}, "errors": errors}
    values |= {"name": _name(state, code), "made": sounds_of(request).seen(project, code), "words": voces_textos}
    return pages_of(request).page(request, "voz.html", desk=desk, code=code, **values)


@router.post("/p/{project}/voces/{code}")
def save(request: Request, project: Project, code: Language, who: Who, form: Form) -> Response:
    """By what voice it is heard, from now on."""
    _name(projects_of(request).opened(project).state, code)
    change = put_voice(code, form.get("voz")[:40], form.number("ritmo") or USUAL_RATE, form.get("nombre")[:80])
    by = By(who.name, "voz", code, form.number("leido"))
    outcome = projects_of(request).edit(project, by, change)
    return answer(request, outcome, form, f"/p/{project}/voces/{code}")


@router.post("/p/{project}/voces/{code}/quitar")
def drop(request: Request, project: Project, code: Language, who: Who, form: Form) -> Response:
    """It is heard no longer."""
    by = By(who.name, "voz_fuera", code, form.number("leido"))
    outcome = projects_of(request).edit(project, by, drop_voice(code))
    return answer(request, outcome, form, f"/p/{project}/voces", "quitado")


@router.get("/p/{project}/voces/{code}/sonido/{mark}.wav")
def sound(request: Request, project: Project, code: Language, mark: Mark) -> Response:
    """A clip by the mark of its words: the recording, or what the program says."""
    state = projects_of(request).opened(project).state
    clip = next((each for each in _clips(request, project, code)[0] if each.mark == mark), None)
    if clip is None or clip.heard is Heard.MISSING:
        raise ProyectoInvalido("T609", f"no sound {mark}")
    if clip.file:
        return Response(projects_of(request).file(project, clip.file), media_type="audio/wav")
    row = voice_of(state, code)
    return Response(sounds_of(request).wav(clip.words, *_voice(row)), media_type="audio/wav")


@router.post("/p/{project}/voces/{code}/sonido/{mark}")
def record(  # noqa: PLR0913, PLR0917 - the guard's two besides what the address says
    request: Request, project: Project, code: Language, mark: Mark, who: Who, form: Form
) -> Response:
    """A recording of the words that somebody saw, whatever they say now."""
    projects = projects_of(request)
    file = recording(projects.opened(project).state, code, mark)
    data = read_recording(form.bytes(MAX_RECORDING_BYTES))
    by = By(who.name, "grabacion", f"{code} {form.get('clave')[:80]}", form.number("leido"))
    outcome = projects.place(project, by, {file: data}, put_recorded(code, mark, form.get("clave")[:160]))
    return answer(request, outcome, form, _back(project, code, form.get("ver"), form.number("pagina")))


@router.post("/p/{project}/voces/{code}/sonido/{mark}/quitar")
def forget(  # noqa: PLR0913, PLR0917 - same
    request: Request, project: Project, code: Language, mark: Mark, who: Who, form: Form
) -> Response:
    """Take a recording away."""
    by = By(who.name, "grabacion_fuera", code, form.number("leido"))
    outcome = projects_of(request).edit(project, by, drop_recorded(code, mark))
    return answer(request, outcome, form, _back(project, code, form.get("ver"), form.number("pagina")), "quitado")


@router.post("/p/{project}/voces/{code}/hacer")
def make(request: Request, project: Project, code: Language, form: Form) -> Response:  # noqa: ARG001 - the guard read it
    """Make every sound that nobody recorded, while people work on."""
    row = voice_of(projects_of(request).opened(project).state, code)
    every = [each.words for each in _clips(request, project, code)[0] if not each.file and each.words]
    if row.get("voice"):
        sounds_of(request).begin(project, code, _voice(row), every)
    return RedirectResponse(f"/p/{project}/voces/{code}", 303)


@router.post("/p/{project}/voces/{code}/parar")
def stop(request: Request, project: Project, code: Language, form: Form) -> Response:  # noqa: ARG001 - same
    """Stop after the sounds that were begun."""
    sounds_of(request).stop(project, code)
    return RedirectResponse(f"/p/{project}/voces/{code}", 303)


@router.get("/p/{project}/voces/{code}/avance")
def progress(request: Request, project: Project, code: Language) -> HTMLResponse:
    """How far it is, which a page asks while it is open."""
    desk = pages_of(request).desk(project)
    values = {"row": voice_of(desk.project.state, code), "made": sounds_of(request).seen(project, code), "code": code}
    return pages_of(request).page(request, "voz_avance.html", desk=desk, **values)


def _clips(request: Request, project: int, code: str) -> tuple[tuple[Clip, ...], tuple[object, ...]]:
    """Every clip of a language, and what must be mended before there are any."""
    themes, review = pages_of(request).themes(project)
    return clips(themes, projects_of(request).opened(project).state, code), () if themes else review.errors


def _findings(review: Review, state: State, code: str) -> tuple[object, ...]:
    place = place_of(state, TEMA, "voices", code, "language")
    return review.of(TEMA, place) if place else ()


def _voice(row: Table) -> tuple[str, int]:
    rate = row.get("rate", USUAL_RATE)
    return str(row.get("voice", "")), rate if isinstance(rate, int) else USUAL_RATE


def _name(state: State, code: str) -> str:
    """What a language is called; raises ``ProyectoInvalido`` T609 for one that the project does not offer."""
    found = dict(languages(state))
    if code not in found:
        raise ProyectoInvalido("T609", f"no language {code}")
    return found[code] or voces_textos.SPANISH


def _back(project: int, code: str, ver: str, pagina: int) -> str:
    seen = ver if ver in dict(voces_textos.FILTERS) else "todos"
    return f"/p/{project}/voces/{code}?ver={seen}&pagina={max(pagina, 1)}"
