"""The command ``urna-parallel``: the script of a parallel test, the tally of its testigos and the acta of its urna.

It must not know who voted, nor count sealed records. Exit codes are those of ``urna-verify``.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from shared.domain.eleccion import Mode
from shared.formats.results_v1 import VerifiedBundle
from shared.formats.theme_v1 import Theme
from shared.verify.folder import read_theme
from shared.verify.guion import Figures, read_guion
from shared.verify.marks import RECHAZADOS
from shared.verify.outcome import Problem, exit_of
from shared.verify.report import problem_lines, problem_values, refusing
from shared.verify.single import checks_of, read_bundle
from shared.verify.texts import SAY

app = typer.Typer(add_completion=False)
Public = Annotated[Path, typer.Argument(help=SAY["parallel.public"], exists=True, dir_okay=False)]
Guion = Annotated[Path, typer.Option("--guion", help=SAY["guion"], exists=True, dir_okay=False)]
Slips = Annotated[Path, typer.Option("--testigos", help=SAY["testigos"], exists=True, dir_okay=False)]
Repository = Annotated[Path, typer.Option("--theme-repo", help=SAY["repository"], exists=True, file_okay=False)]
Root = Annotated[Path, typer.Option("--root", help=SAY["root_pem"], exists=True, dir_okay=False)]
Crl = Annotated[Path | None, typer.Option("--crl", help=SAY["crl"], exists=True, dir_okay=False)]
ModeOption = Annotated[Mode, typer.Option("--modo", help=SAY["mode"])]
AsJson = Annotated[bool, typer.Option("--json", help=SAY["json"])]

Row = tuple[str, str, int, int, int]
"""(contest, key, figure of the script, of the testigos, of the acta)."""


@dataclass(frozen=True, slots=True)
class Parallel:
    """Three tellings of one day, figure by figure."""

    casilla: str
    urna: str
    findings: tuple[Problem, ...]
    rows: tuple[Row, ...]

    @property
    def problems(self) -> tuple[Problem, ...]:
        """V508 a figure of which the three do not say the same; V204 an acta that contradicts itself."""
        differing = (
            Problem.of("V508", self.casilla, contest=contest, key=key, script=script, slips=slips, acta=acta)
            for contest, key, script, slips, acta in self.rows
            if not script == slips == acta
        )
        return (*self.findings, *differing)


def compare(theme: Theme, script: Figures, slips: Figures, bundle: VerifiedBundle) -> Parallel:
    """Every figure of the acta, as the script, the testigos and the acta tell it."""
    acta = bundle.acta
    findings = tuple(
        Problem.of("V204", acta.casilla.clave, finding=finding.code, path=finding.path) for finding in bundle.findings
    )
    return Parallel(acta.casilla.clave, acta.urna.value, findings, tuple(_rows(theme, script, slips, bundle)))


def _rows(theme: Theme, script: Figures, slips: Figures, bundle: VerifiedBundle) -> Iterator[Row]:
    for contest, said in zip(theme.contests, bundle.acta.contests, strict=True):
        name = contest.id.value
        for key in contest.count_keys():
            yield name, key, script[name][key], slips[name][key], said.counts[key]
        yield name, RECHAZADOS, 0, 0, said.rechazados


@app.command(help=SAY["parallel.help"])
def command(  # noqa: PLR0913, PLR0917 - one parameter an option of the command
    public: Public,
    guion: Guion,
    testigos: Slips,
    theme_repo: Repository,
    root: Root,
    crl: Crl = None,
    modo: ModeOption = Mode.OFICIAL,
    *,
    as_json: AsJson = False,
) -> None:
    """Compare the three and print what differs."""
    with refusing(as_json=as_json):
        theme, _ = read_theme(theme_repo, public)
        bundle = read_bundle(public, checks_of(root, crl, theme, modo))
        result = compare(theme, read_guion(guion, theme), read_guion(testigos, theme), bundle)
    typer.echo(_json(result) if as_json else _text(result))
    raise typer.Exit(exit_of(result.problems))


def main() -> None:
    """Run the command line."""
    app()


def _text(result: Parallel) -> str:
    lines = [SAY["parallel_head"].format(casilla=result.casilla, urna=result.urna)]
    contest = ""
    for name, key, *three in result.rows:
        if name != contest:
            heads = (SAY["script"], SAY["slips"], SAY["acta"])
            lines.append(_line(name, heads))
            contest = name
        lines.append(_line(f"  {key}", map(str, three)))
    lines += problem_lines(result.problems, None)
    lines.append(SAY["parallel_differs"] if result.problems else SAY["parallel_agrees"])
    return "\n".join(lines)


def _line(label: str, columns: Iterator[str] | tuple[str, ...]) -> str:
    script, slips, acta = columns
    return SAY["parallel_figure"].format(key=label, script=script, slips=slips, acta=acta)


def _json(result: Parallel) -> str:
    names = ("contest", "key", "guion", "testigos", "acta")
    value = {
        "format": "parallel/1",
        "casilla": result.casilla,
        "urna": result.urna,
        "figures": [dict(zip(names, row, strict=True)) for row in result.rows],
        "problems": problem_values(result.problems),
        "agrees": not result.problems,
    }
    return json.dumps(value, ensure_ascii=False, indent=1)


if __name__ == "__main__":
    main()
