"""The sealed file against its public manifest, and the votes inside its records as sums need them: without order.

It must not publish, keep or write what it opens, nor hold a key.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from shared.crypto.errors import RecordInvalid
from shared.crypto.hashing import sha256_hex
from shared.crypto.sealing import SEALED_KEYS, RecordOpener, SealingKey, Which, wipe
from shared.domain.eleccion import Mode
from shared.domain.escrutinio import EscrutinioContest, contar
from shared.domain.grupo import Parts
from shared.domain.grupo_escrutinio import Reunidos, contests_of
from shared.domain.ids import GrupoId, StoreId
from shared.domain.voto import Voto
from shared.formats.image_v1 import Image, ImagenInvalida, Verify, parse_image
from shared.formats.results_model import Manifest, SealedReference
from shared.formats.theme_model import Theme
from shared.formats.vote_v1 import DecodedVoto, RegistroInvalido, contest_label, decode_voto, record_info


@dataclass(frozen=True, slots=True)
class OpenedRecords:
    """What a set of records holds, sorted by content so that no order survives.

    Attributes:
        votos: per contest in the order of the theme, and in it per group (one for a theme without groups).
        rechazados: per contest, records sealed for it that hold no vote of it: another contest or a group without right
            inside, a payload that cannot be, the contents of another record again (A1, A2).
        slip_marks: of the records that hold a vote.
        illegibles: records that did not open, of another key, store, election, theme or mode; nobody can name their
            contest.
    """

    votos: tuple[tuple[tuple[Voto, ...], ...], ...]
    rechazados: tuple[int, ...]
    slip_marks: tuple[bytes, ...]
    illegibles: int

    def of(self, contest_index: int) -> tuple[Voto, ...]:
        """The votes of a contest, whatever their group."""
        return tuple(voto for votos in self.votos[contest_index] for voto in votos)


def seal_reference(image_bytes: bytes, image: Image) -> SealedReference:
    """What the public manifest says of a sealed file."""
    return SealedReference(sha256_hex(image_bytes), len(image_bytes), len(image.final))


def check_sealed(image_bytes: bytes, manifest: Manifest) -> None:
    """Accept the sealed file that a verified manifest names, or raise ``ImagenInvalida`` I151 (size or hash)."""
    named = manifest.sealed
    if len(image_bytes) != named.size or sha256_hex(image_bytes) != named.sha256:
        raise ImagenInvalida("I151", "not the sealed file that the manifest names")


def read_sealed(image_bytes: bytes, manifest: Manifest, verify: Verify) -> Image:
    """The image of a verified bundle.

    Raises as ``check_sealed`` and ``parse_image``, and ``ImagenInvalida``: I152 another store; I153 a turn still
    pending; I154 another number of final records than the manifest says.
    """
    check_sealed(image_bytes, manifest)
    image = parse_image(image_bytes, verify)
    if image.store_id != manifest.store_id:
        raise ImagenInvalida("I152", "the image of another store")
    if image.pending:
        raise ImagenInvalida("I153", "a turn is still pending")
    if len(image.final) != manifest.sealed.records:
        raise ImagenInvalida("I154", f"{len(image.final)} records, not {manifest.sealed.records}")
    return image


def record_opener(key: SealingKey, which: Which, theme: Theme, store_id: StoreId, mode: Mode) -> RecordOpener:
    """What opens the records of one store: with the casilla key at closing, the election key in a recount."""
    return RecordOpener(key, which, record_info(theme.election.id, theme.hash_hex, store_id, mode))


def open_records(records: Iterable[bytes], opener: RecordOpener, theme: Theme) -> OpenedRecords:
    """Open every record that opens; each payload is wiped once it is read."""
    labels = [contest_label(contest.id) for contest in theme.contests]
    entitled = [frozenset(theme.contests_of(grupo)) for grupo in range(max(1, len(theme.grupos)))]
    votos: list[list[list[Voto]]] = [[[] for _ in entitled] for _ in labels]
    rechazados = [0] * len(labels)
    marks: list[bytes] = []
    illegibles = 0
    bodies: set[bytes] = set()
    for record in sorted(records):
        opened = _open_one(record, opener, labels)
        if opened is None:
            illegibles += 1
            continue
        contest, found = opened
        body = record[SEALED_KEYS:]
        if found is None or body in bodies or not _belongs(found, contest, entitled):
            rechazados[contest] += 1
            continue
        bodies.add(body)
        votos[contest][found.grupo_index].append(found.voto)
        marks.append(found.slip_mark)
    in_order = tuple(tuple(tuple(sorted(g, key=lambda voto: voto.marks)) for g in each) for each in votos)
    return OpenedRecords(in_order, tuple(rechazados), tuple(sorted(marks)), illegibles)


def count_records(opened: OpenedRecords, theme: Theme) -> tuple[EscrutinioContest, ...]:
    """The figures of the acta, contest by contest; what a contest does not allow counts as rechazado (A1)."""
    counted = []
    for place, contest in enumerate(theme.contests):
        found = contar(contest, opened.of(place))
        counted.append(EscrutinioContest(contest.id, found.counts, found.rechazados + opened.rechazados[place]))
    return tuple(counted)


def count_parts(opened: OpenedRecords, theme: Theme, parts: Parts) -> tuple[Reunidos, ...]:
    """The figures of each part of groups; votes of merged groups are counted together, never apart."""
    return tuple(Reunidos(part, tuple(_count_part(opened, theme, part))) for part in parts)


def _count_part(opened: OpenedRecords, theme: Theme, part: Sequence[GrupoId]) -> Iterator[EscrutinioContest]:
    places = {contest.id: place for place, contest in enumerate(theme.contests)}
    inside = [theme.grupo_index(grupo_id) for grupo_id in part]
    for contest in contests_of(theme.agrupacion, part, theme.contests):
        of_contest = opened.votos[places[contest.id]]
        yield contar(contest, sorted((v for grupo in inside for v in of_contest[grupo]), key=lambda voto: voto.marks))


def _belongs(found: DecodedVoto, contest: int, entitled: Sequence[frozenset[int]]) -> bool:
    """Whether the payload says the contest that it was sealed for, and a group that may vote it."""
    in_range = found.grupo_index < len(entitled)
    return found.contest_index == contest and in_range and contest in entitled[found.grupo_index]


def _open_one(record: bytes, opener: RecordOpener, labels: Sequence[bytes]) -> tuple[int, DecodedVoto | None] | None:
    """The contest that it was sealed for and the vote (None: no vote), or None for a record that does not open."""
    try:
        index, payload = opener.open(record, labels)
    except RecordInvalid:
        return None
    try:
        return index, decode_voto(payload)
    except RegistroInvalido:
        return index, None
    finally:
        wipe(payload)
