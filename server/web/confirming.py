"""Pages that ask before a change: what will happen, what was and what will be, and a verb with its object.

They must not make the change. What a page said is bound to its button: when the consequence is another by the time
somebody presses it, the page is shown again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from fastapi import Request
from fastapi.responses import HTMLResponse

from server.web.render import pages_of
from shared.crypto.hashing import sha256_hex
from shared.formats.canonical import twin

FIELD: Final = "confirmado"
FieldValues = Mapping[str, str | Sequence[str]]


@dataclass(frozen=True, slots=True)
class Confirmation:
    """What a page asks.

    Attributes:
        question: the title, as a question.
        verb: the button: a verb with its object.
        back: where whoever says no goes.
        consequences: what will happen, a sentence each.
        changes: (what, before, after).
        objects: what it happens to, when these are several.
        danger: it takes something away.
    """

    question: str
    verb: str
    back: str
    consequences: tuple[str, ...] = ()
    changes: tuple[tuple[str, str, str], ...] = ()
    objects: tuple[str, ...] = ()
    danger: bool = False

    @property
    def mark(self) -> str:
        """Binds the button to everything that the page said."""
        changes = [list(each) for each in self.changes]
        said = [self.question, self.verb, list(self.consequences), changes, list(self.objects)]
        return sha256_hex(twin({"said": said}))


def is_confirmed(form: Mapping[str, str], asked: Confirmation) -> bool:
    """Whether a form confirms exactly this; build ``asked`` in the transaction that makes the change."""
    return form.get(FIELD, "") == asked.mark


def confirmation_page(
    request: Request, asked: Confirmation, form: Mapping[str, str], fields: FieldValues
) -> HTMLResponse:
    """The page that asks; its button sends ``fields`` to the same address again."""
    hidden = [(name, text) for name, value in fields.items() for text in ([value] if isinstance(value, str) else value)]
    moved = bool(form.get(FIELD)) and not is_confirmed(form, asked)
    values = {"asked": asked, "hidden": hidden, "action": request.url.path, "moved": moved}
    return pages_of(request).page(request, "confirmar.html", 409 if moved else 200, **values)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a change of several: those that were changed, and those that were not, with the reason."""

    title: str
    back: str
    changed: Sequence[str]
    kept: Sequence[tuple[str, str]]


def outcome_page(request: Request, outcome: Outcome) -> HTMLResponse:
    """The page that tells it; a change that was of all needs none."""
    return pages_of(request).page(request, "resultado.html", 200 if outcome.changed else 422, outcome=outcome)
