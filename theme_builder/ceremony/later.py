"""Certifies more urnas of a ceremony that was held: of the reserve, or late ones. It must not make a root.

What it adds is written down in a text of its own, which the root signs: the acta of the ceremony stays as it was.
"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from shared.crypto.authority import Issuer, root_facts
from shared.crypto.keyfiles import load_signing_key
from shared.domain.ids import PRACTICE
from theme_builder.ceremony.guide import PUBLIC
from theme_builder.ceremony.hands import Hands
from theme_builder.ceremony.issuing import CODES, Certified, Trust, certify_all, codes_csv
from theme_builder.ceremony.making import Occasion
from theme_builder.ceremony.record import CRL, LATER, ROOT, THEME_ROOT, Record, addendum
from theme_builder.ceremony.returning import ask_for_all, hand_back, note_urna
from theme_builder.ceremony.textos import GUIDE, RECORD
from theme_builder.ceremony.urnas import read_folder
from theme_builder.workspace import write_file

URNAS: Final = "urnas"


@dataclass(frozen=True, slots=True)
class Later:
    """More urnas: the ``folder`` of the ceremony, the list ``urnas`` (CSV), their ``stick``, the file ``root_key``."""

    folder: Path
    urnas: bytes
    stick: Path
    root_key: Path

    def issue(self, hands: Hands, now: datetime) -> tuple[Certified, ...]:
        """Certify every urna of the list, all or none; gives what the stick got back.

        Raises ``CeremoniaInvalida`` T684, T700, T709, T710, ``KeyInvalid`` K110 for another phrase,
        ``CertificateInvalid`` K206 for a key that is not the root's.
        """
        public = self.folder / PUBLIC
        trust = Trust(*((public / name).read_bytes() for name in (ROOT, CRL, THEME_ROOT)))
        name, valid = root_facts(trust.root)
        occasion = Occasion("", name.removeprefix(PRACTICE), valid, name.startswith(PRACTICE))
        hands.say(GUIDE["practice"] if occasion.practice else GUIDE["trust"].format(code=trust.code))
        asked = ask_for_all(occasion, self.urnas, read_folder(self.stick), hands)
        key = load_signing_key(self.root_key.read_bytes(), hands.secret(GUIDE["root_unlock"]))
        issuer = Issuer(trust.root, key)
        known = {f"{URNAS}/{path.name}": path.read_bytes() for path in sorted((public / URNAS).glob("*.*"))}
        certified = certify_all(issuer, occasion, trust, asked, known)
        self._write(public, issuer, _record(occasion, certified, now), certified, codes_csv(trust, certified))
        hand_back(certified, self.stick, hands)
        return certified

    def _write(
        self, public: Path, issuer: Issuer, record: Record, certified: tuple[Certified, ...], codes: bytes
    ) -> None:
        """The new files, the text that names them last."""
        files = {name: data for each in certified for name, data in each.public_files().items()}
        number = len(tuple(public.glob(f"{LATER}-*.txt"))) + 1
        files[CODES.replace(".", f"-{number}.")] = codes
        for name, data in addendum(record, issuer, files, number).items():
            write_file(public / name, data)


def _record(occasion: Occasion, certified: tuple[Certified, ...], now: datetime) -> Record:
    record = Record(occasion, ())
    for each in certified:
        note_urna(record, now, each)
    record.note(now, RECORD["later_closed"])
    return record
