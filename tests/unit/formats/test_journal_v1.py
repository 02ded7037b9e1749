from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from shared.crypto.errors import SignatureInvalid
from shared.crypto.signing import SigningKey
from shared.domain.errors import BitacoraInvalida, DatoInvalido
from shared.domain.journal import FIRST_PREV, JournalEntry, JournalKind, journal_data
from shared.formats.journal_v1 import (
    append,
    parse_journal,
    serialise_entry,
    serialise_journal,
    sign_checkpoint,
    verify_journal,
)

KEY = SigningKey.generate()
AT = datetime(2018, 7, 1, 13, 0, 7, 999, tzinfo=UTC)


def journal(turns: int = 3, version: str = "1") -> list[JournalEntry]:
    entries = [append(None, JournalKind.ENCENDIDO, journal_data(version=version), AT)]
    for turn in range(1, turns + 1):
        entries.append(append(entries[-1], JournalKind.HABILITACION_CONSUMIDA, journal_data(turno=turn), None))
    entries.append(sign_checkpoint(append(entries[-1], JournalKind.CHECKPOINT, journal_data(), AT), KEY.sign))
    entries.append(append(entries[-1], JournalKind.CIERRE, journal_data(emitidos=0), AT + timedelta(hours=9)))
    return entries


def refusal(entries: list[JournalEntry]) -> str:
    with pytest.raises(DatoInvalido) as caught:
        verify_journal(parse_journal(serialise_journal(entries)), KEY.public.verify)
    return caught.value.code


def test_a_journal_reads_back_and_holds() -> None:
    entries = journal()
    data = serialise_journal(entries)
    assert list(parse_journal(data)) == entries
    verify_journal(entries, KEY.public.verify)
    assert parse_journal(b"") == ()


def test_the_first_follows_zeros_and_each_the_one_before() -> None:
    entries = journal()
    assert entries[0].prev == FIRST_PREV
    assert [entry.prev for entry in entries[1:]] == [entry.hash for entry in entries[:-1]]
    assert entries[0].at == AT.replace(microsecond=0)


def test_it_is_found_out_truncated_edited_reordered_or_spliced() -> None:
    entries = journal()
    other = journal(version="9")
    assert refusal(entries[1:]) == "J101"
    assert refusal([entries[0], entries[2], entries[1], *entries[3:]]) == "J101"
    assert refusal([replace(entries[0], data=journal_data(version="2")), *entries[1:]]) == "J103"
    assert refusal([*entries[:2], *other[2:]]) == "J102"
    assert refusal([entries[0], replace(entries[1], prev=FIRST_PREV), *entries[2:]]) == "J102"
    assert refusal([*entries[:4], replace(entries[4], sig=None), entries[5]]) == "J104"
    assert refusal([*entries[:4], replace(entries[4], sig=KEY.sign("image/1", b"x")), entries[5]]) == "K103"


def test_a_checkpoint_of_another_key_does_not_hold() -> None:
    with pytest.raises(SignatureInvalid):
        verify_journal(journal(), SigningKey.generate().public.verify)


def test_every_flipped_byte_is_refused() -> None:
    data = serialise_journal(journal())
    for place in range(len(data)):
        bad = bytearray(data)
        bad[place] ^= 1
        with pytest.raises(DatoInvalido):
            verify_journal(parse_journal(bytes(bad)), KEY.public.verify)


@pytest.mark.parametrize(
    ("code", "data"),
    [
        ("J009", b"{}"),
        ("J003", b"\n"),
        ("J011", b"{}\n"),
        ("J001", b"[" * 5000 + b"\n"),
        ("J012", serialise_entry(journal()[0]).replace(b'{"at"', b'{"a":1,"at"')),
    ],
)
def test_each_fault_of_form_has_its_code(code: str, data: bytes) -> None:
    with pytest.raises(BitacoraInvalida) as caught:
        parse_journal(data)
    assert caught.value.code == code


def test_no_time_inside_a_turn_and_no_choice_at_all() -> None:
    with pytest.raises(BitacoraInvalida, match="D714"):
        append(None, JournalKind.HABILITACION_CONSUMIDA, journal_data(turno=1), AT)
    with pytest.raises(BitacoraInvalida, match="D713"):
        append(None, JournalKind.HABILITACION_CONSUMIDA, journal_data(turno=1, opcion="PT"), None)
