"""Sheets as PDF with real letters and marks for screen readers. It must fetch nothing from outside its own folder."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from weasyprint import HTML
from weasyprint.urls import URLFetcher, URLFetcherResponse

from shared.formats.theme_model import Theme

HERE = Path(__file__).parent
SHEETS = ("folleto", "cartel")
SCREEN = "pantalla"
"""Scheme of the pictures in the templates: ``pantalla:boleta``."""


class Paper(StrEnum):
    """Sizes of paper, by the names that people use here."""

    CARTA = "carta"
    A4 = "a4"


CSS_SIZES = {Paper.CARTA: "letter", Paper.A4: "A4"}


@dataclass(frozen=True, slots=True)
class Sheet:
    """One PDF: ``folleto`` has two pages upright, ``cartel`` one that lies."""

    name: str
    pdf: bytes


def print_sheets(theme: Theme, paper: Paper, screens: Mapping[str, bytes]) -> tuple[Sheet, ...]:
    """The leaflet and the poster of a theme's election, with those pictures of screens (PNG by name).

    Raises ``KeyError`` for a screen that is not among them.
    """
    words = tomllib.loads((HERE / "es.toml").read_text(encoding="utf-8"))
    pages = Environment(loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined)
    fetcher = _Own(screens)
    sheets = []
    for name in SHEETS:
        for paso in words[name]["pasos"]:
            screens[paso["pantalla"]]
        html = pages.get_template(f"{name}.html").render(
            words=words[name],
            page=CSS_SIZES[paper],
            election=f"{theme.election.name}, {_date(words, theme.election.date)}",
            authority=theme.election.authority,
        )
        document = HTML(string=html, base_url=HERE.as_uri() + "/", url_fetcher=fetcher)
        sheets.append(Sheet(name, document.write_pdf(pdf_variant="pdf/ua-1")))
    return tuple(sheets)


def _date(words: Mapping[str, Any], day: date) -> str:
    return str(words["fecha"].format(dia=day.day, mes=words["meses"][day.month - 1], anio=day.year))


class _Own(URLFetcher):  # type: ignore[misc]
    """Pictures by name and the files of this folder; nothing else is ever fetched."""

    def __init__(self, screens: Mapping[str, bytes]) -> None:
        super().__init__(allowed_protocols={"file"}, fail_on_errors=True)
        self._screens = screens

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        scheme, _, name = url.partition(":")
        if scheme == SCREEN:
            return URLFetcherResponse(url, self._screens[name], {"Content-Type": "image/png"})
        return super().fetch(url, headers)
