"""Puts bytes before the one verification path of result bundles. It must not touch the database or the event loop."""

import asyncio
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Final, Protocol

from server.ingest.judging_paper import judge_paper
from server.ingest.schemas import Beside, Item, Judged, Refusal, Verdict, Verified
from shared.crypto.certificates import TrustAnchor
from shared.crypto.hashing import sha256
from shared.domain.eleccion import Mode
from shared.domain.errors import DatoInvalido
from shared.formats.acta_v1 import fit_to_theme, parse_acta
from shared.formats.qr_v1 import paper_code_of
from shared.formats.results_v1 import BundleChecks, VerifiedBundle, members_of, read_public
from shared.formats.theme_v1 import Theme

ACTA: Final = 2
"""Place of the acta among the members of a bundle."""


class Judge(Protocol):
    """Verifies bundles beside the event loop, wherever that is."""

    async def judge(self, items: Sequence[Item], at: datetime, theme: Theme) -> list[Judged]:
        """The verdicts on ``items`` in their order, judged at the aware moment ``at``."""
        ...

    async def close(self) -> None:
        """Let go of threads or processes."""
        ...


class InThread:
    """Verifies in one thread of this process: nothing to start, for few files."""

    def __init__(self, anchor: TrustAnchor, mode: Mode) -> None:
        self._anchor = anchor
        self._mode = mode
        self._pool = ThreadPoolExecutor(1, "verify")

    async def judge(self, items: Sequence[Item], at: datetime, theme: Theme) -> list[Judged]:
        """As ``Judge.judge``."""
        checks = BundleChecks(self._anchor, at, theme, self._mode)
        return await asyncio.get_running_loop().run_in_executor(self._pool, judge_many, items, checks)

    async def close(self) -> None:
        """As ``Judge.close``; what is being verified ends first."""
        await asyncio.to_thread(self._pool.shutdown, cancel_futures=True)


def judge(data: bytes, checks: BundleChecks) -> Verdict:
    """What the server keeps of the bundle, or the code for which it is refused."""
    try:
        bundle = read_public(data, checks)
    except DatoInvalido as error:
        return Refusal(error.code, error.detail)
    return Verified(
        bundle.sha256, bundle.acta, bundle.manifest.sealed, bundle.findings, _beside(bundle), _paper(bundle)
    )


def _beside(bundle: VerifiedBundle) -> Beside | None:
    found = bundle.sustitucion
    other = found.acta.beside(bundle.acta.store_id) if found is not None else None
    return Beside(found.sha256, other.value) if found is not None and other is not None else None


def judge_many(items: Sequence[Item], checks: BundleChecks) -> list[Judged]:
    """Judge in order."""
    return [judge(item, checks) if isinstance(item, bytes) else judge_paper(item, checks) for item in items]


def printed_code(data: bytes, theme: Theme) -> str:
    """The ``paper_code`` of a bundle that passed every check before."""
    acta = members_of(data)[ACTA]
    return paper_code_of(fit_to_theme(parse_acta(acta), theme), sha256(acta))


def _paper(bundle: VerifiedBundle) -> str:
    member = next(each for each in bundle.manifest.members if each.name == "acta.json")
    return paper_code_of(bundle.acta, bytes.fromhex(member.sha256))
