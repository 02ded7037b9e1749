"""The command ``servidor``: runs the server and does by hand what HTTP does, by the same road. It must hold no rule."""

import asyncio
import signal
from contextlib import suppress
from typing import Annotated

import typer

from server import cli_backup, cli_catalog, cli_ingest, cli_jobs, cli_objects
from server import cli_texts as texts
from server.access import Grant, Role
from server.accounts import people
from server.accounts import service as accounts
from server.accounts import textos as accounts_texts
from server.accounts.schemas import By, Wrong
from server.audit import checkpoints
from server.audit import service as audit
from server.audit.service import TrailBroken
from server.catalog import service as catalog
from server.catalog.schemas import ImportOutcome
from server.catalog.service import Themes
from server.cli_open import ACTOR, DEFAULT_CONFIG, ConfigOption, opened
from server.computos import service as computos
from server.config import ServerConfig
from server.ingest import service as ingest
from server.prep import service as prep
from shared.crypto.signing import SigningKey
from shared.domain.errors import DatoInvalido

app = typer.Typer(add_completion=False, no_args_is_help=True, help=texts.HELP)
app.add_typer(cli_catalog.app, name="catalog")
app.add_typer(cli_jobs.app, name="jobs")
app.add_typer(cli_objects.app, name="objetos")
app.command("ingest", help=texts.INGEST)(cli_ingest.ingest_files)
app.command("ingest-qr", help=texts.INGEST_QR)(cli_ingest.ingest_qr)
app.command("watch", help=texts.WATCH)(cli_ingest.watch_command)
app.command("worker", help=texts.WORKER)(cli_jobs.worker)
app.command("backup", help=texts.BACKUP)(cli_backup.backup)
app.command("restore", help=texts.RESTORE)(cli_backup.bring_back)
EveryOption = Annotated[int, typer.Option(help=texts.EVERY, min=0)]
RolesOption = Annotated[list[Role] | None, typer.Option("--role", help=texts.ROLE)]


def main() -> None:
    """Run the command; refusals are told with their code and exit 1."""
    try:
        app()
    except DatoInvalido as error:
        typer.echo(f"{error.code}: {error.detail}", err=True)
        raise SystemExit(1) from error


@app.command(help=texts.RUN)
def run(config: ConfigOption = DEFAULT_CONFIG) -> None:
    """Serve until interrupted; prints the address once it listens."""
    from server.serving import serve  # noqa: PLC0415 - slow to load: every page, which no other command needs

    serve(ServerConfig.load(config))


@app.command(help=texts.MIGRATE)
def migrate(config: ConfigOption = DEFAULT_CONFIG) -> None:
    """Bring the schema up to date."""

    async def work() -> None:
        async with opened(config):
            typer.echo(texts.MIGRATED)

    asyncio.run(work())


@app.command("import-theme", help=texts.IMPORT)
def import_theme(config: ConfigOption = DEFAULT_CONFIG) -> None:
    """Verify the repository that the configuration names and keep its theme."""

    async def work() -> ImportOutcome:
        async with opened(config) as context:
            settings, now = context.config, context.clock.now()
            root = await asyncio.to_thread(settings.theme_root.read_bytes)
            body = await asyncio.to_thread(catalog.read_signed_theme, settings.theme_repository, root, now)
            async with context.writing() as session:
                return await catalog.import_theme(session, body, now)

    outcome = asyncio.run(work())
    typer.echo(texts.IMPORTED[outcome.value])
    if outcome is ImportOutcome.ANOTHER_THERE:
        raise typer.Exit(1)


@app.command("create-admin", help=texts.ADMIN)
def create_admin(
    usuario: str,
    name: str,
    role: RolesOption = None,
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Invite somebody from the machine itself, and print the address that opens their account once."""

    async def work() -> tuple[str, str] | Wrong:
        async with opened(config) as context, context.writing() as session:
            keys, by = accounts.keys_of(context), By(ACTOR, "", "")
            grants = tuple(Grant(each) for each in role or (Role.ADMINISTRACION,))
            made = await people.invite(session, keys, (usuario, name, grants), by, context.clock.now())
            base = context.config.public_address or f"http://{context.config.host}:{context.config.port}"
            return made if isinstance(made, Wrong) else (base, made[1])

    made = asyncio.run(work())
    if isinstance(made, Wrong):
        typer.echo("\n".join(accounts_texts.REFUSED[reason] for reason in made.reasons), err=True)
        raise typer.Exit(1)
    typer.echo(texts.INVITED.format(usuario=usuario, address=f"{made[0]}/enlace/{made[1]}"))


@app.command(help=texts.STATUS)
def status(config: ConfigOption = DEFAULT_CONFIG) -> None:
    """Print how far the count is."""

    async def work() -> str:
        async with opened(config) as context, context.reading() as session:
            theme = await Themes().current(session)
            advance = await computos.advance(session, theme)
            counts = await ingest.counts(session)
            lines = [texts.ADVANCE.format(advance=advance, name=theme.election.name)]
            lines += [texts.COUNT.format(status=each.value, number=number) for each, number in counts.items()]
            return "\n".join(lines)

    typer.echo(asyncio.run(work()))


@app.command(help=texts.CUT)
def cut(
    config: ConfigOption = DEFAULT_CONFIG, every: Annotated[int, typer.Option(help=texts.EVERY, min=0)] = 0
) -> None:
    """Publish a cut, or one every so many seconds until interrupted."""

    async def work() -> None:
        stop = asyncio.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(number, stop.set)
        async with opened(config) as context:
            while not stop.is_set():
                made = await prep.publish_cut(context)
                typer.echo(texts.CUT_DONE.format(number=made.number, hash=made.manifest_sha256))
                if not every:
                    return
                with suppress(TimeoutError):
                    await asyncio.wait_for(stop.wait(), every)

    asyncio.run(work())


@app.command("verify-trail", help=texts.VERIFY)
def verify_trail(config: ConfigOption = DEFAULT_CONFIG) -> None:
    """Check the chain of the trail, and that sums are those of the actas; exits 1 where either fails."""

    async def work() -> tuple[tuple[TrailBroken | int, TrailBroken | int], tuple[int, ...]]:
        async with opened(config) as context, context.reading() as session:
            key = SigningKey.from_pem(context.config.key.read_bytes()).public
            trail = await audit.check(session), await checkpoints.check(session, key)
            return trail, await computos.drifted(session)

    trail, drifted = asyncio.run(work())
    for found, sound in zip(trail, (texts.SOUND, texts.SIGNED), strict=True):
        if isinstance(found, TrailBroken):
            typer.echo(texts.BROKEN.format(n=found.n, reason=texts.BREAKS[found.reason]), err=True)
            raise typer.Exit(1)
        typer.echo(sound.format(number=found))
    if drifted:
        typer.echo(texts.DRIFTED.format(distritos=", ".join(map(str, drifted))), err=True)
        raise typer.Exit(1)
    typer.echo(texts.ADDED)
