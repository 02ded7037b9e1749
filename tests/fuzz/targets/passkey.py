"""What a browser says of a passkey, new or used, to a challenge of ours. It must not be believed before it holds."""

import json
from datetime import UTC, datetime
from functools import cache

from shared.crypto import passkeys
from shared.crypto.at_rest import KEY_BYTES, Vault
from shared.crypto.passkeys import Challenges, PublicPasskey, Site
from shared.crypto.randomness import SystemRandomness
from tests.authenticator import SecurityKey, decoded, encoded
from tests.fuzz.target import Broken, Target

SITE = Site("localhost", "http://localhost", "Pruebas")
NOW = datetime(2018, 7, 1, 20, tzinfo=UTC)
PERSON = ("0f" * 16, "ana", "Ana López")


@cache
def _made() -> tuple[Challenges, str, str, PublicPasskey]:
    challenges, key = Challenges(Vault(b"\x07" * KEY_BYTES, SystemRandomness())), SecurityKey()
    new = key.create(passkeys.registration_options(SITE, PERSON, (), challenges.new("x", NOW)))
    answer = passkeys.read_registration(new)
    public = passkeys.verify_registration(answer, challenges.open(answer.client_data, "x", NOW), SITE)
    return challenges, new, key.get(passkeys.authentication_options(SITE, challenges.new("x", NOW))), public


def run(data: bytes) -> None:
    """The first byte chooses: whole answers (0 new, 1 used), or the bytes inside of one with a challenge of ours."""
    mode, body = (data[0] % 4, data[1:]) if data else (0, b"")
    challenges, new, used, public = _made()
    text = body.decode("utf-8", "replace")
    if mode > 1:
        names = ("attestationObject",) if mode == 2 else ("authenticatorData", "signature")
        text = _inside(new if mode == 2 else used, names, body)
    if mode % 2:
        answer = passkeys.read_assertion(text)
        challenge = challenges.open(answer.client_data, "x", NOW)
        if passkeys.verify_assertion(answer, public, challenge, SITE) <= public.uses:
            raise Broken("a use that was counted before")
        return
    answer = passkeys.read_registration(text)
    passkeys.verify_registration(answer, challenges.open(answer.client_data, "x", NOW), SITE)


def _inside(text: str, names: tuple[str, ...], body: bytes) -> str:
    whole = json.loads(text)
    for name, part in zip(names, body.split(b"||", 1), strict=False):
        whole["response"][name] = encoded(part)
    return json.dumps(whole)


@cache
def seeds() -> tuple[bytes, ...]:
    _, new, used, _ = _made()
    bare = json.dumps({"id": "AA", "rawId": "AA", "type": "public-key", "response": {}})
    made, signed = json.loads(new)["response"], json.loads(used)["response"]
    object_ = b"\2" + decoded(made["attestationObject"])
    data = b"\3" + decoded(signed["authenticatorData"]) + b"||" + decoded(signed["signature"])
    return b"\0" + new.encode(), b"\1" + used.encode(), b"\1" + bare.encode(), object_, data


TARGET = Target(
    name="passkey",
    run=run,
    seeds=seeds,
    letters="K",
    parsers={
        "shared.crypto.passkeys:read_registration": "shared.crypto.passkeys:MAX_ANSWER",
        "shared.crypto.passkeys:read_assertion": "shared.crypto.passkeys:MAX_ANSWER",
    },
    dictionary=(b'"userHandle":"', b'"response":{', b'"type":"public-key"', b'"rawId":null', b"eyJ0eXBlIjoi", b"oA"),
    max_len=4000,
)
