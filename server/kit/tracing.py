"""Spans of the server's work, for whoever runs it with OpenTelemetry; off unless the configuration asks for it.

It must not choose where spans go: the operator's own OpenTelemetry does (``opentelemetry-instrument servidor run``).
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from importlib import import_module
from typing import Final, Protocol

from shared.domain.errors import DatoInvalido

NAME: Final = "urna.servidor"


class TracingMissing(DatoInvalido):
    """The configuration asks for spans, and OpenTelemetry is not installed (code ``S829``)."""


class Tracer(Protocol):
    """Opens spans; what they are told is whole numbers and words of ours."""

    def span(self, name: str, **data: int | str) -> AbstractContextManager[None]:
        """A span around a block."""
        ...


class NoTracing:
    """No spans: what a server does unless it is told to."""

    def span(self, name: str, **data: int | str) -> AbstractContextManager[None]:
        """Nothing."""
        del name, data
        return nullcontext()


class OpenTelemetry:
    """Spans by OpenTelemetry's API, for the provider that the process was started with; raises ``TracingMissing``."""

    def __init__(self) -> None:
        try:
            trace = import_module("opentelemetry.trace")
        except ImportError as error:
            raise TracingMissing("S829", "install the extra `tracing`") from error
        self._tracer = trace.get_tracer(NAME)

    @contextmanager
    def _open(self, name: str, data: dict[str, int | str]) -> Iterator[None]:
        # An error's message may quote what somebody sent: spans bear that there was one, and not what it says.
        opened = self._tracer.start_as_current_span(
            name, attributes=data, record_exception=False, set_status_on_exception=False
        )
        with opened:
            yield

    def span(self, name: str, **data: int | str) -> AbstractContextManager[None]:
        """A span of the operator's provider."""
        return self._open(name, data)
