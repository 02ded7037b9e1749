"""What a scanner types becomes whole QR, or plain words on what to read again: whatever order, mixture and keyboard."""

from itertools import chain

from hypothesis import given
from hypothesis import strategies as st

from server.ingest.scanned import TORN, WRONG, Fault, sort_out
from shared.formats.qr_chain import cut

NO_PART = "Q101"
ONE, TWO = cut(bytes(range(256)) * 4), cut(bytes(range(255, -1, -1)) * 3)
SHORT = cut(b"one part alone")


def text_of(*chunks: str) -> str:
    return "\n".join(chunks)


@given(st.permutations(list(chain(ONE, TWO, SHORT, ONE[:2]))))
def test_the_order_and_the_mixture_of_parts_change_nothing(chunks: list[str]) -> None:
    found = sort_out(text_of(*chunks))
    assert {each.chunks for each in found.whole} == {ONE, TWO, SHORT}
    assert (found.lacking, found.faults, found.repeated, found.rest) == ((), (), 2, "")


def test_missing_parts_are_named_and_what_is_there_is_kept() -> None:
    found = sort_out(text_of(ONE[2], *SHORT, ONE[0]))
    assert [each.chunks for each in found.whole] == [SHORT]
    [lacking] = found.lacking
    assert (lacking.total, lacking.missing) == (len(ONE), (2, *range(4, len(ONE) + 1)))
    assert sort_out(found.rest + text_of(*ONE[1:])).whole[0].chunks == ONE


def test_a_scanner_set_to_another_keyboard_or_without_line_ends_is_understood() -> None:
    for typed in (
        text_of(*ONE).replace("/", "-"),
        text_of(*ONE).replace("/", "&"),
        text_of(*ONE).lower(),
        "".join(ONE),
        "".join(f"]Q1{chunk}\r\n" for chunk in ONE),
        "  \t".join(ONE),
    ):
        found = sort_out(typed)
        assert [each.chunks for each in found.whole] == [ONE], typed[:40]
        assert not found.faults


def test_what_is_no_part_is_told_by_its_line_and_harms_no_other() -> None:
    found = sort_out(text_of(SHORT[0], "7501055300075", ONE[0][:60] + "!" + ONE[0][61:], "URNA1/3/2/AAAAAAAA/A"))
    assert [each.chunks for each in found.whole] == [SHORT]
    assert found.faults == tuple(Fault(NO_PART, line) for line in (2, 3, 4))


def test_a_letter_read_wrong_is_noticed_and_nothing_of_it_is_delivered() -> None:
    wrong = ONE[1][:-1] + ("A" if ONE[1][-1] != "A" else "B")
    name = ONE[0].split("/")[3]
    both = sort_out(text_of(*ONE, wrong))
    assert both.faults == (Fault(TORN, name=name, number=2),)
    assert not both.whole
    alone = sort_out(text_of(ONE[0], wrong, *ONE[2:]))
    assert alone.faults == (Fault(WRONG, name=name),)
    assert not alone.whole
    assert not alone.rest, "which part is wrong is not known: all are read again"


@given(st.text(max_size=300))
def test_no_text_breaks_it(text: str) -> None:
    found = sort_out(text)
    assert not found.whole


def test_a_line_of_several_words_is_told_once() -> None:
    found = sort_out(f"ESTO NO ES UN QR\n{SHORT[0]} Y ESTO TAMPOCO\nNI ESTO")
    assert [each.chunks for each in found.whole] == [SHORT]
    assert found.faults == (Fault(NO_PART, 1), Fault(NO_PART, 2), Fault(NO_PART, 3))
