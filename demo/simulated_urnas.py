"""Urnas that exist only as keys: they sign bundles of given figures, exactly as a real one would at closing.

It must not be shipped to an urna or used in an election: it invents the votes that it is told to.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, time, timedelta
from multiprocessing import get_context

from demo.simulated_votes import votos_of
from shared.crypto.certificates import Issuer, Request, Role, issue
from shared.crypto.hashing import sha256_hex
from shared.crypto.randomness import SystemRandomness
from shared.crypto.sealing import SealingKey, SealingPublicKey, seal_record
from shared.crypto.signing import SigningKey
from shared.domain.acta import ActaEscrutinio, CounterKind, KeyKind, closing_findings
from shared.domain.eleccion import Contest, Mode
from shared.domain.escrutinio import EscrutinioContest
from shared.domain.ids import CasillaId, StoreId, UrnaId
from shared.domain.journal import JournalData, JournalEntry, JournalKind, journal_data
from shared.domain.ledger import Ledger
from shared.formats.image_v1 import Image, image_size, serialise_image, store_capacity
from shared.formats.journal_v1 import append, serialise_journal, sign_checkpoint
from shared.formats.results_v1 import SealedReference, bundle_names, make_public
from shared.formats.sealed_v1 import seal_reference
from shared.formats.theme_v1 import Theme, parse_theme, serialise_theme
from shared.formats.vote_v1 import SLIP_MARK_SIZE, contest_label, encode_voto, record_info

OPENS_UTC = time(14, 0, tzinfo=UTC)
VOTING_HOURS = 10
CLOSING = timedelta(minutes=20)
SOFTWARE = sha256_hex(b"simulated urna")
CERTIFICATE_DAYS = 120
CHUNK = 32


@dataclass(frozen=True, slots=True)
class SimulatedCount:
    """What one urna is told to have counted.

    Attributes:
        casilla: where.
        counts: one mapping a contest, in the order of the theme; keys of ``count_keys`` that lack stand for 0.
        emitidos: voters; by default the votes of the first contest. Another number plants a finding.
        cancelados: turns that ended before confirming.
        full: make the sealed image with every vote, and journal every turn (slow: about 3 ms a vote).
        store: the store's id when it matters; else it is fresh.
        urna: the urna's number; else that of the casilla's place in the theme.
    """

    casilla: CasillaId
    counts: tuple[Mapping[str, int], ...]
    emitidos: int | None = None
    cancelados: int = 0
    full: bool = False
    store: StoreId | None = None
    urna: int | None = None

    @property
    def ledger(self) -> Ledger:
        """A sound ledger."""
        emitidos = sum(self.counts[0].values()) if self.emitidos is None else self.emitidos
        return Ledger(
            habilitaciones=emitidos + self.cancelados,
            emitidos=emitidos,
            cancelados=self.cancelados,
            testigos_completos=emitidos,
        )


@dataclass(frozen=True, slots=True)
class SimulatedBundle:
    """The two files that an urna leaves; ``sealed`` is None when the image stays, by reference, on its media."""

    casilla: CasillaId
    store: StoreId
    name: str
    public: bytes
    sealed_name: str
    sealed: bytes | None


@dataclass(frozen=True, slots=True)
class SimulatedUrna:
    """One device: its number in the institute's inventory, its key and its certificate (PEM)."""

    id: UrnaId
    key: SigningKey
    certificate: bytes


class SimulatedUrnas:
    """Makes urnas and their bundles for one theme and mode, in this process or in several."""

    def __init__(self, issuer: Issuer, theme: Theme, mode: Mode = Mode.OFICIAL) -> None:
        self.issuer = issuer
        self.theme = theme
        self.mode = mode
        self.opened_at = datetime.combine(theme.election.date, OPENS_UTC)
        self.closed_at = self.opened_at + timedelta(hours=VOTING_HOURS) + CLOSING
        self._places = {casilla.id: place for place, casilla in enumerate(theme.casillas, start=1)}

    def urna(self, number: int, role: Role = Role.URNA) -> SimulatedUrna:
        """A new device with a certificate of its own, good for the day of the election."""
        name = UrnaId(f"SIM-{number:05d}")
        key = SigningKey.generate()
        validity = (
            self.opened_at - timedelta(days=CERTIFICATE_DAYS),
            self.opened_at + timedelta(days=CERTIFICATE_DAYS),
        )
        return SimulatedUrna(name, key, issue(self.issuer, Request(name.value, role, key.public), *validity))

    def bundle(self, count: SimulatedCount, urna: SimulatedUrna | None = None) -> SimulatedBundle:
        """The bundle of one casilla; the caller's figures are signed as they are, findings included."""
        signer = urna or self.urna(count.urna or self._places.get(count.casilla, 0))
        store = count.store or StoreId(SystemRandomness().token(16).hex())
        casilla_key = SealingKey.generate().public
        contests = tuple(
            EscrutinioContest(contest.id, {key: figures.get(key, 0) for key in contest.count_keys()})
            for contest, figures in zip(self.theme.contests, count.counts, strict=True)
        )
        sealed, reference = self._seal(count, store, casilla_key, signer)
        journal = self._journal(count, signer)
        acta = self._acta(count, store, contests, (casilla_key, reference, journal), signer.id)
        public = make_public(acta, serialise_journal(journal), signer.certificate, reference, signer.key.sign)
        name, sealed_name = bundle_names(acta)
        return SimulatedBundle(count.casilla, store, name, public, sealed_name, sealed)

    def many(self, counts: Sequence[SimulatedCount], workers: int = 1) -> Iterator[SimulatedBundle]:
        """Bundles in the order of ``counts``, made by ``workers`` processes; keys travel as PEM within this machine."""
        if workers <= 1:
            yield from map(self.bundle, counts)
            return
        recipe = (self.issuer.root_pem, self.issuer.key.to_pem(), serialise_theme(self.theme), self.mode)
        with ProcessPoolExecutor(workers, get_context("fork"), _prepare, recipe) as pool:
            chunks = [counts[i : i + CHUNK] for i in range(0, len(counts), CHUNK)]
            for made in pool.map(_make, chunks):
                yield from made

    def _acta(
        self,
        count: SimulatedCount,
        store: StoreId,
        contests: tuple[EscrutinioContest, ...],
        parts: tuple[SealingPublicKey, SealedReference, tuple[JournalEntry, ...]],
        urna: UrnaId,
    ) -> ActaEscrutinio:
        casilla_key, reference, journal = parts
        closing = next(entry for entry in journal if entry.kind is JournalKind.CIERRE)
        theme = self.theme
        return ActaEscrutinio(
            election=theme.election.id,
            mode=self.mode,
            casilla=count.casilla,
            urna=urna,
            store_id=store,
            theme_hash=theme.hash_hex,
            theme_code=theme.short_code,
            software_hash=SOFTWARE,
            casilla_key=casilla_key.data,
            opened_at=self.opened_at,
            closed_at=self.closed_at,
            counter_kind=CounterKind.BOARD,
            key_kind=KeyKind.FILE,
            ledger=count.ledger,
            contests=contests,
            findings=closing_findings(theme.contests, contests, count.ledger),
            journal_head=closing.hash,
            image_sha256=reference.sha256,
            actas=theme.rules.actas,
        )

    def _seal(
        self, count: SimulatedCount, store: StoreId, casilla_key: SealingPublicKey, urna: SimulatedUrna
    ) -> tuple[bytes | None, SealedReference]:
        rules = self.theme.rules
        records = sum(sum(figures.values()) for figures in count.counts)
        capacity = max(store_capacity(rules.max_voters, len(self.theme.contests)), records)
        if not count.full:
            stand_in = sha256_hex(b"image that stays on its media: " + store.value.encode())
            return None, SealedReference(stand_in, image_size(capacity, rules.record_size), records)
        keys = (casilla_key, SealingPublicKey(self.theme.trustees.public_key))
        final = frozenset(
            self._records(place, contest, figures, (store, keys))
            for place, (contest, figures) in enumerate(zip(self.theme.contests, count.counts, strict=True))
        )
        image = Image(store, records, capacity, rules.record_size, final=frozenset().union(*final))
        data = serialise_image(image, SystemRandomness(), urna.key.sign)
        return data, seal_reference(data, image)

    def _records(
        self,
        place: int,
        contest: Contest,
        figures: Mapping[str, int],
        binding: tuple[StoreId, tuple[SealingPublicKey, SealingPublicKey]],
    ) -> frozenset[bytes]:
        store, keys = binding
        randomness = SystemRandomness()
        info = record_info(self.theme.election.id, self.theme.hash_hex, store, self.mode)
        label = contest_label(contest.id)
        return frozenset(
            seal_record(
                encode_voto(place, voto, randomness.token(SLIP_MARK_SIZE)),
                contest=label,
                info=info,
                keys=keys,
                size_bytes=self.theme.rules.record_size,
                randomness=randomness,
            )
            for voto in votos_of(contest, figures)
        )

    def _journal(self, count: SimulatedCount, urna: SimulatedUrna) -> tuple[JournalEntry, ...]:
        book = _Book(urna)
        ledger = journal_data(**asdict(count.ledger))
        book.note(JournalKind.ENCENDIDO, self.opened_at - timedelta(hours=1), version="1")
        book.note(JournalKind.TEMA_CARGADO, self.opened_at - timedelta(minutes=50), codigo=self.theme.short_code)
        book.note(JournalKind.ACTA_INICIO, self.opened_at - timedelta(minutes=5))
        book.checkpoint(self.opened_at - timedelta(minutes=4), ())
        book.note(JournalKind.APERTURA, self.opened_at)
        book.checkpoint(self.opened_at, ())
        if count.full:
            book.turns(count.ledger)
        for hour in range(1, VOTING_HOURS):
            book.checkpoint(self.opened_at + timedelta(hours=hour), ())
        book.note(JournalKind.CIERRE_INICIADO, self.closed_at - CLOSING)
        book.add(JournalKind.CIERRE, self.closed_at, ledger)
        book.checkpoint(self.closed_at, ledger)
        return tuple(book.entries)


class _Book:
    """A journal in the making."""

    def __init__(self, urna: SimulatedUrna) -> None:
        self._urna = urna
        self.entries: list[JournalEntry] = []

    def note(self, kind: JournalKind, at: datetime | None, **values: int | str) -> None:
        self.add(kind, at, journal_data(**values))

    def add(self, kind: JournalKind, at: datetime | None, data: JournalData) -> None:
        self.entries.append(append(self.entries[-1] if self.entries else None, kind, data, at))

    def checkpoint(self, at: datetime, data: JournalData) -> None:
        self.add(JournalKind.CHECKPOINT, at, data)
        self.entries[-1] = sign_checkpoint(self.entries[-1], self._urna.key.sign)

    def turns(self, ledger: Ledger) -> None:
        """Every turn as a real urna journals it: emitidos first, cancelados after."""
        for turno in range(1, ledger.habilitaciones + 1):
            self.note(JournalKind.HABILITACION_CONSUMIDA, None, turno=turno)
            if turno > ledger.emitidos:
                self.note(JournalKind.CANCELADO, None, turno=turno)
                continue
            self.note(JournalKind.TURNO_PENDIENTE, None, turno=turno)
            self.note(JournalKind.TESTIGO_COMPLETO, None, turno=turno)
            self.note(JournalKind.TURNO_FINAL, None, turno=turno)


_WORKSHOP: list[SimulatedUrnas] = []
"""The maker of a worker process, set once when the process starts."""


def _prepare(root_pem: bytes, key_pem: bytes, theme: bytes, mode: Mode) -> None:
    _WORKSHOP[:] = [SimulatedUrnas(Issuer(root_pem, SigningKey.from_pem(key_pem)), parse_theme(theme), mode)]


def _make(counts: Iterable[SimulatedCount]) -> list[SimulatedBundle]:
    return [_WORKSHOP[0].bundle(count) for count in counts]


def with_figure(count: SimulatedCount, contest: int, key: str, votes: int) -> SimulatedCount:
    """The same count with one figure changed."""
    counts = list(count.counts)
    counts[contest] = {**counts[contest], key: votes}
    return replace(count, counts=tuple(counts))
