"""The one tree of errors for untrusted data. It must not know of screens, HTTP or files: those map the codes."""

from typing import Self


class DatoInvalido(Exception):  # noqa: N818 - named in the field's language; the suffix would be noise
    """Data from outside that must be refused, with a stable code.

    Attributes:
        code: stable, printed on paper and listed in docs/error-codes.md (for example ``T102``).
        detail: what was wrong, in English for the log; holds no vote, key or personal datum.
    """

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(f"{code}: {detail}")
        self.code = code
        self.detail = detail

    def __reduce__(self) -> tuple[type[Self], tuple[str, str]]:
        """Cross between processes with both parts: by default only the message would, and could not be read back."""
        return type(self), (self.code, self.detail)


class IdInvalido(DatoInvalido):
    """An identifier that does not have the form its type demands (codes ``D1xx``)."""


class EleccionInvalida(DatoInvalido):
    """A contest, coalicion or option that contradicts itself (codes ``D2xx``)."""


class VotoInvalido(DatoInvalido):
    """A vote that its contest does not allow (codes ``D3xx``)."""


class ActaInvalida(DatoInvalido):
    """An acta, ledger or escrutinio whose values cannot be (codes ``D4xx``); figures that disagree are findings."""


class ReglaInvalida(DatoInvalido):
    """A rule set that cannot be applied to its contest (codes ``D5xx``)."""


class BitacoraInvalida(DatoInvalido):
    """A journal or an entry of it that must be refused (codes ``D7xx`` of an entry, ``J`` of the format)."""
