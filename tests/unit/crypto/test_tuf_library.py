"""The library of TUF reads no token's code that lies beside it, and whoever wants that code has it all the same."""

import subprocess
import sys

import pytest

from shared.crypto.tuf_library import APART

TRIED = """
import sys
import {first}
read = sorted(name for name in {apart} if name in sys.modules)
import pkcs11
print("pkcs11" in read, read == [], pkcs11.__name__)
"""


@pytest.mark.parametrize("first", ["shared.crypto.tuf_client", "shared.crypto.tuf_repo", "shared.crypto.tokens"])
def test_none_is_read(first: str) -> None:
    code = TRIED.format(first=first, apart=APART)
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout == "False True pkcs11\n"


def test_the_library_alone_would_read_them() -> None:
    done = subprocess.run(
        [sys.executable, "-c", TRIED.format(first="securesystemslib.signer", apart=APART)],
        check=True,
        capture_output=True,
        text=True,
    )
    assert done.stdout == "True False pkcs11\n"
