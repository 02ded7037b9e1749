"""The command ``tema``: check, build, sign, publish, show and print a theme. It must not hold rules of its own."""

import functools
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, ParamSpec

import typer

from shared.domain.errors import DatoInvalido
from shared.formats.theme_repository import SignedThemes
from shared.formats.theme_v1 import Theme
from theme_builder import keys_cli, lotes_cli
from theme_builder.ceremony import cli as ceremony_cli
from theme_builder.finding import Finding, Severity
from theme_builder.listening_page import FILE, listening_page
from theme_builder.lote import MOST_WORKERS, Interrupts, Order, Progress, build_lote
from theme_builder.package import build as build_package
from theme_builder.sheets.cards import print_cards, read_card
from theme_builder.sheets.codes import codes_of, read_placed
from theme_builder.sheets.printing import Paper, print_sheets
from theme_builder.sheets.screens import RendererMissingError, draw_screens
from theme_builder.source import load_source
from theme_builder.texts import SAY
from theme_builder.workspace import TARGETS, Workspace, write_file

app = typer.Typer(no_args_is_help=True, add_completion=False, help=SAY["help"])
Source = Annotated[Path, typer.Argument(help=SAY["source"], exists=True, file_okay=False)]
People = Annotated[Path | None, typer.Option("--personas", help=SAY["people"], exists=True, dir_okay=False)]
Folder = Annotated[Path, typer.Argument(help=SAY["folder"])]
Passphrase = Annotated[
    str, typer.Option(prompt=SAY["passphrase"], hide_input=True, envvar="TEMA_PASSPHRASE", help=SAY["passphrase"])
]
Existing = Annotated[Path, typer.Option(exists=True, dir_okay=False)]
ExistingList = Annotated[list[Path], typer.Option(exists=True, dir_okay=False)]
P = ParamSpec("P")
FAILED = 1
PORT = 8770


@app.command("revisar", help=SAY["check"])
def check(source: Source, personas: People = None) -> None:
    """Print every finding of a source; exit 1 when one blocks signing."""
    package, findings = build_package(load_source(source, personas))
    _print(findings)
    if package is None:
        raise typer.Exit(FAILED)
    typer.echo(SAY["sound"].format(code=package.theme.short_code))


@app.command("construir", help=SAY["build"])
def build(
    source: Source,
    out: Annotated[Path, typer.Option("--en", help=SAY["folder"])],
    personas: People = None,
    publicacion: int = 1,
) -> None:
    """Build the theme's files into a folder where two people will sign them."""
    package, findings = build_package(load_source(source, personas))
    _print(findings)
    if package is None:
        raise typer.Exit(FAILED)
    Workspace(out).store(package, publicacion)
    _describe(package.theme)
    typer.echo(SAY["built"].format(path=out))


@app.command("lote", help=SAY["lote"])
def build_all(
    source: Source,
    out: Annotated[Path, typer.Option("--en", help=SAY["folder"], file_okay=False)],
    personas: People = None,
    publicacion: Annotated[int, typer.Option(min=1)] = 1,
    procesos: Annotated[int, typer.Option(min=1, max=MOST_WORKERS, help=SAY["workers"])] = 2,
) -> None:
    """Build every theme of a source, each into a folder of its own; exit 1 when one cannot be, or it was stopped."""
    with _Reported(), Interrupts() as stop:
        made = build_lote(Order(source, personas, out, procesos, publicacion), _say_progress, stop)
    _print(made.findings)
    if made.is_whole:
        typer.echo(SAY["lote_done"].format(total=made.total, path=out))
        return
    if made.stopped:
        typer.echo(SAY["lote_stopped"].format(done=len(made.done), total=made.total))
    raise typer.Exit(FAILED)


def _say_progress(progress: Progress) -> None:
    if progress.done:
        last = asdict(progress.done[-1])
        typer.echo(SAY["lote_progress"].format(**{**last, "done": len(progress.done), "total": progress.total}))


@app.command("oir", help=SAY["listen"])
def listen(folder: Folder) -> None:
    """Write ``sonidos.html`` into a built theme's folder: which sound says what, each to be heard."""
    with _Reported():
        workspace = Workspace(folder)
        theme, sounds = workspace.theme(), workspace.assets()
    if not theme.locuciones:
        typer.echo(SAY["no_sounds"])
        raise typer.Exit(FAILED)
    page = folder / FILE
    write_file(page, listening_page(theme, sounds, f"{TARGETS}/temas/{theme.theme_id}/assets").encode())
    typer.echo(SAY["listening"].format(path=page))


@app.command("firmar", help=SAY["sign"])
def sign(
    folder: Folder,
    passphrase: Passphrase,
    llave: Annotated[Path | None, typer.Option(exists=True, dir_okay=False)] = None,
    modulo: keys_cli.Module = None,
    ficha: keys_cli.TokenLabel = "",
) -> None:
    """Add one person's signature to a built theme, after showing what is signed."""
    with _Reported():
        workspace = Workspace(folder)
        lote = workspace.lote()
        _describe(workspace.theme()) if lote is None else typer.echo(lotes_cli.described(lote))
        with keys_cli.signing_key(llave, modulo, ficha, passphrase) as key:
            workspace.sign(key)
    typer.echo(SAY["signed"])


@app.command("publicar", help=SAY["publish"])
def publish(
    folder: Folder,
    raiz: ExistingList,
    online: ExistingList,
    a: Annotated[Path, typer.Option("--a", help=SAY["repository"])],
    passphrase: Passphrase,
) -> None:
    """Write the TUF repository, also onto a stick; refuses a theme that fewer than two people signed."""
    with _Reported():
        snapshot, timestamp = (keys_cli.open_key(path, passphrase) for path in online)
        Workspace(folder).publish(tuple(path.read_bytes() for path in raiz), (snapshot, timestamp), a)
        _describe_folder(lotes_cli.verified(a, raiz[-1]))
    typer.echo(SAY["published"].format(path=a))


@app.command("mostrar", help=SAY["show"])
def show(repository: Folder, raiz: Existing) -> None:
    """Verify a repository against a trusted root and say what it holds."""
    with _Reported():
        _describe_folder(lotes_cli.verified(repository, raiz))


@app.command("imprimir", help=SAY["sheets"])
def print_paper(
    folder: Folder,
    a: Annotated[Path, typer.Option("--a", help=SAY["sheets_folder"])],
    papel: Annotated[Paper, typer.Option(help=SAY["paper"])] = Paper.CARTA,
) -> None:
    """Print the voter's leaflet and the mesa's poster of a built or published theme as PDF."""
    with _Reported():
        theme = Workspace(folder).theme()
        typer.echo(SAY["drawing"])
        for sheet in print_sheets(theme, papel, draw_screens()):
            path = a / f"{sheet.name}-{papel}.pdf"
            write_file(path, sheet.pdf)
            typer.echo(SAY["printed"].format(path=path))


@app.command("tarjetas", help=SAY["cards"])
def print_mesa(
    folder: Folder,
    tarjeta: ExistingList,
    a: Annotated[Path, typer.Option("--a", help=SAY["sheets_folder"])],
    papel: Annotated[Paper, typer.Option(help=SAY["paper"])] = Paper.CARTA,
) -> None:
    """Print officials' cards, ``<id>.tarjeta.txt`` each, with their QR and the lines to type; never a code."""
    with _Reported():
        cards = tuple(read_card(path) for path in tarjeta)
        sheet = print_cards(Workspace(folder).theme(), papel, cards)
        path = a / f"{sheet.name}-{papel}.pdf"
        write_file(path, sheet.pdf, private=True)
        typer.echo(SAY["printed"].format(path=path))


@app.command("codigos", help=SAY["codes"])
def print_codes(
    folder: Folder,
    a: Annotated[Path, typer.Option("--a", help=SAY["sheets_folder"])],
    urnas: Annotated[Path | None, typer.Option(exists=True, dir_okay=False, help=SAY["codes_urnas"])] = None,
    programa: Annotated[str, typer.Option(help=SAY["codes_program"])] = "",
    papel: Annotated[Paper, typer.Option(help=SAY["paper"])] = Paper.CARTA,
) -> None:
    """Print the list of short codes of a theme for the partidos, as PDF and CSV."""
    with _Reported():
        placed = read_placed(urnas.read_bytes()) if urnas else ()
        workspace = Workspace(folder)
        codes = codes_of(workspace.theme(), placed, programa, workspace.lote())
        sheet = codes.to_pdf(papel)
        for name, data in ((f"{sheet.name}-{papel}.pdf", sheet.pdf), (f"{sheet.name}.csv", codes.to_csv())):
            write_file(a / name, data)
            typer.echo(SAY["printed"].format(path=a / name))


@app.command("web", help=SAY["web"])
def pages(
    carpeta: Annotated[Path, typer.Option(help=SAY["projects_folder"], file_okay=False)] = Path("proyectos"),
    puerto: Annotated[int, typer.Option(help=SAY["port"], min=0, max=65535)] = PORT,
    modulo: keys_cli.Module = None,
) -> None:
    """Serve the pages of the theme builder to this computer until interrupted."""
    from theme_builder.web.serving import serve  # noqa: PLC0415 - no other command waits for a web server to load

    with _Reported():
        serve(carpeta, puerto, typer.echo, modulo)


def main() -> None:
    """Run the command line."""
    app()


def _reported(command: Callable[P, None]) -> Callable[P, None]:
    """The command, with refusals as sentences."""

    @functools.wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        with _Reported():
            command(*args, **kwargs)

    return run


class _Reported:
    """Turns refused data into one Spanish sentence with its code and exit 1."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _trace: object) -> None:
        if isinstance(error, DatoInvalido):
            text = SAY.get(f"refused.{error.code}", SAY["refused"])
            typer.echo(text.format(code=error.code, detail=error.detail), err=True)
            raise typer.Exit(FAILED) from None
        if isinstance(error, FileNotFoundError):
            typer.echo(SAY["missing"].format(path=error.filename or error), err=True)
            raise typer.Exit(FAILED) from None
        if isinstance(error, RendererMissingError):
            typer.echo(SAY["no_renderer"].format(detail=error), err=True)
            raise typer.Exit(FAILED) from None


def _print(findings: tuple[Finding, ...]) -> None:
    for finding in findings:
        typer.echo(finding.render())
    errors = sum(finding.severity is Severity.ERROR for finding in findings)
    if findings:
        typer.echo(SAY["count"].format(errors=errors, warnings=len(findings) - errors))


def _describe(theme: Theme) -> None:
    typer.echo(
        SAY["described"].format(
            name=theme.election.name,
            date=theme.election.date.isoformat(),
            casillas=len(theme.casillas),
            boletas=len(theme.contests),
            languages=_languages(theme),
            code=theme.short_code,
            hash=theme.hash_hex,
        )
    )


def _describe_folder(themes: SignedThemes) -> None:
    if themes.lote is None:
        _describe(next(themes.every())[0])
    else:
        typer.echo(lotes_cli.described(themes.lote))


def _languages(theme: Theme) -> str:
    """What each language of a theme lacks, for whoever signs it or sends it to an urna."""
    heard = {locucion.language for locucion in theme.locuciones}
    said = []
    for each in theme.languages:
        words = SAY["language_pending" if each.pending else "language_whole"]
        keys = ", ".join(each.pending)
        text = words.format(name=each.name, code=each.language, count=len(each.pending), keys=keys)
        said.append(text + ("" if each.language in heard else SAY["language_mute"]))
    return SAY["languages"].format(languages="; ".join(said)) if said else SAY["spanish_alone"]


for _name, _help, _command in (
    ("llave", "new_key", keys_cli.new_key),
    ("raiz", "new_root", keys_cli.new_root),
    ("raices", "show_root", keys_cli.show_root),
    ("ceremonia", "ceremony", ceremony_cli.hold),
    ("alistar", "enrol", ceremony_cli.enrol),
    ("reunir", "join", lotes_cli.join),
    ("memoria", "stick", lotes_cli.stick),
):
    app.command(_name, help=SAY[_help])(_reported(_command))
