"""Colours, the gate of touches, words of choices and the catalogue: what needs no window."""

import ast
import string
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.voto import Mark
from shared.formats.theme_texts import screen_texts
from shared.formats.theme_v1 import parse_theme
from tests.screens.conftest import ROOT
from urna.flow.screen import Text
from urna.flow.viewing import Contrast, Letters, Viewing
from urna.ui.catalogue import load_texts
from urna.ui.environment import WindowSize
from urna.ui.gate import SAME_TARGET_S, SETTLE_S, TouchGate, TouchVerdict
from urna.ui.geometry import Rect, boleta_boxes, frame
from urna.ui.palettes import PALETTES, REQUIRED, Palette
from urna.ui.tokens import MIN_TARGET_MM, contrast, tokens_for
from urna.ui.wording import choice_words

PAIRS = [(contrast, *pair) for contrast, palette in PALETTES.items() for pair in palette.letters()]


@pytest.mark.parametrize(("chosen", "ink", "ground"), PAIRS)
def test_letters_have_the_contrast_that_the_voter_chose(chosen: Contrast, ink: str, ground: str) -> None:
    least, most = REQUIRED[chosen]
    assert least <= contrast(ink, ground) <= most


@pytest.mark.parametrize("palette", PALETTES.values(), ids=list(PALETTES))
def test_edges_of_what_is_touched_can_be_seen(palette: Palette) -> None:
    """3:1 is what WCAG 2.2 (1.4.11) asks of the edge of a target."""
    edges = ((palette.edge, palette.paper), (palette.amber_edge, palette.amber), (palette.red_edge, palette.red))
    assert min(contrast(edge, ground) for edge, ground in edges) >= 3


def test_the_four_sizes_of_letters_are_those_of_the_rule() -> None:
    floors = [tokens_for(WindowSize(), Viewing(letters)).floor_mm for letters in Letters]
    assert floors == sorted(set(floors))
    assert floors[0] >= 3.5
    assert tokens_for(WindowSize(), Viewing()).floor_mm >= 4.8
    assert floors[-1] >= 9.0


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@given(st.integers(1, 12), st.integers(0, 2))
def test_boxes_of_a_boleta_never_overlap_and_are_large_enough(ordinary: int, explicit: int) -> None:
    tokens = tokens_for(WindowSize())
    body = frame(tokens).body
    area = body.below(tokens.mm(14.6))
    boxes = boleta_boxes(tokens, area, ordinary, explicit)
    assert len(boxes) == ordinary + explicit
    for i, box in enumerate(boxes):
        assert box.height >= MIN_TARGET_MM * tokens.px_per_mm
        assert box.x >= area.x
        assert box.right <= area.right
        assert box.bottom <= area.bottom
        assert not any(box.overlaps(other) for other in boxes[i + 1 :])


def test_a_second_finger_is_ignored_and_the_first_one_counts_once() -> None:
    gate = TouchGate()
    assert gate.press("a", 10.0) is TouchVerdict.TAKEN
    assert gate.press("b", 10.0) is TouchVerdict.SECOND_FINGER
    assert not gate.release("b", "x", 10.1, repeatable=False)
    assert gate.release("a", "x", 10.1, repeatable=False)
    assert not gate.release("a", "x", 10.2, repeatable=False)


def test_a_double_tap_counts_once_but_a_key_may_repeat() -> None:
    gate = TouchGate()
    taps = [(10.0, 10.05), (10.15, 10.2)]
    counted = []
    for repeatable in (False, True):
        for down, up in taps:
            gate.press("a", down)
            counted.append(gate.release("a", f"t{repeatable}", up, repeatable=repeatable))
        gate = TouchGate()
    assert counted == [True, False, True, True]


def test_a_new_screen_takes_no_touch_before_it_could_be_seen() -> None:
    gate = TouchGate()
    gate.screen_changed(10.0)
    assert gate.press("a", 10.0 + SETTLE_S / 2) is TouchVerdict.TOO_SOON
    assert gate.press("a", 10.0 + SETTLE_S) is TouchVerdict.TAKEN


def test_a_redrawn_screen_forgets_the_finger_and_takes_the_next() -> None:
    gate = TouchGate()
    gate.press("a", 1.0)
    gate.redrawn()
    assert not gate.release("a", "x", 1.1, repeatable=False)
    assert gate.press("b", 1.2 + SAME_TARGET_S) is TouchVerdict.TAKEN


def test_a_coalition_is_worded_once_with_each_mark(theme_folder: Path) -> None:
    contest = parse_theme((theme_folder / "theme.json").read_bytes()).contests[0]
    words = choice_words(contest, (Mark(4), Mark(7)))
    assert words.main == "Carlos Lomelí Bolaños"
    assert words.detail == "PT · MORENA"
    assert [option.id.value for option in words.options] == ["PT", "MORENA"]
    assert choice_words(contest, ()).is_blank


def texts_in(folder: Path) -> Iterator[tuple[str, frozenset[str]]]:
    """Keys of ``Text(...)`` in the sources, with the names of their parameters where those stand beside them."""
    for path in sorted(folder.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Text":
                key, *rest = node.args
                if isinstance(key, ast.Constant) and isinstance(key.value, str):
                    names = [n.value for n in ast.walk(rest[0]) if isinstance(n, ast.Constant)] if rest else []
                    yield key.value, frozenset(name for name in names if isinstance(name, str))


def test_every_text_that_the_flow_can_say_is_written() -> None:
    wanted = dict(texts_in(ROOT / "urna" / "flow"))
    assert len(wanted) > 80
    assert set(wanted) - set(load_texts().entries) == set()


def asked_for(path: Path) -> Iterator[str]:
    """Keys that a module asks for by name: ``Text("...")``, ``word("...")``."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in {"Text", "word"} and isinstance(node.args[0].value, str):
                yield node.args[0].value


def test_every_text_of_a_voter_is_one_that_each_language_must_have() -> None:
    flow, ui = ROOT / "urna" / "flow", ROOT / "urna" / "ui"
    modules = [
        flow / f"{name}.py" for name in ("adjusting", "languages", "marking", "patience", "screens_turn", "turn")
    ]
    modules += [
        ui / "screens" / f"{name}.py" for name in ("boleta", "message", "review", "settings", "turning", "view")
    ]
    wanted = {key for module in modules for key in asked_for(module)}
    beside = {key for key in wanted if key.partition(".")[0] in {"espera", "dispositivo", "papel", "carga"}}
    assert wanted - beside - {"lengua.nombre"} - set(screen_texts()) == set()
    assert len(wanted & set(screen_texts())) > 70


def test_parameters_of_texts_are_those_that_the_flow_gives() -> None:
    entries = load_texts().entries
    for key, offered in texts_in(ROOT / "urna" / "flow"):
        used = {name for _, name, _, _ in string.Formatter().parse(entries[key]) if name}
        assert not offered or used <= offered, key


def test_a_missing_text_shows_its_key_and_a_missing_parameter_nothing() -> None:
    texts = load_texts()
    assert texts.say(Text("no.existe")) == "no.existe"
    assert texts.say(Text("avance.de", (("done", 2),))) == "2 de "


def test_a_rectangle_knows_its_neighbours() -> None:
    assert Rect(0, 0, 10, 10).overlaps(Rect(9, 9, 5, 5))
    assert not Rect(0, 0, 10, 10).overlaps(Rect(10, 0, 5, 5))
