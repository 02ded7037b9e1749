"""Lines of the journal against the two general roads: the canonical writer and the strict reader, for every kind."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.crypto.hashing import sha256_hex
from shared.domain.errors import DatoInvalido
from shared.domain.journal import JournalEntry, JournalKind
from shared.domain.journal_kinds import KINDS, Place
from shared.formats import journal_v1
from shared.formats.canonical import base64_text, dumps, moment_text
from shared.formats.journal_v1 import append, parse_journal, serialise_entry

WORDS = st.from_regex(r"[A-Za-z0-9_.:+-]{1,80}", fullmatch=True)
COUNTERS = st.integers(0, 2**53 - 1)
MOMENTS = st.datetimes(datetime(1, 1, 2), datetime(9999, 12, 30), timezones=st.just(UTC))  # noqa: DTZ001 - as it wants
FIELDS = {"at", "data", "hash", "kind", "n", "prev", "sig"}


@st.composite
def entries(draw: st.DrawFn) -> JournalEntry:
    kind = draw(st.sampled_from(JournalKind))
    rule = KINDS[kind]
    names = draw(st.sets(st.sampled_from(sorted(rule.fields)))) if rule.fields else set()
    data = {name: draw(COUNTERS | WORDS) for name in names}
    if rule.place is Place.TURN:
        data["turno"] = draw(COUNTERS)
    at = None if rule.place is Place.TURN else draw(st.none() | MOMENTS)
    entry = append(None, kind, tuple(sorted(data.items())), at)
    sig = draw(st.none() | st.binary(min_size=64, max_size=64)) if kind is JournalKind.CHECKPOINT else None
    return JournalEntry(entry.n, entry.kind, entry.data, entry.prev, entry.hash, entry.at, sig)


@given(entries())
def test_a_line_and_its_hash_are_those_of_canonical_json(entry: JournalEntry) -> None:
    value: dict[str, object] = {"n": 1, "kind": entry.kind.value, "data": dict(entry.data), "prev": entry.prev}
    if entry.at is not None:
        value["at"] = moment_text(entry.at)
    assert entry.hash == sha256_hex(dumps(value))
    value["hash"] = entry.hash
    if entry.sig is not None:
        value["sig"] = base64_text(entry.sig)
    assert serialise_entry(entry) == dumps(value) + b"\n"
    assert parse_journal(serialise_entry(entry)) == (entry,)


ODD: st.SearchStrategy[object] = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 2**60),
    st.floats(allow_nan=False),
    st.text(max_size=5),
    st.lists(st.integers(), max_size=2),
    st.dictionaries(st.text(max_size=3), st.integers(), max_size=2),
)


def outcome(read: object, line: bytes) -> object:
    """The entry, or the class, code and detail of the refusal."""
    try:
        return read(line, 1)  # type: ignore[operator]  # either reader
    except DatoInvalido as error:
        return type(error), error.code, error.detail


@given(entries(), st.sampled_from(sorted(FIELDS)), ODD, st.sampled_from([(",", ":"), (", ", ":")]))
def test_both_readers_agree_on_odd_lines(entry: JournalEntry, name: str, odd: object, marks: tuple[str, str]) -> None:
    value = json.loads(serialise_entry(entry)) | {name: odd}
    line = json.dumps(value, sort_keys=True, separators=marks, ensure_ascii=False).encode("utf-8", "surrogatepass")
    assert outcome(journal_v1._read_line, line) == outcome(journal_v1._parse_line, line)


@pytest.mark.parametrize("tail", [b"", b"}", b" ", b"\x00", b"\xff"])
def test_both_readers_agree_on_broken_lines(tail: bytes) -> None:
    line = serialise_entry(append(None, JournalKind.LISTA, (), None))[:-1]
    for cut in range(len(line)):
        bad = line[:cut] + tail
        assert outcome(journal_v1._read_line, bad) == outcome(journal_v1._parse_line, bad)


def test_a_number_with_a_point_is_not_a_place() -> None:
    entry = append(None, JournalKind.LISTA, (), None)
    line = serialise_entry(entry)[:-1].replace(b'"n":1', b'"n":1.0')
    with pytest.raises(journal_v1.LineaInvalida, match="J005"):
        parse_journal(line + b"\n")
