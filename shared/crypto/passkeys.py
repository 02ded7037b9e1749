"""Passkeys (WebAuthn level 3): what a browser is asked, and whether what its authenticator answered holds.

It must not keep anything: challenges prove themselves, and that each is used once is the server's rule. No
attestation is asked for: which device made a key is nobody's business.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import (
    parse_authentication_credential_json,
    parse_client_data_json,
    parse_registration_credential_json,
)
from webauthn.helpers.cose import COSEAlgorithmIdentifier as Algorithm
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from shared.crypto.at_rest import Vault
from shared.crypto.errors import KeyInvalid, SignatureInvalid
from shared.crypto.hashing import sha256_hex

MAX_ANSWER: Final = 16 << 10
MAX_CREDENTIAL: Final = 1023
"""Bytes of the name that an authenticator gives its key (WebAuthn level 3, section 4)."""
ALGORITHMS: Final = [Algorithm.EDDSA, Algorithm.ECDSA_SHA_256, Algorithm.RSASSA_PKCS1_v1_5_SHA_256]
CHALLENGE_LIVES: Final = timedelta(minutes=5)
_FAULTS: Final = (WebAuthnException, ValueError, TypeError, LookupError, AttributeError, RecursionError)
"""What the library raises for strangers' bytes: its own errors, and those of the parsers below it (`make fuzz`)."""


@dataclass(frozen=True, slots=True)
class Site:
    """Whose keys these are: ``domain`` as browsers bind them, ``origin`` with scheme and port, ``name`` for people."""

    domain: str
    origin: str
    name: str


@dataclass(frozen=True, slots=True)
class Challenge:
    """What an answer was given to; ``mark`` is to be stored until ``ends_at`` so that it serves once."""

    data: bytes
    mark: str
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class PublicPasskey:
    """The public half: credential, COSE key, uses that the authenticator counted (0 for one that does not count)."""

    credential: bytes
    public_key: bytes
    uses: int


@dataclass(frozen=True, slots=True)
class Answer:
    """What a browser brought: its text and what of it was signed over; not to be believed yet.

    Of an assertion ``credential`` is the key that it claims, ``holder`` whose it says that is (empty: it says nothing).
    """

    text: str
    client_data: bytes
    credential: bytes = b""
    holder: str = ""


class Challenges:
    """Challenges that nobody else can make: their end, locked under the vault for one purpose and one holder."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    def new(self, purpose: str, now: datetime) -> bytes:
        """A fresh challenge; ``purpose`` says what for, and in which session if there is one."""
        return self._vault.lock(str(int((now + CHALLENGE_LIVES).timestamp())), _bound(purpose)).encode("ascii")

    def open(self, client_data: bytes, purpose: str, now: datetime) -> Challenge:
        """The challenge inside of a browser's words; raises ``SignatureInvalid`` K104 for another's or an old one."""
        try:
            data = parse_client_data_json(client_data).challenge
            told = self._vault.unlock(data.decode("ascii"), _bound(purpose))
        except (KeyInvalid, *_FAULTS):
            raise SignatureInvalid("K104", "a challenge that this server did not give for this") from None
        ends = datetime.fromtimestamp(int(told), now.tzinfo)
        if now >= ends:
            raise SignatureInvalid("K104", "a challenge that is over")
        return Challenge(data, sha256_hex(data), ends)


def registration_options(site: Site, person: tuple[str, str, str], known: Iterable[bytes], challenge: bytes) -> str:
    """JSON for ``navigator.credentials.create``: ``person`` is (id, user, name); none of ``known`` is made again."""
    holder, usuario, name = person
    options = generate_registration_options(
        rp_id=site.domain,
        rp_name=site.name,
        user_id=holder.encode("ascii"),
        user_name=usuario,
        user_display_name=name,
        challenge=challenge,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=UserVerificationRequirement.REQUIRED
        ),
        exclude_credentials=[PublicKeyCredentialDescriptor(id=each) for each in known],
        supported_pub_key_algs=ALGORITHMS,
    )
    return options_to_json(options)


def authentication_options(site: Site, challenge: bytes) -> str:
    """JSON for ``navigator.credentials.get``: any key of this site, whose holder shows finger, face or PIN."""
    required = UserVerificationRequirement.REQUIRED
    return options_to_json(
        generate_authentication_options(rp_id=site.domain, challenge=challenge, user_verification=required)
    )


def read_registration(text: str) -> Answer:
    """The answer to ``registration_options``; raises ``SignatureInvalid`` K105 for anything else."""
    try:
        return Answer(text, parse_registration_credential_json(_bounded(text)).response.client_data_json)
    except _FAULTS:
        raise SignatureInvalid("K105", "no new passkey") from None


def verify_registration(answer: Answer, challenge: Challenge, site: Site) -> PublicPasskey:
    """The new key; raises ``SignatureInvalid`` K105."""
    try:
        made = verify_registration_response(
            credential=answer.text,
            expected_challenge=challenge.data,
            expected_rp_id=site.domain,
            expected_origin=site.origin,
            require_user_verification=True,
            supported_pub_key_algs=ALGORITHMS,
        )
    except _FAULTS:
        raise SignatureInvalid("K105", "a passkey that does not hold") from None
    if len(made.credential_id) > MAX_CREDENTIAL:
        raise SignatureInvalid("K105", "the name of a passkey is too long")
    return PublicPasskey(made.credential_id, made.credential_public_key, made.sign_count)


def read_assertion(text: str) -> Answer:
    """The answer to ``authentication_options``; raises ``SignatureInvalid`` K105 for anything else."""
    try:
        found = parse_authentication_credential_json(_bounded(text))
        holder = (found.response.user_handle or b"").decode("ascii")
    except _FAULTS:
        raise SignatureInvalid("K105", "not the answer of a passkey") from None
    if not 0 < len(found.raw_id) <= MAX_CREDENTIAL:
        raise SignatureInvalid("K105", "the name of a passkey has another length")
    return Answer(text, found.response.client_data_json, found.raw_id, holder)


def verify_assertion(answer: Answer, key: PublicPasskey, challenge: Challenge, site: Site) -> int:
    """The uses that the authenticator counts now; raises ``SignatureInvalid`` K105.

    An authenticator that counts must count on: a copy of its key would give a number that was used.
    """
    try:
        found = verify_authentication_response(
            credential=answer.text,
            expected_challenge=challenge.data,
            expected_rp_id=site.domain,
            expected_origin=site.origin,
            credential_public_key=key.public_key,
            credential_current_sign_count=key.uses,
            require_user_verification=True,
        )
    except _FAULTS:
        raise SignatureInvalid("K105", "the passkey did not sign this") from None
    return found.new_sign_count


def _bounded(text: str) -> str:
    if len(text) > MAX_ANSWER:
        raise SignatureInvalid("K105", f"more than {MAX_ANSWER} characters")
    return text


def _bound(purpose: str) -> str:
    return f"passkey:{purpose}"


def credential_mark(credential: bytes) -> str:
    """Where a credential is looked up: its SHA-256, of one length whatever its own."""
    return sha256_hex(credential)
