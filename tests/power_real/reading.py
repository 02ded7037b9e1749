"""What lies on one medium, read with the published formats as a stranger would. It must not use the urna's code."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from shared.crypto.certificates import load_chain
from shared.crypto.errors import SignatureInvalid
from shared.crypto.roles import Role
from shared.crypto.signing import VerifyingKey
from shared.domain.errors import DatoInvalido
from shared.domain.journal import JournalEntry, JournalKind
from shared.formats.image_v1 import Image, parse_image
from shared.formats.journal_v1 import parse_journal, verify_journal
from tests.flows.institute import EVENING, Institute

STORE: Final = "urna-oficial"
SLOTS: Final = ("imagen.a", "imagen.b")
RESULTS: Final = ("acta.public.zip", "almacen.sealed", "marcas.json")


@dataclass(frozen=True, slots=True)
class Medium:
    """``journal`` is None when it is not sound; ``slots`` are the bytes of images, ``image`` the newest whole one."""

    label: str
    journal: tuple[JournalEntry, ...] | None
    slots: tuple[bytes | None, ...]
    image: Image | None
    apertura: bytes | None
    results: tuple[bytes | None, ...]
    exported: dict[str, bytes]

    def entries(self, kind: JournalKind) -> int:
        """How many entries of a kind the journal has."""
        return sum(entry.kind is kind for entry in self.journal or ())

    @property
    def records(self) -> int:
        """Records in all areas of the image."""
        return 0 if self.image is None else self.image.settled + len(self.image.pending)


def key_of(institute: Institute) -> VerifyingKey:
    """The urna's public key, from its certificate."""
    leaf = load_chain((institute.identity / "urna.cert.pem").read_bytes())[0]
    return institute.anchor.verify_chain(leaf, (), Role.URNA, EVENING).public_key


def read_medium(root: Path, key: VerifyingKey) -> Medium:
    """Read one mounted medium."""
    place = root / STORE
    slots = tuple(_bytes(place / slot) for slot in SLOTS)
    return Medium(
        label=root.name,
        journal=_journal(_bytes(place / "bitacora.jsonl"), key),
        slots=slots,
        image=_newest(slots, key),
        apertura=_bytes(place / "apertura.json"),
        results=tuple(_bytes(place / "cierre" / name) for name in RESULTS),
        exported=_exported(root / "resultados"),
    )


def _exported(folder: Path) -> dict[str, bytes]:
    try:
        return {path.name: path.read_bytes() for path in sorted(folder.glob("*.[ps]*"))}
    except OSError:
        return {}


def _journal(raw: bytes | None, key: VerifyingKey) -> tuple[JournalEntry, ...] | None:
    """The whole lines; a torn last one was never acknowledged."""
    if raw is None:
        return ()
    try:
        entries = parse_journal(raw[: raw.rfind(b"\n") + 1])
        verify_journal(entries, key.verify)
    except (DatoInvalido, SignatureInvalid):
        return None
    return entries


def _newest(slots: Iterable[bytes | None], key: VerifyingKey) -> Image | None:
    found = []
    for data in slots:
        try:
            found.append(parse_image(data or b"", key.verify))
        except (DatoInvalido, SignatureInvalid):
            continue
    return max(found, key=lambda image: image.sequence, default=None)


def _bytes(path: Path) -> bytes | None:
    """What a file holds; None when it is absent or empty, as a file is whose contents never reached the medium."""
    try:
        return path.read_bytes() or None
    except OSError:
        return None
