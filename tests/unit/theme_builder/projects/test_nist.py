"""A project as a NIST ballot definition: valid against the official schema, and what it cannot say is told."""

import json
import os
from pathlib import Path

import jsonschema_rs
import pytest

from shared.formats.canonical import Json
from tests.architecture.tree import REPOSITORY
from tests.bench.state_source import Size, state_files
from tests.unit.theme_builder.projects.test_service import FILES
from theme_builder.projects.documents import read_document
from theme_builder.projects.nist import definition, unsaid
from theme_builder.projects.patch import State

DATA = Path(os.environ.get("URNA_DATA", REPOSITORY.parent / "shared" / "data"))
SCHEMA = DATA / "nist_cdf" / "NIST_V1_ballot_definition.json"
DEMO: State = {name: read_document(name, data) for name, data in FILES.items()}
STATE: State = {
    name: read_document(name, data)
    for name, data in state_files(Size(2, 3, 24, 1)).items()
    if name[0] != "p" or "r" in name
}


def found(value: Json, kind: str) -> list[dict[str, Json]]:
    """Every object of a type, wherever it is."""
    if isinstance(value, list):
        return [each for one in value for each in found(one, kind)]
    if not isinstance(value, dict):
        return []
    own = [value] if value.get("@type") == f"BallotDefinition.{kind}" else []
    return own + [each for one in value.values() for each in found(one, kind)]


@pytest.mark.skipif(not SCHEMA.is_file(), reason="the official schema is not beside the project")
@pytest.mark.parametrize("state", [DEMO, STATE], ids=["demo", "state"])
def test_it_is_valid_against_the_official_schema(state: State) -> None:
    validator = jsonschema_rs.validator_for(json.loads(SCHEMA.read_bytes()))
    made = definition(state)
    assert [f"{error.instance_path}: {error.message}" for error in validator.iter_errors(made)] == []
    del made["Version"]
    assert not validator.is_valid(made), "a schema that takes anything would say nothing"


@pytest.mark.parametrize("state", [DEMO, STATE], ids=["demo", "state"])
def test_every_reference_is_to_something_in_it(state: State) -> None:
    made = definition(state)
    text = json.dumps(made)
    ids = {each["@id"] for kind in ("Party", "Coalition", "Candidate", "ReportingUnit") for each in found(made, kind)}
    ids |= {each["@id"] for kind in ("CandidateContest", "BallotMeasureContest") for each in found(made, kind)}
    ids |= {each["@id"] for kind in ("CandidateOption", "BallotMeasureOption") for each in found(made, kind)}
    assert text.count('"@id"') == len(ids)
    for kind in ("CandidateOption", "BallotStyle", "OrderedContest", "Coalition", "ReportingUnit", "CandidateContest"):
        for each in found(made, kind):
            for name, value in each.items():
                if name.endswith(("Ids", "Id")) and name != "@id":
                    assert set(value if isinstance(value, list) else [value]) <= ids, (kind, name)


def test_casillas_that_vote_the_same_share_a_style() -> None:
    styles = found(definition(STATE), "BallotStyle")
    units = [each["GpUnitIds"] for each in styles]
    assert len(styles) == 4
    assert sum(len(each) for each in units if isinstance(each, list)) == 24
    contests = [[one["ContestId"] for one in found(each, "OrderedContest")] for each in styles]
    assert contests[0] == ["boleta-E001-1", "boleta-D001-1", "boleta-M001-1"]


def test_what_it_cannot_say_is_told() -> None:
    assert {"coaliciones", "nulo", "blank", "casillas", "urna", "record"} <= set(unsaid(DEMO))
    assert "siglado" in unsaid(STATE)
    assert unsaid({}) == ("record", "urna")
