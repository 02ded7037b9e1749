"""Sheets as PDF with real letters and marks for screen readers. It must fetch nothing from outside its own folder."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from shared.domain.hora import long_date
from shared.formats.theme_model import Theme

HERE = Path(__file__).parent
SHEETS = ("folleto", "cartel")
SCREEN = "pantalla"
"""Scheme of the pictures of screens in the templates: ``pantalla:boleta``."""
SCHEMES = (SCREEN, "codigo")


class Paper(StrEnum):
    """Sizes of paper, by the names that people use here."""

    CARTA = "carta"
    A4 = "a4"


CSS_SIZES = {Paper.CARTA: "letter", Paper.A4: "A4"}


@dataclass(frozen=True, slots=True)
class Sheet:
    """One PDF: ``folleto`` has two pages upright, ``cartel`` one that lies, ``tarjetas`` eight cards a page."""

    name: str
    pdf: bytes


def print_sheets(theme: Theme, paper: Paper, screens: Mapping[str, bytes]) -> tuple[Sheet, ...]:
    """The leaflet and the poster of a theme's election, with those pictures of screens (PNG by name).

    Raises ``KeyError`` for a screen that is not among them.
    """
    words, sheets = _words(), []
    for name in SHEETS:
        pictures = {f"{SCREEN}:{paso['pantalla']}": screens[paso["pantalla"]] for paso in words[name]["pasos"]}
        shown = {"election": election_line(theme), "authority": theme.election.authority}
        sheets.append(to_pdf(name, paper, shown, pictures))
    return tuple(sheets)


def election_line(theme: Theme) -> str:
    """Name and day of the election, as people say it."""
    return f"{theme.election.name}, {long_date(theme.election.date)}"


def to_pdf(name: str, paper: Paper, shown: Mapping[str, object], pictures: Mapping[str, bytes]) -> Sheet:
    """The template of that name with its words; ``pictures`` are PNG by their address in it."""
    pages = Environment(loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined)
    html = pages.get_template(f"{name}.html").render(words=_words()[name], page=CSS_SIZES[paper], **shown)
    from theme_builder.sheets.document import written  # noqa: PLC0415 - slow to load, and most commands print nothing

    return Sheet(name, written(html, SCHEMES, pictures))


def _words() -> dict[str, Any]:
    return tomllib.loads((HERE / "es.toml").read_text(encoding="utf-8"))
