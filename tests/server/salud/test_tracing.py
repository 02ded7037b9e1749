"""Spans are off by default; with them, each request and each group of bundles is one, and holds nothing of anybody."""

import json
from collections.abc import Iterator
from dataclasses import replace

import pytest
from opentelemetry import trace
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from server.context import make_context
from server.kit.tracing import NoTracing, OpenTelemetry
from tests.server.harness import World, deliver


@pytest.fixture(scope="session")
def exported() -> Iterator[InMemorySpanExporter]:
    """The operator's provider; a process has one, once."""
    exporter = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    trace.set_tracer_provider(provider)
    yield exporter
    provider.shutdown()


def test_spans_are_off_unless_asked_for(world: World) -> None:
    assert isinstance(make_context(world.config, world.clock).tracer, NoTracing)


def test_a_bundle_leaves_its_spans_and_nothing_of_itself(world: World, exported: InMemorySpanExporter) -> None:
    bundle = world.bundle(0).public
    with replace(world, config=replace(world.config, tracing=True)).client() as client:
        answer = deliver(client, bundle).json()
    spans = exported.get_finished_spans()
    assert {"http", "ingest.verify", "ingest.store"} <= {span.name for span in spans}
    kept = "".join(json.dumps(dict(span.attributes or {})) for span in spans)
    assert answer["sha256"] not in kept
    assert answer["casilla"] not in kept


def test_a_span_of_an_error_does_not_quote_it(exported: InMemorySpanExporter) -> None:
    with pytest.raises(ValueError, match="secreto"), OpenTelemetry().span("prueba"):
        raise ValueError("secreto")
    span = next(each for each in exported.get_finished_spans() if each.name == "prueba")
    assert not span.events
    assert "secreto" not in str(span.to_json())
