"""Leads a ceremony from the first act to the record: asks, makes, hands over, reads back, writes down.

It must not keep a trustee's share anywhere but on that trustee's own medium, nor write a secret into what is public.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Final

from shared.crypto.authority import Issuer
from shared.crypto.hashing import sha256_hex
from shared.crypto.keyfiles import PASSPHRASE_MIN, save_signing_key
from shared.crypto.randomness import Randomness
from shared.crypto.signing import SigningKey
from shared.crypto.tuf_roots import follow
from shared.domain.errors import DatoInvalido
from theme_builder.ceremony.hands import Hands
from theme_builder.ceremony.issuing import CODES, CODES_PDF, Certified, Trust, certify_all, codes_csv
from theme_builder.ceremony.making import (
    THRESHOLD,
    TRUSTEES,
    CeremoniaInvalida,
    Occasion,
    Official,
    make_election_key,
    make_institute,
    make_mesa,
    people_toml,
    read_back,
)
from theme_builder.ceremony.record import CRL, ROOT, THEME_ROOT, Record, delivered
from theme_builder.ceremony.returning import ask_for_all, hand_back, note_urna
from theme_builder.ceremony.textos import GUIDE, RECORD
from theme_builder.ceremony.urnas import Asked
from theme_builder.workspace import write_file

PUBLIC, PRIVATE, ROOT_KEY = "publico", "privado", "raiz.key.pem"
PEOPLE: Final = "personas.toml"
MAX_SHARE: Final = 4096
SHARES: Final = "parte-*.txt"


class Act(StrEnum):
    """The acts of a ceremony, in their order."""

    RAIZ = "raiz"
    URNAS = "urnas"
    MESAS = "mesas"
    CUSTODIOS = "custodios"
    ACTA = "acta"


@dataclass(frozen=True, slots=True)
class Plan:
    """What a ceremony is to make: where, how many mesas, which root of signatures, before whom, and which urnas ask.

    ``urnas`` is the list of them (CSV), b"" for none; ``requests`` what their stick holds, by the name of its file, and
    ``stick`` where the answers are written back.
    """

    occasion: Occasion
    folder: Path
    mesas: int
    theme_root: bytes
    observers: tuple[str, ...]
    urnas: bytes = b""
    requests: Mapping[str, bytes] = field(default_factory=dict)
    stick: Path | None = None

    @property
    def public(self) -> Path:
        """What every witness takes away."""
        return self.folder / PUBLIC

    @property
    def private(self) -> Path:
        """What leaves in sealed envelopes."""
        return self.folder / PRIVATE


@dataclass
class Ceremony:
    """A ceremony while it is held: ``act`` is the present one, and ``record`` what was written down so far."""

    plan: Plan
    hands: Hands
    now: Callable[[], datetime]
    randomness: Randomness
    printed: Callable[[Trust, tuple[Certified, ...]], bytes] | None = None
    """Makes the list of codes to print, as PDF."""
    act: Act = Act.RAIZ
    record: Record = field(init=False)
    _files: dict[str, bytes] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.record = Record(self.plan.occasion, self.plan.observers)

    def hold(self) -> dict[str, bytes]:
        """Every act in its order; gives the public files, which are also written.

        Raises ``CeremoniaInvalida`` T683 where the folder is not empty, T710 for requests at fault, each of them said
        before anything is made; ``ThemeRepositoryInvalid`` for a root that is not right.
        """
        plan = self.plan
        if plan.folder.exists() and any(plan.folder.iterdir()):
            raise CeremoniaInvalida("T683", f"{plan.folder} is not empty")
        asked = ask_for_all(plan.occasion, plan.urnas, plan.requests, self.hands)
        self.hands.say(GUIDE["begin"].format(election=plan.occasion.election))
        if plan.occasion.practice:
            self.hands.say(GUIDE["practice"])
        record = self.record
        theme_root = follow([plan.theme_root])
        issuer = self._root(record)
        self._files[THEME_ROOT] = plan.theme_root
        words = {"version": theme_root.version, "count": len(theme_root.signers), "sha256": theme_root.fingerprint}
        record.note(self.now(), RECORD["signers"].format(**words))
        certified = self._urnas(record, issuer, asked)
        officials = self._mesas(record)
        self._election_key(record, officials)
        self.act = Act.ACTA
        record.note(self.now(), RECORD["closed"])
        public = record.closed(issuer, self._files)
        for name, data in public.items():
            write_file(plan.public / name, data)
        if plan.stick is not None:
            hand_back(certified, plan.stick, self.hands)
        self.hands.say(GUIDE["closed"].format(public=plan.public, private=plan.private))
        return public

    def _root(self, record: Record) -> Issuer:
        key = SigningKey.generate()
        issuer, crl = make_institute(self.plan.occasion, key)
        sealed = save_signing_key(key, self._phrase())
        write_file(self.plan.private / ROOT_KEY, sealed, private=True)
        self._files |= {ROOT: issuer.root_pem, CRL: crl}
        sha256 = sha256_hex(issuer.root_pem)
        day = self.plan.occasion.valid[1].date().isoformat()
        record.note(self.now(), RECORD["root"].format(day=day, sha256=sha256))
        self.hands.say(GUIDE["root_done"].format(sha256=sha256))
        return issuer

    def _phrase(self) -> str:
        while True:
            phrase = self.hands.secret(GUIDE["root_phrase"])
            if len(phrase) < PASSPHRASE_MIN:
                self.hands.say(GUIDE["phrase_short"])
            elif phrase != self.hands.secret(GUIDE["root_phrase_again"]):
                self.hands.say(GUIDE["phrase_differs"])
            else:
                return phrase

    def _urnas(self, record: Record, issuer: Issuer, asked: tuple[Asked, ...]) -> tuple[Certified, ...]:
        self.act = Act.URNAS
        trust = Trust(self._files[ROOT], self._files[CRL], self._files[THEME_ROOT])
        record.note(self.now(), RECORD["trust"].format(code=trust.code))
        self.hands.say(GUIDE["trust"].format(code=trust.code))
        certified = certify_all(issuer, self.plan.occasion, trust, asked, {})
        for each in certified:
            self._files |= each.public_files()
            note_urna(record, self.now(), each)
            self.hands.say(GUIDE["urna_done"].format(id=each.name))
        if certified:
            self._files[CODES] = codes_csv(trust, certified)
            if self.printed is not None:
                self._files[CODES_PDF] = self.printed(trust, certified)
        return certified

    def _mesas(self, record: Record) -> list[Official]:
        self.act = Act.MESAS
        everybody: list[Official] = []
        for number in range(1, self.plan.mesas + 1):
            mesa = make_mesa(self.plan.occasion, number, self.randomness)
            write_mesa(self.plan.private / f"mesa-{number:02d}", mesa)
            everybody += mesa
            ids = ", ".join(each.id for each in mesa)
            record.note(self.now(), RECORD["mesa"].format(number=number, ids=ids))
        return everybody

    def _election_key(self, record: Record, officials: list[Official]) -> None:
        self.act = Act.CUSTODIOS
        key = make_election_key(self.plan.occasion)
        words = {"count": TRUSTEES, "threshold": THRESHOLD, "public": key.public.data.hex()}
        record.note(self.now(), RECORD["election_key"].format(**words))
        self._files[PEOPLE] = people_toml(officials, key.public)
        names: set[str] = set()
        for number, share in enumerate(key.shares, start=1):
            name = self._trustee(number, names)
            self._hand_over(number, name, share)
            what = RECORD["share"].format(number=number, count=TRUSTEES)
            record.note(self.now(), delivered(name, what, share.encode()))

    def _trustee(self, number: int, names: set[str]) -> str:
        while True:
            name = " ".join(self.hands.ask(GUIDE["trustee_name"].format(number=number)).split())
            if name and name.casefold() not in names:
                names.add(name.casefold())
                return name
            self.hands.say(GUIDE["trustee_same"])

    def _hand_over(self, number: int, name: str, share: str) -> None:
        """Write a share to its trustee's own medium, and read it from there."""
        while True:
            folder = Path(self.hands.ask(GUIDE["trustee_folder"].format(name=name)))
            path = folder / f"parte-{number}.txt"
            try:
                if not folder.is_dir() or self.plan.folder in (folder, *folder.parents) or any(folder.glob(SHARES)):
                    raise CeremoniaInvalida("T685", f"{folder} is not a medium of their own")
                write_file(path, share.encode(), private=True)
                with path.open("rb") as stream:
                    read_back(share, stream.read(MAX_SHARE).decode("ascii", "replace"), self.plan.occasion.share_label)
            except (DatoInvalido, OSError) as error:
                self.hands.say(GUIDE["trustee_bad"].format(detail=error))
                continue
            self.hands.say(GUIDE["trustee_done"].format(number=number, path=path))
            return


def write_mesa(folder: Path, mesa: tuple[Official, ...]) -> None:
    """Each card (`tema tarjetas` prints it), and in another folder the code that opens it: they travel apart."""
    for each in mesa:
        write_file(folder / "tarjetas" / f"{each.id}.tarjeta.txt", each.card.encode(), private=True)
        write_file(folder / "codigos" / f"{each.id}.codigo.txt", f"{each.code}\n".encode(), private=True)
