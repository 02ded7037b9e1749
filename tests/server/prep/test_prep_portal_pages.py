"""Pages as text: escaped, with denominators, with a table beside the chart."""

import json
from dataclasses import replace

import pytest

from server.prep.cut import make_cut
from server.prep.portal.pages import CorteLink, PortalInput, render_pages
from server.prep.portal.views import candidatura_chart, marks_of
from server.prep.schemas import CutInput
from shared.domain.eleccion import Mode
from shared.formats.prep_csv import percent4
from shared.formats.theme_v1 import seal_theme
from tests.server.prep.cases import OBSERVED, demo_input, demo_theme, signer

WILD = "<script>alert(1)</script><img src=x onerror=alert(2)>"


def pages(source: CutInput) -> dict[str, str]:
    results = json.loads(make_cut(source, signer()).files["resultados.json"])
    link = CorteLink(1, OBSERVED, (("a.zip", 2048),))
    made = render_pages(PortalInput(source.theme, results, OBSERVED, (link,)))
    return {name: data.decode() for name, data in made.items() if name.endswith(".html")}


def hostile() -> CutInput:
    theme = demo_theme()
    contest = theme.contests[0]
    people = tuple(replace(c, name=WILD) for c in contest.candidaturas)
    draft = replace(
        theme,
        contests=(replace(contest, candidaturas=people, title=WILD), *theme.contests[1:]),
        distritos=tuple(replace(d, name=WILD) for d in theme.distritos),
        municipios=tuple(replace(m, name=WILD) for m in theme.municipios),
        partidos=tuple(replace(p, name=WILD) for p in theme.partidos),
        election=replace(theme.election, name=WILD, authority=WILD, entidad_name=WILD),
    )
    return replace(demo_input(60), theme=seal_theme(draft))


def test_no_name_becomes_markup() -> None:
    for name, text in pages(hostile()).items():
        assert "<script>alert" not in text, name
        assert "<img" not in text, name


def test_every_contest_has_its_pages_and_only_those_with_partidos_a_split() -> None:
    names = set(pages(demo_input(20)))
    assert {"index.html", "index-2.html", "partidos.html", "distritos-2.html", "municipios.html"} <= names
    assert "partidos-2.html" not in names


def test_bars_are_sorted_and_their_parts_make_the_whole() -> None:
    contest = json.loads(make_cut(demo_input(60), signer()).files["resultados.json"])["contests"][0]
    chart = candidatura_chart(contest, marks_of(demo_theme()))
    votos = [bar.votos for bar in chart.bars if not bar.minor]
    assert votos == sorted(votos, reverse=True)
    assert sum(bar.votos for bar in chart.bars) == chart.total
    assert all(bar.percent == f"{percent4(bar.votos, chart.total)} %" for bar in chart.bars)


@pytest.mark.parametrize(("mode", "shown"), [(Mode.OFICIAL, False), (Mode.SIMULACRO, True)])
def test_a_rehearsal_says_so_on_every_page(mode: Mode, *, shown: bool) -> None:
    for name, text in pages(replace(demo_input(5), mode=mode)).items():
        assert ('class="watermark"' in text) == shown, name


def test_before_the_first_acta_the_page_says_that_there_is_none() -> None:
    text = pages(demo_input(0))["index.html"]
    assert "Todavía no hay actas contabilizadas" in text
    assert "N/A" in text
    assert "N/A %" not in text
