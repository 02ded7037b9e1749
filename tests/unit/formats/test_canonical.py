import json

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from shared.formats.canonical import MAX_DEPTH, FormatoInvalido, dumps, loads, loads_canonical

KEYS = st.text(st.characters(max_codepoint=127), max_size=8)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
SCALARS = st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | TEXTS
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4), max_leaves=12
)


def code_of(data: bytes, max_bytes: int = 10_000) -> str:
    with pytest.raises(FormatoInvalido) as caught:
        loads_canonical(data, FormatoInvalido, max_bytes)
    return caught.value.code


@given(VALUES)
def test_what_is_written_is_rfc_8785_and_reads_back(value: object) -> None:
    data = dumps(value)
    assert data == rfc8785.dumps(value)  # type: ignore[arg-type]  # see canonical.dumps
    assert loads_canonical(data, FormatoInvalido, 1 << 20) == value


@pytest.mark.parametrize(
    ("code", "data"),
    [
        ("F001", b'"' + b"a" * 10_000 + b'"'),
        ("F002", b'"\xff"'),
        ("F003", b"\xef\xbb\xbf{}"),
        ("F003", b"{} {}"),
        ("F003", b""),
        ("F004", b'{"a":1,"a":1}'),
        ("F005", b"1.0"),
        ("F005", b"1e3"),
        ("F005", b"NaN"),
        ("F005", b"-Infinity"),
        ("F005", str(2**53).encode()),
        ("F005", b"9" * 9000),
        ("F006", b"[" * 5000),
        ("F006", b"[" * (MAX_DEPTH + 2) + b"]" * (MAX_DEPTH + 2)),
        ("F007", b'{"b":1,"a":2}'),
        ("F007", b"[1, 2]"),
        ("F007", b"-0"),
        ("F007", b'"\\u0041"'),
        ("F008", b'"\\ud800"'),
        ("F008", '{"ñ":1}'.encode()),
    ],
)
def test_each_fault_of_form_has_its_code(code: str, data: bytes) -> None:
    assert code_of(data) == code


def test_reordered_json_is_still_json_for_those_who_do_not_demand_the_canonical_form() -> None:
    assert loads(json.dumps({"b": 1, "a": 2}).encode(), FormatoInvalido, 100) == {"a": 2, "b": 1}
