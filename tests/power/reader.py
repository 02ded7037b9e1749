"""An independent reader of what a cut left: journals, images, votes and paper, from the bytes and slips alone.

It must not ask the urna anything, nor use its store or services: formats, keys of the institute and shares on paper.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from hardware.printer.layout import plain_text
from hardware.printer.port import Qr, Row, Slip
from shared.crypto.codes import crockford
from shared.crypto.errors import SignatureInvalid
from shared.crypto.sealing import SealingKey
from shared.crypto.shares import combine, open_share
from shared.domain.eleccion import Contest, OptionKind
from shared.domain.errors import DatoInvalido
from shared.domain.ids import StoreId
from shared.domain.journal import JournalEntry, JournalKind
from shared.formats.image_v1 import Image, parse_image
from shared.formats.journal_v1 import parse_journal, verify_journal
from shared.formats.qr_v1 import QrActa, read_qr
from shared.formats.sealed_v1 import record_opener
from shared.formats.theme_model import Theme
from shared.formats.vote_v1 import DecodedVoto, contest_label, decode_voto
from tests.flows.institute import Institute
from tests.flows.table import OPENERS
from tests.power.crash import digest
from urna.config import Config

JOURNAL = "bitacora.jsonl"
COPY = "bitacora.copia.jsonl"
"""Beside the journal of a medium that is alone."""
SLOTS = ("imagen.a", "imagen.b")

_EXPLICIT = {OptionKind.NULO: ["VOTO NULO"], OptionKind.NO_REGISTRADA: ["CANDIDATURA NO REGISTRADA"]}

Files = Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Newest:
    """The newest intact image of a medium."""

    image: Image
    data: bytes


@dataclass(slots=True)
class Reader:
    """Reads media of one urna and one mode; ``themes`` are those that its mesa may have loaded.

    ``place`` is the folder of a store inside that of the mode, ``others`` those of further ones there; ``shares_of``
    the store whose shares open the votes when it is not their own; ``mine`` tells the testigos of this store by mark.
    """

    institute: Institute
    config: Config
    themes: tuple[Theme, ...]
    verify: Callable[[str, bytes, bytes], None]
    place: str = ""
    others: tuple[str, ...] = ()
    shares_of: str = ""
    mine: Callable[[str], bool] = lambda _: True
    _images: dict[bytes, Image | None] = field(default_factory=dict)
    _journals: dict[bytes, tuple[JournalEntry, ...]] = field(default_factory=dict)
    _keys: dict[str, SealingKey | None] = field(default_factory=dict)
    _votes: dict[bytes, DecodedVoto] = field(default_factory=dict)

    @property
    def folder(self) -> str:
        return f"urna-{self.config.mode.value}{self.place}"

    @property
    def growing(self) -> frozenset[str]:
        """Files that are written in place, of this store and of further ones beside it."""
        folders = (self.folder, *(f"{self.folder}{other}" for other in self.others))
        return frozenset(f"{folder}/{name}" for folder in folders for name in (JOURNAL, *SLOTS))

    def elsewhere(self, path: str) -> bool:
        """Whether a file is of another store."""
        return any(path.startswith(f"{self.folder}{other}/") for other in self.others)

    def path(self, name: str) -> str:
        return f"{self.folder}/{name}"

    def journal(self, files: Files) -> tuple[JournalEntry, ...]:
        """The longest sound beginning of a medium's journal."""
        data = files.get(self.path(JOURNAL), b"")
        name = digest(data)
        if name not in self._journals:
            self._journals[name] = self._sound(data)
        return self._journals[name]

    def theme(self, files: Files) -> Theme:
        """The theme that the journal of a medium says was loaded last."""
        loaded = [entry for entry in self.journal(files) if entry.kind is JournalKind.TEMA_CARGADO]
        return next(theme for theme in self.themes if theme.hash_hex == loaded[-1].value("tema"))

    def _sound(self, data: bytes) -> tuple[JournalEntry, ...]:
        lines = data.split(b"\n")[:-1]
        for count in range(len(lines), 0, -1):
            try:
                entries = parse_journal(b"\n".join(lines[:count]) + b"\n")
                verify_journal(entries, self.verify)
            except (DatoInvalido, SignatureInvalid):
                continue
            return entries
        return ()

    def newest(self, files: Files) -> Newest | None:
        """The newest intact image of a medium."""
        copies = [files[self.path(slot)] for slot in SLOTS if self.path(slot) in files]
        found = [Newest(image, data) for data in copies if (image := self._image(data)) is not None]
        return max(found, key=lambda each: each.image.sequence, default=None)

    def _image(self, data: bytes) -> Image | None:
        name = digest(data)
        if name not in self._images:
            try:
                self._images[name] = parse_image(data, self.verify)
            except (DatoInvalido, SignatureInvalid):
                self._images[name] = None
        return self._images[name]

    def votes(self, files: Files, records: Iterable[bytes], slips: Iterable[Slip]) -> list[DecodedVoto]:
        """What sealed records of a medium hold, opened with the shares on paper."""
        found = []
        for record in records:
            if record not in self._votes:
                theme, newest = self.theme(files), self.newest(files)
                store = newest.image.store_id if newest else StoreId("0" * 32)
                key = self._key(self.shares_of or store.value, slips)
                if key is None:
                    raise AssertionError("there are votes, and no shares on paper that open them")
                opener = record_opener(key, "casilla", theme, store, self.config.mode)
                labels = [contest_label(contest.id) for contest in theme.contests]
                self._votes[record] = decode_voto(opener.open(record, labels)[1])
            found.append(self._votes[record])
        return found

    def _key(self, store: str, slips: Iterable[Slip]) -> SealingKey | None:
        if self._keys.get(store) is None:
            self._keys[store] = self._combined(store, slips)
        return self._keys[store]

    def _combined(self, store: str, slips: Iterable[Slip]) -> SealingKey | None:
        shares = {}
        codes = [self.institute.official(role).code for role in OPENERS]
        for slip in (slip for slip in slips if slip.kind == "parte"):
            text = next(block.data for block in slip.blocks if isinstance(block, Qr))
            for code in codes:
                try:
                    share = open_share(text, code, store)
                except DatoInvalido:
                    continue
                shares[share.index] = share
        return SealingKey.from_bytes(combine(tuple(shares.values())[:2])) if len(shares) > 1 else None

    def marks_on_paper(self, slips: Iterable[Slip]) -> list[str]:
        """The mark on the tail of every testigo that came out whole."""
        return [mark for slip in slips if slip.kind == "testigo" and self.mine(mark := self._tail(slip))]

    def testigo(self, slips: Iterable[Slip], mark: str) -> str:
        """Everything that the testigo of a mark says."""
        slip = next(slip for slip in slips if slip.kind == "testigo" and self._tail(slip) == mark)
        return " ".join(plain_text(slip).split())

    def _tail(self, slip: Slip) -> str:
        return next(block.right for block in reversed(slip.blocks) if isinstance(block, Row) and len(block.right) == 9)

    def actas_on_paper(self, slips: Iterable[Slip]) -> list[QrActa]:
        """What the QR of every acta de escrutinio says."""
        actas = [slip for slip in slips if slip.kind == "acta_escrutinio"]
        return [read_qr([b.data for b in slip.blocks if isinstance(b, Qr)], self.verify) for slip in actas]


def mark_of(vote: DecodedVoto) -> str:
    """A mark as the tail of a testigo writes it."""
    text = crockford(int.from_bytes(vote.slip_mark, "big"), 8)
    return f"{text[:4]} {text[4:]}"


def words_of(contest: Contest, vote: DecodedVoto) -> list[str]:
    """What paper must say of a vote, as a voter would look for it."""
    options = [contest.options[mark.option] for mark in vote.voto.marks]
    named = [word for o in options for word in (_EXPLICIT.get(o.kind) or [p.value for p in o.partidos] or [o.label])]
    return [contest.title, *(named or ["EN BLANCO"])]
