"""Reads every published bundle on all cores: verified first, then only its figures are kept.

It must not stop at a bad bundle: each one becomes a problem that names its casilla.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Final

from shared.crypto.certificates import TrustAnchor
from shared.domain.eleccion import Mode
from shared.domain.errors import DatoInvalido
from shared.formats.results_v1 import MAX_BYTES, BundleChecks, VerifiedBundle, bundle_names, read_public
from shared.formats.sustitucion_v1 import verify_whole_journal
from shared.formats.theme_v1 import Theme, parse_theme
from shared.verify.folder import Publication, clave_of, read_limited
from shared.verify.groups import group_problems, records_of
from shared.verify.outcome import Problem

CHUNK: Final = 96
_ALONE: Final = 48
Progress = Callable[[int, int], None]
"""(done, all)."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One bundle that verifies.

    ``counts``: figure by key, contest by contest in the order of the theme. ``sustitucion`` and ``beside``: the acta
    and the other store of the casilla, of a store that counts only together with it; empty otherwise.
    """

    file: str
    casilla: str
    store_id: str
    urna: str
    sha256: str
    emitidos: int
    counts: tuple[dict[str, int], ...]
    problems: tuple[Problem, ...]
    sustitucion: str = ""
    beside: str = ""


@dataclass(frozen=True, slots=True)
class _Context:
    root_pem: bytes
    crl_pem: bytes | None
    theme_bytes: bytes
    mode: Mode
    at: datetime


def read_bundles(
    publication: Publication, mode: Mode, progress: Progress
) -> tuple[tuple[Reading, ...], tuple[Problem, ...]]:
    """Every bundle that verifies, and V201 for each that does not."""
    context = _Context(publication.root_pem, publication.crl_pem, publication.theme_bytes, mode, publication.judged_at)
    readings: list[Reading] = []
    problems: list[Problem] = []
    done = 0
    for chunk in _in_parallel(context, publication.bundles):
        done += len(chunk)
        for found in chunk:
            if isinstance(found, Problem):
                problems.append(found)
            else:
                readings.append(found)
        progress(done, len(publication.bundles))
    return tuple(readings), tuple(problems)


def _in_parallel(context: _Context, paths: Sequence[Path]) -> Iterator[list[Reading | Problem]]:
    chunks = [paths[i : i + CHUNK] for i in range(0, len(paths), CHUNK)]
    workers = min(os.cpu_count() or 1, len(chunks))
    if workers < 2 or len(paths) <= _ALONE:
        yield from (_read_chunk(context, chunk) for chunk in chunks)
        return
    with ProcessPoolExecutor(workers) as pool:
        yield from pool.map(_read_chunk, [context] * len(chunks), chunks)


@lru_cache(maxsize=1)
def _checks(context: _Context) -> BundleChecks:
    anchor = TrustAnchor.from_pem(context.root_pem, context.crl_pem)
    return BundleChecks(anchor, context.at, parse_theme(context.theme_bytes), context.mode)


def _read_chunk(context: _Context, paths: Sequence[Path]) -> list[Reading | Problem]:
    checks = _checks(context)
    return [_read_one(checks, path) for path in paths]


def _read_one(checks: BundleChecks, path: Path) -> Reading | Problem:
    clave = clave_of(path)
    try:
        bundle = read_public(read_limited(path, MAX_BYTES), checks)
        verify_whole_journal(bundle.journal, bundle.identity, bundle.sustitucion, bundle.acta.store_id)
    except DatoInvalido as error:
        return Problem.of("V201", clave, file=path.name, reason=error)
    except OSError as error:
        return Problem.of("V201", clave, file=path.name, reason=error.strerror)
    return Reading(
        path.name,
        bundle.acta.casilla.clave,
        bundle.acta.store_id.value,
        bundle.acta.urna.value,
        bundle.sha256,
        bundle.acta.ledger.emitidos,
        tuple(dict(contest.counts) for contest in bundle.acta.contests),
        tuple(_problems(checks.theme, bundle, path)),
        *_substitution(bundle),
    )


def _substitution(bundle: VerifiedBundle) -> tuple[str, str]:
    """The acta that joins this store with another of the casilla, and that other; empty where voting was in one."""
    found, store = bundle.sustitucion, bundle.acta.store_id
    if found is None or found.acta.nuevo is None:
        return "", ""
    return found.sha256, (found.acta.nuevo if store == found.acta.store_id else found.acta.store_id).value


def _problems(theme: Theme, bundle: VerifiedBundle, path: Path) -> Iterator[Problem]:
    """What a bundle that verifies says against itself."""
    clave = bundle.acta.casilla.clave
    if path.name != bundle_names(bundle.acta)[0]:
        yield Problem.of("V202", clave, file=path.name)
    for finding in bundle.findings:
        if finding.severity.value == "error":
            yield Problem.of("V204", clave, finding=finding.code, path=finding.path)
    ledger = bundle.acta.ledger
    ended = ledger.emitidos + ledger.cancelados + ledger.anulados + ledger.en_duda
    if ledger.habilitaciones != ended or ledger.abierto:
        yield Problem.of("V205", clave, habilitaciones=ledger.habilitaciones, ended=ended)
    if bundle.manifest.sealed.records != records_of(theme, bundle.acta):
        yield Problem.of("V206", clave, records=bundle.manifest.sealed.records, emitidos=ledger.emitidos)
    yield from group_problems(theme, bundle)
