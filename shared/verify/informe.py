"""The command ``urna-informe``: reads signed reports of urnas, says whose they are and what they say.

It must not believe one before its signature holds, nor say that a signed report is true: an urna wrote it of itself.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Final

import typer

from shared.crypto.hashing import sha256_hex
from shared.domain.eleccion import Mode
from shared.domain.errors import DatoInvalido
from shared.domain.hora import ZONE
from shared.formats.informe_v1 import MAX_BYTES, Informe, Result, Verdict, read_informe
from shared.formats.results_v1 import BundleChecks
from shared.verify.folder import read_limited, read_themes
from shared.verify.outcome import Problem, exit_of
from shared.verify.report import problem_lines, problem_values, refusing
from shared.verify.single import checks_of
from shared.verify.texts import SAY

app = typer.Typer(add_completion=False)
Files = Annotated[list[Path], typer.Argument(help=SAY["informe.files"], exists=True, dir_okay=False)]
Repository = Annotated[Path, typer.Option("--theme-repo", help=SAY["repository"], exists=True, file_okay=False)]
Root = Annotated[Path, typer.Option("--root", help=SAY["root_pem"], exists=True, dir_okay=False)]
Crl = Annotated[Path | None, typer.Option("--crl", help=SAY["crl"], exists=True, dir_okay=False)]
ModeOption = Annotated[Mode, typer.Option("--modo", help=SAY["mode"])]
AsJson = Annotated[bool, typer.Option("--json", help=SAY["json"])]
_MARKS: Final = {Verdict.BIEN: SAY["informe.bien"], Verdict.FALLA: SAY["informe.falla"]}


@dataclass(frozen=True, slots=True)
class Read:
    """One file: its hash as the urna printed it, and its report; None when it is not believed."""

    file: str
    digest: str
    informe: Informe | None
    problems: tuple[Problem, ...]


@app.command(help=SAY["informe.help"])
def command(  # noqa: PLR0913 - one parameter an option of the command
    files: Files,
    theme_repo: Repository,
    root: Root,
    crl: Crl = None,
    modo: ModeOption = Mode.OFICIAL,
    *,
    as_json: AsJson = False,
) -> None:
    """Say of each report who signed it and what it says."""
    with refusing(as_json=as_json):
        every = [checks_of(root, crl, theme, modo) for theme in read_themes(theme_repo)]
        read = tuple(_judged(path.name, read_limited(path, MAX_BYTES), every) for path in files)
    problems = tuple(problem for each, _ in read for problem in each.problems)
    lines = (*(_text(each, checks) for each, checks in read), _end(problems))
    typer.echo(_json(tuple(each for each, _ in read)) if as_json else "\n".join(lines))
    raise typer.Exit(exit_of(problems))


def main() -> None:
    """Run the command line."""
    app()


def _judged(file: str, data: bytes, every: Sequence[BundleChecks]) -> tuple[Read, BundleChecks]:
    """A report under the theme that it names; under the first where it names none of them."""
    read = judge(file, data, every[0])
    named = read.informe.theme_hash if read.informe else ""
    own = next((checks for checks in every if checks.theme.hash_hex == named), every[0])
    return (read if own is every[0] else judge(file, data, own)), own


def judge(file: str, data: bytes, checks: BundleChecks) -> Read:
    """Believe a report or not; then what is not as it should be: its election, theme, mode, and what failed."""
    digest = sha256_hex(data)
    try:
        informe = read_informe(data, checks.anchor, checks.at)
    except DatoInvalido as error:
        return Read(file, digest, None, (Problem.of("V510", file, reason=error),))
    problems = []
    if (informe.election, informe.theme_hash) != (checks.theme.election.id, checks.theme.hash_hex):
        problems.append(Problem.of("V511", file, election=informe.election, theme=informe.theme_hash[:16]))
    if informe.mode is not checks.mode:
        problems.append(Problem.of("V512", file, found=informe.mode.value, expected=checks.mode.value))
    failed = ", ".join(_name(result) for result in informe.results if result.verdict is Verdict.FALLA)
    if failed:
        problems.append(Problem.of("V513", file, failed=failed))
    return Read(file, digest, informe, tuple(problems))


def _name(result: Result) -> str:
    return SAY.get(f"informe.de.{result.name}", result.name)


def _text(read: Read, checks: BundleChecks) -> str:
    informe = read.informe
    lines = [SAY["informe.file"].format(file=read.file), SAY["informe.digest"].format(digest=read.digest)]
    if informe is not None:
        theme = checks.theme.short_code if informe.theme_hash == checks.theme.hash_hex else informe.theme_hash[:16]
        head = {
            "kind": SAY[f"informe.{informe.kind.value}"],
            "number": informe.number,
            "urna": informe.urna,
            "casilla": informe.casilla.clave,
            "mode": informe.mode.value,
            "at": f"{informe.at.astimezone(ZONE):%d/%m/%Y %H:%M}",
            "theme": theme,
            "software": informe.software_hash,
        }
        lines += [SAY["informe.head"].format(**head), SAY["informe.programs"].format(**head)]
        if informe.officials:
            who = ", ".join(official.value for official in informe.officials)
            lines.append(SAY["informe.officials"].format(officials=who))
        lines += [_line(result) for result in informe.results]
    return "\n".join((*lines, *problem_lines(read.problems, None)))


def _line(result: Result) -> str:
    return SAY["informe.result"].format(mark=_MARKS[result.verdict], name=_name(result), detail=result.detail).rstrip()


def _end(problems: tuple[Problem, ...]) -> str:
    return SAY["informe.doubts"] if problems else SAY["informe.holds"]


def _json(read: tuple[Read, ...]) -> str:
    values = [
        {
            "file": each.file,
            "sha256": each.digest,
            "believed": each.informe is not None,
            "urna": each.informe.urna.value if each.informe else None,
            "kind": each.informe.kind.value if each.informe else None,
            "passed": each.informe.passed if each.informe else None,
            "problems": problem_values(each.problems),
        }
        for each in read
    ]
    return json.dumps({"format": "informes/1", "informes": values}, ensure_ascii=False, indent=2)


if __name__ == "__main__":
    main()
