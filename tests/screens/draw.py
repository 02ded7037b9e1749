"""Draws cases on one glass in a process of its own and prints what is wrong with each, as JSON. It must not judge more.

Run as ``python -m tests.screens.draw THEME_DIR GLASS pairwise|kinds|PART/OF PICTURES_DIR [SAMPLE ...]``; GLASS is a
place in `cases.GLASSES`, and ``0/8`` the first of eight parts of all cases. ``kinds`` are boletas of every kind at the
usual size, judged without their pictures.
"""

import hashlib
import json
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Protocol

from PIL import Image

from tests.screens.cases import GLASSES, Case, every_case, pairwise
from tests.screens.check_views import Swappable
from tests.screens.kinds import with_every_kind
from urna.flow.viewing import Viewing
from urna.ui.environment import prepare
from urna.ui.samples import samples
from urna.ui.theme_folder import open_theme_folder

PAIRWISE, KINDS = "pairwise", "kinds"


class Shown(Protocol):
    """What can be taken away from a screen and put back."""

    opacity: float


def part_of(cases: Iterable[Case], part: str) -> Iterator[Case]:
    """Each eighth case from the first on, for ``0/8``."""
    first, of = map(int, part.split("/"))
    return islice(cases, first, None, of)


def without(blocks: Iterable[Shown], grab: Callable[[], Image.Image]) -> Image.Image:
    """The picture that is left when the texts are taken away; they are put back."""
    hidden = [(block, block.opacity) for block in blocks]
    for block, _ in hidden:
        block.opacity = 0
    picture = grab()
    for block, opacity in hidden:
        block.opacity = opacity
    return picture


def main() -> None:
    theme, place, mode, out = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3], Path(sys.argv[4])
    folder, size = open_theme_folder(theme), GLASSES[place]
    cases = pairwise(folder.parsed, place) if mode in (PAIRWISE, KINDS) else part_of(every_case(folder.parsed), mode)
    out.mkdir(parents=True, exist_ok=True)
    report = {}
    with tempfile.TemporaryDirectory() as home:
        prepare(size, Path(home), offscreen=True)
        from tests.screens.faults import faults, plain_faults, shrunk, texts  # noqa: PLC0415 - Kivy reads its environment at import
        from urna.ui.studio import Studio  # noqa: PLC0415 - same

        source = Swappable(folder)
        studio = Studio(source, size, lambda _event: None)
        if mode == KINDS:
            source.parsed = with_every_kind(folder.parsed)
            drawn = samples(source.parsed, Viewing())
            views = {name: studio.view(drawn[name]) for name in sys.argv[5:]}
            found = {name: [plain_faults(view), [each.text for each in texts(view)]] for name, view in views.items()}
            json.dump(found, sys.stdout)
            return
        for case in cases:
            if sys.argv[5:] and case.name not in sys.argv[5:]:
                continue
            view = studio.view(case.screen)
            picture = studio.grab()
            bare = without(texts(view), studio.grab)
            digest = hashlib.sha256(picture.tobytes()).hexdigest()[:16]
            said = sorted({block.text for block in view.text_blocks()})
            report[case.label] = {
                "faults": faults(view, (picture, bare), case.viewing),
                "shrunk": shrunk(view),
                "digest": digest,
                "texts": said,
            }
            if mode != PAIRWISE:
                picture.save(out / f"{case.label}.png", compress_level=1)
    json.dump(report, sys.stdout)


if __name__ == "__main__":
    main()
