"""Counts the votes of a sealed file again, with counting of its own, and compares the sums with the signed acta.

It must not keep, print or return a vote: sums only leave this module. No key or vote is ever written.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from shared.crypto.errors import ShareInvalid
from shared.crypto.sealing import SealingKey, wipe
from shared.crypto.shares import Share, combine
from shared.domain.eleccion import Contest
from shared.domain.errors import DatoInvalido
from shared.domain.voto import Voto
from shared.formats.results_v1 import VerifiedBundle
from shared.formats.sealed_v1 import open_records, read_sealed, record_opener
from shared.formats.theme_v1 import Theme
from shared.verify.marks import RECHAZADOS, figures_of
from shared.verify.outcome import CannotVerify, Problem


@dataclass(frozen=True, slots=True)
class Recount:
    """Sums of one store: per contest, (key, figure of the acta, figure of the recount)."""

    bundle: VerifiedBundle
    records: int
    illegible: int
    figures: tuple[tuple[str, tuple[tuple[str, int, int], ...]], ...]

    @property
    def problems(self) -> tuple[Problem, ...]:
        """V505 records that do not open; V506 a figure that differs."""
        return tuple(self._problems())

    def _problems(self) -> Iterator[Problem]:
        clave = self.bundle.acta.casilla.clave
        if self.illegible:
            yield Problem.of("V505", clave, records=self.illegible)
        for contest, rows in self.figures:
            for key, acta, again in rows:
                if acta != again:
                    yield Problem.of("V506", clave, contest=contest, key=key, acta=acta, recount=again)


def election_key(theme: Theme, shares: Sequence[Share]) -> SealingKey:
    """The election key that the shares give; raises ``CannotVerify`` V503, V504."""
    try:
        secret = combine(shares)
    except ShareInvalid as error:
        raise CannotVerify(Problem.of("V503", theme.election.id.value, reason=error)) from None
    try:
        key = SealingKey.from_bytes(secret)
    finally:
        wipe(secret)
    if key.public.data != theme.trustees.public_key:
        raise CannotVerify(Problem.of("V504", theme.election.id.value))
    return key


def recount(image_bytes: bytes, bundle: VerifiedBundle, theme: Theme, key: SealingKey) -> Recount:
    """Open and count a sealed file; raises ``CannotVerify`` V502 when it is not the one of the bundle."""
    try:
        image = read_sealed(image_bytes, bundle.manifest, bundle.identity.public_key.verify)
    except DatoInvalido as error:
        raise CannotVerify(Problem.of("V502", bundle.acta.casilla.clave, reason=error)) from None
    opener = record_opener(key, "eleccion", theme, bundle.acta.store_id, bundle.acta.mode)
    opened = open_records(image.final, opener, theme)
    figures = []
    for contest, votos, acta in zip(theme.contests, opened.votos, bundle.acta.contests, strict=True):
        again = _count(contest, votos)
        rows = [(name, figure, again.pop(name, 0)) for name, figure in acta.counts.items()]
        rows.append((RECHAZADOS, acta.rechazados, again.pop(RECHAZADOS, 0)))
        figures.append((contest.id.value, (*rows, *((name, 0, left) for name, left in again.items()))))
    return Recount(bundle, len(image.final), opened.illegibles, tuple(figures))


def _count(contest: Contest, votos: Sequence[Voto]) -> Counter[str]:
    return Counter(name for voto in votos for name in figures_of(contest, voto))
