"""Everything that people, devices and power can do to an open urna, in any order, as a machine of Hypothesis.

It acts and looks; what must hold is in `tests.flows.voters` and in the checks below.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule

from hardware.printer.controls import Personality, Trouble
from shared.domain.journal_checks import findings as journal_findings
from tests.flows.cutting import CutFiles, PowerCut
from tests.flows.independent import count, images, media, takes_voters
from tests.flows.table import OPENERS
from tests.flows.test_power import read_bundle
from tests.flows.voters import (
    WORDS,
    Day,
    check_ledger,
    check_replaced,
    check_spoiled,
    check_store,
    lines_of,
    newest,
)
from tests.flows.watched import Plant, WatchedTable
from urna.flow.helping import helped
from urna.flow.input import ActionTouched, CodeScanned, HabilitarPressed, KeyTouched, MesaPressed, OptionTouched, Ticked
from urna.flow.screen import (
    BoletaScreen,
    CodeScreen,
    MesaScreen,
    ProcedureScreen,
    ReviewScreen,
    Screen,
    ScreenId,
    VoterMessageScreen,
)
from urna.flow.screen_for import screen_for
from urna.flow.screens_help import HELP

VOTERS = frozenset({ScreenId.HABILITADA, ScreenId.BOLETA, ScreenId.BLANCO, ScreenId.REVISION, ScreenId.SALIDA})
READY = frozenset({ScreenId.ESPERA, ScreenId.GRACIAS, ScreenId.HABILITADA})
AT_REST = frozenset({ScreenId.ESPERA, ScreenId.SUSPENDIDA, ScreenId.CERRADA, ScreenId.MENU_MESA})
PAGES = frozenset(
    {
        ScreenId.SUSPENDIDA,
        ScreenId.MENU_MESA,
        ScreenId.MOTIVO,
        ScreenId.REPORTES,
        ScreenId.CIERRE,
        ScreenId.CERRADA,
    }
)
_VOTES = re.compile(rf"\b({'|'.join(WORDS[0])})\b|Mark\(")
_ROLES = (*OPENERS, "tecnico")
_CLOSING = "autenticacion.titulo.cerrar"
_ONWARDS = (
    "comenzar",
    "confirmar",
    "seguir_votando",
    "revisar_memoria",
    "aceptar_hora",
    "terminar",
    "reintentar",
    "aceptar_hora",
    "confirmar_cierre",
    "confirmar_hora_cierre",
    "cierre_anticipado",
    "motivo_lista_completa",
    "volver_a_votar",
    "continuar_cierre",
    "cerrar",
    "volver",
)
_REPORT = {
    "dato.votantes": "emitidos",
    "dato.habilitaciones": "habilitaciones",
    "dato.cancelados": "cancelados",
    "dato.anulados": "anulados",
    "dato.en_duda": "en_duda",
    "dato.inutilizados": "testigos_inutilizados",
}
FAULTS: dict[str, Callable[[WatchedTable], None]] = {
    "paper out": lambda table: table.printer.paper_out(),
    "paper out in the first slip": lambda table: table.printer.paper_out(at_line=3),
    "paper out in the second slip": lambda table: table.printer.paper_out(at_line=20),
    "jam": lambda table: table.printer.jam(),
    "cutter": lambda table: table.printer.cutter_fault(),
    "cover": lambda table: table.printer.cover(is_open=True),
    "stall": lambda table: table.printer.stall(),
    "silence": lambda table: table.printer.silence(),
    "garbage": lambda table: table.printer.garbage(),
    "unplugged": lambda table: table.printer.vanish(),
    "swallows": lambda table: table.printer.personality(Personality.SWALLOW),
    "deaf": lambda table: setattr(table.watched, "deaf", True),
    **{f"{t.value} in the middle": lambda table, t=t: table.printer.at_line(t, 5) for t in Trouble},  # type: ignore[misc]
    **{f"{t.value} after the cut": lambda table, t=t: table.printer.after_cut(t) for t in Trouble},  # type: ignore[misc]
}


STRAY = (
    *(ActionTouched(a) for a in ("confirmar", "salir_confirmar", "no_cayo", "cayo_completo", "abrir", "volver")),
    *(OptionTouched(option) for option in (-1, 0, 1, 2, 9, 11)),
    CodeScanned("nothing that anyone knows"),
)
"""Inputs that come where nobody asked for them; an option of the present boleta may be among them."""


def _boleta(screen: Screen) -> int | None:
    """The slip that the question is about, from 0; None when it is about all of them."""
    assert isinstance(screen, VoterMessageScreen)
    number = dict(screen.message.params).get("boleta")
    return number - 1 if isinstance(number, int) else None


VOTE = st.tuples(
    st.sampled_from([(), (0,), (1,), (4, 7), (4, 7, 8), (9,), (10,)]), st.sampled_from([(), (0,), (1,), (2,)])
)
TROUBLE = st.none() | st.sampled_from(sorted(FAULTS)) | st.integers(0, 70)
"""What meets a voter who confirms: nothing, a fault of the printer, the power going at the n-th write."""


class TurnMachine(RuleBasedStateMachine):
    """An urna just opened. ``base`` is set by the test; ``plants`` holds the fault in it, if any."""

    base: ClassVar[WatchedTable]
    plants: ClassVar[tuple[Plant, ...]] = ()

    def __init__(self) -> None:
        super().__init__()
        self.table = self.base.twin(next(iter(self.plants), None))
        self.table.watched.before_testigo = self._before_paper
        self.day = Day()
        self.eager = True
        self.right: set[str] = set()
        self.cancelled = self.waiting = False
        self.again: int | None = None
        self.wrong: list[str] = []
        self.observe()

    # --- what people do ---

    @rule(voters=st.lists(st.tuples(VOTE, TROUBLE), min_size=1, max_size=3))
    @precondition(lambda self: self.table.shows() in READY)
    def vote(self, voters: list[tuple[tuple[tuple[int, ...], ...], str | int | None]]) -> None:
        """Voters who know what to do; a fault of the printer, or a cut of the power, may meet one who confirms."""
        for choices, trouble in voters:
            if self.table.shows() not in READY:
                return
            if self.table.shows() is not ScreenId.HABILITADA:
                self.enable(1)
                self.drain()
            self.mark(*choices)
            if isinstance(trouble, str):
                FAULTS[trouble](self.table)
            elif trouble is not None:
                self.table.breaker.left = trouble
            self.touch("confirmar")
            if trouble is not None:
                self.drain()
                self.repair("all")
                self.go_on(6)

    @rule(bounces=st.integers(1, 3))
    def enable(self, bounces: int) -> None:
        for _ in range(bounces):
            self.day.presses += 1
            self.act(HabilitarPressed(self.day.presses))

    @rule(steps=st.integers(1, 4))
    @precondition(lambda self: self.table.shows() not in AT_REST)
    def go_on(self, steps: int) -> None:
        """Whoever stands there does the next sensible thing, and tells the truth."""
        for _ in range(steps):
            if self.table.shows() not in AT_REST:
                self.next_thing()

    @rule(number=st.integers(0, 5))
    @precondition(lambda self: any(action.enabled for action in self.table.screen.actions))
    def touch_any_button(self, number: int) -> None:
        offered = [action.id for action in self.table.screen.actions if action.enabled]
        if offered:
            self.touch(offered[number % len(offered)])

    @rule(event=st.sampled_from(STRAY))
    def touch_where_nothing_is(self, event: ActionTouched | OptionTouched | CodeScanned) -> None:
        if not isinstance(event, ActionTouched) or event.action not in {each.id for each in self.table.screen.actions}:
            self.act(event)

    @rule(key=st.sampled_from(["cancelar", "suspender", "menu"]))
    def press_a_key_of_the_mesa(self, key: str) -> None:
        if key == "cancelar" and self.day.current is not None:
            self.day.current.left = True
        self.act(MesaPressed(key))

    @rule(key=st.sampled_from(["suspender", "menu"]), buttons=st.lists(st.integers(0, 3), min_size=1, max_size=5))
    @precondition(lambda self: self.table.shows() in AT_REST)
    def look_around(self, key: str, buttons: list[int]) -> None:
        """The mesa presses a key and wanders over its pages, with the right people at hand."""
        self.press_a_key_of_the_mesa(key)
        for number in buttons:
            if isinstance(self.table.screen, CodeScreen):
                self.show_credentials([(0, 1), (1, 1)])
            elif self.table.shows() in PAGES:
                self.touch_any_button(number)

    @rule(who=st.lists(st.tuples(st.integers(0, 3), st.integers(0, 9)), min_size=1, max_size=3))
    @precondition(lambda self: isinstance(self.table.screen, CodeScreen))
    def show_credentials(self, who: list[tuple[int, int]]) -> None:
        """Cards, or shares when closing; one code in ten is another person's."""
        for person, slip in who:
            if isinstance(self.table.screen, CodeScreen):
                self._show(person, right=slip > 0, closing=self.table.screen.title.key == _CLOSING)

    def _show(self, person: int, *, right: bool, closing: bool) -> None:
        role = _ROLES[person % 3] if closing else _ROLES[person]
        text = self.table.shares[person % 3] if closing else self.table.institute.official(role).card
        typed = role if right else _ROLES[(person + 1) % 3]
        if right and role != "tecnico":
            self.right.add(role)
        self.act(Ticked(61))
        code = self.table.institute.official(typed).code
        self.act(CodeScanned(text), *map(KeyTouched, code), KeyTouched("ACEPTAR"))

    @rule(seconds=st.sampled_from([1, 3, 9, 200]), jump=st.sampled_from([0, 0, 90, -90, 10**7, -(10**7)]))
    def let_time_go_by(self, seconds: int, jump: int) -> None:
        """Seconds on the count that nobody can turn back, and minutes on the clock that anybody can."""
        self.table.clock.at += timedelta(seconds=60 * jump)
        self.wait(seconds)

    # --- what devices and power do ---

    @rule(fault=st.sampled_from(sorted(FAULTS)))
    def break_the_printer(self, fault: str) -> None:
        FAULTS[fault](self.table)

    @rule(which=st.sampled_from(["board", "internal", "usb"]))
    def take_away(self, which: str) -> None:
        """Never the last medium that is level: an urna without one stops, and says so."""
        files = media(self.table)
        if which == "board":
            self.table.board.unplug()
        elif not self.table.context().media.lost and not any(each.pulled for each in files):
            files[which == "usb"].pulled = True

    @rule(what=st.sampled_from(["printer", "board", "media", "all"]))
    def repair(self, what: str) -> None:
        if what in ("printer", "all"):
            printer = self.table.watched
            printer.come_back()
            printer.repair()
            printer.refill()
            printer.personality(Personality.HONEST)
            printer.deaf = False
        if what in ("board", "all"):
            self.table.board.plug()
        if what in ("media", "all"):
            for files in media(self.table):
                files.pulled = False
        self.wait(3)

    @rule(after=st.integers(-1, 30), again=st.integers(0, 40))
    def cut_the_power(self, after: int, again: int) -> None:
        """Now, or at the n-th write (or movement of paper) from now on; perhaps once more while starting."""
        self.table.breaker.left, self.again = max(after, 0), again if again < 20 else None
        if after < 0:
            self.power_goes()

    # --- how fast the urna works ---

    @rule(effects=st.integers(0, 3))
    def dawdle(self, effects: int) -> None:
        """From now on events do not wait for the effects of those before; some effects are performed."""
        self.eager = False
        with self.power():
            for _ in range(effects):
                self.table.urna.runner.step()
        self.observe()

    @rule()
    @precondition(lambda self: not self.eager)
    def hurry(self) -> None:
        self.eager = True
        self.drain()

    # --- acting ---

    def act(self, *events: object) -> None:
        """Events one after another; an urna that dawdles performs nothing yet."""
        with self.power():
            for event in events:
                self.table.urna.runner.submit(event)
                if self.eager:
                    self.table.run()
        self.observe()

    def drain(self) -> None:
        with self.power():
            self.table.run()
        self.observe()

    def wait(self, seconds: int) -> None:
        self.act(*(Ticked(-(-seconds // 4)) for _ in range(min(seconds, 4))))

    def touch(self, action: str) -> None:
        """Touch a button, and remember what it means to whoever touched it."""
        screen = self.table.screen
        if action not in {each.id for each in screen.actions if each.enabled}:
            return
        self._remember(screen, action)
        self.act(ActionTouched(action))

    def mark(self, *choices: tuple[int, ...]) -> None:
        self.touch("comenzar")
        for options in choices:
            if not isinstance(self.table.screen, BoletaScreen):
                return
            for option in options:
                self.act(OptionTouched(option))
            self.touch("siguiente")
            self.touch("dejar_en_blanco")

    def _remember(self, screen: Screen, action: str) -> None:
        turn, self.cancelled = self.day.current, action == "cancelar_autenticacion"
        if turn is None:
            return
        if isinstance(screen, ReviewScreen) and action == "confirmar":
            self.day.confirmed(tuple(tuple(mark.option for mark in marks) for _, marks in screen.choices))
        elif action == "salir_confirmar":
            turn.left = True
        elif action in ("cayo_completo", "no_cayo"):
            self._answered(_boleta(screen), yes=action == "cayo_completo")

    def _answered(self, contest: int | None, *, yes: bool) -> None:
        turn = self.day.current
        assert turn is not None
        if contest is None:
            no = "en_duda" if turn.replacement else "anulado"
            turn.orders.add("final" if yes else no)
        elif yes:
            turn.claimed.add(contest)
        else:
            turn.denied[contest] += 1

    # --- power ---

    @contextmanager
    def power(self) -> Iterator[None]:
        try:
            yield
        except PowerCut:
            self.look()
            self.power_goes()

    def power_goes(self) -> None:
        self.day.cuts += 1
        self.right.clear()
        self.cancelled = True
        self.table.breaker.left, self.again = self.again, None
        try:
            self.table.power_on()
        except PowerCut:
            self.day.cuts += 1
            self.table.breaker.left = None
            self.table.power_on()
        self.table.breaker.left = None
        self.waiting = False
        self.day.power_came_back(excused=self._something_is_away())
        self.observe()

    def _something_is_away(self) -> bool:
        """Whether an urna that starts now must stop: without its board, or without its internal medium."""
        away = isinstance(self.table.internal, CutFiles) and self.table.internal.pulled
        return away or not self.table.board._present

    def _start_that_waits(self) -> None:
        """A start that asked about a medium reads everything anew when that is answered, and may stop then."""
        screen = self.table.screen
        if screen.id is ScreenId.FUERA_DE_SERVICIO and self.waiting:
            self.day.excused = self.day.excused or self._something_is_away()
        elif isinstance(screen, ProcedureScreen):
            self.waiting = screen.instruction.key == "memoria.instruccion_inicio"
        elif not isinstance(screen, CodeScreen):
            self.waiting = False

    def _before_paper(self) -> None:
        """Paper moves only when every medium that is present holds the records of the turn as pending."""
        self.day.stored(newest(self.table))
        lost = self.table.context().media.lost
        labels = zip(("interna", "usb"), media(self.table), strict=True)
        held = [
            each.pending for label, files in labels if label not in lost and not files.pulled for each in images(files)
        ]
        if len(held) < 2 or not all(held):
            self.wrong.append("paper moved before the vote was stored")

    # --- looking ---

    def look(self) -> None:
        """What anyone sees at any moment, also at the one in which the power goes."""
        assert not self.wrong, self.wrong
        lines, screen = lines_of(self.table), self.table.screen
        self.day.papers_dropped(self.table.watched.papers)
        self.day.follow(lines, newest(self.table))
        if screen.id in VOTERS:
            self.day.boleta_shown(lines)
        for official in (each for each in (screen, self._help()) if isinstance(each, MesaScreen)):
            assert not _VOTES.search(repr(official)), "an official's screen shows a vote"
        assert not _VOTES.search(str(self.table.board.face().lines)), "the keypad shows a vote"

    def _help(self) -> Screen:
        """What the mesa would read if it asked for help now; the same screen where nobody may."""
        state = self.table.urna.runner.state
        return screen_for(helped(state, ActionTouched(HELP.id)) or state)

    def observe(self) -> None:
        """What must hold between two events."""
        before = self.right
        self._start_that_waits()
        if not isinstance(self.table.screen, CodeScreen):
            # A page of codes went away: cancelled, or two different people stood there.
            assert self.cancelled or not before or len(before) >= 2
            self.right, self.cancelled = set(), False
        self.look()
        lines, screen = lines_of(self.table), self.table.screen
        check_store(self.table, self.day, lines)
        check_ledger(self.table, self.day, lines)
        self._doubt_ordered()
        if self.table.urna.runner._effects.empty():
            self._at_rest(screen)
            check_spoiled(self.table, self.day, lines)
            if screen.id in AT_REST:
                assert count(lines)["abierto"] == 0, "a turn is open and nobody can see it"
                check_replaced(lines)
            if screen.id is ScreenId.ESPERA:
                assert takes_voters(lines), "voters are awaited, and the jornada takes none"

    def _doubt_ordered(self) -> None:
        screen, turn = self.table.screen, self.day.current
        if isinstance(screen, CodeScreen) and screen.title.key == "autenticacion.titulo.en_duda" and turn is not None:
            turn.orders.add("en_duda")

    def _at_rest(self, screen: Screen) -> None:
        """Every state has a way out: a button, a page for codes, the keys of the mesa, or a sentence."""
        if screen.id is ScreenId.FUERA_DE_SERVICIO:
            assert self.day.excused, f"out of service without a cause: {screen}"
            return
        if isinstance(screen, ProcedureScreen) and screen.title.key == "cerrada.titulo_archivada":
            return  # the end: its sentence says to switch off
        told = isinstance(screen, CodeScreen) or screen.id is ScreenId.ESPERA or getattr(screen, "alert", None)
        assert told or any(action.enabled for action in screen.actions), f"no way out of {screen}"
        if isinstance(screen, ProcedureScreen) and screen.id is ScreenId.REPORTES and screen.facts:
            shown = {_REPORT[text.key]: int(value) for text, value in screen.facts if text.key in _REPORT}
            ledger = count(lines_of(self.table))
            assert shown == {name: ledger[name] for name in shown}

    # --- the end of the day ---

    def teardown(self) -> None:
        """Everything is repaired: from wherever it stands, the urna closes, and the acta says what people know."""
        self.table.breaker.left, self.again, self.eager = None, None, True
        self.repair("all")
        self.drain()
        if self.table.shows() is ScreenId.FUERA_DE_SERVICIO or self.table.context().media.lost:
            self.power_goes()
        for _ in range(60):
            if self.table.shows() is ScreenId.CERRADA:
                break
            if self.table.shows() is ScreenId.ESPERA:
                self.act(MesaPressed("menu"))
            self.next_thing()
        else:
            raise AssertionError(f"no way out of {self.table.screen}")
        self._check_acta()

    def next_thing(self) -> None:
        """What whoever stands there does, if all is to go on."""
        screen = self.table.screen
        offered = {action.id for action in screen.actions if action.enabled}
        if isinstance(screen, CodeScreen):
            self.show_credentials([(0, 1), (1, 1), (2, 1)])
        elif screen.id is ScreenId.FUERA_DE_SERVICIO:
            self.repair("all")
            self.power_goes()
        elif screen.id is ScreenId.PREGUNTA_TESTIGO:
            self._tell_the_truth(screen)
        elif screen.id in (ScreenId.BOLETA, ScreenId.BLANCO):
            self.mark((1,), (0,))
        else:
            action = next((each for each in _ONWARDS if each in offered), "")
            self.touch(action) if action else self.wait(4)

    def _tell_the_truth(self, screen: Screen) -> None:
        turn, contest = self.day.current, _boleta(screen)
        assert turn is not None
        fell = turn.dropped() if contest is None else contest in {each for each, _ in turn.papers}
        answer = "cayo_completo" if fell else "no_cayo"
        if any(action.id == answer and action.enabled for action in screen.actions):
            self.touch(answer)
        else:
            self.wait(4)  # more of the slip may come out: nobody can say yet that it did not drop

    def _check_acta(self) -> None:
        bundle = read_bundle(self.table)
        assert bundle.findings == ()
        assert journal_findings(bundle.journal) == ()
        ledger = count(lines_of(self.table))
        assert {name: getattr(bundle.acta.ledger, name) for name in ledger} == ledger
        assert ledger["abierto"] == 0
        assert ledger["emitidos"] == self.day.ended["final"]
        counted = [{key: n for key, n in contest.counts.items() if n} for contest in bundle.acta.contests]
        assert counted == [dict(figures) for figures in self.day.figures], "the acta counts other votes"
