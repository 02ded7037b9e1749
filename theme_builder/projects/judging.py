"""Everything that there is to mend in a project: what its files say, and what only its history tells.

It must not check anything itself.
"""

from collections.abc import Mapping
from dataclasses import replace

from shared.crypto.hashing import sha256_hex
from theme_builder.finding import Finding
from theme_builder.projects import sonidos, staleness
from theme_builder.projects.documents import CASILLAS, TEMA, Kind, kind_of
from theme_builder.projects.editing import rows, table
from theme_builder.projects.patch import State
from theme_builder.projects.review import Kept, Review, first_casillas, packages, review
from theme_builder.projects.service import Projects


def judged(projects: Projects, project: int, kept: Kept | None = None) -> Review:
    """The review of a project as it stands; raises ``ProyectoInvalido`` T609 where there is none."""
    files = projects.exported(project)
    made = review(files, kept)
    state = projects.opened(project).state
    told = staleness.found(state, projects.history(project))
    return replace(made, findings=(*made.findings, *told, *_heard(files, state, kept or Kept())))


def _heard(files: Mapping[str, bytes], state: State, kept: Kept) -> tuple[Finding, ...]:
    """What is wrong with the sounds, asked once for the same words: it takes as long as the review itself."""
    voices = [str(row.get("language")) for row in rows(table(state, TEMA), "voices")]
    if not voices:
        return ()
    said = {name: data for name, data in files.items() if kind_of(name) is Kind.TABLES}
    names = (name for name in sorted(files) if name not in said and name != CASILLAS)
    texts = (
        "sonidos",
        first_casillas(files),
        *(f"{name} {sha256_hex(data)}" for name, data in sorted(said.items())),
        *names,
    )

    def make() -> tuple[Finding, ...]:
        themes = [package.theme for package in packages(files)[0]]
        heard = ((language, sonidos.clips(themes, state, language)) for language in voices)
        return tuple(each for language, every in heard for each in sonidos.found(every, state, language))

    return kept.found(sha256_hex("\n".join(texts).encode()), make)
