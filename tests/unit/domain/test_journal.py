"""Entries of the journal, the ledger that they tell, and the journals that contradict themselves."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.errors import BitacoraInvalida
from shared.domain.journal import (
    FIRST_PREV,
    OUTCOMES,
    JournalEntry,
    JournalKind,
    journal_data,
    ledger_from_journal,
    may_bear_time,
)
from shared.domain.journal_checks import findings
from shared.domain.journal_kinds import KINDS, Place

K = JournalKind
NOW = datetime(2018, 7, 1, 14, 0, tzinfo=UTC)
Step = tuple[JournalKind, int | None]
A = K.ANULADO


def journal(*steps: Step, timed: bool = False) -> list[JournalEntry]:
    """Entries of the steps (kind and turn), their hashes only formal: formats make the real ones."""
    entries = []
    for n, (kind, turno) in enumerate(steps, start=1):
        data = journal_data(turno=turno) if turno is not None else ()
        at = NOW if timed and KINDS[kind].place is Place.OUTSIDE else None
        entries.append(JournalEntry(n, kind, data, f"{n - 1:064x}", f"{n:064x}", at))
    return entries


OPENING: list[Step] = [(K.ENCENDIDO, None), (K.ACTA_INICIO, None), (K.APERTURA, None)]
CLOSING: list[Step] = [(K.CIERRE_INICIADO, None), (K.ESCRUTINIO, None), (K.CIERRE, None)]
TURNS = {
    "final": [K.HABILITACION_CONSUMIDA, K.TURNO_PENDIENTE, K.TESTIGO_COMPLETO, K.TURNO_FINAL],
    "reprinted": [
        K.HABILITACION_CONSUMIDA,
        K.TURNO_PENDIENTE,
        K.TESTIGO_INUTILIZADO,
        K.TURNO_PENDIENTE,
        K.TESTIGO_COMPLETO,
        K.TURNO_FINAL,
    ],
    "cancelled": [K.HABILITACION_CONSUMIDA, K.CANCELADO],
    "cut": [K.HABILITACION_CONSUMIDA, K.ENCENDIDO, K.CANCELADO],
    "annulled": [K.HABILITACION_CONSUMIDA, K.TURNO_PENDIENTE, K.ENCENDIDO, K.ANULADO],
    "printed but annulled": [K.HABILITACION_CONSUMIDA, K.TURNO_PENDIENTE, K.TESTIGO_COMPLETO, K.ENCENDIDO, K.ANULADO],
    "in doubt": [K.HABILITACION_CONSUMIDA, K.TURNO_PENDIENTE, K.DISPOSITIVO_EN_FALLA, K.EN_DUDA],
}


def turn(name: str, number: int) -> list[Step]:
    return [(kind, number if KINDS[kind].place is Place.TURN else None) for kind in TURNS[name]]


def day(names: list[str]) -> list[Step]:
    voted = [step for number, name in enumerate(names, start=1) for step in turn(name, number)]
    return [*OPENING, *voted, *CLOSING]


DAYS = st.lists(st.sampled_from(sorted(TURNS)), max_size=15)


@given(DAYS)
def test_every_day_that_can_happen_closes_with_a_sound_ledger(names: list[str]) -> None:
    entries = journal(*day(names), timed=True)
    ledger = ledger_from_journal(entries)
    assert ledger.closing_findings() == ()
    assert findings(entries) == ()
    assert ledger.habilitaciones == len(names)
    assert ledger.emitidos == names.count("final") + names.count("reprinted")
    assert ledger.anulados == names.count("annulled") + names.count("printed but annulled")
    assert (ledger.cancelados, ledger.en_duda) == (
        names.count("cancelled") + names.count("cut"),
        names.count("in doubt"),
    )
    assert ledger.testigos_inutilizados == names.count("reprinted")


@given(DAYS.filter(bool), st.data())
def test_a_journal_cut_anywhere_is_sound_with_at_most_one_turn_open(names: list[str], data: st.DataObject) -> None:
    steps = day(names)
    cut = journal(*steps[: data.draw(st.integers(0, len(steps)))])
    ledger = ledger_from_journal(cut)
    assert ledger.abierto in (0, 1)
    assert ledger.findings() == ()
    assert ledger.emitidos <= ledger.habilitaciones


@given(DAYS.filter(bool), st.data())
def test_an_outcome_dropped_or_doubled_never_passes(names: list[str], data: st.DataObject) -> None:
    steps = day(names)
    place = data.draw(st.sampled_from([i for i, (kind, _) in enumerate(steps) if kind in OUTCOMES]))
    dropped = journal(*steps[:place], *steps[place + 1 :])
    doubled = journal(*steps[: place + 1], *steps[place:])
    assert ledger_from_journal(dropped).closing_findings()
    assert ledger_from_journal(doubled).closing_findings()
    assert "D703" in {finding.code for finding in findings(doubled)}


H, P, F = K.HABILITACION_CONSUMIDA, K.TURNO_PENDIENTE, K.TURNO_FINAL


@pytest.mark.parametrize(
    ("code", "steps"),
    [
        ("D702", [*OPENING, (F, 1)]),
        ("D703", [*OPENING, *turn("final", 1), (F, 1)]),
        ("D704", [(H, 1)]),
        ("D704", [*OPENING, *CLOSING, (H, 1)]),
        ("D704", [*OPENING, (K.SUSPENSION, None), (H, 1)]),
        ("D705", [*OPENING, (K.ACTA_INICIO, None)]),
        ("D705", [(K.ACTA_INICIO, None), (K.ACTA_INICIO, None)]),
        ("D706", [*OPENING, (K.APERTURA, None)]),
        ("D706", [*OPENING, *CLOSING, (K.APERTURA, None)]),
        ("D706", [*OPENING, *CLOSING, (K.CIERRE, None)]),
        ("D706", [*OPENING, (H, 1), (K.CIERRE_INICIADO, None)]),
        ("D707", [*OPENING, (H, 1), (H, 2)]),
        ("D707", [*OPENING, *turn("final", 1), (H, 1)]),
        ("D708", [*OPENING, (H, 1), (P, 1), (K.CANCELADO, 1)]),
    ],
)
def test_journals_that_contradict_themselves(code: str, steps: list[Step]) -> None:
    assert code in {finding.code for finding in findings(journal(*steps))}


def replacing(steps: list[tuple[JournalKind, int, int]]) -> list[str]:
    """Codes of a journal of (kind, turn, turn that it replaces or 0)."""
    entries = journal(*OPENING)
    for n, (kind, turno, replaced) in enumerate(steps, start=len(entries) + 1):
        data = journal_data(turno=turno, reemplaza=replaced) if replaced else journal_data(turno=turno)
        entries.append(JournalEntry(n, kind, data, f"{n - 1:064x}", f"{n:064x}"))
    return [finding.code for finding in findings(entries)]


@pytest.mark.parametrize(
    ("steps", "codes"),
    [
        ([(H, 1, 0), (A, 1, 0), (H, 2, 1), (F, 2, 0)], []),
        ([(H, 1, 0), (A, 1, 0), (H, 2, 1), (F, 2, 0), (H, 3, 1)], ["D709"]),
        ([(H, 1, 0), (F, 1, 0), (H, 2, 1)], ["D709"]),
        ([(H, 1, 7)], ["D709"]),
        ([(H, 1, 0), (A, 1, 0), (H, 2, 1), (A, 2, 0), (H, 3, 2)], ["D709"]),
    ],
)
def test_an_annulled_turn_is_replaced_once_and_its_replacement_is_not(
    steps: list[tuple[JournalKind, int, int]], codes: list[str]
) -> None:
    assert replacing(steps) == codes


def test_suspended_and_resumed_is_sound() -> None:
    steps = [*OPENING, (K.SUSPENSION, None), (K.REANUDACION, None), *turn("final", 1), *CLOSING]
    assert findings(journal(*steps)) == ()


def test_a_closing_begun_again_after_a_crash_is_sound() -> None:
    steps = [*OPENING, *turn("final", 1), (K.CIERRE_INICIADO, None), (K.ENCENDIDO, None), *CLOSING]
    assert findings(journal(*steps)) == ()


def test_a_time_between_habilitacion_and_outcome_is_found_on_any_kind() -> None:
    entries = journal(*OPENING, (H, 1), (K.MEDIO_PERDIDO, None))
    entries.append(JournalEntry(6, K.MEDIO_PERDIDO, (), f"{5:064x}", f"{6:064x}", NOW))
    assert [finding.code for finding in findings(entries)] == ["D701"]


@pytest.mark.parametrize("kind", JournalKind)
def test_kinds_of_a_turn_never_bear_a_time_and_no_kind_does_while_one_is_open(kind: JournalKind) -> None:
    assert not may_bear_time(kind, turn_open=True)
    assert may_bear_time(kind, turn_open=False) is (KINDS[kind].place is not Place.TURN)
    data: Any = journal_data(turno=1) if KINDS[kind].place is Place.TURN else ()
    if KINDS[kind].place is Place.TURN:
        with pytest.raises(BitacoraInvalida, match="D714"):
            JournalEntry(1, kind, data, FIRST_PREV, "1" * 64, NOW)
    else:
        assert JournalEntry(1, kind, data, FIRST_PREV, "1" * 64, NOW).at == NOW


@pytest.mark.parametrize(
    ("code", "change"),
    [
        ("D711", {"n": 0}),
        ("D711", {"n": 2**53}),
        ("D712", {"prev": "0" * 63}),
        ("D712", {"hash": "A" * 64}),
        ("D713", {"data": journal_data(voto="MORENA")}),
        ("D713", {"data": (("version", 1), ("software", "x"))}),
        ("D713", {"data": (("version", 1), ("version", 1))}),
        ("D713", {"data": journal_data(version=-1)}),
        ("D713", {"data": journal_data(version=2**53)}),
        ("D713", {"data": journal_data(version=True)}),
        ("D713", {"data": journal_data(version="con espacio")}),
        ("D713", {"data": journal_data(version="x" * 81)}),
        ("D713", {"kind": K.TURNO_FINAL}),
        ("D713", {"kind": K.TURNO_FINAL, "data": journal_data(turno="uno")}),
        ("D714", {"at": datetime(2018, 7, 1, 9, 0)}),  # noqa: DTZ001 - the naive hour is what is refused
        ("D714", {"at": NOW.astimezone(timezone(timedelta(hours=-5)))}),
        ("D715", {"sig": b"\x30"}),
    ],
)
def test_entries_that_cannot_be_are_refused(code: str, change: dict[str, Any]) -> None:
    sound: dict[str, Any] = {"n": 1, "kind": K.ENCENDIDO, "data": (), "prev": FIRST_PREV, "hash": "1" * 64}
    JournalEntry(**sound)
    with pytest.raises(BitacoraInvalida, match=code):
        JournalEntry(**{**sound, **change})


def test_every_kind_is_described_and_none_may_hold_a_choice() -> None:
    assert set(KINDS) == set(JournalKind)
    for kind, rule in KINDS.items():
        assert rule.wording.endswith("."), kind
        assert ("turno" in rule.fields) is (rule.place is Place.TURN), kind
        assert not rule.fields & {"opcion", "voto", "marca", "candidatura", "imagen", "registro", "idioma", "ayuda"}
