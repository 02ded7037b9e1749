"""Draws every sample in one process and prints what the tests judge, as JSON. It must not judge.

Run as ``python -m tests.screens.check_views THEME_DIR WIDTH HEIGHT PICTURES_DIR MODE``.
"""

import json
import sys
import tempfile
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING

from shared.domain.eleccion import EXPLICIT_KINDS, Contest, Mode, OptionKind
from shared.formats.theme_model import Theme
from tests.screens.kinds import PORTRAIT, portrait, with_every_kind
from urna.flow.screen import BoletaScreen, Screen
from urna.flow.viewing import Letters, Viewing
from urna.ui.environment import WindowSize, prepare
from urna.ui.samples import samples
from urna.ui.theme_folder import ThemeFolder, open_theme_folder

if TYPE_CHECKING:
    from urna.ui.studio import Studio

LONGEST = "María de los Ángeles Guadalupe Fernández de Lizardi y Villaseñor Casas"
USUAL = "Ma. Guadalupe de los Ángeles Hernández y Rodríguez"
PICTURES = {"espera", "boleta-gubernatura", "boleta-gubernatura-corregir", "revision", "autenticacion-codigo"}
"""Those that a test looks at; drawing and saving all of them took most of a minute."""

NAMES, LETTERED = "nombres.json", ("boleta-gubernatura", "boleta-larga", "boleta-opinion")
"""Where letters of names are written by the size that a voter chose, and the boletas measured so."""
BOLETAS = ("boleta-", "revision", "blanco")
"""Begins the names of screens that differ with the kind of contest."""


def main() -> None:
    size = WindowSize(int(sys.argv[2]), int(sys.argv[3]))
    folder = open_theme_folder(Path(sys.argv[1]))
    with tempfile.TemporaryDirectory() as home:
        prepare(size, Path(home), offscreen=True)
        json.dump(describe(folder, size, Path(sys.argv[4]), Mode(sys.argv[5])), sys.stdout)


def describe(folder: ThemeFolder, size: WindowSize, out: Path, mode: Mode) -> dict[str, object]:
    from urna.ui.screens.build import screen_name  # noqa: PLC0415 - Kivy reads its environment at import
    from urna.ui.studio import Studio  # noqa: PLC0415 - same
    from urna.ui.widgets.option_box import PartyMark  # noqa: PLC0415 - same

    contest = folder.parsed.contests[0]
    sized = with_names(folder.parsed, contest, USUAL)
    longest = with_names(folder.parsed, contest, LONGEST)
    cases: list[tuple[Theme, dict[str, Screen]]] = [
        (folder.parsed, samples(folder.parsed)),
        (sized, boletas(sized, "")),
        (longest, boletas(longest, "-largo")),
    ]
    report: dict[str, object] = {}
    kinds = with_every_kind(folder.parsed)
    cases.append((kinds, {f"{name}-tipos": s for name, s in samples(kinds).items() if name.startswith(BOLETAS)}))
    source = Swappable(folder)
    studio = Studio(source, size, lambda _event: None, mode)
    for theme, screens in cases:
        source.parsed = theme
        for name, screen in screens.items():
            view = studio.view(screen)
            report[name] = {
                "overflows": [block.text for block in view.text_blocks() if block.overflows],
                "texts": [block.text for block in view.text_blocks()],
                "fonts": [block.font_size for block in view.text_blocks()],
                "touch": {target.touch_id: asdict(target.rect) for target in view.touchables()},
                "screen": screen_name(studio.stage, screen),
                "primary": asdict(studio.stage.frame.primary),
                "marks": [
                    [
                        (each.rect.width, each.rect.height)
                        for each in box.walk(restrict=True)
                        if isinstance(each, PartyMark)
                    ]
                    for box in getattr(view, "boxes", {}).values()
                    if box.option.kind not in EXPLICIT_KINDS
                ],
                "rooms": [
                    (box.name.rect.x - box.rect.x, box.name.rect.width)
                    for box in getattr(view, "boxes", {}).values()
                    if box.option.kind not in EXPLICIT_KINDS
                ],
                "names": [
                    box.name.font_size
                    for box in getattr(view, "boxes", {}).values()
                    if box.option.kind not in EXPLICIT_KINDS
                ],
            }
            if name in PICTURES:
                studio.grab().save(out / f"{name}.png", compress_level=1)
    names = {letters.value: names_of(studio, source, kinds, letters) for letters in Letters}
    (out / NAMES).write_text(json.dumps(names), encoding="utf-8")
    return report


def names_of(studio: "Studio", source: "Swappable", theme: Theme, letters: Letters) -> dict[str, int]:
    """The smallest letters of names on the first pages of boletas and of the review, for who chose ``letters``."""
    source.parsed, screens = theme, samples(theme, Viewing(letters))
    review = studio.view(screens["revision"])
    below = review.notice_rect().bottom
    said = [block.font_size for block in review.text_blocks() if block.parent is review and block.rect.y >= below]
    return {"revision": int(min(said))} | {
        name: min(
            int(box.name.font_size)
            for box in getattr(studio.view(screens[name]), "boxes", {}).values()
            if box.option.kind not in EXPLICIT_KINDS
        )
        for name in LETTERED
    }


class Swappable:
    """A theme source whose theme the checks change."""

    def __init__(self, folder: ThemeFolder) -> None:
        self.folder = folder
        self.parsed = folder.parsed

    def theme(self) -> Theme:
        return self.parsed

    def asset(self, name: str) -> bytes | None:
        return portrait() if name.startswith(PORTRAIT) else self.folder.asset(name)


def with_names(theme: Theme, contest: Contest, name: str) -> Theme:
    """A theme of twelve contests, of one to twelve options."""
    return replace(theme, contests=tuple(of_length(contest, count, name) for count in range(1, 13)))


def boletas(theme: Theme, suffix: str) -> dict[str, Screen]:
    """The boletas alone."""
    found = samples(theme).items()
    return {f"{name}{suffix}": s for name, s in found if isinstance(s, BoletaScreen) and not s.ask_blank}


def of_length(contest: Contest, count: int, name: str) -> Contest:
    """A contest of ``count`` options, explicit ones last, with ``name`` in the first box."""
    explicit = [option for option in contest.options if option.kind in EXPLICIT_KINDS][: max(0, count - 1)]
    ordinary = [option for option in contest.options if option.kind is OptionKind.PARTIDO]
    while len(ordinary) < count - len(explicit):
        extra = ordinary[0]
        ordinary.append(replace(extra, id=type(extra.id)(f"EXTRA{len(ordinary)}"), mark=""))
    kept = ordinary[: count - len(explicit)]
    kept[0] = replace(kept[0], label=name)
    return replace(
        contest,
        id=type(contest.id)(f"OPCIONES{count:02d}"),
        options=(*kept, *explicit),
        coaliciones=(),
        max_marks=1,
    )


if __name__ == "__main__":
    main()
