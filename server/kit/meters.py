"""What a server counts of its own work, for Prometheus. It must hold nothing of people or votes.

Labels take few values, all of them ours (routes as declared, stable codes, origins): nobody can grow them by asking.
"""

import re
from collections.abc import Callable
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4

MEDIA_TYPE: Final = CONTENT_TYPE_PLAIN_0_0_4
METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
CODE: Final = re.compile(r"[A-Z]\d{3}")
OTHER: Final = "otra"
SECONDS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
SIZES: Final = (1, 4, 16, 64, 256, 1024)


class Meters:
    """The counters of one server, in a registry of its own: two servers of one process do not mix."""

    def __init__(self) -> None:
        registry = CollectorRegistry()
        self._registry = registry
        self._followed: dict[str, Gauge] = {}
        ProcessCollector(registry=registry)
        self._requests = Counter(
            "servidor_http_requests", "Requests answered", ("method", "route", "status"), registry=registry
        )
        self._request_seconds = Histogram(
            "servidor_http_seconds", "From the request to its answer", ("route",), buckets=SECONDS, registry=registry
        )
        self._faults = Counter("servidor_faults", "Faults of ours (S500)", registry=registry)
        self._answers = Counter("servidor_ingest_answers", "Bundles answered", ("origin", "outcome"), registry=registry)
        self._refusals = Counter("servidor_ingest_refusals", "Bundles refused", ("code",), registry=registry)
        self._answer_seconds = Histogram(
            "servidor_ingest_seconds", "From a bundle's bytes to its durable answer", buckets=SECONDS, registry=registry
        )
        self._groups = Histogram(
            "servidor_ingest_group_size", "Bundles of one commit", buckets=SIZES, registry=registry
        )
        self._commit_seconds = Histogram(
            "servidor_ingest_commit_seconds", "One transaction of a group", buckets=SECONDS, registry=registry
        )
        self._health = Gauge("servidor_health", "0 fine, 1 warns, 2 stops", ("check",), registry=registry)
        self._weighed = Gauge("servidor_health_value", "What a check weighed", ("check",), registry=registry)
        self._stores = Gauge("servidor_stores", "Stores of votes by worth", ("status",), registry=registry)
        self._ready = Gauge("servidor_ready", "1 when bundles can be taken in", registry=registry)

    def request(self, method: str, route: str, status: int, seconds: float) -> None:
        """One request answered; ``route`` is the address as its route declares it, empty for none of ours."""
        name = route or OTHER
        self._requests.labels(method if method in METHODS else OTHER, name, str(status)).inc()
        self._request_seconds.labels(name).observe(seconds)

    def fault(self) -> None:
        """A request that a fault of ours broke."""
        self._faults.inc()

    def answered(self, origin: str, outcome: str, seconds: float) -> None:
        """One bundle was answered; ``origin`` and ``outcome`` are words of ours."""
        self._answers.labels(origin, outcome).inc()
        self._answer_seconds.observe(seconds)

    def refused(self, code: str) -> None:
        """One bundle was refused, or sent back to come later, for a stable code."""
        self._refusals.labels(code if CODE.fullmatch(code) else OTHER).inc()

    def committed(self, size: int, seconds: float) -> None:
        """One group of ``size`` bundles became durable."""
        self._groups.observe(size)
        self._commit_seconds.observe(seconds)

    def follow(self, name: str, told: str, read: Callable[[], int]) -> None:
        """Show a whole number that some part holds, read anew each time that somebody asks; the newest part counts."""
        full = f"servidor_{name}"
        gauge = self._followed.get(full)
        if gauge is None:
            gauge = self._followed[full] = Gauge(full, told, registry=self._registry)
        gauge.set_function(read)

    def health(self, name: str, level: int, value: int | None) -> None:
        """What a check found."""
        self._health.labels(name).set(level)
        if value is not None:
            self._weighed.labels(name).set(value)

    def readiness(self, *, ready: bool) -> None:
        """Whether bundles can be taken in."""
        self._ready.set(ready)

    def stores(self, status: str, number: int) -> None:
        """How many stores of votes have a status."""
        self._stores.labels(status).set(number)

    def text(self) -> bytes:
        """Everything, in Prometheus' text format 0.0.4."""
        return generate_latest(self._registry)
