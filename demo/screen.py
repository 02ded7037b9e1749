"""An urna seen from outside: the pixels of an X display, and clicks where the published layout says.

It must not know anything of the urna but its display and that layout.
"""

import json
import os
import subprocess
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Self

import mss
from PIL import Image, ImageChops, ImageStat

from demo.progress import DemoFailedError
from demo.waiting import let_settle, wait_for

NEAR: Final = 0.6
"""Mean difference of a colour under which two drawings are the same: another display may smooth letters otherwise."""
PATIENCE_S: Final = 90.0
SECOND_TOUCH_S: Final = 10.0
"""Whoever touched and saw nothing happen touches again: the urna takes no touch before its screen has settled, and a
busy machine may notice later than this process that it was drawn."""
TRIES: Final = 6
Box = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Layout:
    """The published layout: rectangles and pictures of every screen."""

    width: int
    height: int
    settle_ms: int
    same_target_ms: int
    band: Box
    touch: dict[str, dict[str, Box]]
    bands: dict[str, Image.Image]
    looks: dict[str, dict[str, tuple[Image.Image, ...]]]

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read ``layout.json`` and its pictures."""
        data = json.loads((folder / "layout.json").read_text(encoding="utf-8"))
        screens: dict[str, dict[str, Any]] = data["screens"]
        return cls(
            data["width"],
            data["height"],
            data["settle_ms"],
            data["same_target_ms"],
            _box(data["band"]),
            {name: {key: _box(rect) for key, rect in entry["touch"].items()} for name, entry in screens.items()},
            {name: _picture(folder / entry["band"]) for name, entry in screens.items()},
            {
                name: {key: tuple(_picture(folder / file) for file in files) for key, files in entry["looks"].items()}
                for name, entry in screens.items()
            },
        )


class Screen:
    """One display on which an urna draws at the top left corner."""

    second_touch_s = SECOND_TOUCH_S

    def __init__(self, display: str, layout: Layout, photos: Path | None = None) -> None:
        self._display = display
        self.layout = layout
        self._photos = photos
        self._camera = mss.MSS(display=display)
        self._known = {picture.tobytes(): name for name, picture in layout.bands.items()}
        self._whole = (0, 0, layout.width, layout.height)
        self._ready: set[str] = set()

    def grab(self, box: Box | None = None) -> Image.Image:
        """What is on the display now."""
        left, top, right, bottom = box or self._whole
        shot = self._camera.grab({"left": left, "top": top, "width": right - left, "height": bottom - top})
        return Image.frombytes("RGB", shot.size, shot.bgra, "raw", "BGRX")

    def name(self) -> str:
        """The screen that shows, known by its title band; empty while it cannot be told."""
        strip = self.grab(self.layout.band)
        drawn = strip.tobytes()
        found = self._known.get(drawn) or _nearest(strip, self.layout.bands)
        if found:
            self._known[drawn] = found  # seen often while it stands; comparing it with every band takes long
        if found and self._photos is not None:
            self.photograph(found)
        return found

    def wait(self, *names: str, timeout_s: float = PATIENCE_S) -> str:
        """Wait until one of the screens shows and takes touches; gives its name."""
        found = wait_for(lambda: self._one_of(names), f"screen {' / '.join(names)} on {self._display}", timeout_s)
        let_settle(self.layout.settle_ms)
        return found

    def shows(self, screen: str, target: str) -> bool:
        """Whether a button can be seen, ready to be touched."""
        looks = self.layout.looks[screen].get(target, ())
        if not looks or self.name() != screen:
            return False
        picture = self.grab(self.layout.touch[screen][target])
        return any(_alike(picture, look) for look in looks)

    def wait_for_button(self, screen: str, *targets: str, timeout_s: float = PATIENCE_S) -> str:
        """Wait until one of some buttons can be touched; gives which."""

        def shown() -> str | None:
            return next((target for target in targets if self.shows(screen, target)), None)

        found = wait_for(shown, f"{' / '.join(targets)} of {screen} on {self._display}", timeout_s)
        let_settle(self.layout.settle_ms)
        if screen not in self._ready:
            self._ready.add(screen)
            self.photograph(screen, again=True)
        return found

    def touch(self, screen: str, target: str) -> None:
        """Click the middle of a target."""
        left, top, right, bottom = self.layout.touch[screen][target]
        place = [str((left + right) // 2), str((top + bottom) // 2)]
        command = ["xdotool", "mousemove", *place, "mousedown", "1", "mouseup", "1"]
        subprocess.run(command, env={**os.environ, "DISPLAY": self._display}, check=True, timeout=20)

    def press(self, screen: str, target: str, timeout_s: float = PATIENCE_S) -> None:
        """Wait for a button of a screen, touch it, and see that something came of it."""
        self.press_one(screen, (target,), timeout_s)

    def press_one(self, screen: str, targets: Sequence[str], timeout_s: float = PATIENCE_S) -> str:
        """The same with whichever of some buttons is there; gives which."""
        target = self.wait_for_button(screen, *targets, timeout_s=timeout_s)
        self.see_change(self._whole, lambda: self.touch(screen, target))
        return target

    def see_change(self, box: Box, act: Callable[[], None]) -> None:
        """Do something until a part of the screen has changed and stands still; again only where it stayed as it was.

        Raises ``DemoFailedError`` naming the part and the screen.
        """
        before = self.grab(box).tobytes()
        for _ in range(TRIES):
            act()
            with suppress(DemoFailedError):
                wait_for(lambda: self._changed(box, before), "a change", self.second_touch_s)
                return
        raise DemoFailedError(f"a change of {box} on {self._display}, which shows {self.name() or 'an unknown screen'}")

    def text_area(self, screen: str, targets: Iterable[str]) -> Box:
        """What lies between the title band and the highest of some targets: messages, and the dots of a code."""
        top = min(self.layout.touch[screen][target][1] for target in targets)
        return (0, self.layout.band[3], self.layout.width, top)

    def photograph(self, name: str, *, again: bool = False) -> None:
        """Keep the first picture of that name, or with ``again`` the present one."""
        if self._photos is None:
            return
        file = self._file(self._photos, name)
        if again or not file.exists():
            self._photos.mkdir(parents=True, exist_ok=True)
            self.grab().save(file)

    def unlike(self, name: str) -> bool:
        """Whether the display no longer shows what the photograph of that name does."""
        file = self._file(self._photos, name) if self._photos is not None else None
        if file is None or not file.exists():
            return True
        return self.grab().tobytes() != _picture(file).tobytes()

    def _file(self, folder: Path, name: str) -> Path:
        return folder / f"{name.replace(':', '-').lower()}.png"

    def _one_of(self, names: Sequence[str]) -> str | None:
        found = self.name()
        return found if found in names else None

    def _changed(self, box: Box, before: bytes) -> bool:
        now = self.grab(box).tobytes()
        return now != before and now == self.grab(box).tobytes()


def _nearest(strip: Image.Image, bands: dict[str, Image.Image]) -> str:
    """The band that a strip resembles, when it resembles one only."""
    if strip.getbbox() is None:
        return ""  # nothing is drawn yet
    alike = [name for name, band in bands.items() if _alike(strip, band)]
    return alike[0] if len(alike) == 1 else ""


def _alike(picture: Image.Image, other: Image.Image) -> bool:
    if picture.size != other.size:
        return False
    return max(ImageStat.Stat(ImageChops.difference(picture, other)).mean) < NEAR


def _box(rect: dict[str, int]) -> Box:
    return (rect["x"], rect["y"], rect["x"] + rect["width"], rect["y"] + rect["height"])


def _picture(path: Path) -> Image.Image:
    with Image.open(path) as picture:
        return picture.convert("RGB")
