"""Reads a testigo as a person does: the lines that go to the paper, what stands between its two rules, in words.

It must not use what wrote the slip: it knows from the theme alone what each choice has to say.
"""

import re
from collections.abc import Sequence
from unicodedata import normalize

from shared.domain.eleccion import Contest, ContestKind, OptionKind
from shared.domain.voto import Mark, Voto
from shared.formats.theme_model import Theme
from urna.services.practice import figures_of
from urna.services.slips import possible
from urna.services.words import Words

_RULE = re.compile(r"-{16,}")
_EXPLICIT = {OptionKind.NULO: "testigo.nulo", OptionKind.NO_REGISTRADA: "testigo.no_registrada"}
Reading = tuple[int, Voto]
"""(place of the contest, vote) that a slip says."""


class SlipReader:
    """Knows what every choice of every contest of one theme has to say on paper."""

    def __init__(self, words: Words, theme: Theme) -> None:
        self._titles = [_bare(contest.title) for contest in theme.contests]
        self._code = _bare(theme.short_code)
        self._choices: dict[tuple[int, str], set[Voto]] = {}
        for place, contest in enumerate(theme.contests):
            for marks in possible(contest):
                said = _bare("".join(_says(words, contest, marks)))
                self._choices.setdefault((place, said), set()).add(Voto(marks))

    def read(self, lines: Sequence[str]) -> Reading | None:
        """What the slip says; None when it cannot be understood, or could be understood in two ways."""
        parts = _parts(lines)
        if len(parts) != 3 or self._code not in _bare("".join(parts[2])):
            return None
        head = _bare("".join(parts[0]))
        ending = [place for place, title in enumerate(self._titles) if title and head.endswith(title)]
        place = max(ending, key=lambda each: len(self._titles[each]), default=-1)
        found = self._choices.get((place, _bare("".join(parts[1]))), set())
        if len(found) != 1:
            return None
        (voto,) = found
        return place, voto


def quote(lines: Sequence[str]) -> str:
    """The words of the choice, whatever they are, to be quoted where they are not what was voted."""
    parts = _parts(lines)
    return " ".join(" ".join(parts[1]).split()) if len(parts) == 3 else ""


def choice_words(words: Words, contest: Contest, voto: Voto) -> str:
    """What a testigo has to say of a vote, on one line."""
    return " ".join(_says(words, contest, voto.marks))


def _parts(lines: Sequence[str]) -> list[list[str]]:
    """The lines above, between and below the rules."""
    parts: list[list[str]] = [[]]
    for line in lines:
        if _RULE.fullmatch(line.strip()):
            parts.append([])
        else:
            parts[-1].append(line)
    return parts


def _bare(text: str) -> str:
    """The letters in composed form, without the spaces and the breaks that a layout puts between them."""
    return "".join(normalize("NFC", text).split())


def _says(words: Words, contest: Contest, marks: tuple[Mark, ...]) -> list[str]:
    if not marks:
        return [words("testigo.blanco")]
    options = [contest.options[mark.option] for mark in marks]
    if options[0].kind in _EXPLICIT:
        return [words(_EXPLICIT[options[0].kind])]
    names = {
        mark.option: "-".join(partido.value for partido in option.partidos) or option.label
        for mark, option in zip(marks, options, strict=True)
    }
    match contest.kind:
        case ContestKind.N_OF_M:
            return list(names.values())
        case ContestKind.SCALE:
            return [words("testigo.valor", valor=mark.value, opcion=names[mark.option]) for mark in marks]
        case ContestKind.RANKED:
            in_order = sorted(marks, key=lambda mark: mark.value)
            return [words("testigo.preferencia", lugar=mark.value, opcion=names[mark.option]) for mark in in_order]
        case _:
            return _heading_and_person(words, contest, marks, names)


def _heading_and_person(words: Words, contest: Contest, marks: tuple[Mark, ...], names: dict[int, str]) -> list[str]:
    heading = words("testigo.une").join(names.values())
    people = {candidatura.id: candidatura.name for candidatura in contest.candidaturas}
    owner = contest.candidatura_of(figures_of(contest, Voto(marks))[0])
    person = people[owner] if owner is not None else ""
    return [heading, person] if person not in ("", heading) else [heading]
