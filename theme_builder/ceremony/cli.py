"""The commands `tema ceremonia` and `tema alistar`: options into a plan, a terminal as hands. It must hold no rule."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated, Final

import typer

from shared.crypto.randomness import SystemRandomness
from theme_builder.ceremony.guide import PRIVATE, ROOT_KEY, Ceremony, Plan
from theme_builder.ceremony.issuing import Certified, Trust
from theme_builder.ceremony.later import Later
from theme_builder.ceremony.making import Occasion
from theme_builder.ceremony.urnas import read_folder
from theme_builder.sheets.codes import Codes
from theme_builder.sheets.printing import Paper
from theme_builder.texts import SAY

BEFORE: Final = timedelta(days=1)
"""Clocks of urnas may be behind."""
List = Annotated[Path | None, typer.Option(exists=True, dir_okay=False, help=SAY["ceremony_urnas"])]
Stick = Annotated[Path | None, typer.Option(exists=True, file_okay=False, help=SAY["ceremony_stick"])]


class Terminal:
    """People at this terminal; a secret is not shown while it is typed."""

    def say(self, words: str) -> None:
        """Tell everybody."""
        typer.echo(words)

    def ask(self, words: str) -> str:
        """Ask for what everybody may see."""
        return str(typer.prompt(words))

    def secret(self, words: str) -> str:
        """Ask for what is not shown."""
        return str(typer.prompt(words, hide_input=True))


def hold(  # noqa: PLR0913, PLR0917 - one parameter an option of the command
    en: Annotated[Path, typer.Option(file_okay=False, help=SAY["ceremony_folder"])],
    eleccion: Annotated[str, typer.Option(help=SAY["ceremony_election"])],
    autoridad: Annotated[str, typer.Option(help=SAY["ceremony_authority"])],
    caduca: Annotated[str, typer.Option(help=SAY["expires"])],
    mesas: Annotated[int, typer.Option(min=1, max=99, help=SAY["ceremony_mesas"])],
    raiz_firmas: Annotated[Path, typer.Option(exists=True, dir_okay=False, help=SAY["ceremony_theme_root"])],
    testigo: Annotated[list[str], typer.Option(help=SAY["ceremony_witness"])],
    urnas: List = None,
    usb: Stick = None,
    practica: Annotated[bool, typer.Option("--practica", help=SAY["ceremony_practice"])] = False,  # noqa: FBT002 - a flag
) -> None:
    """Hold the key ceremony: root, urnas, cards, trustees' shares, and the record that witnesses check."""
    now = _now()
    until = datetime.fromisoformat(caduca).replace(tzinfo=UTC)
    occasion = Occasion(eleccion, autoridad, (now - BEFORE, until), practica)
    asking = (urnas.read_bytes() if urnas else b"", read_folder(usb) if usb else {}, usb)
    plan = Plan(occasion, en, mesas, raiz_firmas.read_bytes(), tuple(testigo), *asking)
    Ceremony(plan, Terminal(), _now, SystemRandomness(), lambda *made: printed_codes(eleccion, *made)).hold()


def enrol(
    ceremonia: Annotated[Path, typer.Option(exists=True, file_okay=False, help=SAY["ceremony_held"])],
    urnas: Annotated[Path, typer.Option(exists=True, dir_okay=False, help=SAY["ceremony_urnas"])],
    usb: Annotated[Path, typer.Option(exists=True, file_okay=False, help=SAY["ceremony_stick"])],
    raiz: Annotated[Path | None, typer.Option(exists=True, dir_okay=False, help=SAY["ceremony_root"])] = None,
) -> None:
    """Certify more urnas of a ceremony that was held, and write the answers to their stick."""
    later = Later(ceremonia, urnas.read_bytes(), usb, raiz or ceremonia / PRIVATE / ROOT_KEY)
    later.issue(Terminal(), _now())


def printed_codes(election: str, trust: Trust, certified: tuple[Certified, ...]) -> bytes:
    """The list of codes of a ceremony, to print; theme and programs come later, and their columns stay empty."""
    rows = tuple((each.asked.row.casilla.clave, each.name, "", "", trust.code) for each in certified)
    return Codes(rows, election, "", "").to_pdf(Paper.CARTA).pdf


def _now() -> datetime:
    return datetime.now(UTC)  # noqa: TID251 - the one clock of a ceremony
