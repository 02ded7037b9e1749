"""One whole election on one machine: keys, theme, server, two real urnas, three hundred simulated, results, verifier.

It must not do a program's work for it: everything here starts programs, uses them as people do, and compares.
"""

import os
import tempfile
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import Any

from demo import ceremony as key_ceremony
from demo import programs, results, theme
from demo.casilla import Assignment, Casilla, Script, Site, open_display
from demo.ceremony import Ceremony
from demo.devices import Bench, running_bench
from demo.intentions import Intention, intentions
from demo.processes import Child, Supervisor, python
from demo.progress import DemoFailedError, Progress
from demo.results import Outcome
from demo.server import Server, configure, open_portal
from demo.settings import SOURCE, Settings
from demo.waiting import present_moment, wait_for
from shared.domain.hora import ZONE
from shared.formats.theme_v1 import Theme
from theme_builder.source import load_source

STAY_UP = frozenset({"servidor", "portal"})
"""What is left running when the election is over."""
JORNADA_S = 900.0
Lay = Callable[[str], tuple[Bench, Mapping[str, Path]]]
"""Lays out the devices of the urna of a name: hands on them, and the lines to them."""
TENTH = 10


@dataclass(frozen=True, slots=True)
class Summary:
    """What there is to say at the end."""

    outcomes: tuple[Outcome, ...]
    published: dict[str, Any]
    portal: str
    server: str
    entrance: str


class Election:
    """The steps, in their order; each leaves what the next needs."""

    def __init__(self, settings: Settings, supervisor: Supervisor, progress: Progress) -> None:
        self._settings = settings
        self._places = settings.places
        self._supervisor = supervisor
        self._progress = progress
        self._now = present_moment()

    def run(self) -> Summary:
        """Everything; raises ``DemoFailedError`` naming the step."""
        with tempfile.TemporaryDirectory(prefix="urna-") as sockets, ExitStack() as devices:
            copying = programs.begin(self._places, self._supervisor)
            ceremony = self._hold_ceremony()
            software = self._sign_programs(ceremony, copying)
            server = configure(self._places, self._supervisor, self._settings.port)
            casillas = self._start_urnas(ceremony, server, lambda name: self._bench(devices, Path(sockets) / name))
            devices.callback(self._supervisor.end, STAY_UP)  # programs before the devices that they hold open
            published_theme = self._publish_theme(ceremony)
            for casilla in casillas:
                casilla.prepare(self._script(casilla.assignment, published_theme))
            self._hold_jornada(casillas, lambda: self._serve(ceremony, published_theme, server))
            outcomes = self._compare(casillas, ceremony, published_theme)
            self._check_programs(outcomes, software)
            self._publish(server, outcomes)
            self._verify(ceremony, published_theme, outcomes)
            with self._progress.step("paso.portal"):
                portal = open_portal(self._places, self._supervisor, self._settings.portal_port)
            return Summary(outcomes, results.published(self._places), portal, server.address, server.invite())

    def _hold_ceremony(self) -> Ceremony:
        with self._progress.step("paso.ceremonia"):
            source = load_source(SOURCE, None).tema
            authority = source.value.election.authority if source else ""
            ceremony = key_ceremony.hold(self._places, self._settings.urnas, authority, self._now)
            key_ceremony.explain(self._places, self._progress.words)
            key_ceremony.make_theme_keys(self._places, self._supervisor, ceremony)
            return ceremony

    def _sign_programs(self, ceremony: Ceremony, copying: Child) -> str:
        with self._progress.step("paso.programas"):
            software = programs.sign(self._places, self._supervisor, ceremony, copying)
        self._progress.say("paso.programas_listos", huella=software)
        return software

    def _check_programs(self, outcomes: tuple[Outcome, ...], software: str) -> None:
        """Every acta names the programs that two people signed."""
        for outcome in outcomes:
            if outcome.acta.software_hash != software:
                said = self._progress.words("falla.programas", acta=outcome.acta.software_hash, firmado=software)
                raise DemoFailedError(said)

    def _publish_theme(self, ceremony: Ceremony) -> Theme:
        """Signed while its layout is drawn."""
        today = self._now.astimezone(ZONE).date()
        with self._progress.step("paso.tema"):
            source = theme.dated_source(self._places, self._now, today)
            built = theme.build(self._places, self._supervisor, source)
            draw = ("-m", "urna.ui.layout", "--theme", built, "--out", self._places.layout)
            layout = self._supervisor.start("disposicion", python(*draw))
            made = theme.publish(self._places, self._supervisor, ceremony)
        self._progress.say("paso.tema_listo", codigo=made.short_code, fecha=today.isoformat())
        with self._progress.step("paso.disposicion"):
            self._supervisor.finish(layout)
        return made

    def _start_urnas(self, ceremony: Ceremony, server: Server, lay: Lay) -> list[Casilla]:
        site, casillas = Site(self._places, self._supervisor, self._progress), []
        with self._progress.step("paso.urnas"):
            for number, clave in enumerate(self._settings.with_urna, start=1):
                assignment = Assignment(number, clave, ceremony.mesas[number - 1])
                bench, links = lay(assignment.name)
                casilla = Casilla(site, assignment, bench)
                casilla.install(ceremony, server.address, links)
                casilla.start(self._display(number))
                casillas.append(casilla)
        return casillas

    def _bench(self, devices: ExitStack, folder: Path) -> tuple[Bench, Mapping[str, Path]]:
        """Devices of one urna, until the end of the election."""
        return devices.enter_context(running_bench(folder, self._places.slips / folder.name))

    def _script(self, assignment: Assignment, made: Theme) -> Script:
        """The first urna runs out of paper in the middle, and its mesa suspends and resumes after that."""
        voters = self._settings.voters
        if assignment.number == 1:
            voters -= voters // TENTH  # its pause and its new roll take the time of two voters
        contests = tuple(contest.id.value for contest in made.contests)
        people = intentions(made.contests, voters, f"{self._settings.seed}/{assignment.casilla}")
        if assignment.number > 1:
            return Script(contests, people)
        middle = (voters + 1) // 2
        return Script(contests, people, _someone_who_votes(people, middle), min(middle + 1, voters))

    def _display(self, number: int) -> str:
        if number == 1 and self._settings.show:
            return os.environ["DISPLAY"]
        return open_display(self._supervisor, number)

    def _hold_jornada(self, casillas: list[Casilla], beside: Callable[[], None]) -> None:
        with self._progress.step("paso.jornada"):
            together([casilla.hold for casilla in casillas], beside, JORNADA_S)

    def _serve(self, ceremony: Ceremony, made: Theme, server: Server) -> None:
        """The server starts while people open the urnas, and takes what the other casillas send."""
        settings = self._settings
        with self._progress.step("paso.servidor"):
            server.start()
        self._progress.say("paso.servidor_listo", direccion=server.address)
        with self._progress.step("paso.simuladas", cuantas=settings.casillas):
            bundles = results.generated(ceremony, made, settings.with_urna, settings.casillas, settings.seed)
            count = server.deliver(bundles)
        self._progress.say("paso.simuladas_listas", cuantas=count)

    def _compare(self, casillas: list[Casilla], ceremony: Ceremony, made: Theme) -> tuple[Outcome, ...]:
        words = self._progress.words
        with self._progress.step("paso.comparar"):
            now = present_moment()
            return tuple(results.check_acta(casilla, ceremony, made, now, words) for casilla in casillas)

    def _publish(self, server: Server, outcomes: tuple[Outcome, ...]) -> None:
        with self._progress.step("paso.entrega"):
            server.take_sticks(outcome.public.parent for outcome in outcomes)
        with self._progress.step("paso.corte"):
            server.cut()

    def _verify(self, ceremony: Ceremony, made: Theme, outcomes: tuple[Outcome, ...]) -> None:
        with self._progress.step("paso.verificar"):
            results.verify_copy(self._places, self._supervisor, ceremony, made)
        with self._progress.step("paso.recontar"):
            for outcome in outcomes:
                results.recount(self._places, self._supervisor, outcome)


def together(jobs: list[Callable[[], None]], here: Callable[[], None], timeout_s: float) -> None:
    """Run jobs on threads and ``here`` on this one; a failure is raised, and the others end with their processes.

    What stays running is started ``here``: a process ends with the thread that started it.
    """
    failures: list[BaseException] = []
    threads = [Thread(target=_guarded, args=(job, failures), daemon=True) for job in jobs]
    for thread in threads:
        thread.start()
    here()
    wait_for(lambda: bool(failures) or not any(thread.is_alive() for thread in threads), "the jornada", timeout_s)
    if failures:
        raise failures[0]


def _guarded(job: Callable[[], None], failures: list[BaseException]) -> None:
    try:
        job()
    except DemoFailedError as error:
        failures.append(error)
    except Exception as error:  # noqa: BLE001 - told to whoever waits
        failures.append(DemoFailedError(f"{type(error).__name__}: {error}"))


def _someone_who_votes(people: tuple[Intention, ...], middle: int) -> int:
    """The number of the first voter from the middle on who does not leave without voting."""
    order = [*range(middle, len(people) + 1), *range(1, middle)]
    return next((number for number in order if not people[number - 1].leaves), middle)
