"""Rows A1 and A2 at counting: what no boleta allows is refused in sight of everyone, and nothing counts twice."""

from collections.abc import Callable

import pytest

from hardware.printer.port import Qr, Row
from shared.crypto.hashing import sha256
from shared.domain.hallazgo import has_error
from shared.domain.journal import JournalKind
from shared.formats.image_v1 import ImagenInvalida, parse_image
from shared.formats.qr_v1 import read_qr
from shared.formats.results_v1 import VerifiedBundle
from tests.flows.cutting import CutFiles
from tests.flows.forging import CONSULTA, GUBERNATURA, REFUSED, UNREADABLE, Forger, stuff, twin_of
from tests.flows.table import Table
from tests.flows.test_power import CHOICES, read_bundle
from urna.flow.ports import Area

EMITIDOS = 2


def close_with(table: Table, make: Callable[[Forger], bytes]) -> VerifiedBundle:
    """One honest voter, one forged turn, and the closing."""
    table.vote(CHOICES)
    stuff(table, make(Forger(table)))
    table.power_on()
    table.close()
    return read_bundle(table)


def rows(table: Table) -> dict[str, str]:
    [first, *_] = table.slips("acta_escrutinio")
    return {block.left: block.right for block in first.blocks if isinstance(block, Row)}


@pytest.mark.parametrize("make", REFUSED, ids=lambda make: make.__name__)
def test_a1_a_record_that_the_boleta_does_not_allow_is_refused_in_its_figures(
    table: Table, make: Callable[[Forger], bytes]
) -> None:
    bundle = close_with(table, make)
    gubernatura, consulta = bundle.acta.contests
    assert (consulta.rechazados, consulta.total) == (1, EMITIDOS - 1)
    assert (gubernatura.rechazados, gubernatura.total) == (0, EMITIDOS)
    assert bundle.acta.ilegibles == 0
    assert [finding.code for finding in bundle.findings] == ["D422"]
    assert has_error(bundle.findings)
    assert [finding.code for finding in bundle.acta.findings] == ["D422"]
    assert rows(table)["Registros rechazados"] == "1"
    entry = table.context().book.journal.last(JournalKind.ESCRUTINIO)
    assert entry is not None
    assert (entry.value("rechazados"), entry.value("hallazgos")) == (1, 1)


@pytest.mark.parametrize("make", UNREADABLE, ids=lambda make: make.__name__)
def test_a1_a_record_of_another_store_election_theme_or_mode_is_on_the_acta(
    table: Table, make: Callable[[Forger], bytes]
) -> None:
    """It opens for no contest: the acta says how many, and the contest that lacks it no longer adds up."""
    bundle = close_with(table, make)
    gubernatura, consulta = bundle.acta.contests
    assert (bundle.acta.ilegibles, consulta.rechazados, consulta.total) == (1, 0, EMITIDOS - 1)
    assert gubernatura.total == EMITIDOS
    assert {finding.code for finding in bundle.findings} == {"D421", "D427"}
    assert has_error(bundle.findings)
    assert rows(table)["Registros que no se abrieron"] == "1"


def test_a1_no_contest_has_more_marks_than_its_voters_may_make(table: Table) -> None:
    """Every forgery at once: what is counted stays within the votes that were allowed."""
    table.vote(CHOICES)
    for make in (*REFUSED, *UNREADABLE):
        stuff(table, make(Forger(table)))
    table.power_on()
    table.close()
    acta = read_bundle(table).acta
    voters = acta.ledger.emitidos
    assert voters == 1 + len(REFUSED) + len(UNREADABLE)
    for contest, figures in zip(table.institute.theme.contests, acta.contests, strict=True):
        assert figures.total <= voters * (1 if contest.coaliciones else contest.max_marks)
    consulta = acta.contests[CONSULTA]
    assert (consulta.total, consulta.rechazados, acta.ilegibles) == (1, len(REFUSED), len(UNREADABLE))
    assert consulta.total + consulta.rechazados + acta.ilegibles == voters


def test_a2_the_same_vote_in_other_bytes_counts_once(table: Table) -> None:
    """A record whose half for the election was made anew opens for the casilla too; its contents are known."""
    table.vote([(1,), (0,)])
    forger = Forger(table)
    again = forger.record(forger.voto(contest=CONSULTA))
    stuff(table, again)
    stuff(table, twin_of(table, again))
    table.power_on()
    table.close()
    bundle = read_bundle(table)
    consulta = bundle.acta.contests[CONSULTA]
    assert (consulta.rechazados, consulta.total) == (1, 2)
    assert "D422" in {finding.code for finding in bundle.findings}
    assert bundle.acta.contests[GUBERNATURA].total == 3


def test_a2_an_image_with_one_record_twice_is_no_image(table: Table) -> None:
    table.vote(CHOICES)
    table.vote(CHOICES)
    data, image = table.context().store.data, table.image()
    start = data.index(min(image.final, key=data.index))
    size = image.record_size
    doubled = data[: start + size] + data[start : start + size] + data[start + 2 * size :]
    assert len(doubled) == len(data)
    key = table.context().identity.key
    with pytest.raises(ImagenInvalida, match="I103"):
        parse_image(doubled, key.public.verify)
    digest = sha256(doubled[:-96])
    signed = doubled[:-96] + digest + key.sign("image/1", digest)
    with pytest.raises(ImagenInvalida, match="I108"):
        parse_image(signed, key.public.verify)


def test_a2_storing_or_settling_a_turn_twice_stores_it_once(table: Table) -> None:
    table.vote(CHOICES)
    context, forger = table.context(), Forger(table)
    records = frozenset({forger.record(forger.voto()), forger.record(forger.voto())})
    for _ in range(3):
        context.store.put_pending(2, records, replaced=False)
    assert len(table.image().pending) == 2
    for _ in range(3):
        context.store.settle(2, Area.FINAL)
    assert (len(table.image().final), len(table.image().pending)) == (4, 0)


def test_a2_acta_qr_and_bundle_are_the_same_bytes_however_often(table: Table) -> None:
    """Printed, reprinted after a restart, exported again and to a second stick: nothing is made a second time."""
    assert isinstance(table.usb, CutFiles)
    table.vote(CHOICES)
    table.close()
    table.touch("exportar")
    first = {name: data for name, data in table.usb.files.items() if name.startswith("resultados/")}
    assert len(first) == 2
    for name in first:
        del table.usb.files[name]
    table.power_on()
    table.touch("exportar")
    assert {name: table.usb.files[name] for name in first} == first
    for number in (1, 2):
        table.touch("reimprimir_acta")
        table.power_on()
        assert f"REIMPRESIÓN {number}" in str(table.slips("acta_escrutinio")[-1].blocks)
    codes = [[b.data for b in slip.blocks if isinstance(b, Qr)] for slip in table.slips("acta_escrutinio")]
    assert len(codes) == 4
    assert all(each == codes[0] for each in codes)
    verify = table.context().identity.key.public.verify
    assert read_qr(codes[0] * 3, verify) == read_qr(reversed(codes[0]), verify)
