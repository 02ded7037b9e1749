import hashlib
import json
import pickle  # noqa: TID251 - see the last test
from collections.abc import Callable
from dataclasses import replace
from datetime import time
from fractions import Fraction
from time import process_time
from typing import Any

import pytest

from shared.domain.coalicion import split
from shared.domain.errors import DatoInvalido
from shared.domain.horario import Horario
from shared.domain.motivo import MotivoCierre
from shared.formats.canonical import dumps
from shared.formats.theme_rules import percent_text, split_rules
from shared.formats.theme_v1 import TemaInvalido, parse_theme, seal_theme, serialise_theme, short_code
from tests.unit.formats import examples

Change = Callable[[dict[str, Any]], object]


def changed(change: Change) -> bytes:
    value = json.loads(serialise_theme(examples.theme()))
    change(value)
    return dumps(value)


def code_of_refusal(data: bytes) -> str:
    with pytest.raises(DatoInvalido) as caught:
        parse_theme(data)
    return caught.value.code


def test_a_theme_reads_back_as_it_was_written() -> None:
    theme = examples.theme()
    data = serialise_theme(theme)
    assert parse_theme(data) == theme
    assert serialise_theme(parse_theme(data)) == data


def test_portraits_read_back_and_nothing_is_written_where_there_are_none() -> None:
    def add(value: dict[str, Any]) -> None:
        for candidatura in value["contests"][0]["candidaturas"]:
            candidatura["portrait"] = value["assets"][0]["name"]

    theme = parse_theme(changed(add))
    assert {candidatura.portrait for candidatura in theme.contests[0].candidaturas} == {theme.assets[0].name}
    assert parse_theme(serialise_theme(theme)) == theme
    assert b"portrait" not in serialise_theme(examples.theme())


def test_hours_read_back_and_nothing_is_written_where_the_urna_has_its_own() -> None:
    theme = parse_theme(changed(lambda value: value["rules"].update(jornada=HOURS)))
    assert theme.rules.horario == Horario(
        time(8), time(18), (MotivoCierre.LISTA_COMPLETA, MotivoCierre.URNA_INSERVIBLE), 120, 150
    )
    assert parse_theme(serialise_theme(theme)) == theme
    assert b"jornada" not in serialise_theme(examples.theme())


def test_a_convenio_reads_back_and_is_split_by_what_it_says() -> None:
    theme = examples.agreed()
    assert parse_theme(serialise_theme(theme)) == theme
    assert b"convenios" not in serialise_theme(examples.theme())
    rules = replace(theme.rules, coalition_split=replace(theme.rules.coalition_split, remainder="mayor_votacion"))
    done = split(theme.contests[2], {"1": {"COMUN": 7, "MC": 2}}, split_rules(rules))
    assert done.by_partido == {"PT": 5, "MORENA": 2, "MC": 2}
    assert done.findings == ()


@pytest.mark.parametrize("share", ["0", "0.0001", "5", "20", "33.3333", "62.5", "99.9999"])
def test_a_percentage_has_one_way_to_be_written(share: str) -> None:
    assert percent_text(Fraction(share)) == share


def _shares(*percents: str) -> dict[str, Any]:
    rows = zip(("PT", "MORENA", "MC"), percents, strict=False)
    return {"option": "COMUN", "cites": "", "shares": [{"partido": p, "percent": each} for p, each in rows]}


CONVENIOS: list[tuple[str, Callable[[dict[str, Any]], object]]] = [
    ("T014", lambda v: v.update(convenios=[])),
    ("T014", lambda v: v.update(convenios=[_shares("62.50", "37.50")])),
    ("T014", lambda v: v.update(convenios=[_shares("062.5", "37.5")])),
    ("T014", lambda v: v.update(convenios=[_shares("-1", "101")])),
    ("T014", lambda v: v.update(convenios=[_shares("62,5", "37,5")])),
    ("T229", lambda v: v.update(convenios=[_shares("50", "30", "20")])),
    ("T229", lambda v: v.update(convenios=[_shares("50", "50"), _shares("50", "50")])),
    ("T229", lambda v: v.update(convenios=[_shares("50", "50") | {"option": "MC"}])),
    ("T229", lambda v: v["options"][0].update(kind="partido")),
    ("D501", lambda v: v.update(convenios=[_shares("62.5", "37.4999")])),
    ("D502", lambda v: v.update(convenios=[_shares("50", "50", "0")])),
]


@pytest.mark.parametrize(("code", "change"), CONVENIOS)
def test_a_convenio_that_cannot_be_is_refused(code: str, change: Callable[[dict[str, Any]], object]) -> None:
    value = json.loads(serialise_theme(examples.agreed()))
    change(value["contests"][2])
    assert code_of_refusal(dumps(value)) == code


def test_its_hash_is_that_of_the_bytes_and_its_code_is_short() -> None:
    theme = examples.theme()
    data = serialise_theme(theme)
    assert theme.hash_hex == hashlib.sha256(data).hexdigest()
    assert theme.short_code == short_code(data)
    assert len(theme.short_code) == 14


def test_another_order_of_candidaturas_is_another_theme() -> None:
    def swap(value: dict[str, Any]) -> None:
        options = value["contests"][0]["options"]
        options[0], options[1] = options[1], options[0]

    assert parse_theme(changed(swap)).hash_hex != examples.theme().hash_hex


OPTIONS: list[dict[str, Any]] = [
    {"id": f"A{i}", "kind": "respuesta", "label": "Sí", "candidatura": None, "partidos": [], "mark": ""}
    for i in range(60)
]
FULL = {"kind": "n_of_m", "max_marks": 60, "options": OPTIONS}


def more(value: dict[str, Any], count: int) -> list[dict[str, Any]]:
    return [value["contests"][1] | {"id": f"consulta-{i}"} for i in range(count)]


HOURS: dict[str, Any] = {
    "opens": "08:00",
    "closes": "18:00",
    "warn_s": 120,
    "alert_s": 150,
    "early_close": ["lista_completa", "urna_inservible"],
}
CASES: list[tuple[str, Change]] = [
    ("T011", lambda v: v.pop("modes")),
    ("T012", lambda v: v.update(extra=1)),
    ("T012", lambda v: v["contests"][0]["options"][0].update(extra=1)),
    ("T013", lambda v: v.update(version="1")),
    ("T013", lambda v: v.update(version=True)),
    ("T014", lambda v: v["casillas"][0].update(ubicacion=4)),
    ("T015", lambda v: v.update(format="theme/2")),
    ("T016", lambda v: v["election"].update(name="Guber\u202enatura")),
    ("T017", lambda v: v["casillas"][0].update(clave="14-1-B")),
    ("T018", lambda v: v["trustees"].update(public_key="AAAA")),
    ("T019", lambda v: v.update(created_at="2018-06-01 00:00:00")),
    ("T201", lambda v: v["casillas"].append(v["casillas"][0])),
    ("T202", lambda v: v.update(casillas=[])),
    ("T203", lambda v: v["casillas"][0].update(clave="150001B0100")),
    ("T204", lambda v: v["casillas"][0].update(distrito=9)),
    ("T205", lambda v: v["casillas"][0].update(municipio=9)),
    ("T206", lambda v: v["partidos"].pop(0)),
    ("T207", lambda v: v["contests"][0]["coaliciones"][0].update(candidatura="XX")),
    ("T208", lambda v: v["contests"][0].update(kind="one_mark")),
    ("T209", lambda v: v["contests"][0]["options"][0].update(candidatura="EA")),
    ("T210", lambda v: v["contests"][0].update(scale_max=5)),
    ("T211", lambda v: v.update(assets=[])),
    ("T211", lambda v: [c.update(portrait="nadie.png") for c in v["contests"][0]["candidaturas"]]),
    ("T224", lambda v: v["contests"][0]["candidaturas"][0].update(portrait=v["assets"][0]["name"])),
    ("T014", lambda v: v["contests"][0]["candidaturas"][0].update(portrait="")),
    ("T014", lambda v: v["contests"][0]["candidaturas"][0].update(portrait="../PT.png")),
    ("T212", lambda v: v["trustees"].update(threshold=6)),
    ("T226", lambda v: v["officials"][0].update(id="PRACTICA-X")),
    ("T213", lambda v: v["rules"].update(record_size=300) or v["contests"][1].update(FULL)),
    ("T214", lambda v: v["rules"].update(max_voters=5000, record_size=4096) or v["contests"].extend(more(v, 10))),
    ("T227", lambda v: v["rules"].update(jornada=HOURS | {"closes": "08:00"})),
    ("T228", lambda v: v["rules"].update(jornada=HOURS | {"alert_s": 120})),
    ("T015", lambda v: v["rules"].update(jornada=HOURS | {"early_close": ["porque_si"]})),
    ("T014", lambda v: v["rules"].update(jornada=HOURS | {"early_close": HOURS["early_close"][::-1]})),
    ("T014", lambda v: v["rules"].update(jornada=HOURS | {"early_close": ["lista_completa"] * 2})),
    ("T013", lambda v: v["rules"].update(jornada=None)),
    ("T011", lambda v: v["rules"].update(jornada={})),
    ("D206", lambda v: v["contests"][0]["options"][0].update(candidatura="XX")),
]


@pytest.mark.parametrize(("code", "change"), CASES, ids=[f"{code}-{i}" for i, (code, _) in enumerate(CASES)])
def test_each_fault_has_its_code(code: str, change: Change) -> None:
    assert code_of_refusal(changed(change)) == code


@pytest.mark.parametrize("day", ["2018-W26-7", "20180701", "2018-13-01"])
def test_the_day_of_the_election_is_written_one_way(day: str) -> None:
    assert code_of_refusal(changed(lambda value: value["election"].update(date=day))) == "T019"


def test_reordered_json_is_refused() -> None:
    value = json.loads(serialise_theme(examples.theme()))
    assert code_of_refusal(json.dumps(value, separators=(",", ":")).encode()) == "T007"


def test_a_draft_is_checked_when_sealed() -> None:
    with pytest.raises(TemaInvalido, match="T211"):
        seal_theme(examples.theme_without_marks())


def test_a_casilla_or_contest_that_is_not_there_is_refused_by_name() -> None:
    theme = examples.theme()
    with pytest.raises(TemaInvalido, match="T301"):
        theme.casilla(examples.casilla("140002B0100").id)
    with pytest.raises(TemaInvalido, match="T302"):
        theme.contest(2)


def test_a_whole_state_reads_in_about_a_second() -> None:
    casillas = tuple(examples.casilla(f"14{i % 9000 + 1:04d}B{i // 9000 + 1:02d}00") for i in range(9829))
    data = serialise_theme(examples.theme(casillas))
    start = process_time()
    assert len(parse_theme(data).casillas) == 9829
    assert process_time() - start < 2


def test_a_theme_goes_to_other_processes_as_it_is() -> None:
    theme = examples.theme()
    copy = pickle.loads(pickle.dumps(theme))  # noqa: S301 - what multiprocessing does with our own values
    assert (copy, copy.hash_hex) == (theme, theme.hash_hex)
    assert copy.serves(theme.casillas[0].id)
