"""The log of a server: one JSON object a line, of fixed fields. It must hold no secret and nothing of people.

What happened is a word of ours; of an error stand its type, its stable code and where it was raised, never its message,
which may quote what somebody sent. Of other libraries a line keeps the words of its template, and no value.
"""

import json
import logging
import traceback
from collections.abc import Iterator, Mapping
from contextvars import ContextVar
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, TextIO

from shared.domain.errors import DatoInvalido

OURS: Final = "servidor"
ROOT: Final = Path(__file__).parents[2]
FRAMES: Final = 12
MAX_TEXT: Final = 120
_DATA: Final = "servidor_data"
REQUEST: ContextVar[str] = ContextVar("request", default="")
"""Id of the request that is being answered; empty outside of one."""


def note(level: int, event: str, error: BaseException | None = None, **data: int | str) -> None:
    """Write a line: ``event`` is a word of ours, ``data`` whole numbers and words of ours."""
    logger = logging.getLogger(OURS)
    if logger.isEnabledFor(level):
        logger.log(level, event, exc_info=error, extra={_DATA: data})


class JsonLines(logging.Formatter):
    """Formats a record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, without its end."""
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line: dict[str, object] = {"at": at, "level": record.levelname.lower(), "logger": record.name}
        if record.name == OURS:
            line["event"] = record.getMessage()
        else:
            line["at_line"] = f"{record.module}:{record.lineno}"
            if record.args and isinstance(record.msg, str):  # with arguments it is a template, which nobody filled in
                line["template"] = record.msg[:MAX_TEXT]
        if request := REQUEST.get():
            line["request"] = request
        line |= _plain(getattr(record, _DATA, {}))
        if record.exc_info and record.exc_info[1] is not None:
            line |= told(record.exc_info[1])
        return json.dumps(line, ensure_ascii=True, separators=(",", ":"))


def told(error: BaseException) -> dict[str, object]:
    """What a log may say of an error: types from the outermost to its cause, stable code, where it was raised."""
    chain = list(_chain(error))
    found: dict[str, object] = {"error": " < ".join(type(each).__qualname__ for each in chain)}
    if codes := [each.code for each in chain if isinstance(each, DatoInvalido)]:
        found["code"] = codes[0]
    frames = traceback.extract_tb(chain[-1].__traceback__)[-FRAMES:]
    found["where"] = [f"{_place(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames]
    return found


def configure(stream: TextIO, level: int = logging.INFO) -> None:
    """Send every log of this process to ``stream``; called by the command, never when a module is imported."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger(OURS).setLevel(level)


def _plain(data: Mapping[str, object]) -> dict[str, object]:
    return {name: value if isinstance(value, int) else str(value)[:MAX_TEXT] for name, value in data.items()}


def _chain(error: BaseException) -> Iterator[BaseException]:
    """An error and what it came from, a few steps back."""
    at: BaseException | None = error
    for _ in range(FRAMES):
        if at is None:
            return
        yield at
        at = at.exceptions[0] if isinstance(at, BaseExceptionGroup) else at.__cause__ or at.__context__


def _place(filename: str) -> str:
    path = Path(filename)
    return path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else path.name
