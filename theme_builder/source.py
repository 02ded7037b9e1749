"""Reads a theme's source folder and keeps the line of every value; every fault of form is a finding, all at once.

It must not judge the election: `checks` does.
"""

import csv
import io
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache, partial
from pathlib import Path
from typing import Generic, TypeVar

from pydantic import BaseModel, ValidationError

from theme_builder.finding import REASONS, Finding, Severity, form_reason
from theme_builder.model import (
    CasillaSource,
    ContestSource,
    GeographySource,
    PartidosSource,
    PeopleSource,
    RazonesSource,
    TemaSource,
)
from theme_builder.positions import Path as FieldPath
from theme_builder.positions import Positions

MAX_FILE_BYTES = 8 * 2**20
KEPT_TEXTS = 2000
M = TypeVar("M", bound=BaseModel)
T = TypeVar("T")
PROBLEMS = {"missing": "T503", "extra_forbidden": "T504"}


@dataclass(frozen=True, slots=True)
class Located(Generic[T]):
    """A value with the file it came from and the lines of its parts."""

    file: str
    value: T
    positions: Positions

    def finding(self, code: str, path: FieldPath, **params: str | int) -> Finding:
        """An error at ``path`` of this file."""
        line = self.positions.line_of(path)
        dotted = ".".join(str(part) for part in path)
        return Finding(code, Severity.ERROR, self.file, line, dotted, tuple(params.items()))


@dataclass(frozen=True, slots=True)
class CasillaRow:
    """A casilla and its line in casillas.csv."""

    value: CasillaSource
    line: int


@dataclass(slots=True)
class Source:
    """Whatever could be read; parts with faults are None and their findings say why."""

    root: Path
    tema: Located[TemaSource] | None = None
    geography: Located[GeographySource] | None = None
    partidos: Located[PartidosSource] | None = None
    contests: list[Located[ContestSource]] = field(default_factory=list)
    casillas: list[CasillaRow] = field(default_factory=list)
    people: Located[PeopleSource] | None = None
    razones: Located[RazonesSource] | None = None
    texts: dict[str, dict[str, str]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


def load_source(root: Path, people: Path | None = None, given: Mapping[str, bytes] | None = None) -> Source:
    """Read every file of the source; ``people`` is the file of the key ceremony (default: personas.toml beside).

    ``given`` are texts of the source, by their names in it, that are not on the disk.
    """
    source, given = Source(root), given or {}
    reader = _Reader(root, source.findings, given)
    source.tema = reader.model("tema.toml", TemaSource)
    source.geography = reader.model("geografia.toml", GeographySource)
    source.partidos = reader.model("partidos.toml", PartidosSource)
    for name in source.tema.value.contests if source.tema else ():
        contest = reader.model(f"boletas/{name}", ContestSource)
        if contest:
            source.contests.append(contest)
    source.casillas = reader.rows("casillas.csv")
    source.people = reader.model("personas.toml", PeopleSource, people)
    if "razones.toml" in given or (root / "razones.toml").exists():
        source.razones = reader.model("razones.toml", RazonesSource)
    found = {f"textos/{path.name}" for path in (root / "textos").glob("*.toml")}
    for name in sorted(found | {name for name in given if name.startswith("textos/")}):
        texts = reader.texts(name)
        if texts is not None:
            source.texts[Path(name).stem] = texts
    return source


class _Reader:
    """Reads files below one root into models, adding a finding for each fault."""

    def __init__(self, root: Path, findings: list[Finding], given: Mapping[str, bytes]) -> None:
        self._root = root
        self._findings = findings
        self._given = given

    def text(self, name: str, path: Path | None = None) -> str | None:
        path = path or self._root / name
        data = self._given.get(name)
        if ".." in Path(name).parts or (data is None and not path.is_file()):
            self._add("T502", name, 0, "", name=name)
            return None
        if (path.stat().st_size if data is None else len(data)) > MAX_FILE_BYTES:
            self._add("T501", name, 0, "", reason=REASONS["size"].format(limit=MAX_FILE_BYTES))
            return None
        try:
            return io.TextIOWrapper(io.BytesIO(path.read_bytes() if data is None else data), encoding="utf-8").read()
        except UnicodeDecodeError as error:
            self._add("T501", name, 0, "", reason=REASONS["encoding"].format(byte=error.start))
            return None

    def table(self, name: str, path: Path | None = None) -> tuple[dict[str, object], Positions] | None:
        text = self.text(name, path)
        if text is None:
            return None
        try:
            return _tables(text)
        except (tomllib.TOMLDecodeError, RecursionError) as error:
            self._add("T501", name, getattr(error, "lineno", 0), "", reason=str(error))
            return None

    def model(self, name: str, model: type[M], path: Path | None = None) -> Located[M] | None:
        table = self.table(name, path)
        if table is None:
            return None
        data, positions = table
        return self._validate(name, positions.line_of, lambda: Located(name, model.model_validate(data), positions))

    def texts(self, name: str) -> dict[str, str] | None:
        table = self.table(name)
        if table is None:
            return None
        data, positions = table
        found = dict(_leaves((), data))
        for path, value in found.items():
            if not isinstance(value, str):
                self._add("T505", name, positions.line_of(path), ".".join(path), reason=REASONS["text"])
        return {".".join(path): value for path, value in found.items() if isinstance(value, str)}

    def rows(self, name: str) -> list[CasillaRow]:
        text = self.text(name)
        if text is None:
            return []
        rows: list[CasillaRow] = []
        reader = csv.DictReader(io.StringIO(text))
        for data in reader:
            line = reader.line_num
            row = self._validate(name, partial(_same_line, line), partial(_row, data, line))
            if row:
                rows.append(row)
        return rows

    def _validate(self, name: str, line_of: Callable[[FieldPath], int], build: Callable[[], T]) -> T | None:
        try:
            return build()
        except ValidationError as error:
            for fault in error.errors():
                loc = tuple(fault["loc"])
                code = PROBLEMS.get(fault["type"], "T505")
                params = {"reason": form_reason(fault["type"], fault.get("ctx", {}))} if code == "T505" else {}
                self._add(code, name, line_of(loc), ".".join(str(part) for part in loc), **params)
            return None

    def _add(self, code: str, file: str, line: int, dotted: str, **params: str | int) -> None:
        self._findings.append(Finding(code, Severity.ERROR, file, line, dotted, tuple(params.items())))


@lru_cache(maxsize=KEPT_TEXTS)
def _tables(text: str) -> tuple[dict[str, object], Positions]:
    """What a text says and where; a state has hundreds of boletas, of which a change touches one. Nobody alters it."""
    return tomllib.loads(text), Positions(text)


def _leaves(path: tuple[str, ...], table: dict[str, object]) -> Iterator[tuple[tuple[str, ...], object]]:
    """Texts by their path: ``"boton.comenzar" = "..."`` and ``[boton] comenzar = "..."`` are the same."""
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _leaves((*path, key), value)
        else:
            yield (*path, key), value


def _same_line(line: int, _path: FieldPath) -> int:
    return line


def _row(data: dict[str, str], line: int) -> CasillaRow:
    return CasillaRow(CasillaSource.model_validate(data), line)
