"""Signed reports: read back whole, and refused when a bit, the signer or the role is another."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.crypto.certificates import Role, TrustAnchor
from shared.domain.errors import DatoInvalido
from shared.domain.ids import OfficialId, UrnaId
from shared.formats.container import pack, unpack
from shared.formats.informe_v1 import NAMES, Informe, InformeInvalido, InformeKind, make_informe, read_informe
from tests.unit.formats.bundles import JUDGED, Institute
from tests.unit.formats.informes import report, signed

INSTITUTE = Institute()
ANCHOR = TrustAnchor.from_pem(INSTITUTE.root_pem(), None)
WIPED = report(InformeKind.BORRADO, (OfficialId("PRESIDENCIA-01"), OfficialId("SECRETARIA-01")))


@pytest.mark.parametrize("made", [report(), WIPED], ids=["preparacion", "borrado"])
def test_a_report_reads_as_it_was_made(made: Informe) -> None:
    assert read_informe(signed(made, INSTITUTE), ANCHOR, JUDGED) == made
    assert not made.passed
    assert made.file_name == f"{made.kind.value}-JAL-0042-007.zip"


DATA = signed(report(), INSTITUTE)


@given(st.integers(0, len(DATA) * 8 - 1))
def test_any_flipped_bit_is_refused(bit: int) -> None:
    changed = bytearray(DATA)
    changed[bit // 8] ^= 1 << bit % 8
    with pytest.raises(DatoInvalido):
        read_informe(bytes(changed), ANCHOR, JUDGED)


def code_of(data: bytes, anchor: TrustAnchor = ANCHOR) -> str:
    with pytest.raises(DatoInvalido) as refused:
        read_informe(data, anchor, JUDGED)
    return refused.value.code


def test_a_report_signed_by_another_is_refused() -> None:
    stranger = Institute()
    assert code_of(signed(report(), stranger)).startswith("K2")
    other = replace(report(), urna=UrnaId("JAL-0043"))
    assert code_of(signed(other, INSTITUTE)) == "N111"
    server = INSTITUTE.certificate(Role.SERVIDOR, "servidor-01")
    assert code_of(make_informe(report(), server, INSTITUTE.urna_key.sign)).startswith("K2")
    body, _, pem = unpack(DATA, NAMES, InformeInvalido)
    members = (body, INSTITUTE.urna_key.sign("opening/1", body), pem)
    assert code_of(pack(tuple(zip(NAMES, members, strict=True)))) == "K103"
    assert code_of(make_informe(report(), 3 * INSTITUTE.certificate(), INSTITUTE.urna_key.sign)) == "N110"


def test_a_report_that_is_too_large_is_refused_unread() -> None:
    assert code_of(bytes((64 << 10) + 1)) == "N100"
