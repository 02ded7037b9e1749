"""A real urna in a process of its own, and the people at it, told by a file of JSON what to do; see `orders`.

It must not outlive the power of its media.
"""

import traceback
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

from hardware.board.control import BoardControl
from hardware.printer.control import EmulatorControl
from hardware.printer.driver import open_printer
from hardware.printer.encode import Encoder
from hardware.reader.control import ReaderControl
from tests.flows.table import SOFTWARE
from tests.power_real.accidents import ACCIDENTS
from tests.power_real.going_on import GoingOn
from tests.power_real.hands import Bench, HandClock, Hands, OutOfServiceError
from tests.power_real.orders import FAST, LIGHT, Order
from tests.power_real.paper import Table
from tests.power_real.power import Diary, Power, PoweredFiles
from urna import bootstrap
from urna.config import load_config
from urna.flow.ports import INTERNAL, USB
from urna.hardening import harden
from urna.services.slips import interrupted
from urna.services.words import load_words

FAILED: Final = 1
OUT_OF_SERVICE: Final = 7
STEPS: Final[Mapping[str, Callable[[Hands], None]]] = {
    "started": Hands.started,
    "load": Hands.load,
    "verify": Hands.verify,
    "diagnose": Hands.diagnose,
    "open": Hands.open,
    "vote": Hands.vote,
    "leave": Hands.leave,
    "vote_as_paper_ends": Hands.vote_as_paper_ends,
    "pause": Hands.pause,
    "close": Hands.close,
    "export": Hands.export,
    "reprint": Hands.reprint,
}


def warm() -> None:
    """Import what drivers import late, before any child is born."""
    Encoder(FAST, bootstrap._fonts())


def compose(order: Order, diary: Diary) -> Hands:
    """The urna as `urna.bootstrap` composes it, over media whose power may go, with its people."""
    config = load_config(order.config)
    power = Power((config.internal, config.usb), diary.tell, order.at, order.mode, frozenset(order.forgotten))
    clock = HandClock(order.hour)
    real = bootstrap.real_ports(config, SOFTWARE)
    ports = replace(
        real,
        printer=open_printer(config.printer, FAST, bootstrap._fonts(), interrupted(load_words({}))),
        clock=clock,
        internal=PoweredFiles("interna", config.internal, power),
        usb=PoweredFiles("usb", config.usb, power),
        hardness=LIGHT,
    )
    urna = bootstrap.compose(config, ports)
    devices = order.devices
    bench = Bench(
        EmulatorControl(devices / "p" / "control", devices / "p" / "slips"),
        BoardControl(order.board / "board.control"),
        ReaderControl(devices / "r" / "reader.control"),
        Table(devices / "p" / "slips", order.slips_before),
    )
    shares = dict(enumerate(order.shares))
    roots = {INTERNAL: config.internal, USB: config.usb}
    return Hands(urna, bench, clock, diary, order.people, order.evening, roots, shares, order.voters)


def perform(hands: Hands, order: Order) -> None:
    """Do the steps of the order, one after another."""
    hands.started()
    for step in order.steps:
        name, *arguments = step.split(" ", 2)
        if name == "go_on":
            GoingOn(hands, arguments[0]).to_the_end()
        elif name in ACCIDENTS:
            ACCIDENTS[name](hands, *arguments)
        else:
            STEPS[name](hands)


def main(arguments: list[str]) -> int:
    """Obey one order; 0 when all of it was done."""
    order = Order.read(Path(arguments[0]))
    diary = Diary(order.diary)
    harden()
    hands = compose(order, diary)
    hands.watch()
    hands.urna.start()
    try:
        perform(hands, order)
    except OutOfServiceError as error:
        diary.tell("fuera_de_servicio", str(error))
        return OUT_OF_SERVICE
    except Exception:  # noqa: BLE001 - whatever it was, the parent reads it in the diary
        diary.tell("falla", traceback.format_exc())
        return FAILED
    finally:
        hands.urna.stop()
    return 0
