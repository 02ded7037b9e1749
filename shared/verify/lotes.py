"""A publication of a lot: each theme with the bundles of its casillas, and every boleta summed over all themes.

It must not hold a rule of its own: a bundle and an acta are judged as those of one theme are.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from shared.domain.eleccion import Contest, Mode
from shared.formats.lote_v1 import Lote
from shared.formats.theme_v1 import CasillaTema, Theme
from shared.verify.bundles import Progress, read_bundles
from shared.verify.counting import ContestTotals, total
from shared.verify.folder import Publication, bundles_in, open_lote
from shared.verify.outcome import Exit, Problem, exit_of
from shared.verify.report import SHOWN, contest_lines, listed, problem_lines, problem_values, say, totals_value
from shared.verify.rules import Standing, weigh
from shared.verify.session import Verification
from shared.verify.texts import SAY

CUTS = "cortes"


@dataclass(frozen=True, slots=True)
class Boleta:
    """One boleta with its sums over every casilla that votes it: of the actas that count, and of all."""

    contest: Contest
    counted: ContestTotals
    everything: ContestTotals


@dataclass(frozen=True, slots=True)
class LoteVerification:
    """What was read of each theme, in the order of the lot, what each boleta adds up to, and what does not hold."""

    lote: Lote
    parts: tuple[Verification, ...]
    boletas: tuple[Boleta, ...]
    problems: tuple[Problem, ...]

    @property
    def exit(self) -> Exit:
        """0 when nothing differs."""
        return exit_of(self.problems)

    @property
    def missing(self) -> tuple[str, ...]:
        """Casillas without a bundle, by theme."""
        return tuple(clave for part in self.parts for clave in part.evidence.missing)


def verify_lote(folder: Path, mode: Mode, fingerprint: str | None, progress: Progress) -> LoteVerification | None:
    """Verify a publication of a lot; None where there is one theme alone. Raises ``CannotVerify`` as ``verify``."""
    opened = open_lote(folder, fingerprint)
    if opened is None:
        return None
    lote, publications = opened
    count, done = len(bundles_in(folder)), 0
    parts: list[Verification] = []
    for publication in publications:
        parts.append(_part(publication, mode, _after(done, count, progress)))
        done += len(publication.bundles)
    problems = [problem for part in parts for problem in part.problems]
    if (folder / CUTS).is_dir():
        problems.append(Problem.of("V107", CUTS))
    return LoteVerification(lote, tuple(parts), tuple(_boletas(lote, parts)), tuple(dict.fromkeys(problems)))


def _part(publication: Publication, mode: Mode, progress: Progress) -> Verification:
    readings, refused = read_bundles(publication, mode, progress)
    evidence, doubts = weigh(publication.theme, readings)
    return Verification(publication, mode, evidence, None, (*refused, *doubts))


def _after(before: int, count: int, progress: Progress) -> Progress:
    return lambda done, _: progress(before + done, count)


def _boletas(lote: Lote, parts: list[Verification]) -> Iterator[Boleta]:
    """Coalition votes are split once, over all the casillas of a boleta, by the rule of its theme."""
    for boleta in lote.contests:
        whose = [part for part in parts if any(each.id == boleta.id for each in part.publication.theme.contests)]
        theme = whose[0].publication.theme
        every, good = [], []
        for part in whose:
            place = _place(part.publication.theme, boleta.id.value)
            for casilla, counts, standing in _actas(part, place):
                every.append((casilla, counts))
                good += [(casilla, counts)] if standing is Standing.COUNTED else []
        place = _place(theme, boleta.id.value)
        yield Boleta(theme.contests[place], total(theme, place, good), total(theme, place, every))


def _actas(part: Verification, place: int) -> Iterator[tuple[CasillaTema, dict[str, int], Standing]]:
    evidence = part.evidence
    for casilla in part.publication.theme.casillas:
        clave = casilla.id.clave
        if clave in evidence.readings:
            yield casilla, evidence.readings[clave].counts[place], evidence.standings[clave][place]


def _place(theme: Theme, contest: str) -> int:
    return next(place for place, each in enumerate(theme.contests) if each.id.value == contest)


def as_text(found: LoteVerification, *, fingerprint_given: bool, everything: bool) -> str:
    """The whole report; long lists are cut unless ``everything``."""
    return "\n".join(_lines(found, fingerprint_given, None if everything else SHOWN))


def _lines(found: LoteVerification, fingerprint_given: bool, shown: int | None) -> Iterator[str]:  # noqa: FBT001
    first = found.parts[0]
    election = first.publication.theme.election
    yield say("head", election=election.name, date=election.date.isoformat(), mode=first.mode.value)
    yield say("root", fingerprint=first.publication.fingerprint)
    if not fingerprint_given:
        yield SAY["root_unchecked"]
    yield say("lote", code=found.lote.short_code, themes=len(found.parts))
    for entry, part in zip(found.lote.themes, found.parts, strict=True):
        sizes = {"valid": len(part.evidence.sources), "catalogue": len(entry.casillas)}
        yield say("lote_theme", code=entry.short_code, name=entry.theme_id, **sizes)
    yield from listed("missing", found.missing, shown)
    yield from listed("exceeding", tuple(clave for part in found.parts for clave in part.evidence.exceeding), shown)
    for boleta in found.boletas:
        yield ""
        yield from contest_lines(boleta.contest, boleta.counted, boleta.everything)
    yield ""
    yield SAY["no_cut"]
    yield from problem_lines(found.problems, shown)
    yield SAY["agrees"] if not found.problems else SAY["differs"]
    yield SAY["proves"]


def as_json(found: LoteVerification) -> str:
    """The same as JSON."""
    first = found.parts[0]
    value = {
        "format": "verify-lote/1",
        "election": found.lote.election.value,
        "mode": first.mode.value,
        "root_fingerprint": first.publication.fingerprint,
        "lote_hash": found.lote.hash_hex,
        "lote_code": found.lote.short_code,
        "themes": [
            {"theme_id": each.theme_id.value, "theme_hash": each.sha256, "valid": len(part.evidence.sources)}
            for each, part in zip(found.lote.themes, found.parts, strict=True)
        ],
        "missing": list(found.missing),
        "counted": [totals_value(each.counted) for each in found.boletas],
        "everything": [totals_value(each.everything) for each in found.boletas],
        "problems": problem_values(found.problems),
        "agrees": not found.problems,
    }
    return json.dumps(value, ensure_ascii=False, indent=1)
