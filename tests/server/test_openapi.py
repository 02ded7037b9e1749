"""The description of the API says what each route asks for, refuses and answers; its examples are of its schemas."""

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.routing import APIRoute
from pydantic import TypeAdapter
from starlette.testclient import TestClient

from server.access import Door, access_of
from server.http.errors import PROBLEM_JSON, SAYS, status_of
from server.modules import MODULES
from tests.architecture.tree import REPOSITORY

Operation = dict[str, Any]
ROUTES = [
    route
    for module in MODULES
    for router in module.routers
    for route in router.routes
    if isinstance(route, APIRoute) and route.include_in_schema
]


def named(route: APIRoute) -> str:
    return f"{'-'.join(sorted(route.methods or ()))} {route.path}"


@pytest.fixture(scope="module")
def documented() -> set[str]:
    text = (REPOSITORY / "docs" / "error-codes.md").read_text(encoding="utf-8")
    return {line.split("|")[1].strip() for line in text.splitlines() if line.startswith("| ")}


def operations(client: TestClient, route: APIRoute) -> Iterator[Operation]:
    paths = client.get("/openapi.json").json()["paths"]
    yield from (paths[route.path][method.lower()] for method in route.methods or ())


def codes(operation: Operation) -> dict[str, str]:
    """The codes of an operation with the status under which each stands."""
    found = {}
    for status, answer in operation["responses"].items():
        for code, example in answer.get("content", {}).get(PROBLEM_JSON, {}).get("examples", {}).items():
            assert example["value"]["code"] == code
            assert str(example["value"]["status"]) == status
            found[code] = status
    return found


def test_every_route_of_the_api_names_its_errors(client: TestClient, documented: set[str]) -> None:
    for route in ROUTES:
        access = access_of(route.endpoint)
        assert access is not None
        for operation in operations(client, route):
            found = codes(operation)
            assert set(found) <= documented, named(route)
            assert all(found[code] == str(status_of(code)) for code in found), named(route)
            wanted = {"S106"} | ({"S103"} if "{" in route.path else set())
            wanted |= set() if access.door is Door.OPEN else {"S110", "S111"}
            wanted |= {"S107"} if operation.get("parameters") else set()
            wanted |= {"S101"} if "requestBody" in operation else set()
            assert wanted <= set(found), named(route)
            assert access.permission is None or operation["x-permission"] == access.permission.code


def test_every_answer_of_the_api_has_an_example_that_is_one(client: TestClient) -> None:
    schemas = client.get("/openapi.json").json()["components"]["schemas"]
    checked = set()
    for route in ROUTES:
        if route.response_model is None:
            continue
        adapter = TypeAdapter[Any](route.response_model)
        listed = getattr(route.response_model, "__origin__", None) is list
        model = route.response_model.__args__[0] if listed else route.response_model
        examples = schemas[model.__name__].get("examples", [])
        assert examples, f"{named(route)}: {model.__name__} has no example"
        for example in examples:
            adapter.validate_python([example] if listed else example)
            assert set(example) == set(schemas[model.__name__]["properties"]), model.__name__
        checked.add(model.__name__)
    assert len(checked) >= 5


def test_what_a_refusal_says_is_what_the_server_answers(client: TestClient) -> None:
    for path, code in (("/api/v1/casillas/nada", "S103"), ("/api/v1/resultados/planeta", "S107")):
        answer = client.get(path)
        assert (answer.status_code, answer.json()["code"]) == (status_of(code), code)
        assert code in SAYS
