"""Holds a voter's turn on a running urna and looks into its memory: what of the vote is there, and when it is gone.

It must not send the urna anything that a voter and the mesa do not.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from shared.domain.voto import Mark, Voto
from shared.formats.vote_v1 import encode_voto
from tests.flows.table import Table
from tests.secrecy.memory import search, writings
from urna.services.slips import mark_text, short_name

ROOT = Path(__file__).parents[2]
DEADLINE_S = 60.0
COALITION = (4, 8)
"""Two boxes of one coalicion in the demonstration's theme: no text of the theme joins just these two."""


class WatchedError(Exception):
    """The watched urna did not do what was asked of it in time."""


@dataclass(slots=True)
class Watched:
    """A running urna; ``draws`` is what its randomness gave since it was last asked."""

    process: "subprocess.Popen[str]"
    pipe: int
    turn: int = 0
    screens: list[str] = field(default_factory=list)
    last: list[bytes] = field(default_factory=list)
    parties: tuple[str, ...] = ()

    def say(self, text: str) -> None:
        """One input."""
        if self.process.stdin is None:
            raise WatchedError("no input")
        self.process.stdin.write(text + "\n")
        self.process.stdin.flush()

    def wait(self, screen: str) -> None:
        """Read what it says until it shows ``screen``."""
        while not self.screens or self.screens[-1] != screen:
            self._hear()

    def held(self) -> dict[str, int]:
        """What the screen library keeps now."""
        self.say("guarda")
        while not (line := self._hear()).startswith("guarda "):
            pass
        found: dict[str, int] = json.loads(line.partition(" ")[2])
        return found

    def _hear(self) -> str:
        line = self.process.stdout.readline().strip() if self.process.stdout is not None else ""
        if not line:
            raise WatchedError(f"ended with {self.process.poll()} after {self.screens[-3:]}")
        if line.startswith("pantalla "):
            self.screens.append(line.split()[1])
        return line

    def draws(self) -> list[bytes]:
        """Random draws since the last call, oldest first."""
        said = b""
        while True:
            try:
                said += os.read(self.pipe, 1 << 16)
            except BlockingIOError:
                break
        found = []
        while said:
            size = int.from_bytes(said[:2], "big")
            found.append(said[2 : 2 + size])
            said = said[2 + size :]
        return found

    def turn_to_review(self) -> None:
        """A voter up to the review page: a coalicion in the first boleta, the first answer in the second."""
        self.turn += 1
        self.say(f"habilitar {self.turn}")
        self.wait("habilitada")
        for line in ("accion comenzar", *(f"opcion {o}" for o in COALITION), "accion siguiente", "opcion 0"):
            self.say(line)
        self.say("accion siguiente")
        self.wait("revision")

    def finish_turn(self) -> None:
        """Confirm, take the slips, go."""
        self.draws()
        self.say("accion confirmar")
        self.wait("gracias")
        self.say("accion terminar")
        self.wait("espera")
        self.last = self.draws()

    def needles(self) -> dict[str, tuple[bytes, ...]]:
        """The last vote in every form that a program could keep: learnt from its randomness, and known to its voter."""
        marks, keys, paddings = (self._draws_of(size) for size in (range(5, 6), range(32, 33), range(200, 303)))
        votos = (Voto(tuple(Mark(option) for option in COALITION)), Voto((Mark(0),)))
        payloads = [bytes(encode_voto(i, voto, mark)) for i, (voto, mark) in enumerate(zip(votos, marks, strict=True))]
        return {
            "record as encoded": tuple(payloads),
            "record with its padding": tuple(p + q[len(p) :][:8] for p, q in zip(payloads, paddings, strict=True)),
            "data key": tuple(keys),
            "padding": tuple(padding[-24:] for padding in paddings),
            "mark of the slip": tuple(w for mark in marks for w in writings(mark_text(mark))),
            "choice on the screen": writings(" · ".join(self.parties)),
            "choice on the slip": writings(" - ".join(self.parties)),
            "choice as an object's text": tuple(f"Mark(option={o}, value=0)".encode() for o in COALITION),
            "choice as JSON": (b"[[4, 0], [8, 0]]", b"[[4,0],[8,0]]"),
        }

    def _draws_of(self, sizes: range) -> list[bytes]:
        return [draw for draw in self.last if len(draw) in sizes]

    def seen(self) -> dict[str, int]:
        """What of the last vote is in the memory of the urna."""
        return search(self.process.pid, self.needles())


@contextmanager
def watched(table: Table, printer: Path, *, erase: bool = True) -> Iterator[Watched]:
    """Run an urna on the media of an opened table, whose board's counter it takes over, until the end of the block."""
    folder = table.config.internal.parent
    reader, writer = os.pipe()
    os.set_blocking(reader, False)
    (folder / "urna.toml").write_text(_config(table, printer), encoding="utf-8")
    [entry] = [e for e in table.board._entries if e.sequence == table.image().sequence]
    counter = [entry.store_id.hex(), entry.sequence, entry.image_hash.hex(), entry.journal_head.hex()]
    place = folder / "watched.json"
    place.write_text(
        json.dumps({"config": str(folder / "urna.toml"), "pipe": writer, "erase": erase, "counter": counter}),
        encoding="utf-8",
    )
    with (folder / "errors.txt").open("w", encoding="utf-8") as errors:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.secrecy.watched_urna", str(place)],
            cwd=ROOT,
            env={**os.environ, "SDL_VIDEODRIVER": "offscreen"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            pass_fds=[writer],
        )
        os.close(writer)
        try:
            contest = table.institute.theme.contests[0]
            yield Watched(process, reader, parties=tuple(short_name(contest.options[i]) for i in COALITION))
        finally:
            process.kill()
            process.wait()
            os.close(reader)


def _config(table: Table, printer: Path) -> str:
    config = table.config
    values = {
        "casilla": config.casilla.clave,
        "urna_id": config.urna.value,
        "mode": config.mode.value,
        "internal": str(config.internal),
        "usb": str(config.usb),
        "identity": str(config.identity),
        "identity_practice": str(config.identity_practice),
        "printer": str(printer),
        "board": "-",
        "reader": "-",
    }
    return "".join(f"{name} = {json.dumps(value)}\n" for name, value in values.items())
