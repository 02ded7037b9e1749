"""A security key made of bytes (WebAuthn level 3, section 6): it signs what a browser hands it. It must not assert.

Written from the standard and not from our code; `tests/browser/staff` shows the same flow with Chromium's own.
"""

import base64
import json
from dataclasses import dataclass, field, replace
from hashlib import sha256

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40
AAGUID = bytes(range(16))


def _key() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


@dataclass
class SecurityKey:
    """One key of one site; ``uses`` counts, and ``flags`` are what it says of who stood before it."""

    origin: str = "http://localhost"
    domain: str = "localhost"
    credential: bytes = b"credencial de prueba 0001"
    holder: str = ""
    uses: int = 1
    flags: int = PRESENT | VERIFIED
    key: ec.EllipticCurvePrivateKey = field(default_factory=_key)

    def create(self, options: str) -> str:
        """What a browser posts after ``navigator.credentials.create``."""
        asked = {"user": {"id": ""}} | json.loads(options)
        self.holder = decoded(asked["user"]["id"]).decode()
        numbers = self.key.public_key().public_numbers()
        public = {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")}
        attested = AAGUID + len(self.credential).to_bytes(2, "big") + self.credential + cbor2.dumps(public)
        data = self._data(ATTESTED) + attested
        response = {
            "clientDataJSON": encoded(self._client("webauthn.create", asked["challenge"])),
            "attestationObject": encoded(cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})),
        }
        return self._answer(response)

    def get(self, options: str) -> str:
        """What a browser posts after ``navigator.credentials.get``; counts one more use."""
        self.uses += 1
        client = self._client("webauthn.get", json.loads(options)["challenge"])
        data = self._data(0)
        signature = self.key.sign(data + sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        response = {
            "clientDataJSON": encoded(client),
            "authenticatorData": encoded(data),
            "signature": encoded(signature),
            "userHandle": encoded(self.holder.encode()),
        }
        return self._answer(response)

    def copied(self) -> "SecurityKey":
        """What a thief who copied it has."""
        return replace(self)

    def _data(self, more: int) -> bytes:
        return sha256(self.domain.encode()).digest() + bytes([self.flags | more]) + self.uses.to_bytes(4, "big")

    def _client(self, kind: str, challenge: str) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin}).encode()

    def _answer(self, response: dict[str, str]) -> str:
        name = encoded(self.credential)
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": response})


def encoded(data: bytes) -> str:
    """Base 64 of addresses, without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def decoded(text: str) -> bytes:
    """The bytes of ``encoded``."""
    return base64.urlsafe_b64decode(text + "==")
