"""The command `tema ceremonia`: options into a plan, a terminal as hands. It must not hold rules of its own."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated, Final

import typer

from shared.crypto.randomness import SystemRandomness
from theme_builder.ceremony.guide import Ceremony, Plan
from theme_builder.ceremony.making import Occasion
from theme_builder.texts import SAY

BEFORE: Final = timedelta(days=1)
"""Clocks of urnas may be behind."""


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
    solicitud: Annotated[list[Path], typer.Option(exists=True, dir_okay=False, help=SAY["ceremony_request"])] = [],  # noqa: B006 - typer copies it
    practica: Annotated[bool, typer.Option("--practica", help=SAY["ceremony_practice"])] = False,  # noqa: FBT002 - a flag
) -> None:
    """Hold the key ceremony: root, urnas, cards, trustees' shares, and the record that witnesses check."""
    now = _now()
    until = datetime.fromisoformat(caduca).replace(tzinfo=UTC)
    occasion = Occasion(eleccion, autoridad, (now - BEFORE, until), practica)
    requests = {str(path): path.read_bytes() for path in solicitud}
    plan = Plan(occasion, en, mesas, requests, raiz_firmas.read_bytes(), tuple(testigo))
    Ceremony(plan, Terminal(), _now, SystemRandomness()).hold()


def _now() -> datetime:
    return datetime.now(UTC)  # noqa: TID251 - the one clock of a ceremony
