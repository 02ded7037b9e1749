"""Brings the QR of actas on paper to the reception: sorts what was typed, finds certificates, words what became of it.

It must not decide what a QR is worth: the reception does, as of bundles.
"""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncSession

from server.context import Context
from server.ingest import repository_papers, textos
from server.ingest.reception import Reception
from server.ingest.scanned import Fault, Lacking, Scanned, sort_out
from server.ingest.schemas import Chain, Paper, PaperAnswer, Refusal
from shared.domain.errors import DatoInvalido
from shared.formats.qr_v1 import QrActa, claimed_acta
from shared.formats.results_v1 import members_of

CERTIFICATES = 4
"""Place of the certificates among the members of a bundle."""
ORIGIN = "qr"


@dataclass(frozen=True, slots=True)
class Delivered:
    """What became of a text: a sentence for each thing in it, and what is left to complete.

    ``fine``: nothing was refused, differs, lacks or must be read again.
    """

    said: tuple[str, ...]
    rest: str
    fine: bool


async def deliver(context: Context, desk: Reception, text: str, sender: str = "") -> Delivered:
    """Deliver every whole QR of a text; the rest is told."""
    found = sort_out(text)
    said, fine = [], not (found.lacking or found.faults)
    for whole in found.whole:
        answer = await _take(context, desk, whole.chunks, sender)
        fine = fine and not isinstance(answer, Refusal) and answer.cotejo.value != "difiere"
        said.append(_word(whole.name, answer))
    return Delivered((*said, *_told(found)), found.rest, fine)


async def _take(context: Context, desk: Reception, chunks: tuple[str, ...], sender: str) -> PaperAnswer:
    try:
        claimed = claimed_acta(chunks)
    except DatoInvalido:
        return await desk.take_paper(Paper(chunks, ()), ORIGIN, sender)
    async with context.reading() as session:
        chains = await _chains(session, claimed, context.config.urna_certificates)
    return await desk.take_paper(Paper(chunks, chains), ORIGIN, sender)


async def _chains(session: AsyncSession, claimed: QrActa, folder: Path | None) -> tuple[Chain, ...]:
    """By what a QR may be proved: its own bundle (a reserve may have signed it), another of its urna, the ceremony."""
    urna, store = claimed.urna.value, claimed.store_id.value
    bodies = await repository_papers.bodies_that_may_count(session, [store])
    found = [Chain(members_of(body)[CERTIFICATES], "") for _, body in bodies]
    other = await repository_papers.body_of_urna(session, urna)
    if other is not None:
        found.append(Chain(members_of(other)[CERTIFICATES], urna))
    if folder is not None:
        pem = await asyncio.to_thread(_read, folder / f"{urna}.cert.pem")
        found += [Chain(pem, urna)] if pem else []
    return tuple(dict.fromkeys(found))


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


def _word(name: str, answer: PaperAnswer) -> str:
    if isinstance(answer, Refusal):
        return textos.QR_REFUSED.format(name=name, code=answer.code, why=textos.why_refused(answer.code))
    said = textos.COTEJADO.format(clave=answer.clave, said=textos.COTEJADOS[answer.cotejo.value])
    return said + (textos.READ_BEFORE if answer.repeated else "")


def _told(found: Scanned) -> Iterator[str]:
    yield from map(_lack, found.lacking)
    yield from map(_fault, found.faults)
    if found.repeated:
        yield textos.REPEATED.format(number=found.repeated)
    if not (found.whole or found.lacking or found.faults):
        yield textos.NOTHING_READ


def _lack(each: Lacking) -> str:
    words = textos.LACKING if len(each.missing) > 1 else textos.LACKING_ONE
    return words.format(name=each.name, missing=", ".join(map(str, each.missing)), total=each.total)


def _fault(each: Fault) -> str:
    return textos.QR_FAULTS[each.code].format(line=each.line, name=each.name, number=each.number)
