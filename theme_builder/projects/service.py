"""Projects: made, imported, changed, taken back, exported. The one place that writes the database.

It must not judge a source (`theme_builder.checks` does) nor word anything for people.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from shared.crypto.hashing import sha256_hex
from shared.formats.canonical import Json
from theme_builder.projects import repository
from theme_builder.projects.database import reading, writing
from theme_builder.projects.documents import (
    MAX_DOCUMENT_BYTES,
    Kind,
    ProyectoInvalido,
    file_value,
    kind_of,
    read_document,
    write_document,
)
from theme_builder.projects.history import By, Conflict, Entry, Made, entry_of, overlap
from theme_builder.projects.patch import Clash, Op, State, apply, diff, inverse
from theme_builder.projects.tables import ChangeRow, DocumentRow, OriginalRow, ProjectRow

MAX_FILES: Final = 3000
MAX_PROJECT_BYTES: Final = 200 << 20
MAX_NAME: Final = 200
Clock = Callable[[], datetime]
Change = Callable[[State], State]


def _nothing_else(state: State) -> State:
    return state


@dataclass(frozen=True, slots=True)
class Listed:
    """A project in the list of all: ``changed`` is the moment of its last change (``...Z``)."""

    id: int
    name: str
    changed: str
    author: str


@dataclass(frozen=True, slots=True)
class Opened:
    """A project as it stands: what its documents say after change ``number``."""

    id: int
    name: str
    number: int
    state: State


class Projects:
    """The projects of one database."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock

    def close(self) -> None:
        """Let the file go."""
        self._engine.dispose()

    @property
    def engine(self) -> Engine:
        """Its database, for what else is kept there."""
        return self._engine

    def now(self) -> datetime:
        """The present moment."""
        return self._clock()

    def listed(self) -> tuple[Listed, ...]:
        """Every project, the newest first."""
        with reading(self._engine) as session:
            rows = [(row, repository.last_change(session, row.id)) for row in repository.projects(session)]
            return tuple(
                Listed(row.id, row.name, last.moment if last else "", last.author if last else "") for row, last in rows
            )

    def create(self, name: str, files: Mapping[str, bytes], by: By) -> int:
        """A new project of the files of a source, by their names in it; returns its id.

        Raises ``ProyectoInvalido``: those of `read_document`; T607 too many files or bytes; T608 a name of no letters
        or too long.
        """
        if not name.strip() or len(name) > MAX_NAME:
            raise ProyectoInvalido("T608", f"a name of {len(name)} letters")
        if len(files) > MAX_FILES or sum(map(len, files.values())) > MAX_PROJECT_BYTES:
            raise ProyectoInvalido("T607", f"{len(files)} files, {sum(map(len, files.values()))} bytes")
        state = {each: read_document(each, data) for each, data in sorted(files.items())}
        with writing(self._engine) as session:
            row = ProjectRow(name=name.strip(), head=0)
            session.add(row)
            session.flush()
            for each, data in files.items():
                repository.keep(session, sha256_hex(data), data)
                if kind_of(each) is not Kind.FILE:
                    digest = _digest(state[each])
                    session.add(OriginalRow(project=row.id, name=each, digest=digest, sha256=sha256_hex(data)))
            self._write(session, row, {}, state, by)
            return row.id

    def opened(self, project: int) -> Opened:
        """A project as it stands; raises ``ProyectoInvalido`` T609 where there is none."""
        with reading(self._engine) as session:
            row = _row(session, project)
            return Opened(row.id, row.name, row.head, _state(session, project))

    def edit(self, project: int, by: By, change: Change, seen: Change | None = None) -> Made | Conflict:
        """Make the change that ``change`` is on what its author saw, whatever others did elsewhere meanwhile.

        What the author saw is the project after change ``by.read``, or, for a form that is sent again and again while
        it is filled, what ``seen`` puts into it as it stands. Neither function alters the state that it gets. Raises
        ``ProyectoInvalido`` T601, T602, T609, and what the functions raise.
        """
        with writing(self._engine) as session:
            row = _row(session, project)
            base = seen(_state(session, project)) if seen else _state_at(session, project, by.read)
            return self._make(session, row, diff(base, change(base)), by)

    def place(self, project: int, by: By, files: Mapping[str, bytes], also: Change = _nothing_else) -> Made | Conflict:
        """Put pictures and sounds in their places, by their names in the source, and change what names them.

        One change of the history, made on what its author saw; raises as `edit`.
        """
        with writing(self._engine) as session:
            row = _row(session, project)
            for data in files.values():
                repository.keep(session, sha256_hex(data), data)
            base = _state_at(session, project, by.read)
            new = {name: file_value(data) for name, data in files.items()}
            return self._make(session, row, diff(base, also({**base, **new})), by)

    def undo(self, project: int, which: int, by: By) -> Made | Conflict:
        """Take a change back by a new one; raises ``ProyectoInvalido`` T609 for one that there is not."""
        with writing(self._engine) as session:
            row = _row(session, project)
            found = repository.change(session, project, which)
            if found is None:
                raise ProyectoInvalido("T609", f"no change {which}")
            return self._make(session, row, inverse(entry_of(found).ops), by, which)

    def history(self, project: int) -> tuple[Entry, ...]:
        """Every change, the last first."""
        with reading(self._engine) as session:
            _row(session, project)
            rows = repository.changes(session, project)
            undone = {row.undoes: row.number for row in reversed(rows) if row.undoes}
            return tuple(entry_of(row, undone.get(row.number, 0)) for row in rows)

    def state_at(self, project: int, number: int) -> State:
        """What the documents said after change ``number`` (0: before the first)."""
        with reading(self._engine) as session:
            _row(session, project)
            return _state_at(session, project, number)

    def file(self, project: int, name: str) -> bytes:
        """A picture or sound of the source; raises ``ProyectoInvalido`` T609 where there is none of that name."""
        with reading(self._engine) as session:
            row = session.get(DocumentRow, (project, name))
            sha256 = _hash_of(name, json.loads(row.value), {}) if row is not None else ""
            found = repository.kept(session, [sha256]).get(sha256)
        if found is None:
            raise ProyectoInvalido("T609", f"no file {name}")
        return found

    def exported(self, project: int) -> dict[str, bytes]:
        """The files of the source; what nobody changed since it was imported is the same bytes as then."""
        with reading(self._engine) as session:
            state = _state(session, project)
            texts = repository.originals(session, project)
            hashes = {name: _hash_of(name, value, texts) for name, value in state.items()}
            kept = repository.kept(session, {each for each in hashes.values() if each})
        return {
            name: kept[sha256] if (sha256 := hashes[name]) else write_document(name, value)
            for name, value in state.items()
        }

    def _make(self, session: Session, row: ProjectRow, ops: Sequence[Op], by: By, undoes: int = 0) -> Made | Conflict:
        state = _state(session, row.id)
        made, clashes = apply(state, ops)
        if clashes:
            return Conflict(clashes, _others(session, row.id, clashes, by.read))
        return self._write(session, row, state, made, by, undoes)

    def _write(  # noqa: PLR0913, PLR0917 - what a change is: whose, from what, to what
        self, session: Session, row: ProjectRow, before: State, after: State, by: By, undoes: int = 0
    ) -> Made:
        ops = diff(before, after)
        if not ops:
            return Made(row.head)
        row.head += 1
        for name in dict.fromkeys(op.path[0] for op in ops):
            _store(session, row, name, after.get(name))
        moment = f"{self._clock().astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
        places = json.dumps([op.as_json() for op in ops], ensure_ascii=False)
        about = {"kind": by.kind, "about": by.about[:MAX_NAME], "read": by.read, "undoes": undoes, "ops": places}
        session.add(ChangeRow(project=row.id, number=row.head, author=by.author, moment=moment, **about))
        return Made(row.head)


def _row(session: Session, project: int) -> ProjectRow:
    row = repository.project(session, project)
    if row is None:
        raise ProyectoInvalido("T609", f"no project {project}")
    return row


def _state(session: Session, project: int) -> State:
    return {row.name: json.loads(row.value) for row in repository.documents(session, project)}


def _state_at(session: Session, project: int, number: int) -> State:
    state = _state(session, project)
    for row in repository.changes(session, project, number) if number < _row(session, project).head else ():
        state, clashes = apply(state, inverse(entry_of(row).ops))
        if clashes:
            raise RuntimeError(f"change {row.number} of project {project} is not what made its documents")
    return state


def _store(session: Session, row: ProjectRow, name: str, value: Json) -> None:
    found = session.get(DocumentRow, (row.id, name))
    if value is None:
        session.delete(found)
        return
    if kind_of(name) is None:
        raise ProyectoInvalido("T602", f"{name} is no part of a source")
    text = json.dumps(value, ensure_ascii=False)
    if len(text) > MAX_DOCUMENT_BYTES:
        raise ProyectoInvalido("T601", f"{name}: {len(text)} letters")
    if found is None:
        session.add(DocumentRow(project=row.id, name=name, value=text, number=row.head))
    else:
        found.value, found.number = text, row.head


def _digest(value: Json) -> str:
    return sha256_hex(json.dumps(value, ensure_ascii=False, sort_keys=True).encode("utf-8", "surrogatepass"))


def _hash_of(name: str, value: Json, texts: Mapping[tuple[str, str], str]) -> str:
    """By what hash the bytes of a document are kept; "" when they are to be written anew."""
    if kind_of(name) is Kind.FILE:
        return str(value["sha256"]) if isinstance(value, dict) else ""
    return texts.get((name, _digest(value)), "")


def _others(session: Session, project: int, clashes: Sequence[Clash], read: int) -> tuple[Entry, ...]:
    """Changes made since ``read`` to the places of the clashes."""
    later = (entry_of(row) for row in repository.changes(session, project, read))
    return tuple(entry for entry in later if any(overlap(op, clash.op) for op in entry.ops for clash in clashes))
