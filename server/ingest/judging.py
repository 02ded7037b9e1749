"""Puts bytes before the one verification path of result bundles. It must not touch the database or the event loop."""

from collections.abc import Sequence

from server.ingest.schemas import Arrival, Refusal
from shared.crypto.hashing import sha256_hex
from shared.domain.errors import DatoInvalido
from shared.formats.results_v1 import BundleChecks, VerifiedBundle, read_public


def judge(data: bytes, checks: BundleChecks) -> VerifiedBundle | Refusal:
    """The bundle, or the code for which it is refused."""
    try:
        return read_public(data, checks)
    except DatoInvalido as error:
        return Refusal(error.code, error.detail)


def judge_many(items: Sequence[tuple[bytes, str]], checks: BundleChecks) -> list[Arrival]:
    """Judge (bytes, origin) pairs in order; runs in a thread."""
    return [Arrival(data, sha256_hex(data), origin, judge(data, checks)) for data, origin in items]
