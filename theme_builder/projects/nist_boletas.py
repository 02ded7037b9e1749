"""A boleta made of a contest of a NIST ballot definition. It must not say what the contest does not."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from shared.formats.canonical import Json
from theme_builder.projects.editing import NO_REGISTRADA, NULO, Table, legal_combinations
from theme_builder.projects.nist_read import SPANISH, Node

KINDS: Final = {"rcv": "ranked", "range": "scale", "n-of-m": "n_of_m", "approval": "n_of_m", "plurality": "", "": ""}
"""By the variation of its votes; one that is not here is counted as no boleta of an urna is."""
MAX_OPTIONS: Final = 199
FORMULA: Final = " · "
"""Between the people of one option, who are elected together."""
_NOT_ID: Final = re.compile(r"[^A-Za-z0-9_.-]+")
_NOT_BOX: Final = re.compile(r"[^A-Z0-9_]+")


@dataclass(frozen=True, slots=True)
class Known:
    """What contests refer to: short names of partidos, coaliciones, candidates, places as (level, number)."""

    parties: Mapping[str, str]
    coaliciones: Sequence[Node]
    candidates: Mapping[str, Node]
    places: Mapping[str, tuple[str, int]]
    scope: str


def boleta_of(contest: Node, known: Known) -> Table:
    """The boleta; what is wrong with it is told to the contest. Blank policy and highest value are left out."""
    measure = contest.kind == "BallotMeasureContest"
    variation = contest.text("VoteVariation", needed=False)
    if not measure and contest.kind != "CandidateContest":
        contest.fault("T641", "@type", value=contest.kind)
    elif variation not in KINDS:
        contest.fault("T641", "VoteVariation", value=variation)
    title, question = contest.words("BallotTitle", needed=False), contest.words("BallotSubTitle", needed=False)
    if contest.value.get("BallotTitle") is None:
        title = {SPANISH: contest.text("Name")}
    boleta: Table = {
        "id": _identifier(contest),
        "kind": _kind(contest, measure=measure, variation=variation),
        "title": title[SPANISH],
        "question": question[SPANISH],
    }
    boxes = _Boxes(contest, known)
    boleta |= boxes.tables(str(boleta["kind"]))
    boleta["max_marks"] = _max_marks(contest, boleta)
    if boleta["kind"] != "scale":
        boleta["scale_max"] = 0
    languages = _languages(title, question, boxes.words)
    scope = contest.text("ElectionDistrictId")
    if scope in known.places:
        level, number = known.places[scope]
        boleta["ambito"] = {"level": level, "number": number}
    elif scope != known.scope:
        contest.fault("T638", "ElectionDistrictId", id=scope)
    return {**boleta, "languages": languages} if languages else boleta


def _kind(contest: Node, *, measure: bool, variation: str) -> str:
    if measure:
        return "consulta"
    many = contest.number("VotesAllowed", 1) > 1 and variation in {"", "plurality"}
    return KINDS.get(variation, "") or ("n_of_m" if many else "one_mark")


def _max_marks(contest: Node, boleta: Table) -> int:
    match boleta["kind"]:
        case "n_of_m":
            return max(contest.number("VotesAllowed", 1), 1)
        case "ranked":
            return max(contest.number("RanksAllowed", 1), 1)
        case "coalition":
            found = boleta["coaliciones"]
            sizes = (
                [
                    len(each["partidos"])
                    for each in found
                    if isinstance(each, dict) and isinstance(each["partidos"], list)
                ]
                if isinstance(found, list)
                else []
            )
            return max(sizes, default=1)
        case _:
            return 1


def _languages(title: Mapping[str, str], question: Mapping[str, str], boxes: Mapping[str, Mapping[str, str]]) -> Table:
    """Words in other languages, in the form of a boleta."""
    made: Table = {}
    for code in dict.fromkeys((*title, *question, *(code for words in boxes.values() for code in words))):
        if code == SPANISH:
            continue
        options: Table = {id_: words[code] for id_, words in boxes.items() if words.get(code)}
        said: Table = {
            name: words[code] for name, words in (("title", title), ("question", question)) if words.get(code)
        }
        made[code] = {**said, "options": options} if options else said
    return made


class _Boxes:
    """The options of a contest as boxes, with the candidaturas and coaliciones that they make."""

    def __init__(self, contest: Node, known: Known) -> None:
        self._contest, self._known = contest, known
        self._options = contest.nodes("ContestOption")
        self._candidaturas: dict[str, Table] = {}
        self.words: dict[str, Mapping[str, str]] = {}
        if len(self._options) > MAX_OPTIONS:
            contest.fault("T643", "ContestOption", count=len(self._options), limit=MAX_OPTIONS)
            self._options = []

    def tables(self, kind: str) -> Table:
        """Candidaturas, boxes and coaliciones, and the kind of the boleta where coaliciones make it another."""
        boxes: list[Json] = []
        for option in self._options:
            after = option.number("SequenceOrder", len(boxes) + 1)
            if after == len(boxes) + 2 and NULO not in boxes:
                boxes.append(dict(NULO))
            boxes.append(self._box(option))
        if NULO not in boxes:
            boxes.append(dict(NULO))
        coaliciones = self._coaliciones()
        made: Table = {"candidaturas": self._ordered(), "options": boxes}
        if not coaliciones:
            return made
        if kind != "one_mark":
            self._contest.fault("T641", "VoteVariation", value=kind)
        return {**made, "kind": "coalition", "coaliciones": coaliciones}

    def _box(self, option: Node) -> Table:
        match option.kind:
            case "BallotMeasureOption":
                return self._answer(option)
            case "CandidateOption" if option.flag("IsWriteIn"):
                return {**NO_REGISTRADA, "id": option.known() or NO_REGISTRADA["id"]}
            case "CandidateOption":
                return self._candidate(option)
            case _:
                option.fault("T641", "@type", value=option.kind)
                return {}

    def _answer(self, option: Node) -> Table:
        words = option.words("Selection")
        id_ = option.known() or _box_name(words[SPANISH]) or _box_name(option.id)
        self.words[id_] = words
        named = self._known.candidates.get(f"candidatura-{_identifier(self._contest)}-{id_}")
        name = named.words("BallotName")[SPANISH] if named else words[SPANISH]
        self._candidaturas.setdefault(id_, {"id": id_, "name": name, "partidos": []})
        return {"id": id_, "kind": "respuesta", "label": words[SPANISH], "candidatura": id_, "partidos": []}

    def _candidate(self, option: Node) -> Table:
        ids = option.ids("CandidateIds")
        people = [self._known.candidates[each] for each in ids if each in self._known.candidates]
        if not people or len(people) < len(ids):
            option.fault("T638", "CandidateIds", id=", ".join(ids) or "-")
            return {}
        partidos = self._partidos(option, "EndorsementPartyIds")
        id_, name = _identifier(people[0]), FORMULA.join(each.words("BallotName")[SPANISH] for each in people)
        row = self._candidaturas.setdefault(id_, {"id": id_, "name": name, "partidos": []})
        row["partidos"] = [*_names(row["partidos"]), *partidos]
        kind = {0: "independiente", 1: "partido"}.get(len(partidos), "candidatura_comun")
        box = option.known() or (partidos[0] if len(partidos) == 1 else _box_name(id_))
        return {"id": box, "kind": kind, "label": name, "candidatura": id_, "partidos": [*partidos]}

    def _partidos(self, node: Node, name: str) -> list[str]:
        ids = node.ids(name)
        for each in ids:
            if each not in self._known.parties:
                node.fault("T638", name, id=each)
        return [self._known.parties[each] for each in ids if each in self._known.parties]

    def _coaliciones(self) -> list[Json]:
        """Those that stand in this contest: each with the candidatura of its boxes, and every combination of law."""
        made: list[Json] = []
        for each in self._known.coaliciones:
            if self._contest.id not in each.ids("ContestIds"):
                continue
            partidos = self._partidos(each, "PartyIds")
            owners = [
                id_
                for id_, row in self._candidaturas.items()
                if set(partidos) <= set(map(str, _names(row["partidos"])))
            ]
            if len(partidos) < 2 or len(owners) != 1:
                each.fault("T644", "PartyIds")
                continue
            self._candidaturas[owners[0]]["partidos"] = [*partidos]
            id_ = _identifier(each)
            named: Table = {"id": id_, "name": each.words("Name")[SPANISH], "candidatura": owners[0]}
            made.append({**named, "partidos": [*partidos], "combinations": [*legal_combinations(partidos)]})
        return made

    def _ordered(self) -> list[Json]:
        """In the order of our own file's candidates; those of others in that of their boxes."""
        prefix = f"candidatura-{_identifier(self._contest)}-"
        order = [_identifier(each) for each in self._known.candidates.values() if each.id.startswith(prefix)]
        names = dict.fromkeys((*(id_ for id_ in order if id_ in self._candidaturas), *self._candidaturas))
        return [self._candidaturas[id_] for id_ in names]


def _identifier(node: Node) -> str:
    return node.known() or _NOT_ID.sub("-", node.id)[:40].strip("-")


def _box_name(text: str) -> str:
    return _NOT_BOX.sub("_", text.upper())[:24]


def _names(value: Json) -> list[Json]:
    return value if isinstance(value, list) else []
