"""The demonstration's voters turn the pages of long boletas and of the review, knowing the published layout alone."""

from collections.abc import Callable

from demo.intentions import Correction, Touch
from demo.screen import Box, Layout, Screen
from demo.voter import Visit, Voter
from shared.domain.eleccion import Contest, ContestKind
from shared.domain.jornada import JornadaState
from tests.unit.domain.boletas import plain
from urna.flow.effects import CommitPending
from urna.flow.input import ActionTouched, OptionTouched
from urna.flow.limits import Limits
from urna.flow.paging import explicit_options, pages, review_pages
from urna.flow.phases import Voting
from urna.flow.reducer import reduce
from urna.flow.screen import BoletaScreen, ReviewScreen
from urna.flow.screen_for import screen_for
from urna.flow.state import Facts, State, Turn, TurnStep
from urna.flow.viewing import Letters

CONTESTS = (plain(ContestKind.ONE_MARK, options=20), *(plain(ContestKind.ONE_MARK, options=3) for _ in range(5)))
NAMES = tuple(f"B{place}" for place in range(len(CONTESTS)))
NOWHERE: Box = (0, 0, 1, 1)
REVIEW = {
    f"revision{f':{n}' if n > 1 else ''}": parts
    for n, parts in enumerate(review_pages(CONTESTS, ((),) * len(CONTESTS), Letters.NORMAL), start=1)
}


def leaves_of(contest: Contest) -> list[dict[str, Box]]:
    """What stands on each page of a boleta, as the published layout says it."""
    options = [(*page, *explicit_options(contest)) for page in pages(contest, Letters.NORMAL)]
    return [{f"option:{contest.options[place].id.value}": NOWHERE for place in page} for page in options]


class Glass(Screen):
    """The flow itself in the place of a display: names and targets of what it would draw, touches to the reducer."""

    def __init__(self) -> None:
        turn = Turn(TurnStep.ENABLED, 1, contests=tuple(range(len(CONTESTS))), selections=((),) * len(CONTESTS))
        self.state = State(JornadaState.ABIERTA, Voting(), turn, Facts(contests=CONTESTS), Limits())
        self.touched: list[tuple[str, str]] = []
        self.confirmed: CommitPending | None = None
        names = {"habilitada", "salida", "impresion", *REVIEW}
        touch = {name: {"confirmar": NOWHERE} for name in names}
        for contest, name in zip(CONTESTS, NAMES, strict=True):
            leaves = enumerate(leaves_of(contest), start=1)
            touch |= {f"boleta:{name}{f':{n}' if n > 1 else ''}": leaf for n, leaf in leaves}
        for name, parts in REVIEW.items():
            touch[name] |= {f"corregir_{part.position}": NOWHERE for part in parts}
        self.layout = Layout(1, 1, 0, 0, NOWHERE, touch, {}, {})

    def name(self) -> str:
        if self.confirmed is not None:
            return "gracias"
        screen = screen_for(self.state)
        page = f":{screen.page}" if isinstance(screen, BoletaScreen | ReviewScreen) and screen.page > 1 else ""
        if isinstance(screen, BoletaScreen):
            return "blanco" if screen.ask_blank else f"boleta:{NAMES[screen.contest]}{page}"
        return f"{screen.id.value}{page}"

    def shows(self, screen: str, target: str) -> bool:
        actions = {action.id for action in screen_for(self.state).actions if action.enabled}
        return self.name() == screen and target in actions

    def touch(self, screen: str, target: str) -> None:
        assert self.name() == screen
        kind, _, option = target.rpartition(":")
        self.touched.append((screen, target))
        contest = self.state.contest(self.state.turn.position)
        places = {each.id.value: place for place, each in enumerate(contest.options)}
        event = OptionTouched(places[option]) if kind else ActionTouched(target)
        self.state, effects = reduce(self.state, event)
        self.confirmed = next((each for each in effects if isinstance(each, CommitPending)), self.confirmed)

    def wait(self, *names: str, timeout_s: float = 0.0) -> str:
        assert self.name() in names, timeout_s
        return self.name()

    def see_change(self, box: Box, act: Callable[[], None]) -> None:
        before = self.state
        act()
        assert self.state != before, box

    def photograph(self, name: str, *, again: bool = False) -> None:
        assert name or again


def vote(touches: tuple[Touch, ...], *corrections: Correction) -> Glass:
    glass = Glass()
    others = tuple((Touch("B"),) for _ in CONTESTS[1:])
    visit = Visit([touches, *others], list(corrections), leaves=False, note="")
    Voter(glass, NAMES).vote(visit)
    return glass


def chosen(glass: Glass) -> list[tuple[str, ...]]:
    assert glass.confirmed is not None
    votes = zip(CONTESTS, glass.confirmed.votos, strict=True)
    return [tuple(contest.options[mark.option].id.value for mark in voto.marks) for contest, voto in votes]


def test_a_scripted_voter_finds_an_option_on_a_later_page_and_looks_at_all_of_them() -> None:
    glass = vote((Touch("M"),))
    assert chosen(glass) == [("M",), *[("B",)] * 5]
    assert [target for screen, target in glass.touched if screen.startswith("boleta:B0")] == [
        "pagina_siguiente",
        "pagina_siguiente",
        "option:M",
        "pagina_siguiente",
        "siguiente",
    ]


def test_a_scripted_voter_turns_back_to_change_a_mark_of_an_earlier_page_and_reads_the_whole_review() -> None:
    glass = vote((Touch("T"),), Correction(0, (Touch("T"), Touch("A"))), Correction(5, (Touch("B"), Touch("C"))))
    assert chosen(glass) == [("A",), *[("B",)] * 4, ("C",)]
    assert ("boleta:B0:2", "pagina_anterior") in glass.touched
    assert glass.touched[-2:] == [("revision:2", "pagina_siguiente"), ("revision:3", "confirmar")]
