"""What a check of the domain found: code, severity, place. It must not word it: `hallazgo_textos` and reports do."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from shared.domain.errors import DatoInvalido


class Severity(StrEnum):
    """How much a finding weighs: an error keeps figures uncounted until people decide; the others are read."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


SEVERITIES: dict[str, Severity] = {
    # ledger (docs/formats/acta_v1.md "Equations")
    "D411": Severity.ERROR,
    "D412": Severity.ERROR,
    "D413": Severity.ERROR,
    "D414": Severity.ERROR,
    "D415": Severity.ERROR,
    # contests of an acta
    "D420": Severity.ERROR,
    "D421": Severity.ERROR,
    "D422": Severity.ERROR,
    "D423": Severity.ERROR,
    "D424": Severity.ERROR,
    "D425": Severity.ERROR,
    "D426": Severity.ERROR,
    "D427": Severity.ERROR,
    # groups of an acta
    "D430": Severity.ERROR,
    "D431": Severity.ERROR,
    "D432": Severity.ERROR,
    # split of coalition votes
    "D511": Severity.WARNING,
    "D512": Severity.ERROR,
    "D513": Severity.ERROR,
    # journal
    "D701": Severity.ERROR,
    "D702": Severity.ERROR,
    "D703": Severity.ERROR,
    "D704": Severity.ERROR,
    "D705": Severity.ERROR,
    "D706": Severity.ERROR,
    "D707": Severity.ERROR,
    "D708": Severity.ERROR,
    "D709": Severity.ERROR,
}
"""Every finding of the domain and its weight; the wordings are in `hallazgo_textos.HALLAZGOS`."""

Params = tuple[tuple[str, int | str], ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that does not fit.

    Attributes:
        code: stable, for example ``D411``; codes of other packages follow the letters of docs/contracts.md.
        severity: see `Severity`.
        path: dotted place in the checked value, for example ``contests.GOB.counts``.
        params: figures and names for the wording, in a fixed order; never a vote or a person's name.
    """

    code: str
    severity: Severity
    path: str
    params: Params = ()

    @classmethod
    def of(cls, code: str, path: str, *params: tuple[str, int | str]) -> Self:
        """A finding of the domain, weighed by `SEVERITIES`; raises ``DatoInvalido`` D499 for a code not there."""
        severity = SEVERITIES.get(code)
        if severity is None:
            raise DatoInvalido("D499", f"finding of unknown code {code[:20]!r}")
        return cls(code, severity, path, params)


def has_error(findings: Iterable[Finding]) -> bool:
    """Whether any finding is an error: such an acta is quarantined, never counted nor repaired (A3)."""
    return any(finding.severity is Severity.ERROR for finding in findings)
