"""Compares what a verification meant, what its testigos say and what was counted. It must not repair a difference."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from shared.domain.voto import Voto
from shared.formats.theme_model import Theme
from urna.services.casting import Cast, Place, Stored
from urna.services.practice import PracticeTurn, figures_by_contest, figures_of
from urna.services.slip_reading import Reading, choice_words
from urna.services.slips import key_label
from urna.services.slips_practice import Difference, Outcome
from urna.services.words import Words

Slips = dict[Place, tuple[Reading | None, str]]
"""Each testigo: what it was understood to say, and its words."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """The three sides of one verification."""

    words: Words
    theme: Theme
    turns: Sequence[PracticeTurn]
    cast: Cast
    slips: Slips

    def outcome(self) -> Outcome:
        """Totals of the three sides and every difference; those of sums alone where no turn explains them."""
        meant = [pair for turn in self.turns for pair in zip(turn.contests, turn.votos, strict=True)]
        expected = figures_by_contest(self.theme, meant)
        paper = figures_by_contest(self.theme, [reading for reading, _ in self.slips.values() if reading is not None])
        counted = tuple(found.counts for found in self.cast.counted)
        differences = tuple(self._by_turn()) or tuple(self._by_total(expected, paper))
        return Outcome(len(self.turns), len(self.slips), expected, paper, counted, differences)

    def _by_turn(self) -> Iterator[Difference]:
        for turn in self.turns:
            for place, voto in zip(turn.contests, turn.votos, strict=True):
                stored = self.cast.stored[turn.number, place]
                reading, said = self.slips[turn.number, place]
                if reading == (place, voto) and self._is(place, stored, voto):
                    continue
                contest = self.theme.contests[place]
                wanted = choice_words(self.words, contest, voto)
                paper = said or self.words("verificacion.ilegible")
                yield Difference(contest.title, turn.number, wanted, wanted, paper, self._told(place, stored))

    def _is(self, place: int, stored: Stored, voto: Voto) -> bool:
        keys = figures_of(self.theme.contests[place], voto)
        return stored.voto == voto and sorted(stored.keys) == sorted(keys)

    def _told(self, place: int, stored: Stored) -> str:
        """What a record says: its vote, or the figures that it adds to where those are others."""
        contest = self.theme.contests[place]
        if stored.voto is not None and self._is(place, stored, stored.voto):
            return choice_words(self.words, contest, stored.voto)
        labels = [key_label(self.words, contest, key) for key in stored.keys]
        return ", ".join(labels) or self.words("verificacion.ilegible")

    def _by_total(self, expected: tuple[Counter[str], ...], paper: tuple[Counter[str], ...]) -> Iterator[Difference]:
        for place, (contest, found) in enumerate(zip(self.theme.contests, self.cast.counted, strict=True)):
            for key in contest.count_keys():
                three = (expected[place][key], paper[place][key], found.counts.get(key, 0))
                if len(set(three)) > 1:
                    yield _total(contest.title, key_label(self.words, contest, key), three)
            if found.rechazados:
                yield _total(contest.title, self.words("escrutinio.rechazados"), (0, 0, found.rechazados))
            yield from self._by_group(place)
        if self.cast.opened.illegibles:
            yield _total(
                self.theme.election.name, self.words("escrutinio.ilegibles"), (0, 0, self.cast.opened.illegibles)
            )

    def _by_group(self, place: int) -> Iterator[Difference]:
        """Groups that hold other votes than those cast in them."""
        contest = self.theme.contests[place]
        for grupo, votos in enumerate(self.cast.opened.votos[place]):
            wanted = Counter(
                turn.votos[turn.contests.index(place)]
                for turn in self.turns
                if turn.grupo == grupo and place in turn.contests
            )
            if Counter(votos) != wanted:
                name = self.theme.grupos[grupo].name if self.theme.grupos else contest.title
                right = sum((Counter(votos) & wanted).values())
                yield _total(contest.title, name, (wanted.total(), wanted.total(), right))


def _total(contest: str, option: str, three: tuple[int, int, int]) -> Difference:
    expected, paper, counted = map(str, three)
    return Difference(contest, 0, option, expected, paper, counted)
