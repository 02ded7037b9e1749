"""One boleta as who votes will see it: drawn by the urna's own program, in a process of its own that is kept ready.

It must not draw, nor import the urna: they meet by a theme in a passing folder and a line of orders.
"""

import json
import select
import subprocess
import sys
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock
from typing import Final

from theme_builder.package import ThemePackage
from theme_builder.projects.documents import CASILLAS, GEOGRAFIA, PARTIDOS, TEMA, write_document, write_rows
from theme_builder.projects.editing import Table, table
from theme_builder.projects.patch import State
from theme_builder.sheets.screens import RendererMissingError
from theme_builder.workspace import write_file

PAPER: Final = "papel-"
"""Begins the names of papers as the urna's program writes them."""
STUDIO: Final = (sys.executable, "-m", "urna", "estudio")
MOST_WAIT_S: Final = 60.0
"""For the first picture on a slow computer; later ones take a second."""


@dataclass(frozen=True, slots=True)
class Look:
    """How somebody looks at a boleta: which of its screens, letters, contrast and language, as the urna names them."""

    screen: str
    letters: str
    contrast: str
    language: str


def alone(state: State, files: dict[str, bytes], document: str) -> dict[str, bytes]:
    """The source of a theme with one boleta and one casilla, so that a boleta is seen whatever else is unfinished."""
    tema = table(state, TEMA)
    election = tema.get("election")
    entidad = election.get("entidad") if isinstance(election, dict) else 0
    place: Table = {"number": 1, "name": "-"}
    row = {"distrito": "1", "municipio": "1", "lista_nominal": "1", "boletas": "1", "representantes": "0"}
    number = entidad if isinstance(entidad, int) else 0
    casilla: Table = {**row, "clave": f"{number:02d}0001B0100", "ubicacion": "1", "domicilio": "-"}
    tema = {name: value for name, value in tema.items() if name not in {"groups", "voices"}}
    tema["contests"] = [document.removeprefix("boletas/")]
    kept = {name: data for name, data in files.items() if not name.startswith(("boletas/", "voces/", "personas"))}
    return kept | {
        document: _for_all(state, files, document),
        PARTIDOS: files[PARTIDOS],
        TEMA: write_document(TEMA, tema),
        GEOGRAFIA: write_document(GEOGRAFIA, {"distritos": [place], "municipios": [place]}),
        CASILLAS: write_rows([casilla]),
    }


def _for_all(state: State, files: dict[str, bytes], document: str) -> bytes:
    """A boleta that everybody votes."""
    boleta = table(state, document)
    if "ambito" not in boleta:
        return files[document]
    return write_document(document, {name: value for name, value in boleta.items() if name != "ambito"})


def _lay_out(folder: Path, package: ThemePackage) -> Path:
    """The files of a theme, unsigned, as the urna's program opens them."""
    write_file(folder / "theme.json", package.theme_json)
    for each, data in package.assets.items():
        write_file(folder / "assets" / each, data)
    return folder


class Painter:
    """The urna's program, started for the first picture and kept for the next ones; one picture at a time."""

    def __init__(self, command: Sequence[str] = STUDIO) -> None:
        self._command = tuple(command)
        self._process: subprocess.Popen[str] | None = None
        self._lock = Lock()

    def draw(self, package: ThemePackage, look: Look) -> bytes:
        """A PNG; raises ``RendererMissingError`` where the urna's program is not, or did not draw."""
        with TemporaryDirectory(prefix="vista-") as name, self._lock:
            folder = _lay_out(Path(name), package)
            out = folder / "vista.png"
            order = {"theme": name, "out": str(out), "screen": look.screen, "letters": look.letters}
            self._order({**order, "contrast": look.contrast, "language": look.language})
            return out.read_bytes()

    def papers(self, package: ThemePackage, wanted: Iterable[str]) -> dict[str, bytes]:
        """PNG of papers that the urna prints, by their names (``testigo-gubernatura``); raises as `draw`."""
        with TemporaryDirectory(prefix="papeles-") as name, self._lock:
            folder = _lay_out(Path(name), package)
            out = folder / "papeles"
            self._order({"theme": name, "out": str(out), "papers": " ".join(wanted)})
            return {file.stem.removeprefix(PAPER): file.read_bytes() for file in sorted(out.glob("*.png"))}

    def close(self) -> None:
        """End the program."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            for stream in (process.stdin, process.stdout):
                if stream is not None:
                    with suppress(OSError):
                        stream.close()

    def _order(self, order: dict[str, str]) -> None:
        try:
            answer = self._answer(json.dumps(order))
        except (OSError, ValueError) as error:
            self.close()
            raise RendererMissingError(str(error)) from error
        if answer:
            raise RendererMissingError(f"{answer.get('code')}: {answer.get('detail')}")

    def _answer(self, line: str) -> dict[str, str]:
        """What the program answers; raises ``OSError`` or ``ValueError`` when it ended or says nothing for long."""
        if self._process is None or self._process.poll() is not None:
            self.close()
            self._process = subprocess.Popen(
                self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
            )
        stdin, stdout = self._process.stdin, self._process.stdout
        if stdin is None or stdout is None:
            raise OSError("no pipes")
        stdin.write(f"{line}\n")
        stdin.flush()
        if not select.select([stdout], [], [], MOST_WAIT_S)[0]:
            raise OSError("no answer")
        answer: dict[str, str] = json.loads(stdout.readline())
        return answer
