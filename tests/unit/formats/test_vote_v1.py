import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.crypto.sealing import payload_capacity
from shared.domain.eleccion import Mode
from shared.domain.ids import ContestId, EleccionId, StoreId
from shared.domain.voto import Mark, Voto
from shared.formats.vote_v1 import MAX_MARKS, RegistroInvalido, contest_label, decode_voto, encode_voto, record_info

MARKS = st.lists(st.builds(Mark, st.integers(0, 255), st.integers(0, 255)), max_size=MAX_MARKS)
ELECTION = EleccionId("JAL-2018-GOB")
STORE = StoreId("0f" * 16)


@given(st.integers(0, 255), st.integers(0, 255), MARKS, st.binary(min_size=5, max_size=5))
def test_a_vote_reads_back_and_fits_in_its_record(
    grupo: int, contest: int, marks: list[Mark], slip_mark: bytes
) -> None:
    payload = encode_voto(contest, Voto(tuple(marks)), slip_mark, grupo)
    assert isinstance(payload, bytearray)
    assert len(payload) <= payload_capacity(512)
    found = decode_voto(payload)
    assert (found.grupo_index, found.contest_index) == (grupo, contest)
    assert (found.voto.marks, found.slip_mark) == (tuple(marks), slip_mark)


@given(st.binary(max_size=40))
def test_other_bytes_are_refused_or_read_whole(data: bytes) -> None:
    try:
        found = decode_voto(data)
    except RegistroInvalido as refused:
        assert refused.code in {"I201", "I202"}  # noqa: PT017 - either outcome is right
    else:
        assert encode_voto(found.contest_index, found.voto, found.slip_mark, found.grupo_index) == data


@pytest.mark.parametrize(("code", "data"), [("I201", b""), ("I202", bytes(9)), ("I201", b"\1" + bytes(10))])
def test_each_fault_has_its_code(code: str, data: bytes) -> None:
    with pytest.raises(RegistroInvalido) as caught:
        decode_voto(data)
    assert caught.value.code == code


def test_what_a_record_is_bound_to_differs_in_every_part() -> None:
    base = (ELECTION, "aa" * 32, STORE, Mode.OFICIAL)
    others = [
        (EleccionId("JAL-2018-GO"), *base[1:]),
        (base[0], "ab" * 32, *base[2:]),
        (*base[:2], StoreId("0e" * 16), base[3]),
        (*base[:3], Mode.SIMULACRO),
    ]
    assert len({record_info(*each) for each in (base, *others)}) == 5
    assert contest_label(ContestId("a")) != contest_label(ContestId("b"))
