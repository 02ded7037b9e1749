"""Plants faults in a drawn boleta and prints what `faults` says of each, as JSON. It must not judge.

Run as ``python -m tests.screens.check_faults THEME_DIR``: the largest letters at 1920x1080.
"""

import json
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from urna.flow.viewing import Letters, Viewing
from urna.ui.environment import WindowSize, prepare
from urna.ui.geometry import Rect
from urna.ui.samples import samples
from urna.ui.theme_folder import open_theme_folder
from urna.ui.tokens import FLOORS_MM

SAMPLE = "boleta-gubernatura"


def main() -> None:
    folder, size, viewing = open_theme_folder(Path(sys.argv[1])), WindowSize(1920, 1080), Viewing(Letters.LARGEST)
    with tempfile.TemporaryDirectory() as home:
        prepare(size, Path(home), offscreen=True)
        from tests.screens.draw import without  # noqa: PLC0415 - Kivy reads its environment at import
        from tests.screens.faults import faults, texts  # noqa: PLC0415 - same
        from urna.ui.studio import Studio  # noqa: PLC0415 - same
        from urna.ui.widgets.option_box import PLAIN_BORDER_PX, OptionBox  # noqa: PLC0415 - same
        from urna.ui.widgets.type import TextBlock  # noqa: PLC0415 - same

        studio = Studio(folder, size, lambda _event: None)

        def found(plant: Callable[[TextBlock], None]) -> tuple[str, list[str]]:
            view = studio.view(samples(folder.parsed, viewing)[SAMPLE])
            name = next(each for each in view.walk() if isinstance(each, OptionBox)).name
            plant(name)
            picture = studio.grab()
            return name.text, faults(view, (picture, without(texts(view), studio.grab)), viewing)

        def small(name: TextBlock) -> None:
            name.fit(view_usual - 1)

        def low(name: TextBlock) -> None:
            rect, box = name.rect, name.parent.rect
            name.place(Rect(rect.x, box.bottom + PLAIN_BORDER_PX - rect.height, rect.width, rect.height))

        view_usual = studio.stage.tokens.font_of(FLOORS_MM[Letters.NORMAL])
        plants = {"none": lambda _name: None, "low": low, "small": small}  # fitting takes it back to its place
        json.dump({label: found(plant) for label, plant in plants.items()}, sys.stdout)


if __name__ == "__main__":
    main()
