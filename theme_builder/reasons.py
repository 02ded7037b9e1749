"""What stands between a source and its signatures: every error, and every warning that nobody gave a reason for.

It must not judge a reason: whoever signs reads it, with the name of whoever wrote it.
"""

import json
from collections.abc import Iterable
from typing import Final

from shared.crypto.hashing import sha256_hex
from theme_builder.finding import Finding, Severity
from theme_builder.model import RazonSource

_DIGITS: Final = 12


def mark_of(finding: Finding) -> str:
    """``T531-0123456789ab``: what a finding says and where, whatever its line.

    Rows of casillas that say the same have one mark: one reason speaks for all of them.
    """
    said = json.dumps([finding.code, finding.file, finding.field, finding.params], ensure_ascii=False)
    return f"{finding.code}-{sha256_hex(said.encode())[:_DIGITS]}"


def blocking(findings: Iterable[Finding], reasons: Iterable[RazonSource]) -> tuple[Finding, ...]:
    """The findings for which a theme may not be signed, in their order; none: it may."""
    given = {reason.id for reason in reasons}
    return tuple(each for each in findings if each.severity is Severity.ERROR or mark_of(each) not in given)
