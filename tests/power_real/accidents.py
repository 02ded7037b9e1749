"""Accidents of the media under a running urna: filled up, write-protected, dead, torn, slow, pulled, and mended again.

It must not touch the files of the urna.
"""

import json
import time
from collections.abc import Callable, Mapping
from typing import Final

from hardware.board.port import Key
from tests.power_real.faults import Faults, held, tell
from tests.power_real.going_on import SAW_NOT, GoingOn
from tests.power_real.hands import PATIENCE_S, Hands
from urna.devdock.disk import Disk, DiskError, cut, fill, run, unfill
from urna.flow.input import OptionTouched, Ticked
from urna.flow.screen import BoletaScreen, Screen, ScreenId

ALONE_S: Final = 160
"""So long at a boleta without a touch: the mesa is alerted, and the journal says so."""
STEP_S: Final = 2
TRIES: Final = 50


def _disk(hands: Hands, label: str) -> Disk:
    root = hands.roots[label]
    return Disk(root.with_suffix(".img"), root)


def _fill(hands: Hands, label: str) -> None:
    fill(hands.roots[label])


def _unfill(hands: Hands, label: str) -> None:
    unfill(hands.roots[label])


def _protect(hands: Hands, label: str) -> None:
    """The kernel refuses while a file is being written."""
    for _ in range(TRIES):
        try:
            _disk(hands, label).remount(read_only=True)
        except DiskError:
            hands.changed.wait(0.05)
        else:
            return
    raise TimeoutError("always busy")


def _unprotect(hands: Hands, label: str) -> None:
    _disk(hands, label).remount(read_only=False)


def _kill(hands: Hands, label: str) -> None:
    """The device answers with errors from now on."""
    cut(hands.roots[label])


def _revive(hands: Hands, label: str) -> None:
    """The same device, pulled and put in again."""
    run("umount", "-l", str(hands.roots[label]))
    _disk(hands, label).mount()


def _fault(hands: Hands, label: str, faults: str) -> None:
    tell(hands.roots[label], Faults(**json.loads(faults)))


def _mend(hands: Hands, label: str) -> None:
    tell(hands.roots[label], Faults())


def _alarm(hands: Hands, label: str, sentence: str) -> None:
    """Between two voters the screen says what is wrong with the medium."""
    _let_time_pass(hands, lambda screen: _alert(screen) == f"memoria.{label}.{sentence}")


def _calm(hands: Hands, _label: str) -> None:
    """The screen says nothing any more: the medium is level again."""
    _let_time_pass(hands, lambda screen: screen.id is ScreenId.ESPERA and not _alert(screen))


def _let_time_pass(hands: Hands, condition: Callable[[Screen], bool]) -> None:
    """Wait for a screen while the seconds of the urna's patience go by quicker than those of the wall."""
    deadline = time.monotonic() + PATIENCE_S
    while not condition(hands.urna.runner.current_screen()):
        if time.monotonic() > deadline:
            raise TimeoutError(f"never came: {hands.urna.runner.current_screen()}")
        hands.urna.runner.submit(Ticked(STEP_S))
        hands.changed.clear()
        hands.changed.wait(0.1)


def _alert(screen: Screen) -> str:
    alert = getattr(screen, "alert", None)
    return alert.key if alert is not None else ""


def _arrive(hands: Hands) -> None:
    """After a restart, until somebody may vote; without a medium that is missing."""
    GoingOn(hands, SAW_NOT).to_waiting()


def _mark_while_held(hands: Hands, label: str) -> None:
    """A medium that does not end its fsync holds up no touch: the mark shows while the journal waits."""
    hands.press(Key.HABILITAR, lambda screen: screen.id is ScreenId.HABILITADA)
    hands.diary.tell("habilitada", 0)
    hands.touch("comenzar")
    tell(hands.roots[label], Faults(holds=True))
    hands.urna.runner.submit(Ticked(ALONE_S))
    deadline = time.monotonic() + PATIENCE_S
    while not held(hands.roots[label]):
        if time.monotonic() > deadline:
            raise TimeoutError("the journal never wrote")
        hands.changed.wait(0.02)
    hands.urna.runner.submit(OptionTouched(1))
    screen = hands.until(lambda screen: isinstance(screen, BoletaScreen) and bool(screen.selection))
    hands.diary.tell("marca", [held(hands.roots[label]), screen.id.value])
    tell(hands.roots[label], Faults())
    hands.touch("salir")
    hands.touch("salir_confirmar")
    hands.until(lambda screen: screen.id is ScreenId.ESPERA)


ACCIDENTS: Final[Mapping[str, Callable[..., None]]] = {
    "fill": _fill,
    "unfill": _unfill,
    "protect": _protect,
    "unprotect": _unprotect,
    "kill": _kill,
    "revive": _revive,
    "fault": _fault,
    "mend": _mend,
    "alarm": _alarm,
    "calm": _calm,
    "arrive": _arrive,
    "mark_while_held": _mark_while_held,
}
"""Steps of an order, with their arguments."""
