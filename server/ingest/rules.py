"""What a verified bundle changes, given what is known: pure, so that every order of arrival can be tried.

It must not read a database or count votes. Source: docs/decisions/0006-ingest-one-writer.md (being first wins nothing).
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace

from server.ingest.schemas import Beside, Outcome, Status, Unlawful, Verified, Version
from shared.domain.hallazgo import Finding, Severity

TWO_BUNDLES = "S301"
TWO_STORES = "S302"
AWAITED = "S303"
DECIDED = "S304"
OF_STORES = frozenset({TWO_BUNDLES, TWO_STORES, AWAITED, DECIDED})


@dataclass(frozen=True, slots=True)
class Standing:
    """A known store: its casilla, status and the reasons for it; ``beside`` as in ``Verified``."""

    clave: str
    status: Status
    reasons: tuple[Finding, ...]
    beside: Beside | None = None


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

    The same bytes are harmless. A second bundle of a store puts the store en revision; a second store of a casilla puts
    every store of it there, unless one acta de sustitucion names both: then they count together or not at all. Findings
    of weight put a store in quarantine.
    """
    store, clave = bundle.acta.store_id.value, bundle.acta.casilla.clave
    if bundle.sha256 in known.bundles:
        return Decision(Outcome.REPETIDO, new_store=False, touched=())
    known.bundles[bundle.sha256] = store
    if store in known.stores:
        _revise(known, [store], _reason(TWO_BUNDLES, "bundle", bundle.sha256[:16]))
        partner = _pair(known, store)
        return Decision(Outcome.APARTADO, new_store=False, touched=(store, *partner))
    serious = tuple(finding for finding in bundle.findings if finding.severity is Severity.ERROR)
    others = known.add(store, Standing(clave, _status(serious), serious, bundle.beside))
    if others and not (len(others) == 1 and _together(known, store, others[0])):
        _revise(known, others, _reason(TWO_STORES, "store", store))
        _revise(known, [store], _reason(TWO_STORES, "store", others[0]))
    partners = [_pair(known, each) for each in (store, *others)]
    touched = dict.fromkeys((store, *others, *(name for pair in partners for name in pair)))
    outcome = Outcome.GUARDADO if known.stores[store].status is Status.ACEPTADO else Outcome.APARTADO
    return Decision(outcome, new_store=True, touched=tuple(touched))


def may_count(versions: Sequence[Version], chosen: Collection[str]) -> Unlawful | None:
    """Why the ``chosen`` bundles (SHA-256) of a casilla may not count; None where people may let them.

    People choose among what was signed; they make nothing true. What counts is what whoever recomputes the published
    bundles would count: one bundle that verifies and adds up, or the two that one acta de sustitucion joins. To let
    none count is always lawful.
    """
    found = {version.sha256: version for version in versions if version.sha256 in chosen}
    if len(found) != len(set(chosen)):
        return Unlawful.UNKNOWN
    verified = [version.verdict for version in found.values() if isinstance(version.verdict, Verified)]
    if len(verified) != len(found):
        return Unlawful.FALSE
    if any(finding.severity is Severity.ERROR for each in verified for finding in each.findings):
        return Unlawful.UNSOUND
    if len(verified) == 1:
        return Unlawful.HALF if verified[0].beside is not None else None
    return None if not verified or _joined(verified) else Unlawful.SEVERAL


def decided(reasons: Iterable[Finding], clave: str) -> tuple[Finding, ...]:
    """The reasons of a store that people left out: those that it had, and that they did."""
    return (*(reason for reason in reasons if reason.code != DECIDED), _reason(DECIDED, "casilla", clave))


def _joined(verified: Sequence[Verified]) -> bool:
    """Whether one acta de sustitucion names these two, in the bundle of each."""
    if len(verified) != 2:
        return False
    one, two = verified
    names = (one.acta.store_id.value, two.acta.store_id.value)
    if one.beside is None or two.beside is None:
        return False
    return one.beside.acta == two.beside.acta and (two.beside.store, one.beside.store) == names


def _together(known: Known, store: str, other: str) -> bool:
    """Whether one acta de sustitucion names both, in the bundle of each."""
    one, two = known.stores[store].beside, known.stores[other].beside
    return one is not None and two is not None and one == Beside(two.acta, other) and two.store == store


def _pair(known: Known, store: str) -> tuple[str, ...]:
    """Hold back each store of a substitution while the other is missing or does not stand; gives the other, if any."""
    beside = known.stores[store].beside
    if beside is None:
        return ()
    if beside.store not in known.stores or not _together(known, store, beside.store):
        _await(known, store, beside.store, held=True)
        return ()
    for one, two in ((store, beside.store), (beside.store, store)):
        _await(known, one, two, held=any(reason.code != AWAITED for reason in known.stores[two].reasons))
    return (beside.store,)


def _await(known: Known, store: str, other: str, *, held: bool) -> None:
    before = known.stores[store]
    own = tuple(reason for reason in before.reasons if reason.code != AWAITED)
    reasons = (*own, _reason(AWAITED, "store", other)) if held else own
    known.stores[store] = replace(before, status=_status(reasons), reasons=reasons)


def _status(reasons: Iterable[Finding]) -> Status:
    codes = [reason.code for reason in reasons]
    if any(code in OF_STORES for code in codes):
        return Status.EN_REVISION
    return Status.CUARENTENA if codes else Status.ACEPTADO


def _revise(known: Known, stores: Iterable[str], reason: Finding) -> None:
    for store in stores:
        before = known.stores[store]
        known.stores[store] = replace(before, status=Status.EN_REVISION, reasons=(*before.reasons, reason))


def _reason(code: str, path: str, other: str) -> Finding:
    return Finding(code, Severity.ERROR, path, (("otro", other),))
