"""``make urna``: a small institute, one real urna in a window, a reserve, and the panel, until somebody ends it.

It must not work a control by itself: people do, through the panel, and scripted tests, through the same table.
"""

import argparse
import os
import signal
import sys
import tempfile
import webbrowser
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Final

from demo import ceremony as key_ceremony
from demo import theme
from demo.configuration import write_configuration
from demo.devices import running_bench
from demo.processes import Supervisor, missing_programs
from demo.progress import DemoFailedError, Progress
from demo.settings import CASILLAS_WITH_URNA, ROOT, SOURCE, Places
from demo.spoken import sounds
from demo.texts import load_words
from demo.waiting import present_moment
from demo.window import Window
from shared.domain.eleccion import Mode
from shared.domain.hora import ZONE
from theme_builder.source import load_source
from urna.devdock.clock import HandClock
from urna.devdock.desk import Desk
from urna.devdock.disk import go_apart, why_not
from urna.devdock.dock import Devices, Dock
from urna.devdock.ears import DEVICE, Ears, Sound
from urna.devdock.media import OF_RESERVE, OUTSIDE, OWN, MediaKind, Table, open_media
from urna.devdock.pair import CASILLA, Pair
from urna.devdock.panel import open_panel
from urna.devdock.people import read_people
from urna.devdock.view import Bench
from urna.devdock.words import load_words as load_panel_words

FAILED, INTERRUPTED, NO_DISPLAY = 1, 130, 2
URNA, RESERVE = "JAL-0001", "JAL-R001"
PROGRAMS: Final = ("setpriv",)
_ENDINGS: Final = (signal.SIGINT, signal.SIGTERM)


@dataclass(frozen=True, slots=True)
class Spot:
    """One urna of the casilla: its folder, the folder of its slips, and the number of its stick."""

    urna: str
    folder: Path
    slips: Path
    stick: int


@dataclass(frozen=True, slots=True)
class Choices:
    """What can be chosen: the folder, the mode, the kind of media, and whether to open a browser."""

    out: Path
    mode: Mode
    media: MediaKind
    browser: bool

    @property
    def places(self) -> Places:
        """Where things lie; the urna is number 1."""
        return Places(self.out)


def main(arguments: list[str] | None = None) -> int:
    """Run until ended; 0 well, 1 when a step failed, 2 without a display, 130 when interrupted before all was ready."""
    given = sys.argv[1:] if arguments is None else arguments
    choices = _choices(given)
    progress = Progress(load_words())
    if not os.environ.get("DISPLAY"):
        progress.plain(progress.words("urna.sin_pantalla"))
        return NO_DISPLAY
    if missing := missing_programs(PROGRAMS):
        progress.plain(progress.words("falla.falta", programa=", ".join(missing)))
        return FAILED
    if choices.media is MediaKind.IMAGES:
        go_apart("demo.play", given)
    for ending in _ENDINGS:
        signal.signal(ending, _interrupt)
    try:
        return _play(choices, progress)
    except DemoFailedError as error:
        progress.plain(progress.words("falla.paso", paso=error.step))
        progress.plain(progress.words("falla.que", que=error.what))
        return FAILED
    except KeyboardInterrupt:
        progress.plain(progress.words("falla.interrumpida"))
        return INTERRUPTED


def found(places: Places, supervisor: Supervisor, progress: Progress) -> None:
    """Keys of everybody, identities of the urna and its reserve, the demonstration's theme, dated today, published."""
    now = present_moment()
    with progress.step("urna.paso_llaves"):
        source = load_source(SOURCE, None).tema
        authority = source.value.election.authority if source else ""
        held = key_ceremony.hold(places, 1, authority, now)
        key_ceremony.explain(places, progress.words)
        key_ceremony.make_theme_keys(places, supervisor, held)
        for urna, folder in ((URNA, places.urna(1)), (RESERVE, places.reserve)):
            key_ceremony.enrol_urna(held, urna, places.theme_root, folder)
    with progress.step("urna.paso_tema"):
        today = now.astimezone(ZONE).date()
        theme.build(places, supervisor, theme.dated_source(places, now, today))
        theme.publish(places, supervisor, held)


@contextmanager
def laid_out(choices: Choices, supervisor: Supervisor, display: str) -> Iterator[Pair]:
    """The urna of the casilla at rest, and its reserve once somebody asks for it; all put away at the end."""
    places, clock = choices.places, HandClock(choices.out / "hora")
    spots = (
        Spot(URNA, places.urna(1), places.slips, OWN),
        Spot(RESERVE, places.reserve, places.slips_of_reserve, OF_RESERVE),
    )
    table = Table(choices.out / OUTSIDE)
    audible = sounds(theme.built(places), load_words())
    with ExitStack() as stack:

        def lay(spot: Spot) -> Dock:
            media = open_media(spot.folder, choices.media, table, spot.stick)
            stack.callback(media.close)
            theme.copy_to_stick(places, spot.folder / "usb")
            devices, links = _devices(stack, spot, audible)
            config = write_configuration(spot.folder, {**_values(choices, spot), **links})
            program = Window(supervisor, config, display, spot.urna)
            stack.callback(program.stop)
            people = read_people(places.keys / "oficiales" / "urna-1")
            return Dock(program, devices, media, clock, people, papers=tuple(each.slips for each in spots))

        casilla, reserve = spots
        yield Pair({CASILLA: lay(casilla)}, lambda: lay(reserve))


def _devices(stack: ExitStack, spot: Spot, audible: tuple[Sound, ...]) -> tuple[Devices, dict[str, str]]:
    """Emulated, each a process of its own; and where the urna finds them. A socket's path is short."""
    short = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="urna-")))
    bench, links = stack.enter_context(running_bench(short, spot.slips))
    devices = Devices(bench.printer, bench.board, bench.reader, bench.slips, Ears(short / "e", audible))
    return devices, {kind: str(link) for kind, link in links.items()}


def _values(choices: Choices, spot: Spot) -> dict[str, str | int]:
    return {
        "casilla": CASILLAS_WITH_URNA[0],
        "urna_id": spot.urna,
        "mode": choices.mode.value,
        "internal": "interna",
        "usb": "usb",
        "usb_mounted": int(choices.media is MediaKind.IMAGES),
        "identity": "identity",
        "identity_practice": "identity-practica",
        "audio": DEVICE,
    }


def _play(choices: Choices, progress: Progress) -> int:
    words = progress.words
    with Supervisor(choices.places.logs) as supervisor:
        found(choices.places, supervisor, progress)
        progress.say("urna.paso_aparatos", medios=words(f"urna.{choices.media.value}"))
        with laid_out(choices, supervisor, os.environ["DISPLAY"]) as pair:
            desk = Desk(pair)
            with open_panel(desk, Bench(pair, load_panel_words(), choices.mode.value)) as panel:
                pair.dock.begin()
                progress.plain(words("urna.listo", direccion=panel.address, modo=choices.mode.value))
                if choices.browser:
                    webbrowser.open_new(panel.address)
                _serve(desk)
    progress.plain(words("urna.fin", carpeta=choices.out))
    return 0


def _serve(desk: Desk) -> None:
    """Orders are carried out here until the panel or Ctrl-C ends it: both are the way to end."""
    try:
        desk.serve()
    except KeyboardInterrupt:
        return


def _choices(given: list[str]) -> Choices:
    parser = argparse.ArgumentParser(prog="demo.play")
    now = present_moment().strftime("%Y%m%d-%H%M%S")
    parser.add_argument("--out", type=Path, default=ROOT / "out" / f"urna-{now}")
    modes = [mode.value for mode in Mode]
    parser.add_argument("--mode", choices=modes, default=os.environ.get("MODO") or Mode.CAPACITACION.value)
    parser.add_argument("--media", choices=["auto", *(kind.value for kind in MediaKind)], default="auto")
    parser.add_argument("--no-browser", action="store_true")
    read = parser.parse_args(given)
    best = MediaKind.FOLDERS if why_not() else MediaKind.IMAGES
    media = best if read.media == "auto" else MediaKind(read.media)
    return Choices(read.out.resolve(), Mode(read.mode), media, not read.no_browser)


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    """Once: whoever insists does not stop the putting away."""
    for ending in _ENDINGS:
        signal.signal(ending, signal.SIG_IGN)
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
