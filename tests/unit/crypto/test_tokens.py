"""A person's key in a true token (softhsm2): it signs inside, behind its PIN, and never comes out."""

import atexit
import os
import shutil
import subprocess
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import pytest

from shared.crypto.errors import KeyInvalid
from shared.crypto.tokens import Token, make_token_key, token_key
from shared.crypto.tuf_repo import (
    RepositoryKeys,
    RepositoryPublicKeys,
    ThemeKey,
    create_root,
    create_targets,
    sign_targets,
)
from shared.crypto.tuf_roots import signers_of
from tests.unit.crypto.test_theme_repository import EXPIRES, THEME

MODULES = ("/usr/lib/softhsm/libsofthsm2.so", "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so")
MODULE = next((Path(each) for each in MODULES if Path(each).exists()), Path("/softhsm2/is/missing"))
PIN = "pin-de-ana-123"
pytestmark = pytest.mark.skipif(
    shutil.which("softhsm2-util") is None or not MODULE.exists(),
    reason="softhsm2 is not installed (scripts/apt-packages)",
)


@cache
def softhsm() -> Token:
    """A token with a key, and an empty one; softhsm2 reads where they lie once for a process, so all tests share it."""
    folder = Path(mkdtemp(prefix="softhsm-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    (folder / "tokens").mkdir()
    settings = folder / "softhsm2.conf"
    settings.write_text(f"directories.tokendir = {folder / 'tokens'}\nobjectstore.backend = file\nlog.level = ERROR\n")
    os.environ["SOFTHSM2_CONF"] = str(settings)
    for label in ("ana", "vacia"):
        command = ["softhsm2-util", "--init-token", "--free", "--label", label, "--pin", PIN, "--so-pin", "jefe-1234"]
        subprocess.run(command, check=True, capture_output=True)
    made = Token(MODULE, "ana", PIN)
    make_token_key(made)
    return made


@pytest.fixture
def token() -> Token:
    """Ana's token."""
    return softhsm()


def test_a_token_and_a_file_sign_one_theme(token: Token) -> None:
    other, keys = ThemeKey.generate(), RepositoryKeys.generate()
    waiting = create_targets(THEME, version=1, expires=EXPIRES)
    with token_key(token) as key:
        public = RepositoryPublicKeys(
            keys.public.root, (key.public, other.public), keys.public.snapshot, keys.public.timestamp
        )
        root = create_root(public, keys.root, EXPIRES)
        signed = sign_targets(sign_targets(waiting, key), other)
        assert signers_of(root, signed) == tuple(sorted((key.public.key_id, other.public.key_id)))
        altered = signed.replace(b'"version":1', b'"version":2')
        assert signers_of(root, altered) == ()


def test_the_private_half_never_comes_out(token: Token) -> None:
    from pkcs11 import Attribute, AttributeSensitive, ObjectClass, lib  # noqa: PLC0415 - after the skip

    with lib(str(MODULE)).get_token(token_label="ana").open(user_pin=PIN) as session:
        key = next(iter(session.get_objects({Attribute.CLASS: ObjectClass.PRIVATE_KEY})))
        assert key[Attribute.SENSITIVE]
        assert not key[Attribute.EXTRACTABLE]
        with pytest.raises(AttributeSensitive):
            key[Attribute.VALUE]
    assert PIN not in repr(token)


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        (Token(MODULE, "ana", "otro-pin-99"), "K113"),
        (Token(MODULE, "nadie", PIN), "K113"),
        (Token(MODULE, "vacia", PIN), "K113"),
        (Token(Path("/no/such/module.so"), "ana", PIN), "K114"),
    ],
)
def test_what_does_not_open_says_why_and_not_its_pin(token: Token, wrong: Token, code: str) -> None:
    with pytest.raises(KeyInvalid) as refused, token_key(wrong):
        pytest.fail("it opened")
    assert refused.value.code == code
    assert wrong.pin not in str(refused.value)


def test_a_token_has_one_key_for_themes(token: Token) -> None:
    with pytest.raises(KeyInvalid) as refused:
        make_token_key(token)
    assert refused.value.code == "K115"
