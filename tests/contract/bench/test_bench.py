"""The technician's table over emulated devices: what it says of good ones and of bad ones."""

import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from hardware.bench.__main__ import main
from hardware.bench.texts import WELL, WRONG
from hardware.bench.trials import Line, pair
from hardware.board.control import BoardControl
from hardware.board.control import running_emulator as running_board
from hardware.board.driver import SerialBoard
from hardware.board.port import BoardInfo, BoardStatus, CounterKind, Key, KeySwitch, PairingAnswer, Vigil
from hardware.firmware.keypad import Keypad
from hardware.printer.control import running_emulator as running_printer
from hardware.printer.controls import Personality
from hardware.printer.profile import EMULATED
from hardware.protocol import messages as m
from hardware.protocol.framing import Frame, decode_frame, encode_frame
from hardware.reader.control import running_emulator as running_reader
from tests.contract.board.conftest import Bench
from tests.unit.firmware.air import AirHal

SERVICE = BoardStatus(mains=True, battery_percent=80, lid_open=False, case_open=True, key_switch=KeySwitch.SERVICE)


def meanwhile(act: Callable[[], object], *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own, while `act` plays the person."""
    command = [sys.executable, "-m", "hardware.bench", *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        said = ""
        for line in process.stdout:
            said += line
            if "Presione" in line or "Muestre" in line:
                act()
    return subprocess.CompletedProcess(command, process.returncode, said)


def test_a_good_board_is_said_to_be_good(tmp_path_factory: pytest.TempPathFactory) -> None:
    with running_board(tmp_path_factory.mktemp("b")) as board:
        board.control.sense(SERVICE)
        done = meanwhile(lambda: [board.control.press(key) for key in Key], "tablilla", str(board.link))
        assert done.returncode == 0
        assert done.stdout.count(WELL) == 2 + len(Key)
        assert "batería 80 % (13200 mV)" in done.stdout
        assert "la caja 1 veces" in done.stdout
        assert board.control.face().lines == ("PRUEBA DE TABLILLA", "áéíóú ñÑ ¿?")


def test_a_dead_key_a_broken_memory_and_no_board_are_found(
    tmp_path_factory: pytest.TempPathFactory, capsys: pytest.CaptureFixture[str]
) -> None:
    with running_board(tmp_path_factory.mktemp("b")) as board:
        board.control.break_memory()
        assert main(["tablilla", str(board.link), "--segundos", "0"]) == 1
        said = capsys.readouterr().out
        assert said.count(WRONG) == 1 + len(Key)
        assert "No llegó la tecla suspender" in said
    assert main(["tablilla", "/nowhere"]) == 1
    assert "No contesta: absent" in capsys.readouterr().out


def test_printer_reader_and_medium(
    tmp_path_factory: pytest.TempPathFactory, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with running_printer(tmp_path_factory.mktemp("p")) as printer:
        order = ["impresora", str(printer.link), "--perfil", EMULATED.name]
        assert main(order) == 0
        assert capsys.readouterr().out.count(WELL) == 2
        printer.control.personality(Personality.SWALLOW)
        assert main(order) == 1
    with running_reader(tmp_path_factory.mktemp("r")) as reader:
        done = meanwhile(lambda: reader.control.show("PARTE:SECRETA"), "lector", str(reader.link))
        assert (done.returncode, "SECRETA" in done.stdout) == (0, False)
        assert main(["lector", str(reader.link), "--segundos", "0"]) == 1
    assert main(["medio", str(tmp_path)]) == 0
    assert list(tmp_path.iterdir()) == []
    assert main(["medio", str(tmp_path / "nothing")]) == 1


class KeypadOnTheTable:
    """A keypad on its cable, played by its own firmware in memory, with the air of an emulated board around it."""

    def __init__(self, control: BoardControl, key: int) -> None:
        self.hal = AirHal()
        self.keypad = Keypad(self.hal)
        self._control = control
        self._key = key
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._live)

    def hello(self) -> BoardInfo:
        return BoardInfo(self.hal.board_id.hex(), "1.0.0", 1, frozenset(), CounterKind.FLASH)

    def pair(self, keypad: bytes, key: bytes) -> PairingAnswer:
        self.hal.host = encode_frame(Frame(m.PAIR, 1, m.pack_pair(keypad, key)))
        self.keypad.step()
        assert m.unpack_ack(decode_frame(self.hal.told[-1][1:-1]).payload) == (1, m.DONE)
        self._thread.start()
        return PairingAnswer.OFFERED

    def put_away(self) -> None:
        self._over.set()
        self._thread.join()

    def _live(self) -> None:
        """Somebody presses one key as long as the keypad is on the table."""
        while not self._over.wait(0.02):
            self.hal.now += 30
            self.hal.heard = b"".join(self._control.hear_air())
            self.hal.down = [self._key] if self.hal.now // 150 % 2 else []
            self.keypad.step()
            said, self.hal.said = self.hal.said, []
            self._control.on_air(b"".join(said))


@pytest.mark.parametrize(("key", "paired"), [(m.KEY_HABILITAR, True), (m.KEY_CANCELAR, False)])
def test_a_keypad_is_paired_when_a_person_confirms_and_only_then(
    tmp_path_factory: pytest.TempPathFactory, key: int, *, paired: bool
) -> None:
    with running_board(tmp_path_factory.mktemp("b")) as emulated, closing(SerialBoard(str(emulated.link))) as board:
        emulated.control.sense(SERVICE)
        Bench(board, emulated.control).until(lambda: board.status() == SERVICE)
        keypad = KeypadOnTheTable(emulated.control, key)
        lines: list[Line] = []
        for line in pair(board, keypad, seconds=60 if paired else 3):
            lines.append(line)
            if line.well is None:
                code = emulated.control.face().lines[1].removeprefix("Código ")
                assert code in line.text
        keypad.put_away()
        vigil = board.vigil()
        assert isinstance(vigil, Vigil)
        assert (lines[-1].well, vigil.paired) == (paired, paired)


def test_the_command_refuses_to_pair_without_the_key_in_service(
    tmp_path_factory: pytest.TempPathFactory, capsys: pytest.CaptureFixture[str]
) -> None:
    with running_board(tmp_path_factory.mktemp("b")) as board, running_board(tmp_path_factory.mktemp("k")) as other:
        places = ["--tablilla", str(board.link), "--teclado", str(other.link)]
        assert main(["emparejar", *places]) == 1
        assert "Gire la llave a servicio" in capsys.readouterr().out
