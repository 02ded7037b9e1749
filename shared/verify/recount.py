"""The command ``urna-recount``: opens one sealed file with trustees' shares and outputs sums only.

It must not write a file, nor print a share, a key or a vote. Exit codes are those of ``urna-verify``.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from shared.crypto.certificates import TrustAnchor
from shared.crypto.shares import Share, read_share
from shared.domain.eleccion import Mode
from shared.domain.errors import DatoInvalido
from shared.formats.results_v1 import BundleChecks, VerifiedBundle, read_public
from shared.formats.theme_v1 import Theme
from shared.verify.folder import judged_at, read_theme
from shared.verify.outcome import CannotVerify, Exit, Problem, exit_of
from shared.verify.recounting import Recount, election_key, recount
from shared.verify.report import problem_lines, problem_values
from shared.verify.texts import SAY

app = typer.Typer(add_completion=False)
Sealed = Annotated[Path, typer.Argument(help=SAY["sealed"], exists=True, dir_okay=False)]
Repository = Annotated[Path, typer.Option("--theme-repo", help=SAY["repository"], exists=True, file_okay=False)]
Public = Annotated[Path, typer.Option("--public", help=SAY["public"], exists=True, dir_okay=False)]
Root = Annotated[Path, typer.Option("--root", help=SAY["root_pem"], exists=True, dir_okay=False)]
Crl = Annotated[Path | None, typer.Option("--crl", help=SAY["crl"], exists=True, dir_okay=False)]
Shares = Annotated[list[Path] | None, typer.Option("--share", help=SAY["share"], exists=True, dir_okay=False)]
Label = Annotated[str | None, typer.Option("--share-label", help=SAY["share_label"])]
ModeOption = Annotated[Mode, typer.Option("--modo", help=SAY["mode"])]
AsJson = Annotated[bool, typer.Option("--json", help=SAY["json"])]


@app.command(help=SAY["recount.help"])
def command(  # noqa: PLR0913, PLR0917 - one parameter an option of the command
    sealed: Sealed,
    theme_repo: Repository,
    public: Public,
    root: Root,
    crl: Crl = None,
    share: Shares = None,
    share_label: Label = None,
    modo: ModeOption = Mode.OFICIAL,
    *,
    as_json: AsJson = False,
) -> None:
    """Recount one urna and compare with its acta."""
    try:
        theme, _ = read_theme(theme_repo)
        bundle = _bundle(public, (root, crl), theme, modo)
        key = election_key(theme, _shares(theme, share or [], share_label or theme.election.id.value))
        result = recount(sealed.read_bytes(), bundle, theme, key)
    except CannotVerify as error:
        typer.echo("\n".join((*problem_lines((error.problem,), None), SAY["unreadable"])), err=True)
        raise typer.Exit(Exit.UNREADABLE) from None
    typer.echo(_json(result) if as_json else _text(result))
    raise typer.Exit(exit_of(result.problems))


def main() -> None:
    """Run the command line."""
    app()


def _bundle(public: Path, trust: tuple[Path, Path | None], theme: Theme, mode: Mode) -> VerifiedBundle:
    root, crl = trust
    try:
        anchor = TrustAnchor.from_pem(root.read_bytes(), crl.read_bytes() if crl else None)
        return read_public(public.read_bytes(), BundleChecks(anchor, judged_at(theme), theme, mode))
    except DatoInvalido as error:
        raise CannotVerify(Problem.of("V501", public.name, file=public.name, reason=error)) from None


def _shares(theme: Theme, files: Sequence[Path], label: str) -> list[Share]:
    """Shares from files, or typed one by one without echo until there are enough."""
    found: list[Share] = []
    try:
        if files:
            return [read_share(path.read_text(encoding="ascii").strip(), label) for path in files]
        threshold = theme.trustees.threshold
        while len(found) < threshold:
            prompt = SAY["share_prompt"].format(number=len(found) + 1, threshold=threshold)
            found.append(read_share(typer.prompt(prompt, hide_input=True).strip(), label))
    except (DatoInvalido, UnicodeDecodeError) as error:
        raise CannotVerify(Problem.of("V503", label, reason=error)) from None
    return found


def _text(result: Recount) -> str:
    acta = result.bundle.acta
    lines = [SAY["recount_head"].format(casilla=acta.casilla, urna=acta.urna, records=result.records)]
    for contest, rows in result.figures:
        lines.append(SAY["recount_figure"].format(key=contest, acta=SAY["acta"], recount=SAY["recount"]))
        lines += [SAY["recount_figure"].format(key=key, acta=said, recount=again) for key, said, again in rows]
    lines += problem_lines(result.problems, None)
    lines.append(SAY["recount_differs"] if result.problems else SAY["recount_agrees"])
    return "\n".join(lines)


def _json(result: Recount) -> str:
    value = {
        "format": "recount/1",
        "casilla": result.bundle.acta.casilla.clave,
        "store_id": result.bundle.acta.store_id.value,
        "records": result.records,
        "contests": [
            {"id": contest, "acta": {k: said for k, said, _ in rows}, "recuento": {k: again for k, _, again in rows}}
            for contest, rows in result.figures
        ],
        "problems": problem_values(result.problems),
        "agrees": not result.problems,
    }
    return json.dumps(value, ensure_ascii=False, indent=1)
