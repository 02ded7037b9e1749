"""The driver's judgement in virtual time, against lines that answer what they like."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hardware.printer import wire
from hardware.printer.driver import EscposPrinter
from hardware.printer.encode import FULL_CUT
from hardware.printer.link import LinkLostError
from hardware.printer.port import Incapable, NotPrinted, Printed, PrinterFault, Remains, Slip, Text
from hardware.printer.profile import EMULATED, SERIAL_80MM
from hardware.printer.raster import shipped_fonts

MS = 1_000_000
SLIP = Slip("testigo", tuple(Text(f"línea {number}") for number in range(15)))
LINES = 16
CLEAN = b"\x12"


class Line:
    """A link in virtual time: reading waits exactly as long as it is told to, unless an answer is due before."""

    def __init__(self, answer: Callable[[bytes], list[tuple[int, bytes]]]) -> None:
        self.now_ns = 0
        self.written = b""
        self._answer = answer
        self._coming: list[tuple[int, bytes]] = []

    def write(self, data: bytes, timeout_ms: int) -> None:
        self.written += data
        self._coming += [(self.now_ns + after_ms * MS, said) for after_ms, said in self._answer(data)]
        self._coming.sort(key=lambda entry: entry[0])

    def read(self, timeout_ms: int) -> bytes:
        until_ns = self.now_ns + timeout_ms * MS
        if self._coming and self._coming[0][0] <= until_ns:
            due_ns, said = self._coming.pop(0)
            self.now_ns = max(self.now_ns, due_ns)
            return said
        self.now_ns = until_ns
        return b""

    def close(self) -> None:
        pass


def _honest(print_ms: int, status: bytes = CLEAN, cut_ms: int = 30) -> Callable[[bytes], list[tuple[int, bytes]]]:
    def answer(data: bytes) -> list[tuple[int, bytes]]:
        if data.startswith(b"\x10\x04"):
            return [(1, status)]
        if data == wire.CLEAR_BUFFERS:
            return [(1, b"\x37\x25\x00")]
        if wire.PROCESS_ID_HEAD in data:
            return [(cut_ms if data.startswith(FULL_CUT) else print_ms, b"\x37\x22" + data[-4:] + b"\x00")]
        return [(1, b"\x02")]

    return answer


def _printer(line: Line, lines_per_second: int = 100) -> EscposPrinter:
    profile = replace(EMULATED, max_lines_per_second=lines_per_second)
    return EscposPrinter(line, profile, shipped_fonts(), monotonic_ns=lambda: line.now_ns)


def test_an_answer_sooner_than_paper_can_move_is_not_believed_and_nothing_is_cut() -> None:
    least_ms = LINES * 1000 // 100
    line = Line(_honest(least_ms - 1))
    too_soon = _printer(line).print_slip(SLIP, 5000)
    assert too_soon == NotPrinted(PrinterFault.NO_CONFIRMATION, Remains.PIECE)
    assert FULL_CUT not in line.written
    in_time = _printer(Line(_honest(least_ms))).print_slip(SLIP, 5000)
    assert isinstance(in_time, Printed)


def test_a_cut_sooner_than_paper_reaches_the_blade_is_not_believed() -> None:
    way_ms = 72 * 1000 // 30 // 100
    too_soon = _printer(Line(_honest(300, cut_ms=way_ms - 1))).print_slip(SLIP, 5000)
    assert too_soon == NotPrinted(PrinterFault.NO_CONFIRMATION, Remains.PERHAPS_WHOLE)
    assert isinstance(_printer(Line(_honest(300, cut_ms=way_ms))).print_slip(SLIP, 5000), Printed)


def test_an_answer_after_the_time_does_not_count() -> None:
    assert isinstance(_printer(Line(_honest(2000))).print_slip(SLIP, 2100), Printed)
    for late, remains in ((_honest(2100), Remains.PIECE), (_honest(300, cut_ms=1800), Remains.PERHAPS_WHOLE)):
        outcome = _printer(Line(late)).print_slip(SLIP, 2000)
        assert outcome == NotPrinted(PrinterFault.NO_CONFIRMATION, remains)


def _after_confirmation(which: int, status: bytes) -> Line:
    """A printer that tells a fault only after it confirmed."""
    honest = _honest(120)
    confirmed = False

    def answer(data: bytes) -> list[tuple[int, bytes]]:
        nonlocal confirmed
        confirmed = confirmed or wire.PROCESS_ID_HEAD in data
        return [(1, status)] if confirmed and data == wire.ask_status(which) else honest(data)

    return Line(answer)


def test_a_cutter_that_failed_counts_against_a_confirmed_slip() -> None:
    outcome = _printer(_after_confirmation(3, b"\x1a"), 200).print_slip(SLIP, 3000)
    assert outcome == NotPrinted(PrinterFault.CUTTER, Remains.PIECE)


@pytest.mark.parametrize(("which", "status"), [(2, b"\x16"), (4, b"\x7e")], ids=["cover", "paper"])
def test_cover_and_paper_no_longer_matter_to_a_slip_that_is_confirmed(which: int, status: bytes) -> None:
    assert isinstance(_printer(_after_confirmation(which, status), 200).print_slip(SLIP, 3000), Printed)


def test_a_printer_that_is_not_ready_gets_no_byte_of_the_slip() -> None:
    line = Line(_honest(300, status=b"\x72"))
    outcome = _printer(line).print_slip(SLIP, 3000)
    assert outcome == NotPrinted(PrinterFault.PAPER_OUT, Remains.NOTHING)
    assert line.written == b"".join(wire.ask_status(which) for which in (1, 2, 3, 4))


def test_the_cut_is_ordered_only_when_the_last_line_is_confirmed() -> None:
    line = Line(_honest(200))
    assert isinstance(_printer(line).print_slip(SLIP, 3000), Printed)
    parts = ("línea 14".encode("cp858"), wire.PROCESS_ID_HEAD, FULL_CUT)
    places = [line.written.index(part) for part in parts]
    assert places == sorted(places)
    assert line.written.count(wire.PROCESS_ID_HEAD) == 2


def test_without_an_answer_nothing_is_cut_and_the_waiting_job_is_dropped() -> None:
    line = Line(lambda data: [] if wire.PROCESS_ID_HEAD in data else _honest(0)(data))
    assert _printer(line).print_slip(SLIP, 400) == NotPrinted(PrinterFault.NO_CONFIRMATION, Remains.PIECE)
    assert FULL_CUT not in line.written
    assert line.written.endswith(wire.CLEAR_BUFFERS)


def test_a_printer_that_cannot_drop_a_job_is_refused_by_hello() -> None:
    line = Line(lambda data: [] if data == wire.CLEAR_BUFFERS else _honest(0)(data))
    assert _printer(line).hello() == Incapable(PrinterFault.UNSUPPORTED)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.binary(max_size=30), max_size=12))
def test_no_noise_is_a_confirmation_and_none_raises(noise: list[bytes]) -> None:
    said = iter(noise)
    printer = _printer(Line(lambda _data: [(1, next(said, b""))]))
    assert isinstance(printer.print_slip(SLIP, 500), NotPrinted)
    assert isinstance(printer.hello(), Incapable)
    printer.status()


class Gone:
    """A device that is not there."""

    def write(self, data: bytes, timeout_ms: int) -> None:
        raise LinkLostError

    def read(self, timeout_ms: int) -> bytes:
        raise LinkLostError

    def close(self) -> None:
        pass


def test_an_absent_device_is_a_fault_and_never_an_error() -> None:
    printer = EscposPrinter(Gone(), EMULATED, shipped_fonts())
    assert printer.print_slip(SLIP, 100) == NotPrinted(PrinterFault.OFFLINE, Remains.NOTHING)
    assert printer.hello() == Incapable(PrinterFault.OFFLINE)
    assert printer.status().faults == (PrinterFault.OFFLINE,)


def test_a_profile_without_full_cut_cannot_be_built() -> None:
    profile = replace(SERIAL_80MM, escpos_profile="NT-5890K")
    with pytest.raises(ValueError, match="cut"):
        EscposPrinter(Gone(), profile, shipped_fonts())
