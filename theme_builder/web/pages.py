"""Draws the pages, with the findings of the project that they show. It must not change anything."""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import Any, Final, cast

from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from jinja2 import pass_context
from jinja2.runtime import Context

from shared.domain.hora import short_moment
from shared.formats.theme_model import Theme
from shared.web.site import NavItem, SiteTexts, environment
from theme_builder.finding import Finding
from theme_builder.projects.documents import TEMA
from theme_builder.projects.history import Conflict, Made
from theme_builder.projects.judging import judged
from theme_builder.projects.review import Kept, Review, packages, review
from theme_builder.projects.service import Opened, Projects
from theme_builder.versions.service import Versions
from theme_builder.web import textos
from theme_builder.web.door import Filled, Session, entrance_of
from theme_builder.web.fields import BEFORE

TEMPLATES: Final = Path(__file__).parent / "templates"
STYLES, SCRIPTS, OWN_SCRIPTS = "/estilo", "/guiones", "/propios"
KEPT_REVIEWS: Final = 8
_OWN: Final = frozenset({"csrf", "leido", "encima"})


@dataclass(frozen=True, slots=True)
class Desk:
    """What every page of a project needs: the project as it stands and what there is to mend in it."""

    project: Opened
    review: Review

    @property
    def address(self) -> str:
        """Where its pages begin."""
        return f"/p/{self.project.id}"

    @property
    def nav(self) -> tuple[NavItem, ...]:
        """Its pages."""
        places = (("", "Proyecto"), ("/eleccion", "Elección"), ("/reglas", "Reglas"), ("/lugares", "Lugares"))
        more = (
            ("/partidos", "Partidos"),
            ("/boletas", "Boletas"),
            ("/lenguas", "Lenguas"),
            ("/voces", "Sonidos"),
            ("/casillas", "Casillas"),
        )
        last = (("/lote", "Temas"), ("/avisos", "Avisos"), ("/historia", "Historia"), ("/camino", "Firmas"))
        return tuple(NavItem(self.address + end, words) for end, words in (*places, *more, *last))


WITHIN: Final = {
    **dict.fromkeys(("pruebas", "coaliciones", "candidaturas"), "boletas"),
    **dict.fromkeys(("comparar", "comentarios"), "historia"),
}
"""Pages that people reach from another place of the navigation."""


OF_FILES: Final = {
    "geografia.toml": "/lugares",
    "partidos.toml": "/partidos",
    "marcas": "/partidos",
    "retratos": "/boletas",
    "casillas.csv": "/casillas",
    "textos": "/lenguas",
    "voces": "/voces",
    "razones.toml": "/avisos",
}
OF_TEMA: Final = {"rules": "/reglas", "voices": "/voces", "languages": "/lenguas", "contests": "/boletas"}


class Pages:
    """The templates, and the reviews of the projects last looked at."""

    def __init__(self, projects: Projects, kept: Kept | None = None) -> None:
        self._projects = projects
        self._environment = environment([TEMPLATES])
        self._environment.filters["moment"] = moment
        self._environment.filters["place"] = place
        self._environment.filters["spot"] = textos.spot_words
        self._environment.filters["page_of"] = page_of
        self._environment.filters["brief"] = brief
        self._reviews: OrderedDict[tuple[int, int], Review] = OrderedDict()
        self._themes: tuple[tuple[int, int], tuple[Theme, ...], Review] | None = None
        self._kept = kept or Kept()
        self._lock = Lock()

    def review(self, files: Mapping[str, bytes]) -> Review:
        """What there is to mend in the files of a source; what was looked at before is not looked at again."""
        return review(files, self._kept)

    def themes(self, project: int) -> tuple[tuple[Theme, ...], Review]:
        """The themes of a project without sounds, made once for each change, or what must be mended before."""
        opened = self._projects.opened(project)
        key = (opened.id, opened.number)
        with self._lock:
            found = self._themes
        if found is None or found[0] != key:
            made, review = packages(self._projects.exported(project))
            found = (key, tuple(package.theme for package in made), review)
            with self._lock:
                self._themes = found
        return found[1], found[2]

    def desk(self, project: int) -> Desk:
        """A project with its review, which is made once for each change; raises ``ProyectoInvalido`` T609."""
        opened = self._projects.opened(project)
        key = (opened.id, opened.number)
        with self._lock:
            found = self._reviews.get(key)
        if found is None:
            found = judged(self._projects, project, self._kept)
            with self._lock:
                self._reviews[key] = found
                while len(self._reviews) > KEPT_REVIEWS:
                    self._reviews.popitem(last=False)
        return Desk(opened, found)

    def page(self, request: Request, template: str, status: int = 200, /, **values: Any) -> HTMLResponse:  # noqa: ANN401 - whatever a template shows
        """One page; ``desk`` among the values gives it the navigation of a project."""
        desk = values.get("desk")
        nav = desk.nav if isinstance(desk, Desk) else ()
        path = request.url.path
        here = _place_of(nav, path)
        site = SiteTexts(textos.SITE, textos.AUTHORITY, "/", nav, here, exact=here == path)
        done = textos.DONE.get(request.query_params.get("hecho", "")) if request.method == "GET" else None
        around = {
            "static": STYLES,
            "scripts": SCRIPTS,
            "own": OWN_SCRIPTS,
            "site": site,
            "textos": textos,
            "done": done,
            "hosted": entrance_of(request).hosted,
        }
        around |= {"who": getattr(request.state, "session", Session("", ""))}
        return HTMLResponse(self._environment.get_template(template).render({**around, **values}), status)


def _place_of(nav: tuple[NavItem, ...], path: str) -> str:
    """The place of the navigation to which a page belongs: the deepest that leads to it, or else the project."""
    project, _, rest = path.removeprefix("/p/").partition("/")
    first = rest.partition("/")[0]
    at = f"/p/{project}/{WITHIN.get(first, first)}".rstrip("/")
    hrefs = {each.href for each in nav}
    return at if at in hrefs else f"/p/{project}" if f"/p/{project}" in hrefs else path


def page_of(finding: Finding) -> str:
    """Where something is mended, after the address of its project."""
    if finding.file.startswith("boletas/"):
        return f"/{finding.file}"
    start = finding.field.partition(".")[0]
    return OF_TEMA.get(start, "/eleccion") if finding.file == TEMA else OF_FILES.get(finding.file.partition("/")[0], "")


@pass_context
def place(context: Context, path: tuple[str, ...]) -> str:
    """A place as people call it; a boleta by its title, where the page's project still has it."""
    desk = context.get("desk")
    found = desk.project.state.get(path[0]) if isinstance(desk, Desk) else None
    return textos.place_words(path, str(found.get("title") or "") if isinstance(found, dict) else "")


def pages_of(request: Request) -> Pages:
    """The pages of the application that serves ``request``."""
    return cast("Pages", request.app.state.pages)


def projects_of(request: Request) -> Projects:
    """The projects of the application that serves ``request``."""
    return cast("Projects", request.app.state.projects)


def versions_of(request: Request) -> Versions:
    """The versions of those projects."""
    return cast("Versions", request.app.state.versions)


def answer(request: Request, outcome: Made | Conflict, form: Filled, back: str, word: str = "guardado") -> Response:
    """Send whoever changed something on, or show what somebody else wrote there meanwhile, and lose neither."""
    if isinstance(outcome, Made):
        return RedirectResponse(f"{back}{'&' if '?' in back else '?'}hecho={word}", 303)
    hidden = [(name, value) for name, values in form.values.items() if name not in _OWN for value in values]
    shown: dict[str, Any] = {"clashes": outcome.clashes, "others": outcome.others, "hidden": hidden, "back": back}
    shown |= {"again": any(name.startswith(BEFORE) for name in form.values)}
    desk = pages_of(request).desk(int(request.path_params["project"]))
    return pages_of(request).page(request, "choque.html", 409, desk=desk, action=request.url.path, **shown)


def by_place(findings: tuple[Finding, ...]) -> Mapping[str, list[Finding]]:
    """Findings by the file where they are."""
    found: dict[str, list[Finding]] = {}
    for each in findings:
        found.setdefault(each.file, []).append(each)
    return found


def moment(text: str) -> str:
    """An instant of the history as people read it: ``1 jul 2018, 20:04:05``."""
    return short_moment(datetime.fromisoformat(text)) if text else "—"


def brief(value: object) -> str:
    """A value of a change in one line."""
    if value is None or not isinstance(value, str | int | list | dict):
        return "(nada)"
    if isinstance(value, dict):
        return ", ".join(str(each) for each in value.values() if isinstance(each, str | int))[:160] or "(datos)"
    between = "; " if isinstance(value, list) and any(isinstance(each, list) for each in value) else ", "
    text = between.join(brief(each) for each in value) if isinstance(value, list) else str(value)
    return text if len(text) <= 160 else f"{text[:160]}…"
