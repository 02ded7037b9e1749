"""What must hold after a cut and at the end of the day, as sentences when it does not. It must not ask the urna.

Acknowledged = stored = printed, or one turn in a named state that the ledger shows; each medium alone tells it.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from hardware.protocol.messages import Entry
from shared.domain.eleccion import Mode
from shared.domain.errors import DatoInvalido
from shared.domain.journal import JournalKind, ledger_from_journal
from shared.domain.journal_checks import findings as journal_findings
from shared.domain.voto import Mark, Voto, count_keys_of
from shared.formats.results_v1 import BundleChecks, VerifiedBundle, read_public
from shared.formats.theme_model import Theme
from shared.verify.outcome import CannotVerify
from shared.verify.recounting import recount
from tests.flows.institute import EVENING, Institute
from tests.power_real.hands import CHOICES
from tests.power_real.paper import Paper, Table
from tests.power_real.reading import Medium

PUBLIC, SEALED, MARKS = 0, 1, 2
SLIPS: Final = len(CHOICES[0])
"""Testigos and records of one voter."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What people saw until the power went: voters enabled, thanked, and what else the screen said; the paper.

    ``voters`` were thanked before this story began.
    """

    voters: int
    enabled: int
    thanked: tuple[int, ...]
    confirmed: tuple[int, ...]
    said: frozenset[str]
    testigos: int
    inicios: int
    actas: int

    @property
    def dropped(self) -> bool:
        """Whether every testigo of a voter who was not thanked lies in the deposit."""
        return self.testigos == SLIPS * (len(self.thanked) + 1)

    @property
    def voted(self) -> tuple[int, ...]:
        """Whose votes count: those thanked, and one who was not and whose testigos all dropped."""
        return (*self.thanked, *(self.confirmed[-1:] if self.dropped else ()))


def seen(voters: int, diary: Iterable[tuple[str, object]], table: Table) -> Seen:
    """Sum up a diary and the paper on the table."""
    lines = list(diary)
    numbers = {name: tuple(value for what, value in lines if what == name) for name in ("gracias", "confirma")}
    return Seen(
        voters=voters,
        enabled=sum(what == "habilitada" for what, _ in lines),
        thanked=tuple(value for value in numbers["gracias"] if isinstance(value, int)),
        confirmed=tuple(value for value in numbers["confirma"] if isinstance(value, int)),
        said=frozenset(what for what, _ in lines),
        testigos=table.count(Paper.TESTIGO),
        inicios=table.count(Paper.INICIO),
        actas=table.count(Paper.ACTA),
    )


def at_the_cut(what: Seen, media: Sequence[Medium], counter: Sequence[Entry]) -> list[str]:
    """What a medium lacks that was acknowledged, or holds that was not."""
    found = [f"{medium.label}: {sentence}" for medium in media for sentence in _on_medium(what, medium)]
    found += [f"{medium.label}: {sentence}" for medium in media for sentence in _against_board(medium, counter)]
    if what.actas:
        found += _same_results(media)
    if "exportada" in what.said:
        found += _exported(media)
    return found


def _on_medium(what: Seen, medium: Medium) -> Iterator[str]:
    journal, image = medium.journal, medium.image
    if journal is None:
        yield "the journal is not sound"
        return
    if medium.entries(JournalKind.HABILITACION_CONSUMIDA) < what.enabled:
        yield "a boleta was shown whose habilitacion is not consumed"
    if ledger_from_journal(journal).abierto > 1:
        yield "more than one turn is open"
    if (what.inicios or "abierta" in what.said) and (image is None or medium.apertura is None):
        yield "the acta de inicio is printed, and there is no store"
    if "abierta" in what.said and not medium.entries(JournalKind.APERTURA):
        yield "voting was open, and the journal does not say so"
    yield from _votes(what, medium)


def _votes(what: Seen, medium: Medium) -> Iterator[str]:
    before = SLIPS * what.voters
    final = len(medium.image.final) - before if medium.image else -before
    if final < SLIPS * len(what.thanked):
        yield f"{SLIPS * len(what.thanked)} records acknowledged, {final} stored"
    if medium.records - before < what.testigos:
        yield f"{what.testigos} testigos printed, {medium.records - before} records stored"
    if final > what.testigos:
        yield f"{final} records counted, {what.testigos} testigos printed"


def _against_board(medium: Medium, counter: Sequence[Entry]) -> Iterator[str]:
    image = medium.image
    if image is None:
        return
    known = [entry.sequence for entry in counter if entry.store_id.hex() == image.store_id.value]
    if known and not max(known) <= image.sequence <= max(known) + 1:
        yield f"image {image.sequence}, and the board knows {max(known)}"


def _same_results(media: Sequence[Medium]) -> Iterator[str]:
    for medium in media:
        if None in medium.results:
            yield f"{medium.label}: an acta is printed, and its bundle is not whole"
    if len({medium.results for medium in media}) > 1:
        yield "two media hold different results"


def _exported(media: Sequence[Medium]) -> Iterator[str]:
    made = sorted(data or b"" for data in media[0].results[:MARKS])
    if sorted(media[-1].exported.values()) != made:
        yield "exported, and the stick does not hold the results"


def at_the_end(
    institute: Institute, voted: Sequence[int], media: Sequence[Medium], earlier: Sequence[Medium]
) -> list[str]:
    """What is wrong with the results of the day. ``earlier`` is what the media held when the power went."""
    found = [*_same_results(media), *_exported(media)]
    slots = {slot for medium in media for slot in medium.slots}
    if len(slots) > 1:
        found.append("the copies of the image differ")
    made = {medium.results[PUBLIC] for medium in earlier} - {None}
    public = media[0].results[PUBLIC] or b""
    if made - {public}:
        found.append("the bundle was made twice")
    checks = BundleChecks(institute.anchor, EVENING, institute.theme, Mode.OFICIAL)
    try:
        bundle = read_public(public, checks)
        found += _bundle(institute, bundle, media[0].results[SEALED] or b"", voted)
    except (DatoInvalido, CannotVerify) as error:
        found.append(f"the bundle is refused: {error}")
    for medium in media:
        found += [f"{medium.label}: {finding}" for finding in journal_findings(medium.journal or ())]
    return found


def _bundle(institute: Institute, bundle: VerifiedBundle, sealed: bytes, voted: Sequence[int]) -> Iterator[str]:
    yield from map(str, bundle.findings)
    again = recount(sealed, bundle, institute.theme, institute.election_key)
    yield from map(str, again.problems)
    if bundle.acta.ledger.emitidos != len(voted):
        yield f"{len(voted)} voted, {bundle.acta.ledger.emitidos} emitidos"
    for meant, contest in zip(intentions(institute.theme, voted), bundle.acta.contests, strict=True):
        counted = Counter({key: figure for key, figure in contest.counts.items() if figure})
        if counted != meant:
            yield f"meant {dict(meant)}, counted {dict(counted)}"


def intentions(theme: Theme, voted: Sequence[int]) -> list[Counter[str]]:
    """What the voters of those numbers meant, contest by contest."""
    meant: list[Counter[str]] = []
    for index, contest in enumerate(theme.contests):
        votos = [Voto(tuple(map(Mark, sorted(CHOICES[number % len(CHOICES)][index])))) for number in voted]
        meant.append(Counter(key for voto in votos for key in count_keys_of(contest, voto)))
    return meant
