"""What a certificate entitles to and how it names its holder. It must not read or verify certificates."""

import re
from enum import Enum

from cryptography.x509.oid import ExtendedKeyUsageOID, ObjectIdentifier

_ARC = "1.3.6.1.4.1.59999.14"
"""Private arc of this project for roles. It is not registered with IANA; an institute that has an enterprise number
replaces it here, before its ceremony, and nowhere else."""

_URI = re.compile(r"urn:urna-electronica:([a-z-]{1,20}):([A-Za-z0-9][A-Za-z0-9_.-]{0,39})")


class Role(Enum):
    """A role: its word in the identity, its OID, and the standard usage beside it."""

    URNA = ("urna", f"{_ARC}.1", ExtendedKeyUsageOID.CLIENT_AUTH)
    SERVIDOR = ("servidor", f"{_ARC}.2", ExtendedKeyUsageOID.SERVER_AUTH)
    FIRMANTE_TEMA = ("firmante-tema", f"{_ARC}.3", ExtendedKeyUsageOID.CLIENT_AUTH)

    @property
    def word(self) -> str:
        """The role inside ``urn:urna-electronica:<role>:<id>``."""
        return self.value[0]

    @property
    def usages(self) -> tuple[ObjectIdentifier, ObjectIdentifier]:
        """Exactly the extended key usages that a leaf of this role has, its own first."""
        return ObjectIdentifier(self.value[1]), self.value[2]


def identity_uri(role: Role, holder_id: str) -> str:
    """Write ``urn:urna-electronica:<role>:<id>``; raises ``ValueError`` for an id of another form."""
    uri = f"urn:urna-electronica:{role.word}:{holder_id}"
    if not _URI.fullmatch(uri):
        raise ValueError("an identity is 1 to 40 letters, digits, '_', '.' or '-'")
    return uri


def parse_identity(uri: str, role: Role) -> str:
    """Give the id inside ``uri``; raises ``ValueError`` when it is not an identity of ``role``."""
    match = _URI.fullmatch(uri)
    if match is None or match[1] != role.word:
        raise ValueError("the certificate does not name an identity of its role")
    return match[2]
