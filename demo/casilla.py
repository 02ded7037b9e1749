"""One of the two real casillas of the demonstration: its urna, devices, display, mesa and voters, from start to stick.

It must not look inside the urna: what it learns comes from the screen, the paper, the board and the stick.
"""

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from demo import programs
from demo.ceremony import Ceremony, enrol_urna
from demo.configuration import write_configuration
from demo.devices import Bench
from demo.intentions import Intention
from demo.mesa import Mesa
from demo.processes import Child, Supervisor, python
from demo.progress import DemoFailedError, Progress
from demo.screen import Layout, Screen
from demo.settings import Places
from demo.theme import copy_to_stick
from demo.waiting import wait_for
from theme_builder.ceremony.making import Official

WIDTH, HEIGHT = 1280, 800
VOTER_S = 150.0


@dataclass(frozen=True, slots=True)
class Assignment:
    """Which urna serves which casilla with which mesa."""

    number: int
    casilla: str
    officials: tuple[Official, ...]

    @property
    def urna(self) -> str:
        """The urna's id."""
        return f"JAL-{self.number:04d}"

    @property
    def name(self) -> str:
        """Its name in file names."""
        return f"urna-{self.number}"


@dataclass(frozen=True, slots=True)
class Script:
    """Who votes, on which boletas, and what goes wrong: ``paper_ends_at`` and ``pause_at`` count voters (0: never)."""

    contests: tuple[str, ...]
    people: tuple[Intention, ...]
    paper_ends_at: int = 0
    pause_at: int = 0


@dataclass(frozen=True, slots=True)
class Site:
    """Everything that a casilla needs from its surroundings."""

    places: Places
    supervisor: Supervisor
    progress: Progress


class Casilla:
    """A real urna at work, seen from outside."""

    def __init__(self, site: Site, assignment: Assignment, bench: Bench) -> None:
        self.site = site
        self.bench = bench
        self.assignment = assignment
        self.folder = site.places.urna(assignment.number)
        self.photos = site.places.photos / assignment.name

    def install(self, ceremony: Ceremony, server_url: str, links: Mapping[str, Path]) -> None:
        """Identity, empty media and ``urna.toml``; ``links`` are the lines to its devices, by their kind."""
        for medium in ("interna", "usb"):
            (self.folder / medium).mkdir(parents=True, exist_ok=True)
        enrol_urna(ceremony, self.assignment.urna, self.site.places.theme_root, self.folder)
        values = {
            "casilla": self.assignment.casilla,
            "urna_id": self.assignment.urna,
            "mode": "oficial",
            "internal": "interna",
            "usb": "usb",
            "identity": "identity",
            "identity_practice": "identity-practica",
            "server_url": server_url,
            **{kind: str(link) for kind, link in links.items()},
        }
        write_configuration(self.folder, values, signed=True)

    def start(self, display: str) -> None:
        """The urna, on its display."""
        name, site = self.assignment.name, self.site
        env = {"DISPLAY": display}
        command = programs.command(site.places, self.folder / "urna.toml")
        self.process: Child = site.supervisor.start(name, command, env)
        self.display = display

    def prepare(self, script: Script) -> None:
        """Put the published theme on the urna's stick, and say who will vote."""
        copy_to_stick(self.site.places, self.folder / "usb")
        self.script = script

    def hold(self) -> None:
        """The whole jornada; the camera belongs to the thread that calls."""
        screen = Screen(self.display, Layout.load(self.site.places.layout), self.photos)
        mesa = Mesa(screen, self.bench, self.assignment.officials)
        progress, number = self.site.progress, self.assignment.number
        try:
            with progress.step("casilla.carga", urna=number, casilla=self.assignment.casilla):
                mesa.load()
            with progress.step("casilla.verificacion", urna=number):
                mesa.prepare()
            with progress.step("casilla.apertura", urna=number):
                mesa.open()
            with progress.step("casilla.votacion", urna=number, votantes=len(self.script.people)):
                self._vote(mesa)
            with progress.step("casilla.cierre", urna=number):
                mesa.close()
            with progress.step("casilla.exportacion", urna=number):
                mesa.export()
                self.results()
        except DemoFailedError as error:
            screen.photograph("falla")
            error.log = error.log or self.process.log
            self.process.check()
            raise

    def results(self) -> tuple[Path, Path]:
        """The public and the sealed file on the stick."""
        folder = self.folder / "usb" / "resultados"
        public = wait_for(lambda: next(folder.glob("*.public.zip"), None), f"results in {folder}")
        return public, wait_for(lambda: next(folder.glob("*.sealed"), None), f"sealed results in {folder}")

    def _vote(self, mesa: Mesa) -> None:
        people = self.script.people
        voters = self._send_voters(people)
        for turn in range(1, len(people) + 1):
            if turn == self.script.pause_at:
                self.site.progress.say("casilla.pausa", urna=self.assignment.number)
                mesa.pause()
            mesa.enable()
            if turn == self.script.paper_ends_at:
                mesa.let_paper_end()
                self.site.progress.say("casilla.papel", urna=self.assignment.number, turno=turn)
                mesa.mend_printer()
            wait_for(lambda turn=turn: self._left(voters, turn), f"voter {turn} to leave", VOTER_S)  # type: ignore[misc]
            if turn % 5 == 0 and turn < len(people):
                self.site.progress.say("casilla.avance", urna=self.assignment.number, turno=turn, votantes=len(people))

    def _send_voters(self, people: Sequence[Intention]) -> Child:
        plan = self.folder / "votantes.json"
        content = {"contests": self.script.contests, "people": [person.as_json() for person in people]}
        plan.write_text(json.dumps(content, indent=1, ensure_ascii=False), encoding="utf-8")
        seen = ("--display", self.display, "--layout", self.site.places.layout)
        command = python("-m", "demo.voter", *seen, "--plan", plan, "--photos", self.photos)
        return self.site.supervisor.start(f"{self.assignment.name}-votantes", command)

    def _left(self, voters: Child, turn: int) -> bool:
        """The mesa sees a voter leave."""
        self.process.check()
        if voters.log.read_text(encoding="utf-8").count('"left"') >= turn:
            return True
        voters.check()
        return False


def open_display(supervisor: Supervisor, number: int) -> str:
    """A screen of its own for one urna: gives its name, like ``:7``."""
    reader, writer = os.pipe()
    size = f"{WIDTH}x{HEIGHT}x24"
    command = ("Xvfb", "-displayfd", str(writer), "-screen", "0", size, "-nolisten", "tcp", "-noreset")
    child = supervisor.start(f"pantalla-{number}", command, keep=(writer,))
    os.close(writer)
    with os.fdopen(reader) as said:
        line = said.readline().strip()
    if not line:
        child.check()
        raise DemoFailedError(f"Xvfb {number}", child.log)
    return f":{line}"
