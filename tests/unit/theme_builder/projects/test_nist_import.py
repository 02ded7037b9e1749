"""A project of a NIST ballot definition: what was written comes back the same; every fault is told with its place."""

import json
import os
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from shared.domain.errors import DatoInvalido
from tests.architecture.tree import REPOSITORY
from tests.bench.state_source import Size, state_files
from tests.unit.theme_builder.projects.test_nist import DEMO, STATE
from tests.unit.theme_builder.projects.test_service import NOON
from theme_builder.projects.documents import CASILLAS, PARTIDOS, TEMA, read_document
from theme_builder.projects.editing import table
from theme_builder.projects.nist import definition
from theme_builder.projects.nist_import import Brought, bring_definition
from theme_builder.projects.patch import State
from theme_builder.projects.review import review

EXAMPLES = (
    Path(os.environ.get("URNA_DATA", REPOSITORY.parent / "shared" / "data")) / "nist_cdf" / "ballot_definition_examples"
)
Value = dict[str, Any]
_CASILLAS = DEMO[CASILLAS]
LITTLE: State = {**DEMO, CASILLAS: _CASILLAS[:2] if isinstance(_CASILLAS, list) else []}


def brought(value: Value) -> Brought:
    return bring_definition(json.dumps(value).encode(), NOON)


def state_of(made: Brought) -> State:
    return {name: read_document(name, data) for name, data in made.files.items()}


def written(state: State) -> Value:
    value: Value = json.loads(json.dumps(definition(state)))
    return value


def rare() -> State:
    """A boleta of each kind that says more than one mark, and words in another language."""
    boleta: Value = {
        "id": "X",
        "title": "Título",
        "question": "¿Qué?",
        "scale_max": 0,
        "candidaturas": [],
        "options": [],
    }
    for name in ("A", "B", "C"):
        boleta["candidaturas"].append({"id": name, "name": f"Candidatura {name}", "partidos": []})
        box: Value = {"id": name, "kind": "independiente", "label": name, "candidatura": name, "partidos": []}
        boleta["options"].append(box)
    boleta["options"].insert(1, {"id": "NULO", "kind": "nulo", "label": "Nulo"})
    boleta["languages"] = {"en": {"title": "Title", "question": "What?"}}
    answers = deepcopy(boleta)
    for box in answers["options"]:
        box["kind"] = "respuesta" if box["kind"] == "independiente" else "nulo"
    answers["languages"]["en"]["options"] = {"A": "Yes"}
    joint = deepcopy(boleta)
    joint["options"][0] |= {"kind": "candidatura_comun", "partidos": ["PT", "MORENA"]}
    boletas = {
        **{kind: {**boleta, "id": kind, "kind": kind, "max_marks": 2} for kind in ("n_of_m", "ranked")},
        **{kind: {**answers, "id": kind, "kind": kind, "max_marks": 1} for kind in ("scale", "consulta")},
        "comun": {**joint, "id": "comun", "kind": "one_mark", "max_marks": 1},
    }
    tema: Value = {**table(LITTLE, TEMA), "contests": [f"{name}.toml" for name in boletas]}
    return {**LITTLE, TEMA: tema, **{f"boletas/{name}.toml": each for name, each in boletas.items()}}


@pytest.mark.parametrize("state", [DEMO, STATE, rare()], ids=["demo", "state", "rare"])
def test_what_was_written_comes_back_and_is_written_the_same(state: State) -> None:
    made = brought(written(state))
    assert made.faults == ()
    assert written(state_of(made)) == written(state)


def test_what_the_format_cannot_say_is_left_for_the_checks_to_ask() -> None:
    made = brought(written(LITTLE))
    found = review({**made.files})
    asked = {(each.code, each.file, each.field) for each in found.errors}
    assert ("T503", "boletas/01-gubernatura.toml", "blank_policy") in asked
    assert ("T505", "casillas.csv", "boletas") in asked
    assert not {each for each in asked if each[1] == PARTIDOS}
    assert "retratos" not in " ".join(made.files)


def spoil(value: Value) -> None:
    """Nine faults of nine kinds."""
    election = value["Election"][0]
    del value["Party"][0]["Name"]
    value["Party"].append(deepcopy(value["Party"][1]))
    value["GpUnit"][1]["ComposingGpUnitIds"] = ["nowhere"]
    value["GpUnit"][1]["Name"]["Text"] = "no list"
    election["EndDate"] = "2018-07-02"
    first, second = election["Contest"]
    first["ElectionDistrictId"] = "nowhere"
    first["ContestOption"][0]["CandidateIds"] = []
    second["@type"] = "BallotDefinition.RetentionContest"
    coalition = next(each for each in value["Party"] if each["@type"].endswith("Coalition"))
    coalition["PartyIds"] = coalition["PartyIds"][:1]


def test_every_fault_is_told_at_once_with_its_code_and_place() -> None:
    value = written(LITTLE)
    spoil(value)
    made = brought(value)
    assert made.files == {}
    places = {f"{each.code} {each.field}" for each in made.faults}
    last = len(value["Party"]) - 1
    coalition = next(i for i, each in enumerate(value["Party"]) if each["@type"].endswith("Coalition"))
    assert places == {
        "T636 Party[0].Name",
        f"T639 Party[{last}].@id",
        "T638 GpUnit[1].ComposingGpUnitIds",
        "T637 GpUnit[1].Name.Text",
        "T642 Election[0].EndDate",
        "T638 Election[0].Contest[0].ElectionDistrictId",
        "T638 Election[0].Contest[0].ContestOption[0].CandidateIds",
        "T641 Election[0].Contest[1].@type",
        f"T644 Party[{coalition}].PartyIds",
    }
    assert all(each.message for each in made.faults)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "T635"),
        (b"\xff\xfe", "T635"),
        (b"[]", "T635"),
        (b'{"@type": "BallotDefinition.BallotDefinition", "Version": "2.0.0"}', "T635"),
        (b'{"@type": "BallotDefinition.BallotDefinition", "@type": 1}', "T635"),
        (b'{"@type": NaN}', "T635"),
        (b"[" * 200_000, "T635"),
        (b'{"@type":"BallotDefinition.BallotDefinition","Version":"1.0.0","a":' + b"[" * 60 + b"]" * 60 + b"}", "T635"),
    ],
)
def test_what_is_no_definition_is_refused_by_name(data: bytes, code: str) -> None:
    with pytest.raises(DatoInvalido) as caught:
        bring_definition(data, NOON)
    assert caught.value.code == code


def test_a_definition_of_two_elections_or_none_is_no_project() -> None:
    value = written(LITTLE)
    for many in (0, 2):
        assert [each.code for each in brought({**value, "Election": value["Election"] * many}).faults] == ["T640"]


@pytest.mark.parametrize("hostile", ["\ud800", "<script>", "../../tema", "\u202eevil", "a" * 5000])
def test_hostile_words_are_refused_or_stay_words(hostile: str) -> None:
    value = written(LITTLE)
    contest = value["Election"][0]["Contest"][0]
    contest["ExternalIdentifier"][0]["Value"] = hostile
    contest["@type"] = f"BallotDefinition.{hostile}"
    value["GpUnit"][-1]["ContactInformation"] = {"AddressLine": [hostile, {}]}
    made = brought(value)
    assert {"T641", "T637"} <= {each.code for each in made.faults}
    json.dumps([each.render() for each in made.faults]).encode()
    "\n".join(each.render() for each in made.faults).encode()
    value["Election"][0]["Contest"][0]["@type"] = "BallotDefinition.CandidateContest"
    del value["GpUnit"][-1]["ContactInformation"]
    assert all(name.count("/") < 2 and ".." not in name for name in brought(value).files)


@pytest.mark.skipif(not EXAMPLES.is_dir(), reason="the official examples are not beside the project")
def test_the_official_examples_come_in_or_say_why_not() -> None:
    found = {path.name: bring_definition(path.read_bytes(), NOON).faults for path in sorted(EXAMPLES.iterdir())}
    codes = {name: {each.code for each in faults} for name, faults in found.items()}
    unknown = {name: found for name, found in codes.items() if name.startswith("controlling")}
    assert set(map(frozenset, unknown.values())) == {frozenset({"T641"})}
    assert codes["physical_ballot_def_1.json"] == set()
    assert codes["physical_ballot_def_2.json"] == set()


def test_a_state_of_many_casillas_stays_far_below_the_limit() -> None:
    files = state_files(Size(4, 10, 400, 1))
    state = {name: read_document(name, data) for name, data in files.items() if name.endswith((".toml", ".csv"))}
    data = json.dumps(definition(state), ensure_ascii=False).encode()
    assert len(data) < 1_200_000
    assert bring_definition(data, NOON).faults == ()
