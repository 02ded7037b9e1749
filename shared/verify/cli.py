"""The command ``urna-verify``. Exit codes: 0 everything agrees, 1 something differs, 2 wrong argument, 3 unreadable.

It must not hold a rule of its own.
"""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from shared.domain.eleccion import Mode
from shared.verify import lotes
from shared.verify.lotes import LoteVerification, verify_lote
from shared.verify.outcome import CannotVerify, Exit, Problem
from shared.verify.qr import check_qr, image_decoder, whose_qr
from shared.verify.report import as_json, as_text, problem_lines, problem_values, refusing
from shared.verify.session import Verification, verify
from shared.verify.texts import SAY

app = typer.Typer(add_completion=False)
Folder = Annotated[Path, typer.Argument(help=SAY["folder"], exists=True, file_okay=False)]
Fingerprint = Annotated[str | None, typer.Option("--root-fingerprint", help=SAY["fingerprint"])]
Code = Annotated[str | None, typer.Option("--theme-code", help=SAY["theme_code"])]
AsJson = Annotated[bool, typer.Option("--json", help=SAY["json"])]
Everything = Annotated[bool, typer.Option("--todo", help=SAY["all"])]
ModeOption = Annotated[Mode, typer.Option("--modo", help=SAY["mode"])]
Codes = Annotated[list[Path] | None, typer.Option("--qr", help=SAY["qr"], exists=True, dir_okay=False)]


@app.command(help=SAY["verify.help"])
def command(  # noqa: PLR0913 - one parameter an option of the command
    folder: Folder,
    root_fingerprint: Fingerprint = None,
    theme_code: Code = None,
    qr: Codes = None,
    modo: ModeOption = Mode.OFICIAL,
    *,
    as_json_: AsJson = False,
    todo: Everything = False,
) -> None:
    """Verify a folder and print what was found."""
    given = root_fingerprint is not None
    with refusing(as_json=as_json_):
        lote = verify_lote(folder, modo, root_fingerprint, _progress)
        if lote is not None:
            _check_code(lote.lote.short_code, theme_code)
            raise typer.Exit(_lote(lote, qr, as_json=as_json_, todo=todo, given=given))
        verification = verify(folder, modo, root_fingerprint, _progress)
        _check_code(verification.publication.theme.short_code, theme_code)
    if qr:
        raise typer.Exit(_qr(verification, qr, as_json=as_json_))
    if as_json_:
        typer.echo(as_json(verification))
    else:
        typer.echo(as_text(verification, fingerprint_given=given, everything=todo))
    raise typer.Exit(verification.exit)


def main() -> None:
    """Run the command line."""
    app()


def _check_code(found: str, code: str | None) -> None:
    if code is not None and code.strip().upper() != found:
        raise CannotVerify(Problem.of("V106", "tema", found=found))


def _lote(found: LoteVerification, qr: list[Path] | None, *, as_json: bool, todo: bool, given: bool) -> Exit:
    if qr:
        return _qr(whose_qr(found.parts, qr, image_decoder()), qr, as_json=as_json)
    typer.echo(lotes.as_json(found) if as_json else lotes.as_text(found, fingerprint_given=given, everything=todo))
    return found.exit


def _qr(verification: Verification, files: list[Path], *, as_json: bool) -> Exit:
    qr, problems = check_qr(verification, files, image_decoder())
    if as_json:
        typer.echo(json.dumps({"problems": problem_values(problems), "agrees": not problems}, ensure_ascii=False))
    elif qr is not None and not problems:
        typer.echo(SAY["qr_agrees"].format(casilla=qr.casilla, urna=qr.urna))
    else:
        typer.echo("\n".join(problem_lines(problems, None)))
    return Exit.DIFFERS if problems else Exit.AGREES


def _progress(done: int, of: int) -> None:
    """One line that rewrites itself, where a person is looking."""
    if sys.stderr.isatty():
        end = "\n" if done == of else ""
        typer.echo("\r" + SAY["reading"].format(done=done, all=of) + end, err=True, nl=False)
