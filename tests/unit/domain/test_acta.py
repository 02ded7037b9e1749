"""The actas: what they refuse, and the findings that every reader recomputes."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from shared.domain.acta import ActaEnCeros, ActaEscrutinio, CounterKind, KeyKind, findings
from shared.domain.eleccion import ContestKind, Mode
from shared.domain.errors import ActaInvalida
from shared.domain.escrutinio import EscrutinioContest, contar, vacio
from shared.domain.hallazgo import SEVERITIES, Finding
from shared.domain.hallazgo_textos import HALLAZGOS, word
from shared.domain.ids import CasillaId, ContestId, EleccionId, StoreId, UrnaId
from shared.domain.ledger import Ledger
from shared.domain.voto import Mark, Voto
from tests.unit.domain.boletas import gubernatura, plain

GOB, CONSULTA = gubernatura(), plain(ContestKind.CONSULTA)
OPENED = datetime(2018, 7, 1, 14, 0, tzinfo=UTC)
COMMON: dict[str, Any] = {
    "election": EleccionId("JAL-2018-GOB"),
    "mode": Mode.OFICIAL,
    "casilla": CasillaId("140001B0100"),
    "urna": UrnaId("JAL-0042"),
    "store_id": StoreId("ab" * 16),
    "theme_hash": "1" * 64,
    "theme_code": "ABCD-EFGH",
    "software_hash": "2" * 64,
    "casilla_key": bytes(32),
    "opened_at": OPENED,
    "counter_kind": CounterKind.BOARD,
    "key_kind": KeyKind.FILE,
}


def acta() -> ActaEscrutinio:
    votos = [Voto((Mark(0),)), Voto(()), Voto((Mark(3), Mark(4)))]
    answers = [Voto((Mark(0),)), Voto((Mark(1),)), Voto((Mark(5),))]
    return ActaEscrutinio(
        **COMMON,
        closed_at=OPENED + timedelta(hours=10),
        ledger=Ledger(habilitaciones=4, emitidos=3, cancelados=1, testigos_completos=3),
        contests=(contar(GOB, votos), contar(CONSULTA, answers)),
        findings=(),
        journal_head="3" * 64,
        image_sha256="4" * 64,
        actas=3,
    )


def codes(changed: ActaEscrutinio) -> list[tuple[str, str]]:
    return [(finding.code, finding.path) for finding in findings(changed, (GOB, CONSULTA))]


def test_a_sound_acta_has_no_finding() -> None:
    assert codes(acta()) == []


def test_totals_that_differ_from_voters_by_one_are_told() -> None:
    sound = acta()
    counts = {**sound.contests[0].counts, "PAN": 2}
    changed = replace(sound, contests=(EscrutinioContest(GOB.id, counts), sound.contests[1]))
    assert codes(changed) == [("D421", "contests.GOB.counts")]


def test_a_contest_missing_or_foreign_is_told() -> None:
    sound = acta()
    assert codes(replace(sound, contests=sound.contests[:1])) == [("D420", "contests.C")]
    foreign = replace(sound.contests[0], contest_id=ContestId("OTRA"))
    assert ("D420", "contests.OTRA") in codes(replace(sound, contests=(*sound.contests, foreign)))


def test_the_ledger_is_judged_as_closed() -> None:
    assert codes(replace(acta(), ledger=Ledger(4, 3, 0, 0, 0, 1, 3))) == [("D415", "ledger.abierto")]


def test_the_readers_judgement_does_not_trust_the_findings_of_the_urna() -> None:
    lied = replace(acta(), ledger=Ledger(5, 3, 1, 0, 0, 0, 3), findings=())
    assert codes(lied) == [("D411", "ledger.habilitaciones")]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"theme_hash": "1" * 63}, "D404"),
        ({"image_sha256": "G" * 64}, "D404"),
        ({"journal_head": "A" * 64}, "D404"),
        ({"closed_at": datetime(2018, 7, 1, 18, 0)}, "D405"),  # noqa: DTZ001 - the naive hour is what is refused
        ({"opened_at": OPENED.astimezone(timezone(timedelta(hours=-5)))}, "D405"),
        ({"actas": 0}, "D407"),
        ({"contests": ()}, "D408"),
        ({"contests": (vacio(GOB), vacio(GOB))}, "D408"),
    ],
)
def test_values_that_cannot_be_are_refused(change: dict[str, Any], code: str) -> None:
    with pytest.raises(ActaInvalida, match=code):
        replace(acta(), **change)


def test_an_acta_de_inicio_is_in_zeros() -> None:
    zeros = ActaEnCeros(**COMMON, contests=(vacio(GOB), vacio(CONSULTA)))
    assert sum(contest.total for contest in zeros.contests) == 0
    with pytest.raises(ActaInvalida, match="D406"):
        replace(zeros, contests=(contar(GOB, [Voto(())]),))


def test_every_finding_has_a_weight_and_a_sentence() -> None:
    assert set(HALLAZGOS) == set(SEVERITIES)
    finding = findings(replace(acta(), ledger=Ledger(5, 3, 1, 0, 0, 0, 3)), (GOB, CONSULTA))[0]
    assert word(finding).startswith("D411: Las habilitaciones no son iguales")
    assert word(finding).endswith("(habilitaciones 5, desenlaces 4)")


def test_a_finding_of_unknown_code_is_not_made() -> None:
    with pytest.raises(Exception, match="D499"):
        Finding.of("D999", "x")
