"""The published layout: where every touchable thing of every screen stands, and how to tell the screens apart.

It reads the positions of the real widgets, so that it cannot disagree with what is drawn; it must not compute any.
Run it as ``python -m urna.ui.layout (--theme FOLDER | --config urna.toml) --out FOLDER``, in a process of its own.
"""

import argparse
import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from PIL import Image

from shared.formats.theme_model import Theme
from urna.config import load_config
from urna.flow.machine import ThemeSource
from urna.ui.catalogue import load_texts
from urna.ui.environment import WindowSize, prepare
from urna.ui.gate import SAME_TARGET_S, SETTLE_S
from urna.ui.geometry import Rect
from urna.ui.scratch import OutFolder, kivy_home
from urna.ui.theme_folder import open_theme_folder, theme_on_stick

FORMAT = "layout/1"
FILE = "layout.json"
MARGIN_MS = 100
"""What a stranger may see of a screen before the urna knows that it was drawn."""
Json = dict[str, object]
UNSEEN = frozenset({"option", "zone"})
"""Targets that are no buttons: nobody waits to see one."""


def publish(
    source: ThemeSource, theme: Theme, size: WindowSize, out: OutFolder, only: frozenset[str] = frozenset()
) -> None:
    """Write ``layout.json``, ``bands/`` and ``looks/`` into ``out``; needs an environment prepared offscreen.

    ``screens`` maps a screen's name (``espera``, ``boleta:GUBERNATURA``) to ``band`` (picture of its title strip),
    ``touch`` (rectangles in pixels from the top left, by id: an action's, ``option:<id>``, ``key:<character>``,
    ``zone:<n>``) and ``looks`` (pictures of its buttons, to tell whether one shows). ``only`` leaves out all other
    screens. Raises ``RuntimeError`` when two states of one screen would put the same thing at two places.
    """
    from urna.ui.samples import samples  # noqa: PLC0415 - after prepare
    from urna.ui.screens.build import screen_name  # noqa: PLC0415 - Kivy reads its environment at import
    from urna.ui.studio import Studio  # noqa: PLC0415 - same

    studio = Studio(source, size, lambda _event: None)
    frame = studio.stage.frame
    screens: dict[str, _Entry] = {}
    for screen in samples(theme).values():
        name = screen_name(studio.stage, screen)
        if only and name not in only:
            continue
        view = studio.view(screen)
        entry = screens.setdefault(name, _Entry(name, out))
        picture = studio.grab()
        entry.band(picture, frame.title)
        for target in view.touchables():
            entry.place(target.touch_id, target.rect)
            if not target.out_of_use and target.touch_id.partition(":")[0] not in UNSEEN:
                entry.look(target.touch_id, picture, target.rect)
    layout = {
        "format": FORMAT,
        "theme": theme.short_code,
        "width": size.width,
        "height": size.height,
        "settle_ms": round(SETTLE_S * 1000) + MARGIN_MS,
        "same_target_ms": round(SAME_TARGET_S * 1000),
        "band": asdict(frame.title),
        "screens": {name: entry.as_json() for name, entry in sorted(screens.items())},
    }
    text = json.dumps(layout, ensure_ascii=False, indent=1, sort_keys=True)
    out.text(FILE, text + "\n")


class _Entry:
    """What is known of one screen from all its states."""

    def __init__(self, name: str, out: OutFolder) -> None:
        self._name = name
        self._out = out
        self._band = ""
        self._touch: dict[str, Rect] = {}
        self._looks: dict[str, list[str]] = {}
        self._seen: dict[str, list[bytes]] = {}

    def band(self, picture: Image.Image, rect: Rect) -> None:
        """Keep the title strip; every state of a screen must show the same."""
        strip = _crop(picture, rect)
        known = self._seen.setdefault("", [])
        if known and known[0] != strip.tobytes():
            raise RuntimeError(f"{self._name}: two states with different title bands")
        if not known:
            known.append(strip.tobytes())
            self._band = self._save("bands", _file_name(self._name), strip)

    def place(self, touch_id: str, rect: Rect) -> None:
        """Keep where a target stands."""
        if self._touch.setdefault(touch_id, rect) != rect:
            raise RuntimeError(f"{self._name}: {touch_id} stands at two places")

    def look(self, touch_id: str, picture: Image.Image, rect: Rect) -> None:
        """Keep how a button looks, once for each of its wordings."""
        look = _crop(picture, rect)
        known = self._seen.setdefault(touch_id, [])
        if look.tobytes() in known:
            return
        known.append(look.tobytes())
        name = f"{_file_name(self._name)}.{_file_name(touch_id)}.{len(known)}"
        self._looks.setdefault(touch_id, []).append(self._save("looks", name, look))

    def as_json(self) -> Json:
        """The entry of ``layout.json``."""
        touch = {touch_id: asdict(rect) for touch_id, rect in self._touch.items()}
        return {"band": self._band, "touch": touch, "looks": self._looks}

    def _save(self, folder: str, name: str, picture: Image.Image) -> str:
        return self._out.picture(f"{folder}/{name}.png", picture)


def _crop(picture: Image.Image, rect: Rect) -> Image.Image:
    return picture.crop((rect.x, rect.y, rect.right, rect.bottom))


def _file_name(name: str) -> str:
    return "".join(_safe(name))


def _safe(name: str) -> Iterator[str]:
    for letter in name:
        yield letter if letter.isalnum() or letter in "_." else "-"


def main(arguments: list[str] | None = None) -> int:
    """Publish the layout of a theme in a plain folder, or of the one on an urna's stick."""
    texts = load_texts()
    parser = argparse.ArgumentParser(description=texts.word("orden.layout"))
    known = parser.add_mutually_exclusive_group(required=True)
    known.add_argument("--theme", type=Path, help=texts.word("orden.tema"))
    known.add_argument("--config", type=Path, help=texts.word("orden.config"))
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--only", nargs="+", default=[], help=texts.word("orden.solo"))
    options = parser.parse_args(arguments)
    size = WindowSize()
    if options.config is not None:
        config = load_config(options.config)
        size = WindowSize(config.width, config.height, float(config.diagonal_mm))
        folder = open_theme_folder(theme_on_stick(config.usb))
    else:
        folder = open_theme_folder(options.theme)
    with kivy_home() as home:
        prepare(size, home, offscreen=True)
        publish(folder, folder.parsed, size, OutFolder(options.out), frozenset(options.only))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
