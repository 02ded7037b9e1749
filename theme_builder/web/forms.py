"""A page that is one form over one table of a document: shown with its findings, saved while it is filled.

It must not know which table: whoever shows a page says so.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse, Response

from shared.formats.canonical import Json
from theme_builder.finding import Finding
from theme_builder.projects.editing import Table, place_of, put_row, row_of, setting, table
from theme_builder.projects.history import By, Conflict
from theme_builder.projects.patch import State
from theme_builder.projects.review import Review
from theme_builder.projects.service import Change
from theme_builder.web.door import Filled
from theme_builder.web.fields import Field, Values, changed, elsewhere, sent_texts, shown
from theme_builder.web.pages import answer, pages_of, projects_of

Writer = Callable[[str, str, Mapping[str, Json]], Change]


@dataclass(frozen=True, slots=True)
class FormPage:
    """A form.

    Attributes:
        address: of the page.
        title: of the page.
        document: where the table stands.
        fields: what is asked.
        kind: of the change (`textos.CHANGES`).
        rows: the list where the table is a row, or "" when it is the document itself.
        id: of the row.
        write: how values come into the row, when more follows from them than the row.
        template: of the page.
        trail: (address, words) of where one came from.
        apart: what is asked elsewhere, on this page or on another, whose findings stand there.
        part: of a document of which several pages ask, the place that this one is about; "" for the whole.
    """

    address: str
    title: str
    document: str
    fields: tuple[Field, ...]
    kind: str
    rows: str = ""
    id: str = ""
    write: Writer | None = None
    template: str = "formulario.html"
    trail: tuple[tuple[str, str], ...] = ()
    apart: tuple[Field, ...] = ()
    part: str = ""

    def table(self, state: State) -> Table:
        """What the form is of; raises ``ProyectoInvalido`` T610 for a row that is gone."""
        owner = table(state, self.document)
        return row_of(owner, self.rows, self.id) if self.rows else owner

    def prefix(self, state: State) -> str:
        """Where it stands in its document, as findings write it."""
        return place_of(state, self.document, self.rows, self.id)

    def findings(self, review: Review, state: State) -> tuple[Finding, ...]:
        """Those of what it asks about."""
        return review.of(self.document, self.prefix(state) or self.part)

    def putting(self, values: Values) -> Change:
        """The change that sets ``values``."""

        def change(state: dict[str, Json]) -> dict[str, Json]:
            if not self.rows:
                return setting(self.document, values)(state)
            self.table(state)
            flat = {path[-1]: value for path, value in values.items()}
            return (self.write or _row_writer(self.rows))(self.document, self.id, flat)(state)

        return change

    def seen(self, values: Values) -> Change:
        """What the form showed where it was changed, put into a state; nothing follows from it."""
        if not self.rows:
            return setting(self.document, values)
        return put_row(self.document, self.rows, self.id, {path[-1]: value for path, value in values.items()})


def show_form(
    request: Request,
    project: int,
    form: FormPage,
    **values: Any,  # noqa: ANN401 - whatever the page's own template shows
) -> HTMLResponse:
    """The page of a form."""
    desk = pages_of(request).desk(project)
    owner = form.table(desk.project.state)
    prefix = form.prefix(desk.project.state)
    findings = form.findings(desk.review, desk.project.state)
    fields = shown(form.fields, owner, findings, prefix)
    more = elsewhere((*form.fields, *form.apart), findings, prefix)
    values["apart"] = {each.field.name: each for each in shown(form.apart, owner, findings, prefix)}
    return pages_of(request).page(
        request, form.template, desk=desk, form=form, fields=fields, more=more, owner=owner, **values
    )


def save_form(request: Request, project: int, page: FormPage, form: Filled) -> Response:
    """Save what was changed; a page that saves by itself (htmx) gets its findings, others are sent on.

    With ``encima`` somebody saw what another wrote, as it stood after the change ``leido``, and writes over it.
    """
    before, now = changed(page.fields, form)
    by = By(request.state.session.name, page.kind, page.id or page.title, form.number("leido"))
    seen = None if form.get("encima") else page.seen(before)
    outcome = projects_of(request).edit(project, by, page.putting(now), seen)
    if "hx-request" not in request.headers or isinstance(outcome, Conflict):
        return answer(request, outcome, form, page.address)
    desk = pages_of(request).desk(project)
    prefix = page.prefix(desk.project.state)
    findings = page.findings(desk.review, desk.project.state)
    fields = shown(page.fields, page.table(desk.project.state), findings, prefix)
    more = elsewhere((*page.fields, *page.apart), findings, prefix)
    values = {"form": page, "fields": fields, "more": more, "sent": sent_texts(page.fields, form)}
    return pages_of(request).page(request, "guardado.html", desk=desk, saved_at=projects_of(request).now(), **values)


def _row_writer(name: str) -> Writer:
    return lambda document, id_, values: put_row(document, name, id_, values)
