"""The command ``servidor objetos``: which files there are, whether each is there and whole. It must hold no rule."""

import asyncio
import json
import sys
from typing import Annotated, Final

import typer

from server import cli_texts as texts
from server.accounts.schemas import By
from server.claims import CLAIMS
from server.cli_open import ACTOR, DEFAULT_CONFIG, ConfigOption, opened
from server.kit.objects import ObjetoInvalido
from server.objetos import checking, sending
from server.objetos.schemas import Clase, ClassReport, Report

app = typer.Typer(no_args_is_help=True, help=texts.OBJECTS)
BY: Final = By(ACTOR, "", "")
SHOWN: Final = 100
JsonOption = Annotated[bool, typer.Option("--json", help=texts.OBJECTS_JSON)]
QuickOption = Annotated[bool, typer.Option("--rapido", help=texts.OBJECTS_QUICK)]
AgainOption = Annotated[bool, typer.Option("--reponer", help=texts.OBJECTS_AGAIN)]
ClassOption = Annotated[Clase | None, typer.Option("--clase", help=texts.OBJECTS_CLASS)]


@app.command("lista", help=texts.OBJECTS_LIST)
def listed(clase: ClassOption = None, config: ConfigOption = DEFAULT_CONFIG) -> None:
    """How many files each class has in its store and how large they are; of one class, each of them."""

    async def work() -> None:
        async with opened(config) as context:
            for each in (clase,) if clase else Clase:
                store = context.stores.of(each.value)
                found = await context.stores.run(lambda store=store: list(store.listing()))
                size = sum(held.size for held in found)
                typer.echo(texts.OBJECTS_COUNT.format(clase=each.value, number=len(found), size=size))
                for held in found if clase else ():
                    typer.echo(f"{held.name}  {held.size}")

    asyncio.run(work())


@app.command("comprobar", help=texts.OBJECTS_CHECK)
def check(
    as_json: JsonOption = False,  # noqa: FBT002 - a flag of the command
    quick: QuickOption = False,  # noqa: FBT002 - same
    again: AgainOption = False,  # noqa: FBT002 - same
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Compare rows and files; exits 1 when any is missing, damaged or unlocked, and 2 when the store is away."""

    async def work() -> tuple[Report, int]:
        async with opened(config) as context:
            found = await checking.check(context, CLAIMS, _far, BY, whole=not quick)
            return found, await checking.again(context, CLAIMS, found, BY) if again else 0

    try:
        report, put_again = asyncio.run(work())
    except ObjetoInvalido as error:
        typer.echo(f"{error.code}: {error.detail}", err=True)
        raise typer.Exit(2) from error
    if as_json:
        typer.echo(json.dumps(report.plain(), ensure_ascii=False))
    else:
        for each in report.classes:
            _tell(each)
        typer.echo(texts.OBJECTS_FAULTS.format(faults=report.faults, garbage=report.garbage))
    if put_again:
        typer.echo(texts.OBJECTS_PUT_AGAIN.format(number=put_again), err=True)
    if report.faults:
        raise typer.Exit(1)


@app.command("enviar", help=texts.OBJECTS_SEND)
def send(config: ConfigOption = DEFAULT_CONFIG) -> None:
    """Put what waits into its store now."""

    async def work() -> int:
        async with opened(config) as context:
            return await sending.send(context, CLAIMS, _far)

    typer.echo(texts.OBJECTS_SENT.format(number=asyncio.run(work())))


async def _far(done: int, total: int) -> None:
    """To people who wait before a terminal, and into no file."""
    if sys.stderr.isatty():
        typer.echo(f"\r{done}/{total} ", err=True, nl=done == total)


def _tell(found: ClassReport) -> None:
    typer.echo(
        texts.OBJECTS_CLASS_FOUND.format(
            clase=found.clase.value,
            named=found.named,
            stored=found.stored,
            size=found.stored_bytes,
            waiting=found.waiting,
        )
    )
    for words, names in (
        (texts.OBJECTS_MISSING, found.missing),
        (texts.OBJECTS_DAMAGED, found.damaged),
        (texts.OBJECTS_UNLOCKED, found.unlocked),
        (texts.OBJECTS_GARBAGE, found.garbage),
    ):
        for name in names[:SHOWN]:
            typer.echo(f"  {words}: {name}")
        if len(names) > SHOWN:
            typer.echo(f"  {words}: {texts.OBJECTS_MORE.format(number=len(names) - SHOWN)}")
