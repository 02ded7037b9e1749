"""Roots that follow one another, and who asks for a certificate: a signature that is missing is seen."""

from base64 import b64decode, b64encode
from datetime import UTC, datetime

import pytest
from tuf.api.metadata import Metadata, Root

from shared.crypto.errors import CertificateInvalid, ThemeRepositoryInvalid
from shared.crypto.requests import make_request, read_request
from shared.crypto.roles import Role
from shared.crypto.signing import SigningKey
from shared.crypto.tuf_repo import RepositoryKeys, create_root
from shared.crypto.tuf_roots import follow, read_root

FAR = datetime(2030, 1, 1, tzinfo=UTC)
MINE, THEIRS = RepositoryKeys.generate(), RepositoryKeys.generate()
FIRST = create_root(MINE.public, MINE.root, FAR)


def test_a10_a_root_of_somebody_else_does_not_follow_though_it_has_the_next_number() -> None:
    other = create_root(THEIRS.public, THEIRS.root, FAR, previous=create_root(THEIRS.public, THEIRS.root, FAR))
    assert read_root(other).version == 2
    with pytest.raises(ThemeRepositoryInvalid) as refused:
        follow([FIRST, other])
    assert refused.value.code == "K602"
    assert follow([FIRST, create_root(THEIRS.public, (*THEIRS.root, *MINE.root), FAR, previous=FIRST)]).version == 2


def test_a_root_that_does_not_sign_itself_or_lets_one_person_sign_is_refused() -> None:
    weak = Metadata[Root].from_bytes(FIRST)
    weak.signed.roles["targets"].threshold = 1
    for signed, code in ((False, "K602"), (True, "K610")):
        if signed:
            weak.sign(MINE.root[0].signer())
        with pytest.raises(ThemeRepositoryInvalid) as refused:
            read_root(weak.to_bytes())
        assert refused.value.code == code


def test_a_request_that_its_own_key_did_not_sign_or_without_a_plain_name_is_refused() -> None:
    key = SigningKey.generate()
    good = make_request("URNA-1", key)
    assert read_request(good, Role.URNA).public_key == key.public
    der = bytearray(b64decode(b"".join(good.splitlines()[1:-1])))
    place = der.index(b"URNA-1")
    der[place : place + 6] = b"URNA-2"
    renamed = b"-----BEGIN CERTIFICATE REQUEST-----\n" + b64encode(der) + b"\n-----END CERTIFICATE REQUEST-----\n"
    for wrong in (renamed, make_request("con espacio", key), b"nada", b" " * 9000):
        with pytest.raises(CertificateInvalid) as refused:
            read_request(wrong, Role.URNA)
        assert refused.value.code == "K207"
