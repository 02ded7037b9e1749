"""Draws what a voter who uses keys sees, in one process, and prints what the tests judge, as JSON. It must not judge.

Run as ``python -m tests.screens.check_aid THEME_DIR``.
"""

import json
import sys
import tempfile
from pathlib import Path

from urna.flow.focus import targets
from urna.flow.listening import Aid
from urna.flow.screen import ScreenId
from urna.ui.environment import WindowSize, prepare
from urna.ui.samples import samples
from urna.ui.theme_folder import ThemeFolder, open_theme_folder


def main() -> None:
    folder = open_theme_folder(Path(sys.argv[1]))
    with tempfile.TemporaryDirectory() as home:
        prepare(WindowSize(), Path(home), offscreen=True)
        json.dump({"reached": reached(folder), "drawn": drawn(folder)}, sys.stdout)


def reached(folder: ThemeFolder) -> dict[str, dict[str, list[str]]]:
    """By screen: what keys reach, and what a finger can touch."""
    from urna.ui.studio import Studio  # noqa: PLC0415 - Kivy reads its environment at import

    studio = Studio(folder, WindowSize(), lambda _event: None)
    found = {}
    for name, screen in samples(folder.parsed).items():
        keys = [target.touch_id for target in targets(screen, folder.parsed.contests)]
        if keys:
            touch = [target.touch_id for target in studio.view(screen).touchables() if not target.out_of_use]
            found[name] = {"keys": sorted(keys), "touch": sorted(touch)}
    return found


def drawn(folder: ThemeFolder) -> dict[str, int]:
    """How many colours the window has, and how much of it changes, with each aid."""
    from PIL import ImageChops  # noqa: PLC0415 - not before Kivy

    from urna.ui.studio import Studio  # noqa: PLC0415 - same

    studio = Studio(folder, WindowSize(), lambda _event: None)
    screen = next(each for each in samples(folder.parsed).values() if each.id is ScreenId.REVISION)
    plain = studio.picture(screen)
    studio.player.help_keys(Aid("confirmar"))
    ringed = studio.grab()
    studio.player.help_keys(Aid("confirmar", dark=True))
    dark = studio.grab()
    studio.player.help_keys(Aid())
    after = studio.grab()
    box = ImageChops.difference(plain, ringed).getbbox() or (0, 0, 0, 0)
    return {
        "ring_width": box[2] - box[0],
        "ring_height": box[3] - box[1],
        "dark": 0 if dark.convert("L").getbbox() is None else 1,
        "left": 0 if ImageChops.difference(plain, after).getbbox() is None else 1,
    }


if __name__ == "__main__":
    main()
