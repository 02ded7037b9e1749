"""Strict JSON in and canonical JSON (RFC 8785) out, with typed readers of fields for every format of ours.

It must not know any one format, nor guess: what is not exactly as demanded is refused with a code and a path.
"""

import base64
import binascii
import json
from collections.abc import Callable
from datetime import UTC, datetime
from enum import StrEnum
from functools import cache
from typing import ClassVar, Final, NoReturn, Self, TypeVar

import rfc8785

from shared.domain.errors import DatoInvalido, IdInvalido
from shared.domain.journal import MAX_INT

MAX_DEPTH: Final = 16
Json = None | bool | int | str | list["Json"] | dict[str, "Json"]
T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)


class FormatoInvalido(DatoInvalido):
    """Data that does not have the form its format demands.

    Subclasses name a format by ``letter``; codes ``<letter>001`` to ``<letter>019`` mean the same in every format.
    """

    letter: ClassVar[str] = "F"

    @classmethod
    def of(cls, number: int, detail: str) -> Self:
        """The error ``number`` of this format, for example ``T003``."""
        return cls(f"{cls.letter}{number:03d}", detail)


def dumps(value: object) -> bytes:
    """Canonical JSON by RFC 8785; raises ``ValueError`` for what it cannot hold (our bug, not the data's)."""
    return rfc8785.dumps(value)  # type: ignore[arg-type]  # its type is recursive and invariant


def loads(data: bytes, error: type[FormatoInvalido], max_bytes: int) -> Json:
    """Read one JSON text of at most ``max_bytes``.

    Refuses: other encodings than UTF-8, a byte-order mark, duplicate keys, NaN, floats, integers beyond 2^53 - 1,
    nesting deeper than ``MAX_DEPTH`` and characters that no encoding can write.
    """
    if len(data) > max_bytes:
        raise error.of(1, f"{len(data)} bytes where {max_bytes} are allowed")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as exc:
        raise error.of(2, f"not UTF-8 at byte {exc.start}") from None
    try:
        value: Json = _decoder(error).decode(text)  # type: ignore[arg-type]  # mypy: a class is hashable
    except RecursionError:
        raise error.of(6, "nested too deeply") from None
    except ValueError:
        raise error.of(3, "not JSON") from None
    if data.count(b"[") + data.count(b"{") > MAX_DEPTH:
        _check_depth(value, error)
    return value


def loads_canonical(data: bytes, error: type[FormatoInvalido], max_bytes: int) -> Json:
    """As ``loads``, and the bytes must be the canonical ones of their value: reordered or spaced JSON is refused."""
    value = loads(data, error, max_bytes)
    try:
        again = twin(value)
    except UnicodeEncodeError:
        raise error.of(8, "a character that cannot be written") from None
    if again != data:
        raise error.of(7, "not in canonical form")
    return value


_ENCODER: Final = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def twin(value: object) -> bytes:
    """The canonical form by another road, five times faster, for readers that compare and writers of many.

    Equals ``dumps`` for what ``loads`` accepts: integers within 2^53 and ASCII keys (a test holds it).
    """
    return _ENCODER.encode(value).encode("utf-8")


@cache
def _decoder(error: type[FormatoInvalido]) -> json.JSONDecoder:
    """One strict scanner a format; it holds no state between texts."""
    hooks = _Hooks(error)
    return json.JSONDecoder(
        object_pairs_hook=hooks.pairs,
        parse_int=hooks.integer,
        parse_float=hooks.number,
        parse_constant=hooks.number,
    )


class _Hooks:
    """What the JSON scanner calls for numbers and objects."""

    def __init__(self, error: type[FormatoInvalido]) -> None:
        self._error = error

    def pairs(self, pairs: list[tuple[str, Json]]) -> dict[str, Json]:
        found = dict(pairs)
        if len(found) != len(pairs):
            raise self._error.of(4, "a key stands twice")
        if not "".join(found).isascii():
            raise self._error.of(8, "a key is not ASCII")
        return found

    def integer(self, text: str) -> int:
        if len(text) > 17 or abs(int(text)) > MAX_INT:
            raise self._error.of(5, "an integer beyond 2^53 - 1")
        return int(text)

    def number(self, text: str) -> NoReturn:
        raise self._error.of(5, f"not an integer: {text[:20]}")


def _check_depth(value: Json, error: type[FormatoInvalido]) -> None:
    level = [value]
    for _ in range(MAX_DEPTH):
        deeper: list[Json] = []
        for item in level:
            if isinstance(item, dict):
                deeper += [v for v in item.values() if isinstance(v, dict | list)]
            elif isinstance(item, list):
                deeper += [v for v in item if isinstance(v, dict | list)]
        if not deeper:
            return
        level = deeper
    raise error.of(6, "nested too deeply")


class Fields:
    """The fields of one JSON object, each taken once and by type; ``done`` refuses what was not asked for."""

    __slots__ = ("_error", "_left", "path")

    def __init__(self, value: Json, error: type[FormatoInvalido], path: str = "") -> None:
        self.path = path
        self._error = error
        if not isinstance(value, dict):
            raise error.of(13, f"{path or 'the whole'}: not an object")
        self._left = dict(value)

    def fail(self, number: int, name: str, detail: str) -> NoReturn:
        """Raise this format's error ``number``, naming the field."""
        raise self._error.of(number, f"{self._at(name)}: {detail}")

    def _at(self, name: str) -> str:
        return f"{self.path}.{name}" if self.path else name

    def raw(self, name: str) -> Json:
        """The value as it is; refuses its absence."""
        if name not in self._left:
            self.fail(11, name, "missing")
        return self._left.pop(name)

    def has(self, name: str) -> bool:
        """Whether an optional field is present and not yet taken."""
        return name in self._left

    def peek(self, name: str) -> Json:
        """The value without taking it; refuses its absence."""
        if name not in self._left:
            self.fail(11, name, "missing")
        return self._left[name]

    def names(self) -> tuple[str, ...]:
        """The names not yet taken, in their order."""
        return tuple(self._left)

    def done(self) -> None:
        """Refuse fields that nobody asked for."""
        if self._left:
            self.fail(12, min(self._left)[:60], "unknown field")

    def literal(self, name: str, expected: str) -> None:
        """A field that can hold one text only."""
        if self.raw(name) != expected:
            self.fail(15, name, f"not {expected!r}")

    def text(self, name: str, limit: int = 200, *, empty: bool = True) -> str:
        """Printable text on one line: no control, bidirectional or unassigned characters."""
        value = self.raw(name)
        if not isinstance(value, str):
            self.fail(13, name, "not a text")
        if len(value) > limit or not (value or empty):
            self.fail(14, name, f"{len(value)} characters")
        if not value.isprintable():
            self.fail(16, name, "holds characters that cannot be printed")
        return value

    def integer(self, name: str, low: int = 0, high: int = MAX_INT) -> int:
        """An integer of ``low..high``."""
        value = self.raw(name)
        if not isinstance(value, int) or isinstance(value, bool):
            self.fail(13, name, "not an integer")
        if not low <= value <= high:
            self.fail(14, name, f"{value} is outside {low}..{high}")
        return value

    def choice(self, name: str, kind: type[E]) -> E:
        """One member of an enumeration, by its value."""
        value = self.raw(name)
        try:
            return kind(value if isinstance(value, str) else "")
        except ValueError:
            self.fail(15, name, f"not one of {[str(member) for member in kind]}")

    def ident(self, name: str, kind: Callable[[str], T]) -> T:
        """An identifier of ``shared.domain.ids``."""
        return self._ident(name, self.raw(name), kind)

    def _ident(self, name: str, value: Json, kind: Callable[[str], T]) -> T:
        if not isinstance(value, str):
            self.fail(13, name, "not an identifier")
        try:
            return kind(value)
        except IdInvalido as exc:
            self.fail(17, name, exc.detail)

    def idents(self, name: str, kind: Callable[[str], T], limit: int = 200) -> tuple[T, ...]:
        """A list of identifiers."""
        return tuple(self._ident(f"{name}[{i}]", value, kind) for i, value in enumerate(self.items(name, limit)))

    def items(self, name: str, limit: int) -> list[Json]:
        """A list of at most ``limit`` values."""
        value = self.raw(name)
        if not isinstance(value, list):
            self.fail(13, name, "not a list")
        if len(value) > limit:
            self.fail(14, name, f"{len(value)} items")
        return value

    def objects(self, name: str, read: Callable[["Fields"], T], limit: int) -> tuple[T, ...]:
        """A list of objects, each read by ``read`` and left without a field over."""
        return tuple(
            self._object(f"{self._at(name)}[{i}]", value, read) for i, value in enumerate(self.items(name, limit))
        )

    def object(self, name: str, read: Callable[["Fields"], T]) -> T:
        """One object, read by ``read`` and left without a field over."""
        return self._object(self._at(name), self.raw(name), read)

    def _object(self, path: str, value: Json, read: Callable[["Fields"], T]) -> T:
        fields = Fields(value, self._error, path)
        found = read(fields)
        fields.done()
        return found

    def mapping(self, name: str, limit: int) -> dict[str, Json]:
        """An object whose keys are data; the caller reads each value."""
        value = self.raw(name)
        if not isinstance(value, dict):
            self.fail(13, name, "not an object")
        if len(value) > limit:
            self.fail(14, name, f"{len(value)} keys")
        return value

    def hexadecimal(self, name: str, size: int) -> bytes:
        """Exactly ``size`` bytes in lower-case hexadecimal."""
        value = self.raw(name)
        try:
            found = bytes.fromhex(value) if isinstance(value, str) else b""
        except ValueError:
            found = b""
        if len(found) != size or found.hex() != value:
            self.fail(18, name, f"not {size} bytes in lower-case hexadecimal")
        return found

    def base64(self, name: str, low: int, high: int) -> bytes:
        """``low`` to ``high`` bytes in standard padded base64, in the one form that encodes them."""
        value = self.raw(name)
        if not isinstance(value, str) or len(value) > 2 * high + 4:
            self.fail(18, name, "not base64")
        try:
            found = base64.b64decode(value, validate=True)
        except (binascii.Error, ValueError):
            self.fail(18, name, "not base64")
        if not low <= len(found) <= high or base64.b64encode(found).decode() != value:
            self.fail(18, name, f"{len(found)} bytes, or not the one form")
        return found

    def moment(self, name: str) -> datetime:
        """An instant ``2018-06-01T00:00:00Z`` (UTC, whole seconds)."""
        value = self.raw(name)
        if not isinstance(value, str) or len(value) != 20:
            self.fail(19, name, "not an instant")
        try:
            found = datetime.fromisoformat(value)
        except ValueError:
            self.fail(19, name, "not an instant")
        if found.tzinfo is None or moment_text(found) != value:
            self.fail(19, name, "not an instant")
        return found


def moment_text(at: datetime) -> str:
    """``2018-06-01T00:00:00Z`` of an aware time, whole seconds."""
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="seconds") + "Z"


def base64_text(data: bytes) -> str:
    """Standard padded base64."""
    return base64.b64encode(data).decode("ascii")
