"""The source of a theme: every fault at once with file and line, and the same bytes for the same source."""

import base64
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from theme_builder.checks import check
from theme_builder.finding import MESSAGES, Severity
from theme_builder.marks import draw_mark, ink_for, relative_luminance
from theme_builder.package import build
from theme_builder.positions import Positions
from theme_builder.source import load_source

DEMO = Path(__file__).parents[3] / "demo" / "source"
ROLES = ("presidencia", "secretaria", "escrutador")


def people_text(count: int = 3) -> str:
    officials = "".join(
        f'[[officials]]\nid = "{role.upper()}-01"\nrole = "{role}"\n'
        f'public_key = "{base64.b64encode(bytes([i] * 32)).decode()}"\n'
        for i, role in enumerate(ROLES[:count], start=1)
    )
    key = base64.b64encode(b"\x09" * 32).decode()
    return f'{officials}[trustees]\npublic_key = "{key}"\nthreshold = 3\ncount = 5\n'


@pytest.fixture
def source_root(tmp_path: Path) -> Path:
    root = tmp_path / "fuente"
    shutil.copytree(DEMO, root)
    (root / "personas.toml").write_text(people_text(), encoding="utf-8")
    return root


def edit(path: Path, old: str, new: str) -> int:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def test_the_demo_source_is_sound_and_gives_the_same_bytes_twice(source_root: Path) -> None:
    first, findings = build(load_source(source_root))
    second, _ = build(load_source(source_root))
    assert [f.render() for f in findings if f.severity is Severity.ERROR] == []
    assert first is not None
    assert second is not None
    assert first.theme_json == second.theme_json
    assert dict(first.assets) == dict(second.assets)
    assert len(first.theme.casillas) == 288
    assert first.theme.contests[0].count_keys()[9:13] == ("PT-MORENA-PES", "PT-MORENA", "PT-PES", "MORENA-PES")


def test_a_changed_picture_changes_the_theme_hash(source_root: Path) -> None:
    before, _ = build(load_source(source_root))
    edit(source_root / "partidos.toml", 'letters = "PAN"', 'letters = "PaN"')
    after, _ = build(load_source(source_root))
    assert before is not None
    assert after is not None
    assert before.theme.hash_hex != after.theme.hash_hex


FAULTS: list[tuple[str, str, str, str]] = [
    ("boletas/01-gubernatura.toml", 'label = "Enrique Alfaro Ramírez"', 'label = "' + "x" * 71 + '"', "T518"),
    ("boletas/01-gubernatura.toml", 'partidos = ["MC"]', 'partidos = ["XX"]', "T507"),
    ("boletas/01-gubernatura.toml", '["PT", "PES"]', '["PT", "PAN"]', "T509"),
    ("boletas/01-gubernatura.toml", '["PT", "PES"]', '["MORENA", "PT"]', "T510"),
    ("boletas/02-consulta.toml", 'kind = "nulo"', 'kind = "respuesta"', "T528"),
    ("boletas/02-consulta.toml", "max_marks = 1", "max_marks = 2", "T532"),
    ("boletas/02-consulta.toml", 'blank_policy = "aparte"', 'blank_polici = "aparte"', "T504"),
    ("tema.toml", 'date = "2018-07-01"', 'date = "2018-05-01"', "T533"),
    ("tema.toml", "record_size = 512", "record_size = 240", "T521"),
    ("tema.toml", "actas = 3", 'actas = "tres"', "T505"),
    ("partidos.toml", 'id = "PRI"', 'id = "PAN"', "T506"),
    ("partidos.toml", 'letters = "PRI"', 'letters = "pan"', "T529"),
    ("geografia.toml", "number = 2", "number = 1", "T506"),
]


@pytest.mark.parametrize(("file", "old", "new", "code"), FAULTS)
def test_each_planted_fault_is_found_at_its_line(source_root: Path, file: str, old: str, new: str, code: str) -> None:
    line = edit(source_root / file, old, new)
    found = [f for f in check(load_source(source_root)) if f.code == code]
    assert found, [f.render() for f in check(load_source(source_root))]
    assert found[0].file == file
    if code not in ("T528", "T503", "T510", "T509"):
        assert line in [f.line for f in found]


GROUPS = """
[[groups]]
id = "1A"
name = "Primero A"

[[groups]]
id = "1B"
name = "Primero B"
contests = ["CONSULTA", "GUBERNATURA"]
"""


def with_groups(root: Path, text: str = GROUPS) -> int:
    """Add groups to the source; the line of the first."""
    path = root / "tema.toml"
    before = path.read_text(encoding="utf-8")
    path.write_text(before + text, encoding="utf-8")
    return before.count("\n") + 2


def test_a_theme_made_in_the_evening_of_the_jornada_is_not_of_the_day_after(source_root: Path) -> None:
    path = source_root / "tema.toml"
    text = path.read_text(encoding="utf-8").replace('"2018-06-15T18:00:00Z"', '"2018-07-02T05:59:00Z"')
    path.write_text(text, encoding="utf-8")
    package, findings = build(load_source(source_root))
    assert package is not None, [finding.render() for finding in findings]


def test_groups_vote_every_boleta_unless_they_say_which_in_the_order_of_the_boletas(source_root: Path) -> None:
    with_groups(source_root)
    package, findings = build(load_source(source_root))
    assert package is not None, [f.render() for f in findings]
    assert [(g.id.value, g.name) for g in package.theme.grupos] == [("1A", "Primero A"), ("1B", "Primero B")]
    assert {tuple(c.value for c in g.contests) for g in package.theme.grupos} == {("GUBERNATURA", "CONSULTA")}


GROUP_FAULTS = [
    ('id = "1B"', 'id = "1A"', "T506", 6),
    ('name = "Primero B"', 'name = "PRIMERO A"', "T539", 7),
    ('contests = ["CONSULTA", "GUBERNATURA"]', "contests = []", "T535", 8),
    ('contests = ["CONSULTA", "GUBERNATURA"]', 'contests = ["OTRA"]', "T536", 8),
    ('name = "Primero A"', 'name = "Primero A"\ncontests = ["CONSULTA"]', "T537", 1),
]


@pytest.mark.parametrize(("old", "new", "code", "line"), GROUP_FAULTS)
def test_a_fault_of_a_group_is_found_at_its_line(source_root: Path, old: str, new: str, code: str, line: int) -> None:
    text = GROUPS.replace(old, new, 1)
    if code == "T537":
        text = text.replace('"CONSULTA", "GUBERNATURA"', '"CONSULTA"')
    first = with_groups(source_root, text)
    found = [f for f in check(load_source(source_root)) if f.code == code]
    assert found, [f.render() for f in check(load_source(source_root))]
    assert found[0].severity is Severity.ERROR
    assert found[0].line == first + line - 1 or code == "T537"
    assert build(load_source(source_root))[0] is None


def test_a_minimum_that_merges_every_group_is_a_warning(source_root: Path) -> None:
    with_groups(source_root)
    line = edit(source_root / "tema.toml", "max_voters = 760", "max_voters = 19")
    found = [f for f in check(load_source(source_root)) if f.code == "T538"]
    assert [(f.severity, f.params) for f in found] == [(Severity.WARNING, (("minimum", 10), ("voters", 19)))]
    assert found[0].line == line - 2
    assert build(load_source(source_root))[0] is not None


CASILLA_FAULTS: list[tuple[Callable[[list[str]], list[str]], str]] = [
    (lambda cells: ["14105XB0100", *cells[1:]], "T515"),
    (lambda cells: ["091051B0100", *cells[1:]], "T516"),
    (lambda cells: [cells[0], "77", *cells[2:]], "T513"),
    (lambda cells: [cells[0], cells[1], "999", *cells[3:]], "T514"),
    (lambda cells: [*cells[:3], "muchos", *cells[4:]], "T505"),
]


@pytest.mark.parametrize(("change", "code"), CASILLA_FAULTS)
def test_casillas_are_checked_row_by_row(
    source_root: Path, change: Callable[[list[str]], list[str]], code: str
) -> None:
    path = source_root / "casillas.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    lines[4] = ",".join(change(lines[4].split(",")))
    path.write_text("\n".join(lines), encoding="utf-8")
    assert (code, 5) in [(f.code, f.line) for f in check(load_source(source_root))]


def test_every_fault_is_reported_at_once(source_root: Path) -> None:
    edit(source_root / "tema.toml", "actas = 3", "actas = 30")
    edit(source_root / "partidos.toml", 'color = "#00539b"', 'color = "azul"')
    path = source_root / "casillas.csv"
    path.write_text(path.read_text(encoding="utf-8") + "bad,1,39,1,1,1,1,x\n", encoding="utf-8")
    (source_root / "boletas" / "02-consulta.toml").write_text("id = [", encoding="utf-8")
    files = {f.file for f in check(load_source(source_root))}
    assert {"tema.toml", "partidos.toml", "casillas.csv"} <= files


def test_two_people_are_not_enough_to_guard_three_shares(source_root: Path) -> None:
    (source_root / "personas.toml").write_text(people_text(2), encoding="utf-8")
    assert "T519" in [f.code for f in check(load_source(source_root))]


def test_every_message_can_be_worded() -> None:
    words = {"reason": "r", "name": "n", "id": "i", "combination": "c", "number": 1, "clave": "c", "entidad": 1}
    words |= {"first": 1, "length": 1, "limit": 1, "count": 1, "size": 1, "minimum": 1, "other": "o"}
    words |= {"contest": "c", "voters": 1, "key": "k", "language": "l", "seconds": 1, "text": "t"}
    words |= {"keys": "k", "letter": "l", "names": "n", "code": "c", "width": 1, "height": 1, "least": 1}
    words |= {"pages": 1, "word": "w", "distrito": 1, "municipio": 1, "level": "distrito", "columns": "c"}
    words |= {"value": "v", "sights": "s", "opens": "08:00", "closes": "18:00", "warn": 1, "alert": 2, "most": 3}
    words |= {"needed": 3, "total": 4}
    assert all(text.format(**words) for text in MESSAGES.values())


@given(st.text(max_size=400))
def test_any_text_as_a_source_file_is_a_finding_and_never_a_crash(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    root = tmp_path_factory.mktemp("x")
    (root / "tema.toml").write_text(text, encoding="utf-8")
    (root / "casillas.csv").write_text(text, encoding="utf-8")
    assert check(load_source(root))


def test_positions_of_nested_tables() -> None:
    text = "[a]\nx = 1\n[[b]]\ny = 1\n[[b]]\ny = 2\n[b.c]\nz = 3\n"
    positions = Positions(text)
    assert positions.line_of(("a", "x")) == 2
    assert positions.line_of(("b", 1, "y")) == 6
    assert positions.line_of(("b", 1, "c", "z")) == 8
    assert positions.line_of(("b", 1, "missing")) == 5
    assert positions.line_of(("nowhere",)) == 0


@pytest.mark.parametrize("color", ["#00539b", "#ffcb01", "#da251d", "#f58025", "#7b1e2b", "#888888"])
def test_letters_of_a_mark_contrast_with_their_colour(color: str) -> None:
    one, other = sorted((relative_luminance(color), relative_luminance(ink_for(color))))
    assert (other + 0.05) / (one + 0.05) >= 4.4
    assert draw_mark("MC", color) == draw_mark("MC", color)


def test_names_that_no_disk_takes_are_findings(source_root: Path) -> None:
    edit(source_root / "partidos.toml", 'letters = "PAN"', f'picture = "{"x" * 300}.png"')
    edit(source_root / "tema.toml", '"02-consulta.toml"', f'"{"x" * 300}.toml"')
    found = {(each.code, each.file) for each in check(load_source(source_root))}
    assert {("T505", "partidos.toml"), ("T505", "tema.toml")} <= found
