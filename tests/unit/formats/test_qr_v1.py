import re
from dataclasses import replace
from itertools import permutations

import pytest

from shared.crypto.errors import SignatureInvalid
from shared.crypto.hashing import sha256
from shared.crypto.signing import SigningKey
from shared.domain.errors import DatoInvalido
from shared.domain.escrutinio import EscrutinioContest
from shared.domain.ids import UrnaId
from shared.formats.acta_v1 import serialise_acta
from shared.formats.qr_chain import cut
from shared.formats.qr_v1 import PURPOSE, QrInvalido, claimed_urna, differences, make_qr, read_qr
from tests.unit.formats import bundles

INSTITUTE = bundles.Institute()
ACTA = bundles.acta(INSTITUTE)
HASH = sha256(serialise_acta(ACTA))
KEY = INSTITUTE.urna_key
VERIFY = KEY.public.verify


def long_chunks() -> tuple[str, ...]:
    """The QR of an acta with 400 figures: several chunks."""
    many = EscrutinioContest(ACTA.contests[0].contest_id, {f"P{i}": i * 37 % 700 for i in range(400)})
    return make_qr(replace(ACTA, contests=(many,)), HASH, KEY.sign)


def refusal(chunks: tuple[str, ...] | list[str]) -> str:
    with pytest.raises(DatoInvalido) as caught:
        read_qr(chunks, VERIFY)
    return caught.value.code


def test_it_says_what_the_acta_says() -> None:
    qr = read_qr(make_qr(ACTA, HASH, KEY.sign), VERIFY)
    assert (qr.casilla, qr.urna, qr.store_id, qr.ledger) == (ACTA.casilla, ACTA.urna, ACTA.store_id, ACTA.ledger)
    assert [c.counts for c in qr.contests] == [tuple(c.counts.values()) for c in ACTA.contests]
    assert qr.votantes == 3
    assert qr.printed_at is None
    assert differences(qr, ACTA, HASH) == ()


def test_the_time_of_printing_is_there_when_given() -> None:
    qr = read_qr(make_qr(ACTA, HASH, KEY.sign, bundles.CLOSED), VERIFY)
    assert qr.printed_at == bundles.CLOSED
    assert differences(qr, ACTA, HASH) == ()


def test_thirty_figures_fit_in_one_chunk_that_any_phone_reads() -> None:
    thirty = EscrutinioContest(ACTA.contests[0].contest_id, {f"P{i}": 120 + i for i in range(30)})
    chunks = make_qr(replace(ACTA, contests=(thirty,)), HASH, KEY.sign)
    assert len(chunks) == 1
    assert re.fullmatch(r"[A-Z0-9/]+", chunks[0])
    assert len(chunks[0]) <= 500


def test_many_figures_take_a_chain_that_reads_in_any_order() -> None:
    chunks = long_chunks()
    assert len(chunks) > 2
    assert all(len(chunk) <= 500 for chunk in chunks)
    read = [read_qr(order, VERIFY) for order in list(permutations(chunks))[:24]]
    assert all(qr == read[0] for qr in read)
    assert read_qr((*chunks, chunks[0]), VERIFY) == read[0]


def test_foreign_missing_and_differing_chunks_are_refused() -> None:
    chunks = list(long_chunks())
    other = list(make_qr(replace(ACTA, urna=UrnaId("JAL-0043")), HASH, KEY.sign))
    changed = chunks[0][:-1] + ("A" if chunks[0][-1] != "A" else "B")
    assert refusal([chunks[0], *other]) == "Q102"
    assert refusal(chunks[:-1]) == "Q104"
    assert refusal([]) == "Q104"
    assert refusal([*chunks, changed]) == "Q103"
    assert refusal([changed, *chunks[1:]]) == "Q106"
    assert refusal(["HTTPS://EXAMPLE.ORG"]) == "Q101"
    assert refusal([chunks[0].replace("/1/", "/9/", 1), *chunks[1:]]) == "Q101"
    assert refusal([chunks[0]] * 1000) == "Q104"
    assert refusal(list(cut(b"short"))) == "Q107"


def test_a_changed_figure_or_another_key_breaks_the_signature() -> None:
    with pytest.raises(SignatureInvalid):
        read_qr(make_qr(ACTA, HASH, SigningKey.generate().sign), VERIFY)


def test_every_changed_character_is_refused() -> None:
    (chunk,) = make_qr(ACTA, HASH, KEY.sign)
    for place, letter in enumerate(chunk):
        bad = chunk[:place] + ("A" if letter != "A" else "B") + chunk[place + 1 :]
        with pytest.raises(DatoInvalido):
            read_qr([bad], VERIFY)


def test_signed_nonsense_is_refused_by_code() -> None:
    for code, payload in (("Q109", b"\x02" + bytes(80)), ("Q108", b"\x01\x09" + bytes(80)), ("Q108", b"\x01\x00")):
        assert refusal(list(cut(payload + KEY.sign(PURPOSE, payload)))) == code


def test_whose_key_to_ask_for_is_known_before() -> None:
    assert claimed_urna(make_qr(ACTA, HASH, KEY.sign)) == ACTA.urna


def test_a_difference_with_the_published_acta_is_named() -> None:
    qr = read_qr(make_qr(ACTA, HASH, KEY.sign), VERIFY)
    more = replace(ACTA, ledger=replace(ACTA.ledger, emitidos=4))
    assert differences(qr, more, HASH) == ("ledger",)
    assert differences(qr, ACTA, bytes(32)) == ("acta_sha256",)


def test_a_chunk_is_never_of_another_kind() -> None:
    with pytest.raises(QrInvalido):
        read_qr(["URNA2/1/1/AAAAAAAA/AAAA"], VERIFY)
