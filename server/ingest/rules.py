"""What a verified bundle changes, given what is known: pure, so that every order of arrival can be tried.

It must not read a database or count votes. Source: votes-and-keys.md "Result bundle": arriving first wins nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from server.ingest.schemas import Outcome, Status, Verified
from shared.domain.hallazgo import Finding, Severity, has_error

TWO_BUNDLES = "S301"
TWO_STORES = "S302"


@dataclass(frozen=True, slots=True)
class Standing:
    """A known store: its casilla, status and the reasons for it."""

    clave: str
    status: Status
    reasons: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """What to do with one bundle.

    Attributes:
        outcome: as the sender is told; nothing is written for ``REPETIDO``.
        new_store: whether the store was unknown.
        touched: stores whose standing changes, the bundle's own first; their new standing is in ``Known.stores``.
    """

    outcome: Outcome
    new_store: bool
    touched: tuple[str, ...]


@dataclass(slots=True)
class Known:
    """What the server holds of the stores and casillas that a batch touches; `decide` keeps it up to date."""

    bundles: dict[str, str] = field(default_factory=dict)
    stores: dict[str, Standing] = field(default_factory=dict)

    by_clave: dict[str, list[str]] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        for store, standing in self.stores.items():
            self.by_clave.setdefault(standing.clave, []).append(store)

    def add(self, store: str, standing: Standing) -> tuple[str, ...]:
        """Note a new store; gives those that the casilla had."""
        of_casilla = self.by_clave.setdefault(standing.clave, [])
        others = tuple(of_casilla)
        of_casilla.append(store)
        self.stores[store] = standing
        return others


def decide(known: Known, bundle: Verified) -> Decision:
    """Decide on one bundle and note it in ``known``.

    The same bytes are harmless. A second bundle of a store puts the store en revision; a second store of a casilla,
    which the theme does not foresee, puts every store of it there; findings of weight put it in quarantine.
    """
    store, clave = bundle.acta.store_id.value, bundle.acta.casilla.clave
    if bundle.sha256 in known.bundles:
        return Decision(Outcome.REPETIDO, new_store=False, touched=())
    known.bundles[bundle.sha256] = store
    if store in known.stores:
        _revise(known, [store], _reason(TWO_BUNDLES, "bundle", bundle.sha256[:16]))
        return Decision(Outcome.APARTADO, new_store=False, touched=(store,))
    serious = tuple(finding for finding in bundle.findings if finding.severity is Severity.ERROR)
    status = Status.CUARENTENA if has_error(bundle.findings) else Status.ACEPTADO
    others = known.add(store, Standing(clave, status, serious))
    if others:
        _revise(known, others, _reason(TWO_STORES, "store", store))
        _revise(known, [store], _reason(TWO_STORES, "store", others[0]))
    outcome = Outcome.GUARDADO if known.stores[store].status is Status.ACEPTADO else Outcome.APARTADO
    return Decision(outcome, new_store=True, touched=(store, *others))


def _revise(known: Known, stores: Iterable[str], reason: Finding) -> None:
    for store in stores:
        before = known.stores[store]
        known.stores[store] = Standing(before.clave, Status.EN_REVISION, (*before.reasons, reason))


def _reason(code: str, path: str, other: str) -> Finding:
    return Finding(code, Severity.ERROR, path, (("otro", other),))
