"""The library of TUF and of its signatures, read without the clouds and tokens that it would read too.

Nothing else of ours imports either, but for the client of a repository after it. It must not change what they do.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

APART: Final = ("azure", "boto3", "google.cloud", "hvac", "keylet", "pkcs11")
"""What `securesystemslib.signer` imports where it can: a fifth of a second of processor at every start, and programs
that no urna needs."""


@contextmanager
def _without(names: tuple[str, ...]) -> Iterator[None]:
    """Until the end of the block those that nobody imported yet cannot be."""
    hidden = [name for name in names if name not in sys.modules]
    sys.modules.update(dict.fromkeys(hidden))  # type: ignore[arg-type]  # None: "not to be imported"
    try:
        yield
    finally:
        for name in hidden:
            del sys.modules[name]


with _without(APART):
    from securesystemslib.signer import CryptoSigner, Key, SecretsHandler, Signature, Signer, SSlibKey
    from tuf.api import exceptions
    from tuf.api.exceptions import RepositoryError
    from tuf.api.metadata import Metadata, MetaFile, Root, Snapshot, TargetFile, Targets, Timestamp

__all__ = [
    "CryptoSigner",
    "Key",
    "MetaFile",
    "Metadata",
    "RepositoryError",
    "Root",
    "SSlibKey",
    "SecretsHandler",
    "Signature",
    "Signer",
    "Snapshot",
    "TargetFile",
    "Targets",
    "Timestamp",
    "exceptions",
]
