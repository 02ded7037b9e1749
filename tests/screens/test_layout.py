"""The published layout: every screen told apart by its title band, everything touchable named once."""

import itertools
from pathlib import Path

from PIL import Image

from tests.screens.conftest import Layout
from urna.flow.screen import ScreenId


def band(layout: Layout, name: str) -> Image.Image:
    return Image.open(layout.folder / str(layout.screens()[name]["band"])).convert("RGB")


def test_every_screen_of_the_flow_is_published(layout: Layout) -> None:
    named = {name.partition(":")[0] for name in layout.screens()}
    assert named == {screen.value for screen in ScreenId}
    assert {"boleta:GUBERNATURA", "boleta:CONSULTA"} <= set(layout.screens())


def test_every_title_band_is_another(layout: Layout) -> None:
    for first, second in itertools.combinations(sorted(layout.screens()), 2):
        assert band(layout, first).tobytes() != band(layout, second).tobytes(), (first, second)


def test_every_option_of_every_boleta_is_named(layout: Layout) -> None:
    gubernatura = {i for i in layout.touch("boleta:GUBERNATURA") if i.startswith("option:")}
    parties = {"PAN", "PRI", "PRD", "PVEM", "PT", "MC", "PANAL", "MORENA", "PES", "NO_REGISTRADA", "NULO"}
    assert gubernatura == {f"option:{name}" for name in parties}
    assert {i for i in layout.touch("boleta:CONSULTA") if i.startswith("option:")} == {
        "option:SI",
        "option:NO",
        "option:NULO",
    }


def test_the_keypad_has_every_character_of_a_code(layout: Layout) -> None:
    keys = {i.removeprefix("key:") for i in layout.touch("autenticacion") if i.startswith("key:")}
    assert keys == {*"0123456789ABCDEFGHJKMNPQRSTVWXYZ", "BORRAR", "ACEPTAR"}


def test_every_button_has_a_look_that_is_there(layout: Layout) -> None:
    for name, entry in layout.screens().items():
        looks, touch = entry["looks"], entry["touch"]
        assert isinstance(looks, dict)
        assert isinstance(touch, dict)
        assert set(looks) <= set(touch), name
        for files in looks.values():
            assert all((layout.folder / file).is_file() for file in files)
    assert "confirmar_cierre" in layout.touch("cierre")


def test_the_band_is_the_top_strip_of_the_picture(layout: Layout, pictures: Path) -> None:
    strip = band(layout, "espera")
    picture = Image.open(pictures / "espera.png").convert("RGB")
    assert picture.crop((0, 0, *strip.size)).tobytes() == strip.tobytes()
