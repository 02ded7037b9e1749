"""The command ``urna-recount``: opens one sealed file with trustees' shares and outputs sums only.

It must not write a file, nor print a share, a key or a vote. Exit codes are those of ``urna-verify``.
"""

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated

import typer

from shared.crypto.certificates import MAX_CHAIN, DeviceIdentity, Role, load_chain
from shared.crypto.locked import MAX_TEXT
from shared.crypto.sealing import SealingKey
from shared.crypto.shares import Share, read_share
from shared.domain.eleccion import Mode
from shared.domain.errors import DatoInvalido
from shared.formats.image_v1 import MAX_BYTES as MAX_IMAGE
from shared.formats.results_v1 import BundleChecks
from shared.formats.theme_v1 import Theme
from shared.verify.folder import read_limited, read_theme
from shared.verify.outcome import CannotVerify, Problem, exit_of
from shared.verify.recounting import Recount, election_key, recount, recount_without_acta
from shared.verify.report import problem_lines, problem_values, refusing
from shared.verify.single import checks_of, read_bundle, unreadable
from shared.verify.texts import SAY

app = typer.Typer(add_completion=False)
Counting = Callable[[bytes, SealingKey], Recount]
Sealed = Annotated[Path, typer.Argument(help=SAY["sealed"], exists=True, dir_okay=False)]
Repository = Annotated[Path, typer.Option("--theme-repo", help=SAY["repository"], exists=True, file_okay=False)]
Public = Annotated[Path | None, typer.Option("--public", help=SAY["public"], exists=True, dir_okay=False)]
NoActa = Annotated[Path | None, typer.Option("--sin-acta", help=SAY["no_acta"], exists=True, dir_okay=False)]
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
    root: Root,
    public: Public = None,
    sin_acta: NoActa = None,
    crl: Crl = None,
    share: Shares = None,
    share_label: Label = None,
    modo: ModeOption = Mode.OFICIAL,
    *,
    as_json: AsJson = False,
) -> None:
    """Recount one urna and compare with its acta."""
    if (public is None) == (sin_acta is None):
        raise typer.BadParameter(SAY["public_or_none"])
    with refusing(as_json=as_json):
        theme, _ = read_theme(theme_repo, public or sealed)
        checks = checks_of(root, crl, theme, modo)
        counting = _with_acta(public, checks) if public else _without_acta(sin_acta or root, checks)
        key = election_key(theme, _shares(theme, share or [], share_label or theme.election.id.value))
        result = counting(read_limited(sealed, MAX_IMAGE), key)
    typer.echo(_json(result) if as_json else _text(result))
    raise typer.Exit(exit_of(result.problems))


def main() -> None:
    """Run the command line."""
    app()


def _with_acta(public: Path, checks: BundleChecks) -> Counting:
    bundle = read_bundle(public, checks)
    return lambda image, key: recount(image, bundle, checks.theme, key)


def _without_acta(certificates: Path, checks: BundleChecks) -> Counting:
    """The urna is known by its certificates alone: it never closed, and so it signed no bundle."""
    try:
        identity = _identity(read_limited(certificates, MAX_CHAIN), checks)
    except DatoInvalido as error:
        raise unreadable(certificates, error) from None
    return lambda image, key: recount_without_acta(image, identity, checks.theme, checks.mode, key)


def _identity(pem: bytes, checks: BundleChecks) -> DeviceIdentity:
    leaf, *others = load_chain(pem)
    return checks.anchor.verify_chain(leaf, others, Role.URNA, checks.at)


def _shares(theme: Theme, files: Sequence[Path], label: str) -> list[Share]:
    """Shares from files, or typed one by one without echo until there are enough."""
    found: list[Share] = []
    try:
        if files:
            return [read_share(read_limited(path, 2 * MAX_TEXT).decode("ascii").strip(), label) for path in files]
        threshold = theme.trustees.threshold
        while len(found) < threshold:
            prompt = SAY["share_prompt"].format(number=len(found) + 1, threshold=threshold)
            found.append(read_share(typer.prompt(prompt, hide_input=True).strip(), label))
    except (DatoInvalido, UnicodeDecodeError) as error:
        raise CannotVerify(Problem.of("V503", label, reason=error)) from None
    return found


def _text(result: Recount) -> str:
    lines = [SAY["recount_head"].format(casilla=result.casilla or "—", urna=result.urna, records=result.records)]
    if not result.has_acta:
        lines += [SAY["recount_no_acta"], SAY["recount_apart"].format(**_apart(result))]
    for each in result.sums:
        acta = SAY["acta"] if result.has_acta else ""
        lines.append(SAY["recount_figure"].format(key=each.name, acta=acta, recount=SAY["recount"]))
        lines += [
            SAY["recount_figure"].format(key=key, acta="" if said is None else said, recount=again)
            for key, said, again in each.rows
        ]
    lines += problem_lines(result.problems, None)
    if result.has_acta:
        lines.append(SAY["recount_differs"] if result.problems else SAY["recount_agrees"])
    return "\n".join(lines)


def _apart(result: Recount) -> dict[str, int]:
    return dict(zip(("anulados", "en_duda", "pendientes"), result.apart, strict=True))


def _json(result: Recount) -> str:
    value = {
        "format": "recount/1",
        "casilla": result.casilla,
        "urna": result.urna,
        "store_id": result.store,
        "records": result.records,
        "apart": _apart(result),
        "acta": result.has_acta,
        "contests": [
            {
                "id": each.contest,
                "groups": list(each.groups),
                "acta": {key: said for key, said, _ in each.rows} if result.has_acta else None,
                "recuento": {key: again for key, _, again in each.rows},
            }
            for each in result.sums
        ],
        "problems": problem_values(result.problems),
        "agrees": not result.problems if result.has_acta else None,
    }
    return json.dumps(value, ensure_ascii=False, indent=1)


if __name__ == "__main__":
    main()
