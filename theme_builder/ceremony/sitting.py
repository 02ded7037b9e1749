"""A ceremony led from a page: it runs on a thread of its own and waits there for each answer. It must not decide one.

What somebody answers goes straight to the act that asked, and is kept nowhere: not in what was said, nor in a log.
"""

from collections.abc import Callable
from dataclasses import dataclass
from threading import Condition, Thread
from typing import Final

from shared.domain.errors import DatoInvalido
from theme_builder.ceremony.guide import Act, Ceremony
from theme_builder.ceremony.hands import Hands

MAX_SAID: Final = 2000
"""Sentences that a page shows: of a ceremony of 99 mesas and all its trustees there are fewer."""
LONGEST_WAIT_S: Final = 2.0
BROKEN: Final = ("T718", "a fault of the program stopped the ceremony")
LEFT: Final = ("T715", "the ceremony was left before its end")


class AbandonadaError(Exception):
    """Whoever led the ceremony left it; nothing after the act at hand is done."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked now; ``secret``: what is answered is not shown while it is typed."""

    number: int
    words: str
    secret: bool


@dataclass(frozen=True, slots=True)
class Seen:
    """A ceremony as its page shows it.

    Attributes:
        said: what it told everybody.
        noted: the lines of its acta so far.
        asked: what it waits for; None while it works or after it ended.
        refused: code and detail of what stopped it.
    """

    act: Act
    practice: bool
    said: tuple[str, ...]
    noted: tuple[str, ...]
    asked: Question | None
    ended: bool
    refused: tuple[str, str] | None
    public: str


class Sitting(Hands):
    """One ceremony. Every method may be called from any thread."""

    def __init__(self, make: Callable[[Hands], Ceremony]) -> None:
        self._ceremony = make(self)
        self._changed = Condition()
        self._said: list[str] = []
        self._asked: Question | None = None
        self._answer: str | None = None
        self._count = 0
        self._left = self._ended = False
        self._refused: tuple[str, str] | None = None
        self._thread = Thread(target=self._run, name="ceremonia", daemon=True)

    def begin(self) -> None:
        """Hold it, on its thread."""
        self._thread.start()

    def seen(self) -> Seen:
        """What the page shows now."""
        with self._changed:
            plan = self._ceremony.plan
            return Seen(
                self._ceremony.act,
                plan.occasion.practice,
                tuple(self._said[-MAX_SAID:]),
                tuple(self._ceremony.record.lines),
                self._asked,
                self._ended,
                self._refused,
                str(plan.public),
            )

    def answer(self, number: int, text: str) -> bool:
        """Answer the question of that number; False for one that was answered before, or was never asked."""
        with self._changed:
            if self._asked is None or self._asked.number != number:
                return False
            self._asked, self._answer = None, text
            self._changed.notify_all()
            return True

    def leave(self) -> None:
        """End it where it stands: what it waits for is never answered."""
        with self._changed:
            self._left, self._asked = True, None
            self._changed.notify_all()

    def settle(self, most_s: float = LONGEST_WAIT_S) -> bool:
        """Wait until it asks something or ended, no longer than ``most_s``; whether it did."""
        with self._changed:
            return self._changed.wait_for(lambda: self._ended or self._asked is not None, most_s)

    def join(self, most_s: float) -> None:
        """Wait for its thread, after it ended or was left."""
        self._thread.join(most_s)

    def say(self, words: str) -> None:
        """See ``Hands``."""
        with self._changed:
            self._said.append(words)

    def ask(self, words: str) -> str:
        """See ``Hands``."""
        return self._wait(words, secret=False)

    def secret(self, words: str) -> str:
        """See ``Hands``."""
        return self._wait(words, secret=True)

    def _wait(self, words: str, *, secret: bool) -> str:
        with self._changed:
            self._count += 1
            self._asked = None if self._left else Question(self._count, words, secret)
            self._changed.notify_all()
            self._changed.wait_for(lambda: self._left or self._answer is not None)
            answer, self._answer = self._answer, None
            if self._left or answer is None:
                raise AbandonadaError
            return answer

    def _run(self) -> None:
        """Hold it to its end; a fault of ours is said too, and goes on to whoever watches the program."""
        refused: tuple[str, str] | None = BROKEN
        try:
            self._ceremony.hold()
            refused = None
        except DatoInvalido as error:
            refused = error.code, error.detail
        except AbandonadaError:
            refused = LEFT
        except OSError as error:
            refused = "T714", f"a folder cannot be read or written: {error.strerror}"
        finally:
            with self._changed:
                self._ended, self._asked, self._refused = True, None, refused
                self._changed.notify_all()


class Sittings:
    """The one ceremony of this computer."""

    def __init__(self) -> None:
        self._now: Sitting | None = None

    @property
    def now(self) -> Sitting | None:
        """The ceremony that is held, or that ended and was not put away."""
        return self._now

    def begin(self, make: Callable[[Hands], Ceremony]) -> bool:
        """Begin one; False while another is held."""
        if self._now is not None:
            return False
        self._now = Sitting(make)
        self._now.begin()
        return True

    def put_away(self) -> None:
        """Leave the one that is held, if it is, and forget it."""
        if self._now is not None:
            self._now.leave()
            self._now.join(LONGEST_WAIT_S)
        self._now = None
