"""The errors of cryptography, each with a stable code (README.md). They must never carry a key, a code or a vote."""

from shared.domain.errors import DatoInvalido


class KeyInvalid(DatoInvalido):
    """A key that cannot be read: malformed, of another kind, or another passphrase (``K11x``)."""


class SignatureInvalid(DatoInvalido):
    """A signature that does not hold (``K10x``)."""


class CertificateInvalid(DatoInvalido):
    """A certificate, chain or revocation list that must not be believed (``K2xx``)."""


class RecordInvalid(DatoInvalido):
    """A sealed record that does not open (``K3xx``)."""


class ShareInvalid(DatoInvalido):
    """A share, or a set of shares, that cannot give the secret back (``K4xx``)."""


class WrongCode(DatoInvalido):
    """The typed code does not open the share or card (``K501``); this is what callers count and slow down."""


class CodeMistyped(WrongCode):
    """The typed code fails its own check character (``K502``): a slip of the finger, never an attempt."""


class CardInvalid(DatoInvalido):
    """An official's card that is unreadable or is not the one that the theme names (``K51x``)."""


class ThemeRepositoryInvalid(DatoInvalido):
    """A theme repository that must be refused (``K6xx``)."""
