"""The moments of a day at which the power of the whole program goes. It must not judge what follows."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from hardware.printer.controls import Trouble
from tests.power_real.judging import SLIPS
from tests.power_real.live.people import People
from tests.power_real.live.program import Program, Stand
from tests.power_real.live.wire import Cut
from tests.power_real.power import AFTER, BEFORE

LINES: Final = 14
"""So many lines of a slip are out when its head stands still."""
Act = Callable[[Stand, Program, People], None]


@dataclass(frozen=True, slots=True)
class Moment:
    """``phase`` is where the story begins, ``act`` what people do until the power goes.

    ``mains``: the printer has a socket of its own, and goes on with what it was sent while the urna is dark.
    """

    phase: str
    act: Act
    mains: bool = False


def _opening(cut: Cut) -> Act:
    def act(_stand: Stand, program: Program, people: People) -> None:
        program.cut_at(cut)
        people.open()

    return act


def _enabling(cut: Cut) -> Act:
    """One whole turn first: the one that is cut finds a store with votes."""

    def act(_stand: Stand, program: Program, people: People) -> None:
        people.vote()
        program.cut_at(cut)
        people.vote()

    return act


def _voting(cut: Cut) -> Act:
    """The cut is counted from the voter's last touch."""

    def act(_stand: Stand, program: Program, people: People) -> None:
        people.enable()
        people.fill_in(lambda: program.cut_at(cut))
        people.be_thanked()

    return act


def _in_mid_print(testigo: int) -> Act:
    """The head stands still in the middle of that testigo; then the urna has no power."""

    def act(stand: Stand, program: Program, people: People) -> None:
        printer = stand.site.printer.control
        people.vote()
        lines = stand.last_slips(SLIPS)[: testigo - 1]
        people.enable()
        people.fill_in(lambda: printer.at_line(Trouble.STALL, sum(lines) + LINES))
        program.cut_when(lambda: printer.status().stalled)
        people.be_thanked()

    return act


def _unanswered(stand: Stand, program: Program, people: People) -> None:
    """A testigo has dropped, and the printer has not said so yet."""
    printer = stand.site.printer.control
    people.enable()
    people.fill_in(lambda: printer.after_cut(Trouble.STALL))
    program.cut_when(lambda: printer.status().stalled)
    people.be_thanked()


def _closing(cut: Cut) -> Act:
    def act(_stand: Stand, program: Program, people: People) -> None:
        program.cut_at(cut)
        people.close()

    return act


def _between_actas(stand: Stand, program: Program, people: People) -> None:
    """The first acta has fallen, and the second one is to come."""
    printer = stand.site.printer.control
    printer.after_cut(Trouble.STALL)
    program.cut_when(lambda: printer.status().stalled)
    people.close()


def _exporting(cut: Cut) -> Act:
    def act(_stand: Stand, program: Program, people: People) -> None:
        program.cut_at(cut)
        people.export()

    return act


IMAGE, JOURNAL = "imagen.", "bitacora"
MOMENTS: Final[dict[str, Moment]] = {
    "apertura, antes de la primera imagen": Moment("apertura", _opening(Cut(IMAGE))),
    "apertura, guardada en un solo medio": Moment(
        "apertura", _opening(Cut("interna fsync urna-oficial/apertura", 1, AFTER))
    ),
    "apertura, antes de decirla en la bitacora": Moment("apertura", _opening(Cut("apertura.json", 2, AFTER))),
    "habilitacion, en un solo medio": Moment("votacion", _enabling(Cut(JOURNAL, 1, AFTER))),
    "habilitacion, consumida": Moment("votacion", _enabling(Cut(JOURNAL, 2, AFTER))),
    "voto, antes de la imagen pendiente": Moment("votacion", _voting(Cut(IMAGE, 1, BEFORE))),
    "voto, pendiente en un solo medio": Moment("votacion", _voting(Cut(IMAGE, 1, AFTER))),
    "voto, pendiente en todos": Moment("votacion", _voting(Cut(IMAGE, 4, AFTER))),
    "testigo a medias": Moment("votacion", _in_mid_print(1)),
    "testigo a medias, impresora con luz": Moment("votacion", _in_mid_print(1), mains=True),
    "testigo fuera sin respuesta": Moment("votacion", _unanswered),
    "segundo testigo a medias": Moment("votacion", _in_mid_print(2)),
    "segundo testigo a medias, impresora con luz": Moment("votacion", _in_mid_print(2), mains=True),
    "testigos confirmados por la impresora": Moment("votacion", _voting(Cut(IMAGE, 5, BEFORE))),
    "voto, definitivo en un solo medio": Moment("votacion", _voting(Cut(IMAGE, 5, AFTER))),
    "voto, definitivo sin bitacora": Moment("votacion", _voting(Cut(IMAGE, 8, AFTER))),
    "cierre, antes del paquete": Moment("cierre", _closing(Cut("acta.public.zip", 1, BEFORE))),
    "cierre, paquete en un solo medio": Moment("cierre", _closing(Cut("acta.public.zip", 1, AFTER))),
    "cierre, paquete en todos": Moment("cierre", _closing(Cut("acta.public.zip", 2, AFTER))),
    "cierre, entre dos actas": Moment("cierre", _between_actas),
    "cierre, entre dos actas, impresora con luz": Moment("cierre", _between_actas, mains=True),
    "exportacion, antes del archivo cerrado": Moment("exportacion", _exporting(Cut("resultados/sealed", 1, BEFORE))),
    "exportacion, sin el paquete": Moment("exportacion", _exporting(Cut("resultados/public.zip", 1, BEFORE))),
    "exportacion, sin decirlo en la bitacora": Moment("exportacion", _exporting(Cut("fsync_dir resultados", 2, AFTER))),
}
"""Every cut of the whole program, by name."""
PLANTED: Final = Moment("votacion", _voting(Cut(IMAGE, 5, BEFORE, forgotten=f"usb fsync urna-oficial/{IMAGE}")))
"""A program that forgets to sync the image on the stick: its testigos are out, and the stick has no record of them."""
