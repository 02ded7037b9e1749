"""Portraits in the source of a theme: all of a boleta or none, each there, large enough and square."""

import io
import re
from pathlib import Path

import pytest
from PIL import Image

from tests.unit.theme_builder.test_theme_source import DEMO, people_text
from theme_builder.checks import check
from theme_builder.package import build
from theme_builder.source import load_source

BOLETA = Path("boletas") / "01-gubernatura.toml"


def picture(width: int = 240, height: int = 240, grey: int = 128) -> bytes:
    stream = io.BytesIO()
    Image.new("L", (width, height), grey).save(stream, format="PNG")
    return stream.getvalue()


@pytest.fixture
def faces(tmp_path: Path) -> Path:
    """The demo's source with a portrait of everybody, each of another grey."""
    for path in DEMO.rglob("*"):
        if path.is_file():
            (tmp_path / path.relative_to(DEMO)).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / path.relative_to(DEMO)).write_bytes(path.read_bytes())
    (tmp_path / "personas.toml").write_text(people_text(), encoding="utf-8")
    text = (tmp_path / BOLETA).read_text(encoding="utf-8")
    faced = re.sub(r'(\[\[candidaturas\]\]\nid = "(\w+)"\n)', r'\1portrait = "\2.png"\n', text)
    (tmp_path / BOLETA).write_text(faced, encoding="utf-8")
    (tmp_path / "retratos").mkdir()
    for grey, name in enumerate(re.findall(r'portrait = "(\w+\.png)"', faced)):
        (tmp_path / "retratos" / name).write_bytes(picture(grey=grey))
    return tmp_path


def codes(root: Path) -> list[str]:
    return [finding.code for finding in check(load_source(root)) if "T553" <= finding.code <= "T557"]


def test_portraits_are_assets_apart_from_marks_of_the_same_name(faces: Path) -> None:
    package, findings = build(load_source(faces))
    assert package is not None, [finding.render() for finding in findings]
    portraits = {candidatura.portrait for candidatura in package.theme.contests[0].candidaturas}
    assert len(portraits) == len(package.theme.contests[0].candidaturas)
    assert {package.assets[name] for name in portraits} == {picture(grey=grey) for grey in range(len(portraits))}
    assert package.assets["PAN.png"] != package.assets["retrato-PAN.png"]


FAULTS: dict[str, bytes | None] = {
    "T553": None,
    "T554": b"not a picture",
    "T555": picture(239, 239),
}


@pytest.mark.parametrize("code", FAULTS)
def test_a_portrait_that_cannot_be_shown_is_found(faces: Path, code: str) -> None:
    assert codes(faces) == []
    path, data = faces / "retratos" / "PAN.png", FAULTS[code]
    path.unlink()
    if data is not None:
        path.write_bytes(data)
    assert codes(faces) == [code]


def test_a_portrait_of_another_shape_or_a_huge_one_is_found(faces: Path) -> None:
    path = faces / "retratos" / "PAN.png"
    path.write_bytes(picture(240, 300))
    assert codes(faces) == ["T555"]
    path.write_bytes(picture(1025, 1025))
    assert codes(faces) == ["T554"]


def test_one_candidatura_without_its_portrait_is_found_by_its_name(faces: Path) -> None:
    text = (faces / BOLETA).read_text(encoding="utf-8")
    (faces / BOLETA).write_text(text.replace('portrait = "MC.png"\n', ""), encoding="utf-8")
    assert codes(faces) == ["T556"]
    found = next(finding for finding in check(load_source(faces)) if finding.code == "T556")
    assert dict(found.params)["id"] == "MC"
    assert found.file == BOLETA.as_posix()


def test_one_face_of_two_candidaturas_is_found_with_both_names(faces: Path) -> None:
    (faces / "retratos" / "PRI.png").write_bytes((faces / "retratos" / "PAN.png").read_bytes())
    assert codes(faces) == ["T557"]
    found = next(finding for finding in check(load_source(faces)) if finding.code == "T557")
    assert dict(found.params) == {"name": "PRI.png", "id": "PAN"}
