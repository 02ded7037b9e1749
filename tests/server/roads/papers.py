"""Actas on paper: the QR that an urna prints of a bundle, true or not. It must not assert."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from demo.simulated_urnas import SimulatedBundle, SimulatedUrna
from shared.crypto.hashing import sha256
from shared.domain.acta import ActaEscrutinio
from shared.formats.acta_v1 import fit_to_theme, parse_acta
from shared.formats.qr_v1 import make_qr
from shared.formats.results_v1 import members_of
from tests.server.harness import World

ACTA = 2


def printed(
    world: World, bundle: SimulatedBundle, signer: SimulatedUrna, at: datetime | None = None
) -> tuple[str, ...]:
    """The QR of the acta of a bundle."""
    acta, body = acta_of(world, bundle)
    return make_qr(acta, sha256(body), signer.key.sign, at)


def forged(world: World, bundle: SimulatedBundle, signer: SimulatedUrna) -> tuple[str, ...]:
    """A QR that the urna signed, of one more voter than the acta of its bundle."""
    acta, body = acta_of(world, bundle)
    ledger = replace(acta.ledger, emitidos=acta.ledger.emitidos + 1)
    return make_qr(replace(acta, ledger=ledger), sha256(body), signer.key.sign)


def acta_of(world: World, bundle: SimulatedBundle) -> tuple[ActaEscrutinio, bytes]:
    """The acta of a bundle, and its bytes."""
    body = members_of(bundle.public)[ACTA]
    return fit_to_theme(parse_acta(body), world.institute.theme), body


def typed(*readings: Sequence[str]) -> str:
    """What a scanner types of these."""
    return "".join(f"{chunk}\n" for chunks in readings for chunk in chunks)
