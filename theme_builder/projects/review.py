"""What there is to mend in a project, by the code of the command `tema`. It must not have checks of its own.

The files of a source are written into a passing folder and read as `tema revisar` reads them.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from theme_builder.checks import check, has_errors
from theme_builder.finding import Finding, Severity
from theme_builder.package import ThemePackage, build
from theme_builder.projects.documents import PERSONAS
from theme_builder.sheets.screens import nobody
from theme_builder.source import Source, load_source

FEW: Final = 3


@dataclass(frozen=True, slots=True)
class Review:
    """The findings of a source; ``awaits_people`` until the key ceremony gives personas.toml, which is no finding."""

    findings: tuple[Finding, ...]
    awaits_people: bool

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


def review(files: Mapping[str, bytes]) -> Review:
    """Check the files of a source, sounds apart: those `tema construir` makes and checks.

    What languages, letters and the format say is asked of a theme with the first casillas alone: it says the same,
    and thousands of them would take seconds. The checks see all.
    """
    with _read(files) as source:
        found = check(source)
        if not has_errors(found):
            _, more = build(replace(source, casillas=source.casillas[:FEW]), voiced=False)
            found = tuple(dict.fromkeys((*found, *more)))
    return Review(found, PERSONAS not in files)


def looked_at(files: Mapping[str, bytes]) -> tuple[ThemePackage | None, Review]:
    """The theme without sounds, to be looked at, or None when something blocks it; and what there is to mend.

    Where the project has no people yet, keys that nobody has stand for theirs: such a theme is never signed.
    """
    with _read(files) as source:
        package, findings = build(source, voiced=False)
    return package, Review(findings, PERSONAS not in files)


@contextmanager
def _read(files: Mapping[str, bytes]) -> Iterator[Source]:
    """The source of the files, in a folder that passes."""
    with TemporaryDirectory(prefix="proyecto-") as name:
        root = Path(name)
        for each, data in {PERSONAS: nobody().encode(), **files}.items():
            path = root / each
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(data)
        yield load_source(root)
