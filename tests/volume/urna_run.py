"""One simulated urna: marks, votes, sealed records, image, opening, count and acta, all by the project's own code.

It must not know what the voters wanted: it gets touches and gives figures. A `Fault` makes it miscount on purpose.
"""

import json
import random  # noqa: TID251 - voters are simulated, and the same for the same seed
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cache

from shared.crypto.hashing import sha256_hex
from shared.crypto.randomness import SystemRandomness
from shared.crypto.sealing import seal_record, wipe
from shared.domain.acta import closing_findings
from shared.domain.boleta import Marked, Selection, confirmable, to_voto, toggle
from shared.domain.eleccion import Contest, Mode
from shared.domain.escrutinio import EscrutinioContest
from shared.domain.ledger import Ledger
from shared.domain.voto import Voto
from shared.formats.acta_v1 import fit_to_theme, parse_acta, serialise_acta
from shared.formats.image_v1 import Image, parse_image, serialise_image
from shared.formats.sealed_v1 import count_records, open_records, record_opener
from shared.formats.theme_v1 import Theme, serialise_theme
from shared.formats.vote_v1 import SLIP_MARK_SIZE, contest_label, encode_voto, record_info
from tests.unit.formats import bundles
from tests.unit.formats.bundles import STORE, Institute
from tests.volume.counter import Expected
from tests.volume.themes import VOTERS
from tests.volume.themes import theme as theme_of
from tests.volume.voters import Choice, Touch, choice, touches

Figures = tuple[EscrutinioContest, ...]


@dataclass(frozen=True)
class Fault:
    """How a planted error changes what the urna does; by default nothing."""

    voto: Callable[[int, Voto], Voto] = lambda _place, voto: voto
    figures: Callable[[Figures], Figures] = lambda figures: figures


@dataclass
class Outcome:
    """What one urna did, and where it differs from what its voters wanted."""

    boletas: int = 0
    positions: int = 0
    sealed: int = 0
    mismatches: list[str] = field(default_factory=list)
    seconds: Counter[str] = field(default_factory=Counter)
    """By step, in whole milliseconds."""

    def add(self, other: "Outcome") -> None:
        self.boletas += other.boletas
        self.positions += other.positions
        self.sealed += other.sealed
        self.mismatches += other.mismatches
        self.seconds.update(other.seconds)


class Station:
    """Keys and theme, made once a process."""

    def __init__(self) -> None:
        bare = Institute()
        self.institute = replace(bare, theme=theme_of(bare.election_key.public.data))
        self.theme: Theme = self.institute.theme
        ids = {"theme_hash": self.theme.hash_hex, "theme_code": self.theme.short_code}
        self.blank_acta = replace(bundles.acta(bare), **ids)  # type: ignore[arg-type]  # two texts by name
        self.json = json.loads(serialise_theme(self.theme))
        self.info = record_info(self.theme.election.id, self.theme.hash_hex, STORE, Mode.OFICIAL)

    def run(self, seed: int, voters: int, fault: Fault | None = None) -> Outcome:
        """Let ``voters`` vote, close, and compare with what they wanted."""
        fault = fault or Fault()
        done, expected = Outcome(), Expected(self.json)
        source = random.Random(seed)  # noqa: S311 - simulation
        clock = time.perf_counter_ns()
        records: set[bytes] = set()
        for _ in range(voters):
            for place, contest in enumerate(self.theme.contests):
                boleta = expected.boletas[place]
                wanted = choice(boleta, source)
                expected.add(place, wanted.marks)
                voto = fault.voto(place, marked(contest, list(touches(boleta, wanted, source)), wanted, done))
                records.add(self._seal(place, voto))
                done.positions += len(contest.options)
        done.boletas = voters * len(self.theme.contests)
        done.sealed = len(records)
        clock = _lap(done, "mark and seal", clock)
        figures = self._close(frozenset(records), voters, done, fault)
        _lap(done, "image, open, count, acta", clock)
        compare(figures, expected, seed, done)
        return done

    def _seal(self, place: int, voto: Voto) -> bytes:
        randomness = SystemRandomness()
        payload = encode_voto(place, voto, randomness.token(SLIP_MARK_SIZE))
        try:
            return seal_record(
                payload,
                contest=contest_label(self.theme.contests[place].id),
                info=self.info,
                keys=(self.institute.casilla_key.public, self.institute.election_key.public),
                size_bytes=self.theme.rules.record_size,
                randomness=randomness,
            )
        finally:
            wipe(payload)

    def _close(self, records: frozenset[bytes], voters: int, done: Outcome, fault: Fault) -> Figures:
        """Image and back, both keys, count, acta and back."""
        institute, theme = self.institute, self.theme
        image = Image(STORE, 2, len(records), theme.rules.record_size, records)
        sealed = serialise_image(image, SystemRandomness(), institute.urna_key.sign)
        found = parse_image(sealed, institute.urna_key.public.verify)
        opener = record_opener(institute.casilla_key, "casilla", theme, STORE, Mode.OFICIAL)
        opened = open_records(found.final, opener, theme)
        if opened.illegibles:
            done.mismatches.append(f"{opened.illegibles} records did not open")
        figures = fault.figures(count_records(opened, theme))
        ledger = Ledger(habilitaciones=voters, emitidos=voters, testigos_completos=voters)
        done.mismatches += [f"finding {f.code} {f.path}" for f in closing_findings(theme.contests, figures, ledger)]
        acta = replace(self.blank_acta, contests=figures, ledger=ledger, image_sha256=sha256_hex(sealed))
        return fit_to_theme(parse_acta(serialise_acta(acta)), theme).contests


@cache
def station() -> Station:
    """One a process."""
    return Station()


def one(seed: int) -> Outcome:
    """One urna of `VOTERS` voters, in a worker."""
    return station().run(seed, VOTERS)


def marked(contest: Contest, sequence: list[Touch], wanted: Choice, done: Outcome) -> Voto:
    """The vote that touches lead to; what may not be confirmed, or holds other boxes than wanted, is a mismatch."""
    selection: Selection = ()
    for option, value in sequence:
        answer = toggle(contest, selection, option, value)
        if isinstance(answer, Marked):
            selection = answer.selection
    held = {mark.option for mark in selection}
    if held != {option for option, _ in wanted.marks} or confirmable(contest, selection) is not None:
        done.mismatches.append(f"{contest.id}: touches {sequence} gave {selection}")
        return Voto(())
    return to_voto(contest, selection)


def compare(figures: Figures, expected: Expected, seed: int, done: Outcome) -> None:
    """Every figure of every contest, and that nothing was refused."""
    for contest, counter in zip(figures, expected.counts, strict=True):
        for key in sorted(contest.counts.keys() | counter.keys()):
            if contest.counts.get(key, 0) != counter[key]:
                said = contest.counts.get(key)
                done.mismatches.append(f"urna {seed}, {contest.contest_id}, {key}: {said} instead of {counter[key]}")
        if contest.rechazados:
            done.mismatches.append(f"urna {seed}, {contest.contest_id}: {contest.rechazados} refused")


def _lap(done: Outcome, step: str, since_ns: int) -> int:
    now = time.perf_counter_ns()
    done.seconds[step] += (now - since_ns) // 10**6
    return now
