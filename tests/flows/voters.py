"""A day as its voters, its officials and its paper know it, counted apart from the urna, and what must agree with it.

It reads screens, slips and the bytes of the media; it must not ask the urna what became of anything.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from hardware.printer.layout import plain_text
from tests.flows.independent import ENDS, Line, Stored, count, images, journal_lines, media, turno
from tests.flows.watched import Paper, WatchedTable

CONTESTS = ("Gubernatura del Estado", "Consulta ciudadana")
WORDS: tuple[tuple[str, ...], ...] = (
    ("PAN", "PRI", "PRD", "PVEM", "PT", "MC", "PANAL", "MORENA", "PES", "CANDIDATURA NO REGISTRADA", "VOTO NULO"),
    ("Sí", "No", "VOTO NULO"),
)
"""What a slip says for each option."""
FIGURES: tuple[tuple[str, ...], ...] = (
    (*WORDS[0][:9], "NO_REGISTRADAS", "NULOS"),
    ("SI", "NO", "NULOS"),
)
"""Which figure of the acta an option adds to."""
BLANK = ("NULOS", "BLANCOS")
AREA = {"final": "turno_final", "anulado": "anulado", "en_duda": "en_duda", "cancelado": "cancelado"}
_VERDICTS = {kind: verdict for verdict, kind in AREA.items()}

Selection = tuple[int, ...]


@dataclass(slots=True)
class Turn:
    """One voter's turn. ``choices`` is what the review page showed when the voter confirmed it; empty before."""

    number: int
    replacement: bool
    choices: tuple[Selection, ...] = ()
    cut: bool = False
    left: bool = False
    claimed: set[int] = field(default_factory=set)
    denied: Counter[int] = field(default_factory=Counter)
    orders: set[str] = field(default_factory=set)
    papers: list[tuple[int, bool]] = field(default_factory=list)
    records: frozenset[bytes] = frozenset()

    def may_end(self) -> set[str]:
        """How it may end, by what people did and paper shows."""
        if not self.choices:
            return {"cancelado"} if self.left or self.cut else set()
        ends = set(self.orders)
        if self.cut and not self.records and not self.papers:
            ends.add("cancelado")
        heard = {contest for contest, confirmed in self.papers if confirmed} | self.claimed
        if heard == set(range(len(self.choices))):
            ends.add("final")
        return ends

    def dropped(self) -> bool:
        """Whether every slip of the voter dropped whole, as far as the voter can tell."""
        return {contest for contest, _ in self.papers} | self.claimed == set(range(len(self.choices)))


def read_slip(paper: Paper) -> tuple[int, str]:
    """The contest of a slip and what it says below its title, as an eye reads them: words between two rules."""
    head, body, _ = re.split(r"^-+$", plain_text(paper.slip), maxsplit=2, flags=re.MULTILINE)
    [contest] = [index for index, title in enumerate(CONTESTS) if title in head]
    return contest, " ".join(body.split())


def words_of(contest: int, selection: Selection) -> str:
    """What the slip must say."""
    return " - ".join(WORDS[contest][option] for option in selection) if selection else "EN BLANCO"


def figure_of(contest: int, selection: Selection) -> str:
    """Which figure of the acta the vote must add to."""
    return "-".join(FIGURES[contest][option] for option in selection) if selection else BLANK[contest]


@dataclass(slots=True)
class Day:
    """Everything that is known. ``presses`` are those of the key that enables; ``cuts`` those of the power."""

    presses: int = 0
    cuts: int = 0
    excused: bool = False
    turns: list[Turn] = field(default_factory=list)
    current: Turn | None = None
    ended: Counter[str] = field(default_factory=Counter)
    figures: tuple[Counter[str], ...] = field(default_factory=lambda: tuple(Counter() for _ in CONTESTS))
    seen: int = 0
    kept: dict[str, frozenset[bytes]] = field(default_factory=dict)

    def boleta_shown(self, lines: Sequence[Line]) -> None:
        """A voter has the screen: the habilitacion that pays for it is on the media, and it is the voter's own."""
        opened = [line for line in lines if line["kind"] == "habilitacion_consumida"]
        assert opened, "a boleta without an habilitacion"
        last = opened[-1]
        assert not _outcomes(lines, turno(last)), "a boleta whose habilitacion was used up"
        number = turno(last)
        assert isinstance(number, int)
        if self.current is not None and self.current.number == number:
            return
        assert self.current is None, f"turn {number} began on top of turn {self.current.number}"
        data = last["data"]
        assert isinstance(data, dict)
        assert not self.turns or number > self.turns[-1].number, "one habilitacion gave two turns"
        self.current = Turn(number, "reemplaza" in data)
        self.turns.append(self.current)

    def confirmed(self, choices: tuple[Selection, ...]) -> None:
        """The voter touched the last button, the review page showing these."""
        assert self.current is not None
        self.current.choices = choices

    def papers_dropped(self, papers: Sequence[Paper]) -> None:
        """Look at the slips that dropped since the last time."""
        fresh, self.seen = papers[self.seen :], len(papers)
        for paper in fresh:
            turn = self.current
            assert turn is not None, "a testigo without a turn"
            assert turn.choices, "a testigo of a voter who did not confirm"
            contest, said = read_slip(paper)
            words = words_of(contest, turn.choices[contest])
            person = said.removeprefix(words)
            assert said.startswith(words), "the slip says another vote"
            assert not person or (person[0] == " " and person[1] != "-"), "the slip says another vote"
            turn.papers.append((contest, paper.heard))
            times = sum(each == contest for each, _ in turn.papers)
            assert times <= 1 + turn.denied[contest], "a slip printed twice without a reason"

    def stored(self, image: Stored) -> None:
        """Remember which records are this voter's, while they are pending."""
        turn = self.current
        if turn is not None and image.pending_turn == turn.number:
            turn.records = image.pending
            assert len(turn.records) == len(turn.choices)

    def follow(self, lines: Sequence[Line], image: Stored) -> None:
        """Let the turn end as the journal says, if people and paper allow it."""
        turn = self.current
        if turn is None:
            return
        self.stored(image)
        ends = _outcomes(lines, turn.number)
        if not ends:
            return
        assert len(ends) == 1, f"turn {turn.number} ended as {ends}"
        verdict = _VERDICTS[ends[0]]
        assert verdict in turn.may_end(), f"{verdict} is not among {turn.may_end()} for {turn}"
        self._end(turn, verdict, image)

    def _end(self, turn: Turn, verdict: str, image: Stored) -> None:
        areas = {"final": image.final, "anulado": image.anulados, "en_duda": image.en_duda}
        if verdict == "cancelado":
            assert not turn.records, "a vote that was stored is gone"
        else:
            assert turn.records, "a vote ended that was never stored"
            assert turn.records <= areas[verdict], "the records are not where the journal says"
        self.ended[verdict] += 1
        if verdict == "final":
            for contest, selection in enumerate(turn.choices):
                self.figures[contest][figure_of(contest, selection)] += 1
        self.current = None

    def power_came_back(self, *, excused: bool) -> None:
        """After a start; ``excused``: something is away without which no urna may serve."""
        self.excused = excused
        if self.current is not None:
            self.current.cut = True


def _outcomes(lines: Sequence[Line], number: object) -> list[str]:
    return [str(line["kind"]) for line in lines if line["kind"] in ENDS and turno(line) == number]


def newest(table: WatchedTable) -> Stored:
    """The newest whole image on any medium."""
    return max((image for files in media(table) for image in images(files)), key=lambda image: image.sequence)


def check_store(table: WatchedTable, day: Day, lines: Sequence[Line]) -> None:
    """Media agree, nothing that was stored is gone, and the journal tells of the same turns as the image."""
    lost = table.context().media.lost
    labels = zip(("interna", "usb"), media(table), strict=True)
    present = [image for label, files in labels if label not in lost and not files.pulled for image in images(files)]
    image = newest(table)
    if not day.excused:  # an urna that cannot start mends nothing
        assert len(present) >= 2
        assert all(each == image for each in present), "the media that are present differ"
    areas = {"emitidos": image.final, "anulados": image.anulados, "en_duda": image.en_duda}
    ledger = count(lines)
    ahead = 0
    for name, records in areas.items():
        assert day.kept.get(name, frozenset()) <= records, f"{name} lost a record"
        turns, rest = divmod(len(records), len(CONTESTS))
        assert rest == 0
        ahead += turns - ledger[name]
        assert turns >= ledger[name]
        day.kept[name] = records
    assert len(image.final | image.anulados | image.en_duda | image.pending) == sum(
        map(len, (image.final, image.anulados, image.en_duda, image.pending))
    )
    assert ahead in (0, ledger["abierto"])


def check_ledger(table: WatchedTable, day: Day, lines: Sequence[Line]) -> None:
    """The equations, told by the lines on the media, by the urna, and by what people saw."""
    ledger = count(lines)
    ends = sum(ledger[name] for name in ENDS.values())
    assert ledger["habilitaciones"] == ends + ledger["abierto"]
    assert ledger["abierto"] <= 1, "two turns are open"
    most = ledger["emitidos"] + ledger["anulados"] + ledger["en_duda"] + ledger["abierto"]
    assert ledger["emitidos"] <= ledger["testigos_completos"] <= most
    ours = table.context().book.ledger()
    assert {name: getattr(ours, name) for name in ledger} == ledger
    seen = {turn.number for turn in day.turns}
    unseen = [turno(line) for line in lines if line["kind"] == "habilitacion_consumida" and turno(line) not in seen]
    assert len(unseen) <= day.cuts + (ledger["abierto"] if day.current is None else 0)
    for number in unseen:
        assert _outcomes(lines, number) in (["cancelado"], []), "a turn that nobody saw ended as a vote"
    granted = [line for line in lines if line["kind"] == "habilitacion_consumida" and _replaces(line)]
    assert len({_replaces(line) for line in granted}) == len(granted), "an annulled turn was replaced twice"
    assert ledger["habilitaciones"] <= day.presses + len(granted), "a turn that nobody enabled"
    names = {"final": "emitidos", "anulado": "anulados", "en_duda": "en_duda"}
    if day.current is None:
        assert {name: ledger[name] for name in names.values()} == {names[end]: day.ended[end] for end in names}
    assert ledger["testigos_inutilizados"] <= _spoiled(table, day)


def _spoiled(table: WatchedTable, day: Day) -> int:
    """Slips that were begun and failed, or of which the voter said that they did not drop."""
    return table.watched.spoiled + sum(sum(turn.denied.values()) for turn in day.turns)


def check_spoiled(table: WatchedTable, day: Day, lines: Sequence[Line]) -> None:
    """Once the urna has come to rest, every spoiled slip is counted; a cut may keep one from it."""
    assert count(lines)["testigos_inutilizados"] >= _spoiled(table, day) - day.cuts, "a spoiled slip is not counted"


def check_replaced(lines: Sequence[Line]) -> None:
    """Once the urna has come to rest, every annulled turn but a replacement's was replaced."""
    granted = {turno(line): _replaces(line) for line in lines if line["kind"] == "habilitacion_consumida"}
    annulled = {turno(line) for line in lines if line["kind"] == "anulado"}
    owed = {number for number in annulled if not granted[number]}
    assert owed == set(granted.values()) - {0}, "an annulled turn was not replaced"


def _replaces(line: Line) -> object:
    data = line["data"]
    assert isinstance(data, dict)
    return data.get("reemplaza", 0)


def lines_of(table: WatchedTable) -> list[Line]:
    """The journal on the media."""
    return journal_lines(table)
