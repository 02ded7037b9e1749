"""Where the pictures of a source stand, and the change that gives a row one or takes it away. It must not read any."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final

from shared.formats.canonical import Json
from theme_builder.projects.documents import PARTIDOS
from theme_builder.projects.editing import Change, Table, row_of, rows, table
from theme_builder.projects.patch import State
from theme_builder.projects.pictures import Shape

FOLDERS: Final = {Shape.RETRATO: "retratos", Shape.EMBLEMA: "marcas"}


@dataclass(frozen=True, slots=True)
class Hung:
    """Where a picture may hang: ``field`` of the row ``id`` of the list ``rows`` of ``document`` names its file."""

    shape: Shape
    document: str
    rows: str
    id: str
    field: str

    @property
    def file(self) -> str:
        """The file of a new picture: one a row, so that a new one takes the place of the old."""
        before = "" if self.document == PARTIDOS else f"{PurePosixPath(self.document).stem}-"
        return f"{FOLDERS[self.shape]}/{before}{self.id}.png"

    def row(self, state: State) -> Table:
        """The row; raises ``ProyectoInvalido`` T610 when it is gone."""
        return row_of(table(state, self.document), self.rows, self.id)

    def file_in(self, state: State) -> str:
        """The file of its picture in the source; "" for none."""
        name = PurePosixPath(str(self.row(state).get(self.field, ""))).name
        return f"{FOLDERS[self.shape]}/{name}" if name else ""

    def hang(self) -> Change:
        """Name the file `file` in the row; the file itself is put there beside."""
        return self._setting(PurePosixPath(self.file).name)

    def take_down(self) -> Change:
        """Take the name off the row, and the file away unless another row shows it."""

        def change(state: State) -> State:
            file = self.file_in(state)
            made = self._setting("")(state)
            if file in made and PurePosixPath(file).name not in _named(made, self.shape):
                del made[file]
            return made

        return change

    def _setting(self, name: str) -> Change:
        def change(state: State) -> State:
            made = table(state, self.document)
            row = row_of(made, self.rows, self.id)
            if name:
                row[self.field] = name
            else:
                row.pop(self.field, None)
            return {**state, self.document: made}

        return change


def partido_emblem(id_: str) -> Hung:
    """The emblem of a partido."""
    return Hung(Shape.EMBLEMA, PARTIDOS, "partidos", id_, "picture")


def portrait(document: str, id_: str) -> Hung:
    """The portrait of a candidatura of the boleta ``document``."""
    return Hung(Shape.RETRATO, document, "candidaturas", id_, "portrait")


def _named(state: Mapping[str, Json], shape: Shape) -> set[str]:
    """Names of files that any row shows."""
    wanted = {Shape.RETRATO: (("candidaturas", "portrait"),)}
    pairs = wanted.get(shape, (("partidos", "picture"), ("options", "picture")))
    found = (
        str(row.get(field, ""))
        for document in state
        for name, field in pairs
        for row in rows(table(dict(state), document), name)
    )
    return {PurePosixPath(name).name for name in found if name}
