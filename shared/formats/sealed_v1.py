"""The sealed file against its public manifest, and the votes inside its records as sums need them: without order.

It must not publish, keep or write what it opens, nor hold a key.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from shared.crypto.errors import RecordInvalid
from shared.crypto.hashing import sha256_hex
from shared.crypto.sealing import RecordOpener, SealingKey, Which, wipe
from shared.domain.eleccion import Mode
from shared.domain.escrutinio import EscrutinioContest, contar
from shared.domain.ids import StoreId
from shared.domain.voto import Voto
from shared.formats.image_v1 import Image, ImagenInvalida, Verify, parse_image
from shared.formats.results_model import Manifest, SealedReference
from shared.formats.theme_model import Theme
from shared.formats.vote_v1 import DecodedVoto, RegistroInvalido, contest_label, decode_voto, record_info


@dataclass(frozen=True, slots=True)
class OpenedRecords:
    """What a set of records holds, sorted by content so that no order survives.

    ``votos``: per contest, in the order of the theme. ``slip_marks``: of all records. ``illegibles``: records that
    did not open or are no vote; they belong to no contest that anyone can name.
    """

    votos: tuple[tuple[Voto, ...], ...]
    slip_marks: tuple[bytes, ...]
    illegibles: int


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
    votos: list[list[Voto]] = [[] for _ in labels]
    marks: list[bytes] = []
    illegibles = 0
    for record in records:
        opened = _open_one(record, opener, labels)
        if opened is None:
            illegibles += 1
            continue
        votos[opened.contest_index].append(opened.voto)
        marks.append(opened.slip_mark)
    in_order = tuple(tuple(sorted(each, key=lambda voto: voto.marks)) for each in votos)
    return OpenedRecords(in_order, tuple(sorted(marks)), illegibles)


def count_records(opened: OpenedRecords, theme: Theme) -> tuple[EscrutinioContest, ...]:
    """The figures of the acta, contest by contest; what a contest does not allow counts as rechazado (A1)."""
    return tuple(contar(contest, votos) for contest, votos in zip(theme.contests, opened.votos, strict=True))


def _open_one(record: bytes, opener: RecordOpener, labels: Sequence[bytes]) -> DecodedVoto | None:
    """The vote, or None for a record that does not open or says another contest than it was sealed for."""
    try:
        index, payload = opener.open(record, labels)
    except RecordInvalid:
        return None
    try:
        found = decode_voto(payload)
    except RegistroInvalido:
        return None
    finally:
        wipe(payload)
    return found if found.contest_index == index else None
