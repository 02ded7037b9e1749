"""Whether each name of a boleta fits its box when who votes chose the largest letters. It must not draw."""

from collections.abc import Iterator
from dataclasses import replace

from shared.formats.theme_names import USUAL, boxes_of, share_of
from theme_builder.finding import Finding, Severity
from theme_builder.model import ContestSource
from theme_builder.source import Located

NAMED = frozenset({"partido", "candidatura_comun", "independiente", "planilla"})


def check_names(contest: Located[ContestSource]) -> Iterator[Finding]:
    """A warning beside each candidatura whose name would come below the usual letters.

    All names of a boleta shrink with it, since none stands larger than another.
    """
    value = contest.value
    faces = any(each.portrait for each in value.candidaturas)
    rows = any(len(option.partidos) > 1 and not option.picture for option in value.options)
    boxes = boxes_of(faces=faces, rows=rows)
    labels = {option.label for option in value.options if option.kind in NAMED}
    for i, candidatura in enumerate(value.candidaturas):
        if candidatura.name in labels and share_of(candidatura.name, boxes) < USUAL:
            found = contest.finding("T597", ("candidaturas", i, "name"), name=candidatura.name)
            yield replace(found, severity=Severity.WARNING)
