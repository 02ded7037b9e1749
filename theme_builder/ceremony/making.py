"""What a key ceremony makes, as values: the institute's root, the election's key in shares, cards, certificates.

It must not write a file nor keep a secret: the guide hands each over and forgets it.
"""

from base64 import b64encode
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import combinations
from typing import Final

from shared.crypto.authority import Issuer, create_revocation_list, create_root
from shared.crypto.codes import generate_code
from shared.crypto.credentials import make_card
from shared.crypto.randomness import Randomness
from shared.crypto.sealing import SealingKey, SealingPublicKey, wipe
from shared.crypto.shares import combine, read_share, share_text, split
from shared.crypto.signing import SigningKey
from shared.domain.errors import DatoInvalido
from shared.domain.ids import PRACTICE, OfficialId

ROLES: Final = ("presidencia", "secretaria", "escrutador")
THRESHOLD, TRUSTEES = 3, 5
MAX_NAME: Final = 60


class CeremoniaInvalida(DatoInvalido):
    """A ceremony that must not go on (codes ``T68x``)."""


@dataclass(frozen=True, slots=True)
class Occasion:
    """For what a ceremony is held: ``valid`` are the first and last aware moment of what it certifies.

    In a ``practice`` each name says so, inside of what keys bind: nothing of it serves an official jornada.
    """

    election: str
    authority: str
    valid: tuple[datetime, datetime]
    practice: bool = False

    def named(self, name: str) -> str:
        """``name`` as this occasion says it."""
        return f"{PRACTICE}{name}" if self.practice else name

    @property
    def share_label(self) -> str:
        """What the trustees' shares are bound to: a recount of the election asks for its id, never for a practice's."""
        return self.named(self.election)


@dataclass(frozen=True, slots=True)
class Official:
    """One member of a mesa: the card's QR text and the code that opens it."""

    id: str
    role: str
    card: str = field(repr=False)
    code: str = field(repr=False)
    public_key: bytes


@dataclass(frozen=True, slots=True)
class ElectionKey:
    """The public half of the election's key, and its shares as the texts that trustees keep."""

    public: SealingPublicKey
    shares: tuple[str, ...] = field(repr=False)


def make_institute(occasion: Occasion, key: SigningKey) -> tuple[Issuer, bytes]:
    """The institute's root, and its first list of revoked certificates, which is empty."""
    name = occasion.named(occasion.authority)[:MAX_NAME]
    issuer = Issuer(create_root(name, *occasion.valid, key), key)
    return issuer, create_revocation_list(issuer, {}, *occasion.valid)


def make_mesa(occasion: Occasion, number: int, randomness: Randomness) -> tuple[Official, ...]:
    """The cards of one mesa; a practice's id is bound into the key of its card."""
    people = []
    for role in ROLES:
        name = OfficialId(occasion.named(f"{role.upper()}-{number:02d}"))
        code = generate_code(randomness)
        card, public_key = make_card(name, code, randomness)
        people.append(Official(name.value, role, card, code, public_key))
    return tuple(people)


def make_election_key(occasion: Occasion) -> ElectionKey:
    """The election's key, split and forgotten, once any three of its shares were seen to give it back."""
    key = SealingKey.generate()
    secret = key.to_bytes()
    try:
        shares = split(secret, THRESHOLD, TRUSTEES)
    finally:
        wipe(secret)
    made = ElectionKey(key.public, tuple(share_text(share, occasion.share_label) for share in shares))
    check_shares(made, occasion.share_label)
    return made


def check_shares(key: ElectionKey, label: str) -> None:
    """Have every set of three shares give the key, or raise ``CeremoniaInvalida`` T680, ``ShareInvalid``."""
    shares = [read_share(text, label) for text in key.shares]
    for chosen in combinations(shares, THRESHOLD):
        secret = combine(chosen)
        try:
            if SealingKey.from_bytes(secret).public != key.public:
                raise CeremoniaInvalida("T680", "three shares give another key")
        finally:
            wipe(secret)


def read_back(given: str, text: str, label: str) -> None:
    """Accept what a trustee's medium says as the share that was given, or raise.

    Raises ``CeremoniaInvalida`` T681 for anything else, ``ShareInvalid`` for what is no share of the label.
    """
    read_share(text, label)
    if text != given:
        raise CeremoniaInvalida("T681", "what was read back is another share")


def people_toml(officials: Iterable[Official], key: SealingPublicKey) -> bytes:
    """The file personas.toml of a source: the officials' public keys and the election's."""
    rows = "".join(
        f'[[officials]]\nid = "{each.id}"\nrole = "{each.role}"\n'
        f'public_key = "{b64encode(each.public_key).decode()}"\n\n'
        for each in officials
    )
    public = b64encode(key.data).decode()
    return f'{rows}[trustees]\npublic_key = "{public}"\nthreshold = {THRESHOLD}\ncount = {TRUSTEES}\n'.encode()


def repeated(names: Sequence[str]) -> tuple[str, ...]:
    """Names that stand more than once."""
    return tuple(dict.fromkeys(name for name in names if names.count(name) > 1))
