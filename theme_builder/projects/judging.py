"""Everything that there is to mend in a project: what its files say, and what only its history tells.

It must not check anything itself.
"""

from dataclasses import replace

from theme_builder.projects import staleness
from theme_builder.projects.review import Kept, Review, review
from theme_builder.projects.service import Projects


def judged(projects: Projects, project: int, kept: Kept | None = None) -> Review:
    """The review of a project as it stands; raises ``ProyectoInvalido`` T609 where there is none."""
    made = review(projects.exported(project), kept)
    told = staleness.found(projects.opened(project).state, projects.history(project))
    return replace(made, findings=(*made.findings, *told))
