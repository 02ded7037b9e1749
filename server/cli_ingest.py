"""What ``servidor`` says while it takes in bundles of files, folders and sticks. It must hold no rule of reception."""

import asyncio
import os
import signal
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Final

import typer

from server import cli_texts as texts
from server.catalog.service import Themes
from server.cli_open import DEFAULT_CONFIG, ConfigOption, opened
from server.context import Context
from server.ingest import papers, reception
from server.ingest.papers import Delivered
from server.ingest.scanned import MAX_TEXT
from server.ingest.schemas import Answer, Outcome, Refusal
from server.ingest.textos import why, why_refused
from server.ingest.watch import FileAnswer, Found, look_in, take_in
from server.ingest.watch import watch as watch_folder

REFUSED: Final = "rechazado"
QrFiles = Annotated[list[Path] | None, typer.Argument(help=texts.QR_FILES)]
SlipOption = Annotated[Path | None, typer.Option("--comprobante", help=texts.SLIP)]


def ingest_files(paths: list[Path], slip: SlipOption = None, config: ConfigOption = DEFAULT_CONFIG) -> None:
    """Take in bundles from files, folders or a stick; exits 1 when one was refused or not read, or none is there.

    So it does, and takes in nothing, for a slip that would overwrite something or be written where the bundles lie.
    """
    _check_slip(slip, paths)
    found = look_in(paths)
    named = ", ".join(map(str, paths))

    async def work() -> list[FileAnswer]:
        async with opened(config) as context, reception.running(context) as desk:
            answers = []
            async for each in take_in(desk, found.files, "memoria"):
                answers.append(each)
                typer.echo(texts.PLACE.format(place=len(answers), total=len(found.files)), nl=False)
                tell(shown(each.path.name), each.answer)
            if slip is not None:
                _write(slip, await _slip(context, named, answers))
            return answers

    if not found.files:
        typer.echo(_fault("S864", shown(named)), err=True)
    answers = asyncio.run(work())
    for path in found.unread:
        typer.echo(texts.UNREAD.format(name=shown(str(path))), err=True)
    typer.echo(_summary(answers, found))
    if slip is not None:
        typer.echo(texts.SLIP_DONE.format(path=slip))
    if not answers or found.unread or any(isinstance(each.answer, Refusal) for each in answers):
        raise typer.Exit(1)


def watch_command(folder: Path, config: ConfigOption = DEFAULT_CONFIG) -> None:
    """Take in what appears in a folder until interrupted."""

    async def work() -> None:
        stop = asyncio.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(number, stop.set)
        async with opened(config) as context, reception.running(context) as desk:
            async for each in watch_folder(desk, folder, stop):
                tell(shown(each.path.name), each.answer)

    asyncio.run(work())


def tell(name: str, answer: Answer) -> None:
    """Print what became of one thing that arrived."""
    if isinstance(answer, Refusal):
        typer.echo(texts.REFUSED.format(name=name, code=answer.code, why=why_refused(answer.code)))
        return
    typer.echo(texts.TAKEN[answer.outcome.value].format(name=name, clave=answer.clave))
    if answer.outcome is Outcome.APARTADO:
        for reason in answer.reasons:
            typer.echo(f"    {why(reason)}")


def shown(name: str) -> str:
    """A name of a stick as a terminal may show it: whoever wrote the stick chose its letters."""
    return "".join(each if each.isprintable() else "?" for each in name)


def _outcome(answer: Answer) -> str:
    return REFUSED if isinstance(answer, Refusal) else answer.outcome.value


def _summary(answers: Sequence[FileAnswer], found: Found) -> str:
    counted = Counter(_outcome(each.answer) for each in answers)
    outcomes = {name: counted[name] for name in (*(each.value for each in Outcome), REFUSED)}
    return texts.SUMMARY.format(total=len(answers), unread=len(found.unread), **outcomes)


async def _slip(context: Context, named: str, answers: Sequence[FileAnswer]) -> str:
    async with context.reading() as session:
        election = (await Themes().current(session)).election.name
    head = texts.SLIP_HEAD.format(election=election, paths=named, at=context.clock.now())
    lines = [_line(each) for each in answers]
    summary = _summary(answers, Found(()))
    return "\n".join((texts.SLIP_TITLE, head, "", *lines, "", summary, ""))


def _line(each: FileAnswer) -> str:
    answer = each.answer
    code = answer.code if isinstance(answer, Refusal) else ""
    clave = texts.NO_CLAVE if isinstance(answer, Refusal) else answer.clave
    outcome = texts.OUTCOMES[_outcome(answer)].format(code=code)
    return texts.SLIP_LINE.format(
        sha256=each.sha256 or "-" * 64, clave=clave, outcome=outcome, name=shown(each.path.name)
    )


def _check_slip(slip: Path | None, paths: Sequence[Path]) -> None:
    if slip is None:
        return
    where = slip.resolve()
    if slip.exists() or any(where.is_relative_to(path.resolve()) for path in paths):
        typer.echo(_fault("S863"), err=True)
        raise typer.Exit(1)


def _fault(code: str, paths: str = "") -> str:
    return f"{code}: {texts.FAULTS[code].format(paths=paths)}"


def _write(slip: Path, text: str) -> None:
    with slip.open("x", encoding="utf-8") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())


def ingest_qr(files: QrFiles = None, config: ConfigOption = DEFAULT_CONFIG) -> None:
    """Read QR of actas on paper from text files or what is typed; exits 1 unless each was whole, held and agrees."""
    text = "\n".join(_typed(path) for path in files) if files else sys.stdin.read(MAX_TEXT)

    async def work() -> Delivered:
        async with opened(config) as context, reception.running(context) as desk:
            return await papers.deliver(context, desk, text)

    delivered = asyncio.run(work())
    typer.echo("\n".join(delivered.said))
    if not delivered.fine:
        raise typer.Exit(1)


def _typed(path: Path) -> str:
    with path.open(encoding="utf-8", errors="replace") as stream:
        return stream.read(MAX_TEXT)
