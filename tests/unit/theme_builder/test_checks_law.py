"""The law of parties in a source: who postulates with whom, agreements, order and marks of the boxes."""

import io
import math
from pathlib import Path

import pytest
from PIL import Image

from tests.unit.theme_builder.test_theme_source import edit, source_root
from theme_builder.checks import check
from theme_builder.colors import SIGHTS, lab, linear, seen_with
from theme_builder.finding import MESSAGES, Severity
from theme_builder.law import articles
from theme_builder.source import load_source

__all__ = ["source_root"]
BOLETA = "boletas/01-gubernatura.toml"


def found(root: Path) -> list[tuple[str, str, Severity]]:
    return [(each.code, each.file, each.severity) for each in check(load_source(root))]


def share(partido: str, percent: str) -> str:
    return f'{{ partido = "{partido}", percent = "{percent}" }}'


def test_the_demonstration_has_nothing_against_the_law(source_root: Path) -> None:
    assert found(source_root) == []


def test_a_partido_of_a_coalicion_that_also_runs_alone_is_an_error(source_root: Path) -> None:
    text = (source_root / BOLETA).read_text(encoding="utf-8")
    (source_root / BOLETA).write_text(
        text.replace('partidos = ["PAN"]', 'partidos = ["PAN", "PES"]', 1), encoding="utf-8"
    )
    assert ("T577", BOLETA, Severity.ERROR) in found(source_root)


def test_boxes_out_of_the_order_of_registration_are_a_warning(source_root: Path) -> None:
    text = (source_root / BOLETA).read_text(encoding="utf-8")
    head, *options = text.split("[[options]]")
    options[0], options[1] = options[1], options[0]
    (source_root / BOLETA).write_text("[[options]]".join((head, *options)), encoding="utf-8")
    assert found(source_root) == [("T578", BOLETA, Severity.WARNING)]


@pytest.mark.parametrize(
    ("shares", "expected"),
    [
        ([("PT", "60"), ("MORENA", "40")], set()),
        ([("PT", "60"), ("MORENA", "39.99")], {"T586"}),
        ([("PT", "50"), ("PT", "50")], {"T586"}),
        ([("PT", "60"), ("PES", "40")], {"T586"}),
        ([("PT", "100"), ("MORENA", "0")], {"T586"}),
        (None, {"T588"}),
    ],
    ids=["whole", "99.99", "twice", "others", "nothing", "none"],
)
def test_the_agreement_of_a_candidatura_comun_is_the_one_that_the_count_takes(
    source_root: Path, shares: list[tuple[str, str]] | None, expected: set[str]
) -> None:
    text = (source_root / BOLETA).read_text(encoding="utf-8")
    (source_root / BOLETA).write_text(_common(text, shares), encoding="utf-8")
    assert {code for code, _, _ in found(source_root)} == expected


def _common(text: str, shares: list[tuple[str, str]] | None) -> str:
    """PT and MORENA in one box, JUNTOS, in the place of the coalicion."""
    head, *options = text.split("[[options]]")
    head = head[: head.index("[[coaliciones]]")]
    head = head.replace('partidos = ["PT", "MORENA", "PES"]', 'partidos = ["PT", "MORENA"]')
    kept = [each for each in options if not any(f'id = "{name}"' in each for name in ("PT", "MORENA", "PES"))]
    common = options[next(i for i, each in enumerate(options) if 'id = "PT"' in each)]
    common = common.replace('id = "PT"', 'id = "JUNTOS"').replace('kind = "partido"', 'kind = "candidatura_comun"')
    common = common.replace('partidos = ["PT"]', 'partidos = ["PT", "MORENA"]')
    place = next(i for i, each in enumerate(kept) if 'id = "MC"' in each)
    kept.insert(place, common)
    said = (
        f'[[convenios]]\nid = "JUNTOS"\nshares = [{", ".join(share(*each) for each in shares)}]\n\n' if shares else ""
    )
    return "[[options]]".join((head + said, *kept))


def test_the_siglado_is_one_of_who_postulate_and_is_asked_for_in_distritos(source_root: Path) -> None:
    edit(
        source_root / BOLETA,
        'partidos = ["PT", "MORENA", "PES"]',
        'partidos = ["PT", "MORENA", "PES"]\nsiglado = "PAN"',
    )
    assert found(source_root) == [("T585", BOLETA, Severity.ERROR)]
    edit(source_root / BOLETA, 'siglado = "PAN"', "")
    text = (source_root / BOLETA).read_text(encoding="utf-8")
    place = text.index("[[candidaturas]]")
    ambito = '[ambito]\nlevel = "distrito"\nnumber = 8\n\n'
    (source_root / BOLETA).write_text(text[:place] + ambito + text[place:], encoding="utf-8")
    assert ("T587", BOLETA, Severity.WARNING) in found(source_root)


def test_emblems_that_only_a_colour_tells_apart_are_a_warning(source_root: Path) -> None:
    (source_root / "marcas").mkdir(exist_ok=True)
    for name, color in (("uno", "#c1272d"), ("dos", "#5a7a1e")):
        stream = io.BytesIO()
        Image.new("RGB", (200, 200), color).save(stream, format="PNG")
        (source_root / "marcas" / f"{name}.png").write_bytes(stream.getvalue())
    edit(source_root / "partidos.toml", 'letters = "PAN"', 'letters = "PAN"\npicture = "uno.png"')
    edit(source_root / "partidos.toml", 'letters = "PRI"', 'letters = "PRI"\npicture = "dos.png"')
    near = [each for each in check(load_source(source_root)) if each.code == "T579"]
    assert [dict(each.params)["id"] for each in near] == ["PRI"]
    assert "protanopía" in near[0].message or "deuteranopía" in near[0].message


def test_colours_are_as_their_sources_say() -> None:
    white, black, red = (lab(linear(color)) for color in ("#ffffff", "#000000", "#ff0000"))
    assert math.dist(white, black) == pytest.approx(100, abs=0.01)
    assert red == pytest.approx((53.24, 80.09, 67.20), abs=0.02)
    for sight in SIGHTS:
        assert seen_with((0.5, 0.5, 0.5), sight) == pytest.approx((0.5, 0.5, 0.5), abs=1e-5)
    one, other = linear("#c1272d"), linear("#5a7a1e")
    apart = math.dist(lab(one), lab(other))
    assert min(math.dist(lab(seen_with(one, each)), lab(seen_with(other, each))) for each in SIGHTS[:2]) < apart / 3


def test_every_article_is_of_a_finding() -> None:
    assert set(articles()) <= set(MESSAGES)
