"""What one verifying process does. It must import little: each such process reads it anew, also after one was killed.

It must not outlive the server, and knows no database, no HTTP and no configuration.
"""

import ctypes
import os
import signal
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from server.ingest.judging import judge_many
from server.ingest.schemas import Item, Judged
from shared.crypto.certificates import TrustAnchor
from shared.domain.eleccion import Mode
from shared.formats.results_v1 import BundleChecks
from shared.formats.theme_v1 import Theme, parse_theme

_PR_SET_PDEATHSIG: Final = 1


@dataclass(frozen=True, slots=True)
class Trust:
    """What a process needs to judge, as bytes: it reads them by the same checks as the server.

    Attributes:
        root, crl: PEM of the institute's root and of its revocation list.
        theme, theme_hash: theme.json and its SHA-256 (hexadecimal).
        mode: the only one that enters.
        parent: process id of the server.
    """

    root: bytes
    crl: bytes
    theme: bytes
    theme_hash: str
    mode: Mode
    parent: int


class _Held:
    """What one verifying process holds between groups."""

    __slots__ = ("anchor", "mode", "theme")

    anchor: TrustAnchor
    mode: Mode
    theme: Theme


_HELD: Final = _Held()


def begin(trust: Trust) -> None:
    """First act of a verifying process; one that cannot judge rightly ends here, and senders are told S109."""
    _die_with(trust.parent)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a Ctrl-C reaches the group: the server ends its processes itself
    _HELD.anchor = TrustAnchor.from_pem(trust.root, trust.crl)
    _HELD.mode = trust.mode
    _HELD.theme = parse_theme(trust.theme)
    if _HELD.theme.hash_hex != trust.theme_hash:
        raise ValueError("another theme than the server's")


def _die_with(parent: int) -> None:
    """The system kills this process when the server ends, however it ends, even before this was asked for."""
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_PR_SET_PDEATHSIG, int(signal.SIGKILL), 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "PR_SET_PDEATHSIG")
    if os.getppid() != parent:
        raise SystemExit(1)


def judge_nothing() -> None:
    """What shows that a process has begun."""


def judge_here(items: Sequence[Item], at: datetime) -> list[Judged]:
    """As ``Judge.judge``, in this process; ``at`` is aware."""
    return judge_many(items, BundleChecks(_HELD.anchor, at, _HELD.theme, _HELD.mode))
