"""Scripted voters in a process of their own: ``python -m demo.voter --display :1 --layout DIR --plan FILE``.

They must not know anything of the urna but its display and the published layout. One line on standard output for each
voter who leaves.
"""

import argparse
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from demo.intentions import Correction, Touch
from demo.progress import DemoFailedError
from demo.screen import Layout, Screen
from demo.waiting import let_settle, wait_for

BOLETA: Final = "boleta:"
WAITING: Final = ("habilitada",)
LOOKED_AT: Final = frozenset({"espera", "impresion", "gracias", "arranque"})
"""Screens that need no touch, or seldom one."""
TURN_S: Final = 120.0
ENABLE_S: Final = 300.0
SECOND_LOOK_S: Final = 3.0
TRIES: Final = 3
NEXT_PAGE: Final = "pagina_siguiente"
PREVIOUS_PAGE: Final = "pagina_anterior"


@dataclass(slots=True)
class Visit:
    """One voter at the urna: what is left of the intention."""

    touches: list[tuple[Touch, ...]]
    corrections: list[Correction]
    leaves: bool
    note: str
    done: bool = False
    fixing: Correction | None = None
    voted: set[str] = field(default_factory=set)


class Voter:
    """Answers each screen that shows until the visit is over."""

    def __init__(self, screen: Screen, contests: tuple[str, ...]) -> None:
        self._screen = screen
        self._contests = contests
        self._answers: dict[str, Callable[[Visit, str], None]] = {
            "habilitada": lambda _visit, name: self._press(name, "comenzar"),
            "blanco": lambda _visit, name: self._press(name, "dejar_en_blanco"),
            "revision": self._review,
            "salida": self._leave,
            "impresion": self._printing,
            "pregunta_testigo": self._not_fallen,
            "gracias": self._thanks,
            "espera": self._over,
            "arranque": self._starting,
        }

    def vote(self, visit: Visit) -> None:
        """From the enabled screen to the end; raises ``DemoFailedError``."""
        self._screen.wait(*WAITING, timeout_s=ENABLE_S)
        while not visit.done:
            name = wait_for(self._screen.name, "a known screen", TURN_S)
            if name not in LOOKED_AT:
                let_settle(self._screen.layout.settle_ms)
            if name.startswith(BOLETA):
                self._mark(visit, name)
            else:
                self._answers[name.partition(":")[0]](visit, name)

    def _mark(self, visit: Visit, name: str) -> None:
        boleta = _first_page(name)
        place = self._contests.index(boleta.removeprefix(BOLETA))
        touches = visit.touches[place]
        if visit.fixing is not None and visit.fixing.contest == place:
            touches, visit.fixing = visit.fixing.touches, None
        elif boleta in visit.voted:
            touches = ()
        visit.voted.add(boleta)
        last = ""
        for touch in touches:
            if touch.option == last:
                let_settle(self._screen.layout.same_target_ms)
            name = self._page_with(name, f"option:{touch.option}")
            self._touch(name, touch)
            last = touch.option
            if touch.refused:
                self._screen.photograph(f"{name}-{visit.note}")
        self._screen.photograph(f"{name}-{visit.note or 'marcada'}")
        name = self._turn(name, self._pages(name)[-1])  # else the urna says that pages were not seen
        self._press(name, "siguiente")

    def _pages(self, name: str) -> list[str]:
        """The screens of one boleta or of the review, in their order."""
        first, found = _first_page(name), [_first_page(name)]
        while (following := f"{first}:{len(found) + 1}") in self._screen.layout.touch:
            found.append(following)
        return found

    def _page_with(self, name: str, target: str) -> str:
        """Turn pages until a target is there; gives the screen that has it."""
        if target in self._screen.layout.touch[name]:
            return name
        return self._turn(name, next(page for page in self._pages(name) if target in self._screen.layout.touch[page]))

    def _turn(self, name: str, wanted: str) -> str:
        """Turn pages one by one, forward or back, to the wanted one."""
        pages = self._pages(name)
        at, to = pages.index(name), pages.index(wanted)
        while at != to:
            self._press(pages[at], NEXT_PAGE if to > at else PREVIOUS_PAGE)
            at += 1 if to > at else -1
            self._screen.wait(pages[at])
        return wanted

    def _touch(self, name: str, touch: Touch) -> None:
        """A mark shows in its box; a refusal shows above the boxes."""
        target = f"option:{touch.option}"
        box = self._screen.layout.touch[name][target]
        if touch.refused:
            options = [key for key in self._screen.layout.touch[name] if key.startswith("option:")]
            box = self._screen.text_area(name, options)
        self._screen.see_change(box, lambda: self._screen.touch(name, target))

    def _review(self, visit: Visit, name: str) -> None:
        if visit.leaves:
            self._press(name, "salir")
        elif visit.corrections:
            visit.fixing = visit.corrections.pop(0)
            target = f"corregir_{visit.fixing.contest}"
            self._press(self._page_with(name, target), target)
        else:
            while self._screen.shows(name, NEXT_PAGE):
                name = self._turn(name, self._pages(name)[self._pages(name).index(name) + 1])
            self._press(name, "confirmar")

    def _leave(self, visit: Visit, name: str) -> None:
        self._press(name, "salir_confirmar")
        self._screen.wait("espera")
        visit.done = True

    def _printing(self, _visit: Visit, name: str) -> None:
        """Wait for the slips; when the mesa has mended the printer, ask for the slip again."""
        wait_for(lambda: self._gone(name) or self._screen.shows(name, "reintentar"), "the slips", TURN_S)
        if self._screen.shows(name, "reintentar"):
            let_settle(self._screen.layout.settle_ms)
            self._screen.photograph("impresion-reparada")
            self._screen.touch(name, "reintentar")
            wait_for(lambda: not self._screen.shows(name, "reintentar"), "the printer to begin again", TURN_S)

    def _starting(self, _visit: Visit, name: str) -> None:
        """Power came back in the middle of the turn: the urna starts again."""
        wait_for(lambda: self._gone(name), "the urna to start", TURN_S)

    def _not_fallen(self, visit: Visit, name: str) -> None:
        """The turn was cut in the middle of its paper: the urna grants another, with empty boletas."""
        self._press(name, "no_cayo")
        visit.voted.clear()

    def _thanks(self, visit: Visit, name: str) -> None:
        """Some touch the button, others just go: the next voter is enabled either way."""
        if visit.note:
            let_settle(self._screen.layout.settle_ms)
            self._press(name, "terminar")
        visit.done = True

    def _over(self, visit: Visit, _name: str) -> None:
        """The thanks went by themselves."""
        visit.done = True

    def _press(self, name: str, target: str) -> None:
        """Touch a button until its screen goes; again only while the button is still there to be touched."""
        for _ in range(TRIES):
            self._screen.touch(name, target)
            if self._goes(name):
                return
            if not self._screen.shows(name, target):
                break
        wait_for(lambda: self._gone(name), f"{target} of {name} to do something", TURN_S)

    def _goes(self, name: str) -> bool:
        try:
            return wait_for(lambda: self._gone(name), name, SECOND_LOOK_S)
        except DemoFailedError:
            return False

    def _gone(self, name: str) -> bool:
        return self._screen.name() not in ("", name)


def _first_page(name: str) -> str:
    """The name of a screen without its page, which the second and later ones bear."""
    first, _, page = name.rpartition(":")
    return first if page.isdigit() and first not in ("", BOLETA.removesuffix(":")) else name


def visits(plan: list[dict[str, Any]]) -> list[Visit]:
    """The plan's voters."""
    return [
        Visit(
            touches=[tuple(Touch(**touch) for touch in touches) for touches in person["touches"]],
            corrections=[
                Correction(each["contest"], tuple(Touch(**touch) for touch in each["touches"]))
                for each in person["corrections"]
            ],
            leaves=person["leaves"],
            note=person["note"],
        )
        for person in plan
    ]


def main(arguments: list[str] | None = None) -> int:
    """Vote as planned; 1 when something did not show."""
    parser = argparse.ArgumentParser(prog="demo.voter")
    parser.add_argument("--display", required=True)
    parser.add_argument("--layout", type=Path, required=True)
    parser.add_argument("--plan", type=Path, required=True)
    parser.add_argument("--photos", type=Path)
    options = parser.parse_args(arguments)
    plan = json.loads(options.plan.read_text(encoding="utf-8"))
    screen = Screen(options.display, Layout.load(options.layout), options.photos)
    voter = Voter(screen, tuple(plan["contests"]))
    for number, visit in enumerate(visits(plan["people"]), start=1):
        try:
            voter.vote(visit)
        except DemoFailedError as error:
            screen.photograph(f"falla-votante-{number}")
            sys.stderr.write(f"voter {number}: {error.what}\n")
            return 1
        sys.stdout.write(json.dumps({"left": number}) + "\n")
        sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
