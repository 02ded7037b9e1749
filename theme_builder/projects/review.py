"""What there is to mend in a project, by the code of the command `tema`. It must not have checks of its own.

The files of a source are written into a passing folder and read as `tema revisar` reads them.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock
from typing import Final

from shared.crypto.hashing import sha256_hex
from shared.formats.theme_read import MAX_CONTESTS
from theme_builder.ambitos import parts_of
from theme_builder.checks import check, has_errors
from theme_builder.finding import Finding, Severity
from theme_builder.model import GrupoSource, RazonSource
from theme_builder.package import ThemePackage, build
from theme_builder.projects.documents import CASILLAS, PERSONAS, Kind, kind_of
from theme_builder.reasons import blocking
from theme_builder.sheets.screens import nobody
from theme_builder.source import Source, load_source

FEW: Final = 3
MOST_KEPT: Final = 300


@dataclass(frozen=True, slots=True)
class Themed:
    """One theme that a source makes: its name in the lot, and how many casillas and boletas it has."""

    name: str
    casillas: int
    boletas: int


@dataclass(frozen=True, slots=True)
class Review:
    """The findings of a source; ``awaits_people`` until the key ceremony gives personas.toml, which is no finding.

    ``reasons`` are those that people gave for warnings; ``themes`` those that the source makes.
    """

    findings: tuple[Finding, ...]
    awaits_people: bool
    reasons: tuple[RazonSource, ...] = ()
    themes: tuple[Themed, ...] = ()

    @property
    def errors(self) -> tuple[Finding, ...]:
        """Findings that block signing."""
        return tuple(each for each in self.findings if each.severity is Severity.ERROR)

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """Findings that somebody must have read."""
        return tuple(each for each in self.findings if each.severity is Severity.WARNING)

    def of(self, document: str, prefix: str = "") -> tuple[Finding, ...]:
        """Those of one file of the source, at ``prefix`` (a dotted path) or inside of it."""
        return tuple(
            each
            for each in self.findings
            if each.file == document and (not prefix or each.field == prefix or each.field.startswith(f"{prefix}."))
        )


class Kept:
    """What was found in some boletas of a theme, by what they say: what nobody changed is not looked at again."""

    def __init__(self, most: int = MOST_KEPT) -> None:
        self._found: OrderedDict[str, tuple[Finding, ...]] = OrderedDict()
        self._most = most
        self._lock = Lock()

    def whole(self, _files: Mapping[str, bytes], make: Callable[[], Review]) -> Review:
        """The review of the files of a source, which ``make`` makes."""
        return make()

    def found(self, key: str, make: Callable[[], tuple[Finding, ...]]) -> tuple[Finding, ...]:
        """What ``make`` gives, asked once for one key."""
        with self._lock:
            known = self._found.get(key)
        if known is None:
            known = make()
        with self._lock:
            self._found[key] = known
            self._found.move_to_end(key)
            while len(self._found) > self._most:
                self._found.popitem(last=False)
        return known


def review(files: Mapping[str, bytes], kept: Kept | None = None) -> Review:
    """Check the files of a source, sounds apart: those `tema construir` makes and checks.

    What languages, letters and the format say is asked of themes with the first casillas alone, some boletas each: it
    says the same, and thousands of casillas would take seconds. The checks see all.
    """
    kept = kept or Kept()
    return kept.whole(files, lambda: _review(files, kept))


def _review(files: Mapping[str, bytes], kept: Kept) -> Review:
    with _read(files) as source:
        found = check(source)
        for part in _few_at_a_time(source) if not has_errors(found) else ():
            key = _key(files, [contest.file for contest in part.contests])
            found = (*found, *kept.found(key, lambda part=part: build(part, voiced=False)[1]))  # type: ignore[misc]
        themes = tuple(Themed(each.name, len(each.casillas), len(each.contests)) for each in parts_of(source))
        reasons = tuple(source.razones.value.razones) if source.razones else ()
    return Review(tuple(dict.fromkeys(found)), PERSONAS not in files, reasons, themes)


def _few_at_a_time(source: Source) -> Iterator[Source]:
    """Themes of as many boletas as fit in one, as if everybody voted them."""
    if source.tema is None:
        return
    for first in range(0, len(source.contests), MAX_CONTESTS):
        contests = [
            replace(each, value=each.value.model_copy(update={"ambito": None}))
            for each in source.contests[first : first + MAX_CONTESTS]
        ]
        ids = {each.value.id for each in contests}
        groups = [_group(each, ids) for each in source.tema.value.groups]
        names = [each.file.removeprefix("boletas/") for each in contests]
        tema = source.tema.value.model_copy(update={"contests": names, "groups": [each for each in groups if each]})
        yield replace(source, contests=contests, casillas=source.casillas[:FEW], tema=replace(source.tema, value=tema))


def _group(group: GrupoSource, ids: set[str]) -> GrupoSource | None:
    if group.contests is None:
        return group
    own = [each for each in group.contests if each in ids]
    return group.model_copy(update={"contests": own}) if own else None


def first_casillas(files: Mapping[str, bytes]) -> str:
    """The casillas that a theme to be looked at has: without any there is none."""
    return repr(files.get(CASILLAS, b"").splitlines()[: FEW + 1])


def _key(files: Mapping[str, bytes], boletas: Iterable[str]) -> str:
    """What some boletas, all that is not boletas nor casillas, and the first casillas say."""
    names = [*boletas, *(name for name in sorted(files) if name != CASILLAS and not name.startswith("boletas/"))]
    said = (f"{name} {sha256_hex(files[name])}" for name in names)
    return sha256_hex("\n".join((*said, first_casillas(files))).encode("utf-8", "surrogatepass"))


def looked_at(files: Mapping[str, bytes]) -> tuple[ThemePackage | None, Review]:
    """The theme without sounds, to be looked at, or None when something blocks it; and what there is to mend.

    Where the project has no people yet, keys that nobody has stand for theirs: such a theme is never signed.
    """
    with _read(files) as source:
        package, findings = build(source, voiced=False)
    return package, Review(findings, PERSONAS not in files)


def built(files: Mapping[str, bytes]) -> tuple[ThemePackage | None, tuple[Finding, ...]]:
    """The theme whole, sounds too, as `tema construir` makes it; or None and the findings that block its signature."""
    with _read(files) as source:
        package, findings = build(source)
        blocked = blocking(findings, source.razones.value.razones if source.razones else ())
    return None if blocked else package, blocked


def packages(files: Mapping[str, bytes]) -> tuple[tuple[ThemePackage, ...], Review]:
    """Themes without sounds of every boleta of a source, a few each and nobody's; none when something blocks them."""
    with _read(files) as source:
        found = check(source)
        built = [build(part, voiced=False) for part in _few_at_a_time(source)] if not has_errors(found) else []
    more = (each for _, findings in built for each in findings)
    made = tuple(package for package, _ in built if package is not None)
    whole = made if len(made) == len(built) else ()
    return whole, Review(tuple(dict.fromkeys((*found, *more))), PERSONAS not in files)


@contextmanager
def _read(files: Mapping[str, bytes]) -> Iterator[Source]:
    """The source of the files: pictures and sounds in a folder that passes, texts as they are."""
    with TemporaryDirectory(prefix="proyecto-") as name:
        root = Path(name)
        texts = {PERSONAS: nobody().encode(), **files}
        for each in [each for each in texts if kind_of(each) is Kind.FILE]:
            path = root / each
            path.parent.mkdir(exist_ok=True, parents=True)
            path.write_bytes(texts.pop(each))
        yield load_source(root, None, texts)
