"""One public bundle by itself, with the institute's root beside it: for commands about one urna. It must not sum."""

from pathlib import Path

from shared.crypto.certificates import MAX_CERTIFICATE, MAX_CRL, TrustAnchor
from shared.domain.eleccion import Mode
from shared.domain.errors import DatoInvalido
from shared.formats.results_v1 import MAX_BYTES, BundleChecks, VerifiedBundle, read_public
from shared.formats.theme_v1 import Theme
from shared.verify.folder import judged_at, read_limited
from shared.verify.outcome import CannotVerify, Problem


def checks_of(root: Path, crl: Path | None, theme: Theme, mode: Mode) -> BundleChecks:
    """What a bundle must hold against; raises ``CannotVerify`` V501 for a root or list that cannot be read."""
    try:
        anchor = TrustAnchor.from_pem(read_limited(root, MAX_CERTIFICATE), read_limited(crl, MAX_CRL) if crl else None)
    except DatoInvalido as error:
        raise unreadable(root, error) from None
    return BundleChecks(anchor, judged_at(theme), theme, mode)


def read_bundle(public: Path, checks: BundleChecks) -> VerifiedBundle:
    """The bundle of a file; raises ``CannotVerify`` V501."""
    try:
        return read_public(read_limited(public, MAX_BYTES), checks)
    except DatoInvalido as error:
        raise unreadable(public, error) from None


def unreadable(path: Path, reason: object) -> CannotVerify:
    """A file that cannot be believed or read."""
    return CannotVerify(Problem.of("V501", path.name, file=path.name, reason=reason))
