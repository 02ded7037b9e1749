"""What the driver really puts on the emulator's paper."""

import io
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image, ImageChops

import urna
from hardware.printer import raster
from hardware.printer.control import RunningEmulator, running_emulator
from hardware.printer.controls import Personality
from hardware.printer.driver import EscposPrinter, open_printer
from hardware.printer.emulator.glyphs import Glyphs
from hardware.printer.layout import Line, compose
from hardware.printer.paper import HEAD_TO_CUTTER_DOTS, LINE_DOTS, PAPER_58, PAPER_80
from hardware.printer.port import (
    Align,
    Capable,
    Incapable,
    NotPrinted,
    PaperLevel,
    Picture,
    Printed,
    PrinterFault,
    Qr,
    Remains,
    Size,
    Slip,
    Text,
)
from hardware.printer.profile import EMULATED, EMULATED_58MM, Confirmation, PrinterProfile
from hardware.printer.raster import LineFonts, shipped_fonts
from tests.contract.printer import samples
from tests.contract.printer.conftest import MARK

TIMEOUT_MS = 5000


def _driver(running: RunningEmulator, **changes: object) -> EscposPrinter:
    return open_printer(str(running.link), replace(EMULATED, **changes), shipped_fonts(), (MARK,))  # type: ignore[arg-type]


def _last(running: RunningEmulator) -> Image.Image:
    """The last slip; no waiting: once confirmed it must be there."""
    count = running.control.status().slips
    return Image.open(running.control.wait_for_slips(count)[-1]).convert("1")


def _same(first: Image.Image, second: Image.Image) -> bool:
    return (
        first.size == second.size and ImageChops.difference(first.convert("L"), second.convert("L")).getbbox() is None
    )


@pytest.mark.parametrize("native_qr", [True, False])
def test_the_qr_of_an_acta_is_read_back_from_the_picture(emulator: RunningEmulator, native_qr: bool) -> None:  # noqa: FBT001
    printer = _driver(emulator, native_qr=native_qr)
    assert isinstance(printer.print_slip(samples.acta(), TIMEOUT_MS), Printed)
    read = zxingcpp.read_barcodes(_last(emulator).convert("L"))
    assert [code.text for code in read] == [samples.QR_DATA]


def test_the_largest_qr_is_read_back_and_has_its_quiet_zone(emulator: RunningEmulator, driver: EscposPrinter) -> None:
    data = "A1" * 250
    assert isinstance(driver.print_slip(Slip("qr", (Qr(data, module_dots=6),)), TIMEOUT_MS), Printed)
    picture = _last(emulator).convert("L")
    assert [code.text for code in zxingcpp.read_barcodes(picture)] == [data]
    left, top, right, _ = ImageChops.invert(picture).getbbox() or (0, 0, 0, 0)
    quiet = 4 * 6
    assert left >= quiet
    assert PAPER_80.width_dots - right >= quiet
    assert top - HEAD_TO_CUTTER_DOTS >= quiet


def test_accented_spanish_is_printed_letter_by_letter(emulator: RunningEmulator, driver: EscposPrinter) -> None:
    text = "¿Jurisdicción? ¡Señoría! ÁÉÍÓÚÜÑ áéíóúüñ €"
    assert isinstance(driver.print_slip(Slip("texto", (Text(text),)), TIMEOUT_MS), Printed)
    expected = Image.new("1", (12 * len(text), 24), 1)
    for place, letter in enumerate(text):
        expected.paste(Glyphs().cell(letter, 1, 1, bold=False), (12 * place, 0))
    top = HEAD_TO_CUTTER_DOTS
    line = _last(emulator).crop((0, top, expected.width, top + 24))
    assert _same(line, expected)
    assert _same(expected.crop((0, 0, 12, 24)), Glyphs().cell("¿", 1, 1, bold=False))


def test_a_wixarika_line_is_printed_as_a_picture_of_its_letters(
    emulator: RunningEmulator, driver: EscposPrinter
) -> None:
    slip = samples.wixarika()
    assert isinstance(driver.print_slip(slip, TIMEOUT_MS), Printed)
    item = compose(slip, PAPER_80)[0]
    assert isinstance(item, Line)
    expected = raster.line_picture(item, shipped_fonts())
    top = HEAD_TO_CUTTER_DOTS
    line = _last(emulator).crop((0, top, expected.width, top + expected.height))
    assert _same(line, expected)
    poor = raster.line_picture(replace(item, left=item.left.replace("ɨ", "i").replace("ʉ", "u")), shipped_fonts())
    assert not _same(line, poor)


def test_sizes_and_alignment_stand_where_they_should(emulator: RunningEmulator, driver: EscposPrinter) -> None:
    slip = Slip(
        "tallas",
        (
            Text("M", Size.LARGE),
            Text("M", Size.TALL, align=Align.RIGHT),
            Text("M" * 24, Size.LARGE, bold=True),
        ),
    )
    assert isinstance(driver.print_slip(slip, TIMEOUT_MS), Printed)
    ink = ImageChops.invert(_last(emulator).convert("L"))
    top = HEAD_TO_CUTTER_DOTS
    large, tall, full = (ink.crop((0, y, PAPER_80.width_dots, y + 48)).getbbox() for y in (top, top + 60, top + 116))
    assert large
    assert tall
    assert full
    assert 0 <= large[0] < large[2] <= 24
    assert PAPER_80.width_dots - 12 <= tall[0] < tall[2] <= PAPER_80.width_dots
    assert large[3] - large[1] > 24
    assert full[0] < 6
    assert full[2] > PAPER_80.width_dots - 6


def test_a_picture_with_bytes_of_a_real_time_command_confuses_nobody(
    emulator: RunningEmulator, driver: EscposPrinter
) -> None:
    rows = b"\x10\x04\x01\x10\x04\x04\x10\x04\x02\x37\x22" * 40
    drawn = Image.frombytes("1", (88, 40), bytes(value ^ 0xFF for value in rows))
    png = io.BytesIO()
    drawn.save(png, format="PNG")
    assert isinstance(driver.print_slip(Slip("dibujo", (Picture(png.getvalue()),)), TIMEOUT_MS), Printed)
    left = (PAPER_80.width_dots - 88) // 2
    assert _same(_last(emulator).crop((left, HEAD_TO_CUTTER_DOTS, left + 88, HEAD_TO_CUTTER_DOTS + 40)), drawn)


def test_what_waited_in_the_printer_never_comes_out_after_new_paper(fresh_emulator: RunningEmulator) -> None:
    printer = _driver(fresh_emulator)
    hand = fresh_emulator.control
    assert isinstance(printer.print_slip(samples.testigo(), TIMEOUT_MS), Printed)
    whole = _last(fresh_emulator)
    hand.paper_out(at_line=4)
    assert printer.print_slip(samples.testigo(), TIMEOUT_MS) == NotPrinted(PrinterFault.PAPER_OUT, Remains.PIECE)
    hand.refill()
    assert printer.status().ready
    assert hand.status().slips == 1
    assert isinstance(printer.print_slip(samples.testigo(), TIMEOUT_MS), Printed)
    first, unfinished, again = (Image.open(path).convert("1") for path in hand.wait_for_slips(3))
    assert _same(first, whole)
    assert _same(again, whole)
    marked = _line_of(MARK.text)
    assert not _same(unfinished, whole)
    bottom = unfinished.height - LINE_DOTS
    assert _same(unfinished.crop((0, bottom - LINE_DOTS, marked.width, bottom - 6)), marked)


def _line_of(text: str) -> Image.Image:
    line = Image.new("1", (12 * len(text), 24), 1)
    for place, letter in enumerate(text):
        line.paste(Glyphs().cell(letter, 1, 1, bold=False), (12 * place, 0))
    return line


def test_unplugged_in_the_middle_and_back_again(tmp_path: Path) -> None:
    slow = 40
    with running_emulator(tmp_path / "p", "--lines-per-second", str(slow)) as running:
        printer = _driver(running, max_lines_per_second=slow + 10)
        running.control.paper_out(at_line=3)
        assert printer.print_slip(samples.acta(), TIMEOUT_MS) == NotPrinted(PrinterFault.PAPER_OUT, Remains.PIECE)
        running.control.vanish()
        assert printer.status().faults == (PrinterFault.OFFLINE,)
        assert printer.print_slip(samples.acta(), TIMEOUT_MS) == NotPrinted(PrinterFault.OFFLINE, Remains.NOTHING)
        running.control.repair()
        running.control.come_back()
        assert isinstance(printer.print_slip(samples.acta(), TIMEOUT_MS), Printed)
        assert running.control.status().slips == 2


def test_the_confirmation_takes_the_time_of_the_paper(tmp_path: Path) -> None:
    lines, slow = 30, 40
    slip = Slip("largo", tuple(Text(str(number)) for number in range(lines)))
    with running_emulator(tmp_path / "p", "--lines-per-second", str(slow)) as running:
        printer = _driver(running, max_lines_per_second=slow + 10)
        begun = time.monotonic()
        assert isinstance(printer.print_slip(slip, TIMEOUT_MS), Printed)
        assert time.monotonic() - begun >= lines / slow
        assert running.control.status().slips == 1


def test_a_slow_line_delays_and_does_not_harm(tmp_path: Path) -> None:
    with running_emulator(tmp_path / "p", "--bytes-per-second", "3840") as running:
        printer = _driver(running)
        begun = time.monotonic()
        assert isinstance(printer.print_slip(samples.acta(), TIMEOUT_MS), Printed)
        assert time.monotonic() - begun >= 0.4


def test_the_older_confirmation_works_and_is_held_to_the_same_time(emulator: RunningEmulator) -> None:
    printer = _driver(emulator, confirmation=Confirmation.PAPER_SENSOR)
    outcome = printer.print_slip(samples.testigo(), TIMEOUT_MS)
    assert outcome == Printed(b"")
    emulator.control.personality(Personality.TRUNCATE_AT_LINE, 2)
    assert printer.print_slip(samples.testigo(), TIMEOUT_MS) == NotPrinted(PrinterFault.NO_CONFIRMATION, Remains.PIECE)


def test_the_bytes_of_a_slip_are_kept_beside_its_picture(fresh_emulator: RunningEmulator) -> None:
    assert isinstance(_driver(fresh_emulator).print_slip(samples.testigo(), TIMEOUT_MS), Printed)
    path = fresh_emulator.control.wait_for_slips(1)[-1]
    kept = path.with_suffix(".bin").read_bytes()
    assert "Lomelí".encode("cp858") in kept
    assert kept.endswith(b"\x1dVA\x00")
    assert kept in (path.parent / "received.bin").read_bytes()


def test_an_order_that_makes_no_sense_is_answered_and_harms_nothing(emulator: RunningEmulator) -> None:
    with pytest.raises(Exception, match="nonsense"):
        emulator.control.order("nonsense")
    assert emulator.control.status().present


def test_a_mark_stands_over_its_letter_and_takes_no_room() -> None:
    """Wixarika's letters with an accent exist only as two signs; the urna's own face places the second."""
    folder = Path(urna.__path__[0]) / "ui" / "assets" / "fonts"
    fonts = LineFonts(folder / "NotoSans-Regular.ttf", folder / "NotoSans-Bold.ttf")
    face = fonts.face(60, bold=False)
    assert face.getlength("\u0268\u0301") == face.getlength("\u0268")
    left, _, right, _ = face.getbbox("\u0268\u0301")
    plain_left, _, plain_right, _ = face.getbbox("\u0268")
    assert plain_left - 6 <= left
    assert right <= plain_right + 6
    line = compose(Slip("s", (Text("\u0268\u0301"),)), PAPER_80)[0]
    assert isinstance(line, Line)
    assert line.drawn


@pytest.mark.parametrize("profile", [EMULATED, EMULATED_58MM], ids=lambda profile: profile.name)
def test_hello_refuses_a_printer_of_another_paper(tmp_path: Path, profile: PrinterProfile) -> None:
    with running_emulator(tmp_path / "p", "--paper-mm", str(profile.paper.width_mm)) as running:
        for asked in (EMULATED, EMULATED_58MM):
            printer = open_printer(str(running.link), asked, shipped_fonts())
            expected = Capable(PaperLevel.OK) if asked is profile else Incapable(PrinterFault.OTHER_MODEL)
            assert printer.hello() == expected
            printer.close()


def test_the_largest_qr_fits_and_is_read_on_narrow_paper(tmp_path: Path) -> None:
    with running_emulator(tmp_path / "p", "--paper-mm", "58") as running:
        printer = open_printer(str(running.link), EMULATED_58MM, shipped_fonts())
        assert isinstance(printer.print_slip(Slip("qr", (Qr("A1" * 250),)), TIMEOUT_MS), Printed)
        picture = _last(running).convert("L")
        assert picture.width == PAPER_58.width_dots
        assert [code.text for code in zxingcpp.read_barcodes(picture)] == ["A1" * 250]


ORPHAN = """
import sys
from pathlib import Path
from hardware.printer.control import running_emulator
with running_emulator(Path(sys.argv[1])) as running:
    print(running.process.pid, flush=True)
    sys.stdin.read()
"""


def test_an_emulator_does_not_outlive_who_started_it(tmp_path: Path) -> None:
    command = [sys.executable, "-c", ORPHAN, str(tmp_path / "p")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        orphan = int(parent.stdout.readline())
        parent.kill()
        parent.wait()
    deadline = time.monotonic() + 20
    while _alive(orphan) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not _alive(orphan)


def _alive(process: int) -> bool:
    try:
        return "(" in (said := Path(f"/proc/{process}/stat").read_text(encoding="utf-8")) and ") Z" not in said
    except OSError:
        return False
