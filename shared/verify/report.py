"""A verification as Spanish text for people or as JSON for programs. It must not decide anything."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Final

import typer

from shared.domain.eleccion import Contest
from shared.formats.canonical import moment_text
from shared.verify.counting import ContestTotals, Level
from shared.verify.outcome import CannotVerify, Exit, Problem
from shared.verify.session import Verification
from shared.verify.texts import SAY, word

SHOWN: Final = 20


def as_text(verification: Verification, *, fingerprint_given: bool, everything: bool) -> str:
    """The whole report; lists longer than ``SHOWN`` are cut unless ``everything``."""
    return "\n".join(_lines(verification, fingerprint_given, None if everything else SHOWN))


def _lines(verification: Verification, fingerprint_given: bool, shown: int | None) -> Iterator[str]:  # noqa: FBT001
    publication, evidence = verification.publication, verification.evidence
    election = publication.theme.election
    yield say("head", election=election.name, date=election.date.isoformat(), mode=verification.mode.value)
    yield say("root", fingerprint=publication.fingerprint)
    if not fingerprint_given:
        yield SAY["root_unchecked"]
    yield say("theme", code=publication.theme.short_code)
    yield say(
        "bundles",
        valid=len(evidence.sources),
        all=len(publication.bundles),
        catalogue=len(publication.theme.casillas),
    )
    yield from listed("missing", evidence.missing, shown)
    yield from listed("exceeding", evidence.exceeding, shown)
    for place, contest in enumerate(publication.theme.contests):
        yield ""
        yield from contest_lines(contest, evidence.counted[place], evidence.everything[place])
    yield ""
    yield _cut_line(verification)
    yield from problem_lines(verification.problems, shown)
    yield SAY["agrees"] if not verification.problems else SAY["differs"]
    yield SAY["proves"]


def problem_lines(problems: tuple[Problem, ...], shown: int | None) -> Iterator[str]:
    """The problems, one a line."""
    if not problems:
        return
    yield say("problems", count=len(problems))
    yield from (
        say("problem", place=problem.place, text=word(problem), code=problem.code) for problem in problems[:shown]
    )
    if shown is not None and len(problems) > shown:
        yield say("more", count=len(problems) - shown)


@contextmanager
def refusing(*, as_json: bool = False) -> Iterator[None]:
    """Around a command's reading: what cannot be read or believed is said, with exit code ``UNREADABLE``."""
    try:
        yield
    except CannotVerify as error:
        problems = (error.problem,)
        if as_json:
            typer.echo(json.dumps({"problems": problem_values(problems), "agrees": False}, ensure_ascii=False))
        else:
            typer.echo("\n".join((*problem_lines(problems, None), SAY["unreadable"])), err=True)
        raise typer.Exit(Exit.UNREADABLE) from None


def listed(name: str, items: tuple[str, ...], shown: int | None) -> Iterator[str]:
    """How many there are, and the first of them."""
    yield say(name, count=len(items))
    yield from (say("item", name=item) for item in items[:shown])
    if shown is not None and len(items) > shown:
        yield say("more", count=len(items) - shown)


def contest_lines(contest: Contest, counted: ContestTotals, everything: ContestTotals) -> Iterator[str]:
    """The figures of one boleta."""
    names = {candidatura.id.value: candidatura.name for candidatura in contest.candidaturas}
    yield contest.title
    yield say("totals", votes=counted.votes, everything=everything.votes)
    tables: tuple[tuple[str, Mapping[str, int], Mapping[str, int]], ...] = (
        ("by_candidatura", _named(counted.by_candidatura, names), _named(everything.by_candidatura, names)),
        ("by_key", counted.entidad, everything.entidad),
    )
    if counted.division.by_partido:
        split = ("by_partido", counted.division.by_partido, everything.division.by_partido)
        tables = (tables[0], split, tables[1])
    for title, left, right in tables:
        yield say("figure_head", name=SAY[title], counted=SAY["counted"], everything=SAY["everything"])
        yield from (say("figure", name=key, counted=left.get(key, 0), everything=right[key]) for key in right)
    ties = (counted.division.sin_asignar, everything.division.sin_asignar)
    if any(ties):
        yield say("figure", name=SAY["unassigned"], counted=ties[0], everything=ties[1])


def _named(figures: Mapping[str, int], names: Mapping[str, str]) -> dict[str, int]:
    return {f"{names[key][:36]} ({key})" if names[key] != key else key: votes for key, votes in figures.items()}


def _cut_line(verification: Verification) -> str:
    if verification.cut is None:
        return SAY["no_cut"]
    return say("cut", number=verification.cut.number, at=moment_text(verification.cut.observed_at))


def say(sentence: str, /, **params: object) -> str:
    """A sentence of the catalogue with its values."""
    return SAY[sentence].format(**params)


def as_json(verification: Verification) -> str:
    """The same as JSON: totals by level, missing casillas, problems with code, place and values."""
    publication, evidence = verification.publication, verification.evidence
    value = {
        "format": "verify/1",
        "election": publication.theme.election.id.value,
        "mode": verification.mode.value,
        "root_fingerprint": publication.fingerprint,
        "theme_hash": publication.theme.hash_hex,
        "theme_code": publication.theme.short_code,
        "bundles": {"published": len(publication.bundles), "valid": len(evidence.sources)},
        "missing": list(evidence.missing),
        "exceeding": list(evidence.exceeding),
        "counted": [totals_value(totals) for totals in evidence.counted],
        "everything": [totals_value(totals) for totals in evidence.everything],
        "cut": verification.cut.number if verification.cut else None,
        "problems": problem_values(verification.problems),
        "agrees": not verification.problems,
    }
    return json.dumps(value, ensure_ascii=False, indent=1)


def problem_values(problems: tuple[Problem, ...]) -> list[dict[str, object]]:
    """Problems as JSON values."""
    return [
        {"code": problem.code, "place": problem.place, "text": word(problem), "values": dict(problem.params)}
        for problem in problems
    ]


def totals_value(totals: ContestTotals) -> dict[str, object]:
    """The sums of one boleta as JSON values."""
    return {
        "contest": totals.contest_id,
        "votes": totals.votes,
        "candidaturas": totals.by_candidatura,
        "partidos": totals.division.by_partido,
        "sin_asignar": totals.division.sin_asignar,
        **{level.value: totals.levels[level] for level in Level},
    }
