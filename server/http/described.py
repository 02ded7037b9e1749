"""Completes the description of the API: what each route asks for, and refusals by their stable codes with examples.

It must not describe what a route answers when all is well: the route's schema does, with examples of its own.
"""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from fastapi import APIRouter, FastAPI
from fastapi.routing import APIRoute

from server.access import Access, Door, access_of
from server.http.errors import PROBLEM_JSON, SAYS, ProblemSchema, problem_body, status_of

SAFE: Final = frozenset({"get", "head"})
SCHEMA: Final = {"$ref": "#/components/schemas/ProblemSchema"}


def describe(app: FastAPI, routers: Sequence[APIRouter]) -> None:
    """Have ``/openapi.json`` name, for each route, its permission and the refusals that follow from what it is."""
    generate = app.openapi

    def complete() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _complete(routers, generate())
        return app.openapi_schema

    app.openapi = complete  # type: ignore[method-assign]  # FastAPI's documented way to extend it


def refusals(*codes: str) -> dict[int | str, dict[str, Any]]:
    """The ``responses`` of a route that may refuse with codes of its own."""
    found: dict[int | str, dict[str, Any]] = {}
    for code in codes:
        answer = found.setdefault(
            status_of(code), {"description": SAYS[code], "content": {PROBLEM_JSON: {"examples": {}}}}
        )
        answer["content"][PROBLEM_JSON]["examples"][code] = {
            "summary": SAYS[code],
            "value": problem_body(status_of(code), code, SAYS[code]),
        }
    return found


def _complete(routers: Sequence[APIRouter], document: dict[str, Any]) -> dict[str, Any]:
    for route in (each for router in routers for each in router.routes if isinstance(each, APIRoute)):
        for method in route.methods or ():
            operation = document["paths"].get(route.path, {}).get(method.lower())
            if operation is not None:
                _add(operation, access_of(route.endpoint), route.path, method.lower())
    document["components"]["schemas"]["ProblemSchema"] = ProblemSchema.model_json_schema()
    return document


def _add(operation: dict[str, Any], access: Access | None, path: str, method: str) -> None:
    if access is not None and access.permission is not None:
        operation["x-permission"] = access.permission.code
    for status, answer in refusals(*_codes(operation, access, path, method)).items():
        held = operation["responses"].setdefault(str(status), answer)
        content = held.setdefault("content", {}).setdefault(PROBLEM_JSON, {})
        content["schema"] = SCHEMA
        content["examples"] = {**answer["content"][PROBLEM_JSON]["examples"], **content.get("examples", {})}
    for answer in operation["responses"].values():
        if PROBLEM_JSON in answer.get("content", {}):
            answer["content"][PROBLEM_JSON]["schema"] = SCHEMA


def _codes(operation: dict[str, Any], access: Access | None, path: str, method: str) -> Iterator[str]:
    """The codes that follow from the gate, the address, the body and the database."""
    yield "S106"
    if operation.get("parameters"):
        yield "S107"
    if "{" in path:
        yield "S103"
    if "requestBody" in operation:
        yield from ("S101", "S102", "S114")
    if access is None or access.door is not Door.OPEN:
        yield from ("S110", "S111")
        if method not in SAFE:
            yield from ("S112", "S113")
