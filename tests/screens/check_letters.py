"""Draws letters with a mark above them and prints where their ink is, as JSON. It must not judge.

Run as ``python -m tests.screens.check_letters LETTER...``; of each, width and box of ink, alone and marked.
"""

import json
import sys
import tempfile
from pathlib import Path

from PIL import Image

from urna.ui.environment import WindowSize, prepare

MARK = "\u0301"


def main() -> None:
    with tempfile.TemporaryDirectory() as home:
        prepare(WindowSize(), Path(home), offscreen=True)
        from kivy.core.text import Label  # noqa: PLC0415 - Kivy reads its environment at import
        from kivy.core.window import Window  # noqa: PLC0415 - letters are drawn on its surface

        from urna.ui.widgets.type import FACE, register_faces  # noqa: PLC0415 - same

        register_faces()
        Window.show_cursor = False
        found = {}
        for letter in sys.argv[1:]:
            for bold in (False, True):
                drawn = []
                for text in (letter, letter + MARK):
                    label = Label(text=text, font_name=FACE, font_size=80, bold=bold)
                    label.refresh()
                    texture = label.texture
                    ink = Image.frombytes("RGBA", texture.size, texture.pixels).getchannel("A").getbbox()
                    drawn.append([label.get_extents(text)[0], ink])
                found[f"{letter} {bold}"] = drawn
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main()
