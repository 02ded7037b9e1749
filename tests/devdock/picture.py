"""The picture of the panel for people who read: ``python -m tests.devdock.picture docs/pictures/tablero.png``.

It must show no moment and no secret of a real run: bench, codes and hour are pretended, the paper is the emulator's.
"""

import sys
import tempfile
from collections.abc import Mapping
from hashlib import shake_256
from pathlib import Path
from typing import Any, Final

from PIL import Image
from playwright.sync_api import sync_playwright

from hardware.printer.control import running_emulator
from hardware.printer.driver import open_printer
from hardware.printer.port import Align, Row, Rule, Size, Slip, Text
from hardware.printer.profile import EMULATED
from hardware.printer.raster import shipped_fonts
from tests.browser.launching import launched
from tests.devdock.conftest import Told, ToldBoard, ToldPrinter, ToldReader, bench, play
from tests.devdock.served import served
from urna.devdock.dock import Devices
from urna.devdock.ears import Ears, Sound

COLORS: Final = 64
HOUR: Final = "01/07/2018 12:10:14"
PATIENCE_MS: Final = 60_000
VOTES: Final = (("Gubernatura del Estado", "MC", "Enrique Alfaro Ramírez"), ("Consulta ciudadana", "Sí", ""))
SAID: Final = tuple(
    Sound(words, shake_256(words.encode()).digest(9_000))
    for words in ("Boleta 1 de 2. Gubernatura del Estado.", "Movimiento Ciudadano. Enrique Alfaro Ramírez.", "Marcada.")
)
JAMMED: Final[dict[str, Any]] = {
    "stopped": True,
    "lines": ["REVISE LA IMPRESORA", "El voto está a salvo"],
    "lamps": {"voting": "on", "alert": "blink"},
}


class Jammed(Told):
    """A bench whose printer has stopped in the middle of a turn."""

    def order(self, device: str, name: str, details: Mapping[str, object]) -> dict[str, Any]:
        return {**super().order(device, name, details), **JAMMED}


def testigo(contest: str, option: str, person: str) -> Slip:
    """Like those of an urna, of nobody's vote."""
    return Slip(
        "testigo",
        (
            Text("Instituto Electoral y de Participación Ciudadana del Estado de Jalisco", align=Align.CENTER),
            Text("TESTIGO DE VOTO", align=Align.CENTER, bold=True),
            Text(contest, align=Align.CENTER),
            Rule(),
            Text(option, align=Align.CENTER, bold=True, size=Size.LARGE),
            *((Text(person, align=Align.CENTER),) if person else ()),
            Rule(),
            Row("8AE8-0BTD-K2PC", "FSHR V0G0"),
        ),
    )


def draw(out: Path) -> None:
    """Write the picture; needs Chromium."""
    with tempfile.TemporaryDirectory(prefix="dock-") as short, sync_playwright() as playwright:
        folder = Path(short)
        told = Jammed()
        slips = folder / "p" / "slips"
        devices = Devices(ToldPrinter(told, folder), ToldBoard(told), ToldReader(told), slips, Ears(folder / "e", SAID))
        with running_emulator(folder / "p") as emulated:
            hands = bench(devices, told, folder)
            printer = open_printer(str(emulated.link), EMULATED, shipped_fonts(), ())
            for vote in VOTES:
                printer.print_slip(testigo(*vote), PATIENCE_MS)
            printer.close()
            for each in SAID:
                play(devices.ears, each.pcm)
        with served(hands) as panel:
            browser = launched(playwright)
            page = browser.new_page(viewport={"width": 1440, "height": 900})
            page.set_default_timeout(PATIENCE_MS)
            page.goto(panel.address)
            page.get_by_role("button", name="Se atora ahora").click()
            page.wait_for_function("[...document.images].length > 1 && [...document.images].every((i) => i.complete)")
            page.evaluate("(hour) => { over = true; document.getElementById('hour').textContent = hour; }", HOUR)
            page.wait_for_function("(hour) => document.getElementById('hour').textContent === hour", arg=HOUR)
            page.evaluate("scrollTo(0, 0)")
            page.screenshot(path=folder / "tablero.png")
            browser.close()
        with Image.open(folder / "tablero.png") as whole:
            whole.convert("RGB").quantize(COLORS).save(out, optimize=True)


if __name__ == "__main__":
    draw(Path(sys.argv[1]))
