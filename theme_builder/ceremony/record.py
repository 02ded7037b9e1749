"""The record of a ceremony: what was done, the hash of everything public, and a signature that common tools check.

It must not hold a secret; `sha256sum`, `openssl` and a reader of text are all that a witness needs.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from shared.crypto.authority import Issuer, sign_for_openssl
from shared.crypto.hashing import sha256_hex
from theme_builder.ceremony.making import Occasion
from theme_builder.ceremony.textos import RECORD

ROOT, CRL, PUBLIC_KEY, THEME_ROOT = "root.pem", "crl.pem", "raiz.pub.pem", "1.root.json"
LATER = "alistamiento"
ACTA, SIGNATURE, HASHES = "acta.txt", "acta.firma", "huellas.sha256"


@dataclass
class Record:
    """What was done so far, in its order."""

    occasion: Occasion
    observers: tuple[str, ...]
    lines: list[str] = field(default_factory=list)

    def note(self, now: datetime, words: str) -> None:
        """Write down one act, numbered, with its hour in UTC."""
        moment = f"{now.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
        self.lines.append(
            RECORD["line"].format(number=len(self.lines) + 1, moment=moment, words=" ".join(words.split()))
        )

    def closed(self, issuer: Issuer, public: Mapping[str, bytes]) -> dict[str, bytes]:
        """Every public file by name, with the root's public key, the acta, its signature, and the list of hashes."""
        files = {**public, PUBLIC_KEY: issuer.key.public.to_pem()}
        hashes = _hashes(files)
        acta = self._text(hashes).encode()
        signed = {ACTA: acta, SIGNATURE: sign_for_openssl(issuer, acta)}
        return {**files, **signed, HASHES: _hashes({**files, **signed}).encode()}

    def _text(self, hashes: str) -> str:
        head = RECORD["practice"] if self.occasion.practice else ""
        observers = "\n".join(RECORD["witness"].format(name=name) for name in self.observers)
        election, authority = self.occasion.election, self.occasion.authority
        return RECORD["acta"].format(
            head=head,
            election=election,
            authority=authority,
            observers=observers,
            lines="\n".join(self.lines),
            hashes=hashes,
        )


def addendum(record: Record, issuer: Issuer, public: Mapping[str, bytes], number: int) -> dict[str, bytes]:
    """What was certified after a ceremony closed: the new files, and a text of its own that the root signs."""
    name = f"{LATER}-{number}"
    practice = RECORD["practice"] if record.occasion.practice else ""
    text = (
        RECORD["later"]
        .format(
            head=practice,
            name=name,
            authority=record.occasion.authority,
            lines="\n".join(record.lines),
            hashes=_hashes(public),
        )
        .encode()
    )
    return {**public, f"{name}.txt": text, f"{name}.firma": sign_for_openssl(issuer, text)}


def delivered(holder: str, what: str, data: bytes) -> str:
    """Words of something secret that was given to one person: its hash, by which they can prove it is that one."""
    return RECORD["delivered"].format(holder=holder, what=what, sha256=sha256_hex(data))


def _hashes(files: Mapping[str, bytes]) -> str:
    """Lines of `sha256sum`: two spaces between a hash and its file."""
    return "".join(f"{sha256_hex(data)}  {name}\n" for name, data in sorted(files.items()))
