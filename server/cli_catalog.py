"""The command ``servidor catalog``: files of the institute's lists, tried and delivered from the machine.

It must not review nor sign: two people do that on the pages, and neither of them is the machine.
"""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from server import cli_texts as texts
from server.accounts.schemas import By
from server.catalog import service_cargas, textos
from server.catalog.faults import Faults
from server.catalog.marco import Lista
from server.catalog.rules import file_name
from server.catalog.rules_changes import Changes
from server.catalog.schemas_marco import Carga, Entrega, Examen
from server.cli_open import ACTOR, DEFAULT_CONFIG, ConfigOption, opened
from server.objetos.schemas import Clase
from server.objetos.service import Files
from shared.tables.reading import MAX_BYTES
from shared.tables.tabla import ArchivoInvalido

app = typer.Typer(no_args_is_help=True, help=texts.CATALOG)
FileArgument = Annotated[Path, typer.Argument(exists=True, dir_okay=False, readable=True, help=texts.CATALOG_FILE)]
ListaOption = Annotated[Lista, typer.Option("--lista", help=texts.CATALOG_LISTA)]
DryRun = Annotated[bool, typer.Option("--dry-run", help=texts.CATALOG_DRY)]


@app.callback()
def commands() -> None:
    """Keep the name of the only command in the line: others will stand beside it."""


@app.command("import", help=texts.CATALOG_IMPORT)
def import_file(
    file: FileArgument,
    lista: ListaOption,
    dry_run: DryRun = False,  # noqa: FBT002 - a flag of the command
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Tell every fault of a file and what it would change; deliver it unless it has faults or ``--dry-run``."""
    try:
        examen, carga = asyncio.run(_work(file, lista, config, dry_run=dry_run))
    except ArchivoInvalido as error:
        typer.echo(f"{file.name}: {error.code}. {textos.file_fault(error)}", err=True)
        raise typer.Exit(1) from error
    _tell(examen.faults, texts.CATALOG_FAULTS)
    _tell(examen.notices, texts.CATALOG_NOTICES)
    if examen.changes is None:
        raise typer.Exit(1)
    typer.echo(_summary(examen, examen.changes))
    said = texts.CATALOG_DELIVERED.format(number=carga.id, sha256=carga.sha256) if carga else texts.CATALOG_TRIED
    typer.echo(said)


async def _work(file: Path, lista: Lista, config: Path, *, dry_run: bool) -> tuple[Examen, Carga | None]:
    data = await asyncio.to_thread(_read, file)
    contents = await service_cargas.read(lista, data)
    async with opened(config) as context:
        async with context.reading() as session:
            examen = await service_cargas.examine(session, contents)
        if dry_run or examen.changes is None:
            return examen, None
        async with context.writing() as session:
            sha256 = await service_cargas.keep(session, Files(context, Clase.CATALOGO), data)
            entrega = Entrega(lista, file_name(file.name), sha256, len(data))
            said = By(ACTOR, "", ""), context.clock.now()
            return examen, await service_cargas.receive(session, entrega, contents, said)


def _read(file: Path) -> bytes:
    """No further than what a list may weigh: the reader refuses what is longer."""
    with file.open("rb") as stream:
        return stream.read(MAX_BYTES + 1)


def _tell(faults: Faults, heading: str) -> None:
    if not faults.total:
        return
    typer.echo(heading.format(number=faults.total))
    for each in faults.kept:
        place = texts.CATALOG_LINE.format(line=each.line) if each.line else texts.CATALOG_WHOLE
        what, do = textos.fault(each)
        shown = [place, each.field, texts.CATALOG_VALUE.format(value=each.value) if each.value else ""]
        typer.echo(f"  {', '.join(part for part in shown if part)}: {each.code}. {what} {do}")
    if faults.total > len(faults.kept):
        typer.echo(texts.CATALOG_MORE.format(number=faults.total - len(faults.kept)))


def _summary(examen: Examen, changes: Changes) -> str:
    return texts.CATALOG_CHANGES.format(
        before=examen.before.rows,
        after=examen.after.rows,
        added=len(changes.added),
        changed=changes.changed_rows,
        removed=len(changes.removed),
    )
