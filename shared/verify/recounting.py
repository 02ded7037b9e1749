"""Counts the votes of a sealed file again, with counting of its own, and compares the sums with the signed acta.

It must not keep, print or return a vote: sums only leave this module. No key or vote is ever written.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from shared.crypto.certificates import DeviceIdentity
from shared.crypto.errors import ShareInvalid
from shared.crypto.sealing import SealingKey, wipe
from shared.crypto.shares import Share, combine
from shared.domain.eleccion import Contest, Mode
from shared.domain.errors import DatoInvalido
from shared.domain.voto import Voto
from shared.formats.image_v1 import Image, parse_image
from shared.formats.results_v1 import VerifiedBundle
from shared.formats.sealed_v1 import OpenedRecords, open_records, read_sealed, record_opener
from shared.formats.theme_v1 import Theme
from shared.verify.marks import RECHAZADOS, figures_of
from shared.verify.outcome import CannotVerify, Problem

Row = tuple[str, int | None, int]
"""(key, figure of the acta or None where there is none, figure of the recount)."""


@dataclass(frozen=True, slots=True)
class Sums:
    """One contest, of the whole store or of groups published together (their ids)."""

    contest: str
    groups: tuple[str, ...]
    rows: tuple[Row, ...]

    @property
    def name(self) -> str:
        """How reports name it."""
        return f"{self.contest} ({', '.join(self.groups)})" if self.groups else self.contest


@dataclass(frozen=True, slots=True)
class Recount:
    """Sums of one store.

    Attributes:
        casilla, urna, store: whose; the casilla is empty where no acta names it.
        records: final records; ``apart`` those annulled, in doubt and pending, never opened.
        illegible: final records that did not open.
        has_acta: whether there is an acta to compare with.
        sums: contest by contest, then group by group where the acta has groups.
    """

    casilla: str
    urna: str
    store: str
    records: int
    apart: tuple[int, int, int]
    illegible: int
    has_acta: bool
    sums: tuple[Sums, ...]

    @property
    def problems(self) -> tuple[Problem, ...]:
        """V505 records that do not open; V506 a figure that differs."""
        return tuple(self._problems())

    def _problems(self) -> Iterator[Problem]:
        place = self.casilla or self.urna
        if self.illegible:
            yield Problem.of("V505", place, records=self.illegible)
        for each in self.sums:
            for key, acta, again in each.rows:
                if acta is not None and acta != again:
                    yield Problem.of("V506", place, contest=each.name, key=key, acta=acta, recount=again)


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
    acta = bundle.acta
    try:
        image = read_sealed(image_bytes, bundle.manifest, bundle.identity.public_key.verify)
    except DatoInvalido as error:
        raise CannotVerify(Problem.of("V502", acta.casilla.clave, reason=error)) from None
    opened = _open(image, theme, acta.mode, key)
    sums = []
    for place, (contest, figures) in enumerate(zip(theme.contests, acta.contests, strict=True)):
        again = _count(contest, opened.of(place))
        again[RECHAZADOS] += opened.rechazados[place]
        said = {**figures.counts, RECHAZADOS: figures.rechazados}
        sums.append(Sums(contest.id.value, (), _compared(said, again)))
    sums += _by_group(bundle, theme, opened)
    return _recount(image, bundle.identity, opened, (acta.casilla.clave, sums))


def recount_without_acta(
    image_bytes: bytes, identity: DeviceIdentity, theme: Theme, mode: Mode, key: SealingKey
) -> Recount:
    """Open and count an image of an urna that never closed: sums of the whole store alone, with nothing to compare.

    Raises ``CannotVerify`` V502 when the image is not whole or not signed by that urna.
    """
    try:
        image = parse_image(image_bytes, identity.public_key.verify)
    except DatoInvalido as error:
        raise CannotVerify(Problem.of("V502", identity.id, reason=error)) from None
    opened = _open(image, theme, mode, key)
    sums = []
    for place, contest in enumerate(theme.contests):
        again = _count(contest, opened.of(place))
        again[RECHAZADOS] += opened.rechazados[place]
        keys = (*contest.count_keys(), RECHAZADOS)
        sums.append(Sums(contest.id.value, (), tuple((name, None, again[name]) for name in keys)))
    return _recount(image, identity, opened, ("", sums))


def _open(image: Image, theme: Theme, mode: Mode, key: SealingKey) -> OpenedRecords:
    return open_records(image.final, record_opener(key, "eleccion", theme, image.store_id, mode), theme)


def _recount(
    image: Image, identity: DeviceIdentity, opened: OpenedRecords, found: tuple[str, Sequence[Sums]]
) -> Recount:
    casilla, sums = found
    apart = (len(image.anulados), len(image.en_duda), len(image.pending))
    return Recount(
        casilla,
        identity.id,
        image.store_id.value,
        len(image.final),
        apart,
        opened.illegibles,
        has_acta=bool(casilla),
        sums=tuple(sums),
    )


def _by_group(bundle: VerifiedBundle, theme: Theme, opened: OpenedRecords) -> Iterator[Sums]:
    """Groups that the acta publishes together are counted together here too."""
    order = [grupo.id for grupo in theme.grupos]
    contests = {contest.id: (place, contest) for place, contest in enumerate(theme.contests)}
    for part in bundle.acta.reunidos:
        groups = tuple(grupo.value for grupo in part.grupos)
        for figures in part.contests:
            place, contest = contests[figures.contest_id]
            votos = [voto for grupo in part.grupos for voto in opened.votos[place][order.index(grupo)]]
            said = {**figures.counts, RECHAZADOS: figures.rechazados}
            yield Sums(contest.id.value, groups, _compared(said, _count(contest, votos)))


def _compared(said: dict[str, int], again: Counter[str]) -> tuple[Row, ...]:
    rows: list[Row] = [(name, figure, again.pop(name, 0)) for name, figure in said.items()]
    return (*rows, *((name, 0, left) for name, left in again.items()))


def _count(contest: Contest, votos: Iterable[Voto]) -> Counter[str]:
    return Counter(name for voto in votos for name in figures_of(contest, voto))
