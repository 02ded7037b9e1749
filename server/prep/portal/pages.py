"""Renders the portal of a cut: static pages that any folder server offers.

It must not read a database, nor the disk beyond its own templates and styles.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment

from server.prep.portal import texts, views
from shared.domain.eleccion import Mode
from shared.domain.hora import long_moment
from shared.formats.theme_model import Theme
from shared.web.site import STATIC, NavItem, SiteTexts, environment, static_files

HERE: Final = Path(__file__).parent
ASSETS: Final = "portal"
OWN_STATIC: Final = HERE / "static"


@dataclass(frozen=True, slots=True)
class CorteLink:
    """A published cut in the list of downloads; ``packages`` and their sizes in bytes."""

    number: int
    observed_at: datetime
    packages: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class PortalInput:
    """What pages are drawn from: the theme (marks), the cut's ``resultados.json`` as read, and all cuts so far."""

    theme: Theme
    results: Mapping[str, Any]
    observed_at: datetime
    cortes: Sequence[CorteLink]


def portal_environment() -> Environment:
    """Jinja with the portal's templates over the design system's."""
    made = environment([HERE / "templates"])
    made.filters["percent"] = views.share
    made.filters["moment"] = long_moment
    return made


def render_pages(source: PortalInput) -> dict[str, bytes]:
    """Every page and style of the portal, by path from the publication's root."""
    env = portal_environment()
    files = {f"{ASSETS}/{path.relative_to(STATIC).as_posix()}": path.read_bytes() for path in static_files()}
    files |= {f"{ASSETS}/{path.name}": path.read_bytes() for path in sorted(OWN_STATIC.iterdir())}
    for name, page in _pages(source).items():
        template = env.get_template(page.template)
        files[name] = template.render({**_context(source, name, page.index), **page.values}).encode("utf-8")
    return files


@dataclass(frozen=True, slots=True)
class _Page:
    template: str
    index: int
    values: Mapping[str, object]


def page_name(stem: str, index: int) -> str:
    """``distritos.html`` of the first contest, ``distritos-2.html`` of the second."""
    return f"{stem}.html" if index == 0 else f"{stem}-{index + 1}.html"


def _pages(source: PortalInput) -> dict[str, _Page]:
    marks = views.marks_of(source.theme)
    pages: dict[str, _Page] = {}
    for index, contest in enumerate(source.results["contests"]):
        values = {"contest": contest, "chart": views.candidatura_chart(contest, marks)}
        pages[page_name("index", index)] = _Page("resultados.html", index, values)
        boxes = {"contest": contest, "chart": views.partido_chart(contest, marks)}
        boxes |= {"boxes": views.box_rows(contest, marks), "levels": texts.LEVELS, "remainders": texts.REMAINDERS}
        if contest["partidos"]:
            pages[page_name("partidos", index)] = _Page("partidos.html", index, boxes)
        for kind in ("distritos", "municipios"):
            rows = views.unit_rows(contest, kind, index, marks)
            pages[page_name(kind, index)] = _Page(
                "unidades.html", index, {"contest": contest, "kind": kind, "rows": rows}
            )
    first = source.results["contests"][0]
    colors = {mark_id: [mark.letters, mark.color] for mark_id, mark in marks.items()}
    pages["lugar.html"] = _Page("lugar.html", 0, {"marks": colors, "reserved": views.RESERVED})
    pages["datos.html"] = _Page("datos.html", 0, {"cortes": source.cortes})
    pages["metodo.html"] = _Page("metodo.html", 0, {"contest": first, "levels": texts.LEVELS})
    return pages


def _context(source: PortalInput, name: str, index: int) -> dict[str, object]:
    election = source.results["election"]
    return {
        "static": ASSETS,
        "site": SiteTexts(texts.SITE, election["authority"], "index.html", _nav(source, index), name),
        "election": election,
        "election_date": texts.iso_date(election["date"]),
        "corte": source.results["corte"],
        "observed_at": source.observed_at,
        "simulacro": source.results["mode"] != Mode.OFICIAL.value,
        "switch": _switch(source, name, index),
        "index": index,
    }


def _nav(source: PortalInput, index: int) -> tuple[NavItem, ...]:
    split = bool(source.results["contests"][index]["partidos"])
    items = [
        NavItem(page_name("index", index), texts.NAV_RESULTS),
        *([NavItem(page_name("partidos", index), texts.NAV_PARTIDOS)] if split else []),
        NavItem(page_name("distritos", index), texts.NAV_DISTRITOS),
        NavItem(page_name("municipios", index), texts.NAV_MUNICIPIOS),
        NavItem("lugar.html", texts.NAV_SECCION),
        NavItem("datos.html", texts.NAV_DATA),
        NavItem("metodo.html", texts.NAV_METHOD),
    ]
    return tuple(items)


def _switch(source: PortalInput, name: str, index: int) -> tuple[NavItem, ...]:
    """Links to the same page of each contest; none when there is one contest or the page is of all."""
    stem = name.removesuffix(".html").removesuffix(f"-{index + 1}")
    contests = source.results["contests"]
    if len(contests) == 1 or stem in {"lugar", "datos", "metodo"}:
        return ()
    return tuple(
        NavItem(page_name(stem if stem != "partidos" or contest["partidos"] else "index", i), contest["title"])
        for i, contest in enumerate(contests)
    )
