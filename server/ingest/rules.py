"""What a verified bundle changes, given what is known: pure, so that every order of arrival can be tried.

It must not read a database or count votes. Source: docs/decisions/0006-ingest-one-writer.md (being first wins nothing).
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from server.ingest.schemas import Beside, Cotejo, Event, Outcome, Status, Unlawful, Verified, Version
from shared.domain.hallazgo import Finding, Severity
from shared.domain.steps import By, Step

TWO_BUNDLES = "S301"
TWO_STORES = "S302"
AWAITED = "S303"
DECIDED = "S304"
OTHER_PAPER = "S305"
OF_STORES = frozenset({TWO_BUNDLES, TWO_STORES, AWAITED, DECIDED, OTHER_PAPER})
_ANY: Final = frozenset(Status)
_NEW: Final = frozenset({None})
_HELD: Final = frozenset({Status.EN_REVISION})
STEPS: Final[Mapping[Event, Step[Status]]] = {
    Event.LLEGA: Step(_NEW, Status.ACEPTADO, "recibir", By.URNA),
    Event.LLEGA_CON_FALTAS: Step(_NEW, Status.CUARENTENA, "recibir", By.URNA),
    Event.OTRO_PAQUETE: Step(_ANY, Status.EN_REVISION, "recibir", By.URNA),
    Event.OTRO_ALMACEN: Step(_ANY, Status.EN_REVISION, "revisar", By.URNA),
    Event.FALTA_LA_OTRA: Step(_ANY, Status.EN_REVISION, "revisar", By.URNA),
    Event.CON_LA_OTRA: Step(_HELD, Status.ACEPTADO, "revisar", By.URNA),
    Event.CON_LA_OTRA_Y_FALTAS: Step(_HELD, Status.CUARENTENA, "revisar", By.URNA),
    Event.SIGUE_APARTADO: Step(_HELD | {Status.DESCARTADO}, Status.EN_REVISION, "revisar", By.URNA),
    Event.PAPEL_DISTINTO: Step(_ANY, Status.EN_REVISION, "revisar", By.URNA),
    Event.SE_ELIGE: Step(_ANY, Status.ACEPTADO, "confirmar", By.TWO, explained=True),
    Event.SE_DEJA_FUERA: Step(_ANY, Status.DESCARTADO, "confirmar", By.TWO, explained=True),
}
"""The life of a store. What arrives decides nothing for good: only people do, and what comes after holds it again."""
_RELEASED: Final = {
    Status.ACEPTADO: Event.CON_LA_OTRA,
    Status.CUARENTENA: Event.CON_LA_OTRA_Y_FALTAS,
    Status.EN_REVISION: Event.SIGUE_APARTADO,
}


@dataclass(frozen=True, slots=True)
class Standing:
    """A known store: its casilla, status and the reasons for it; ``beside`` as in ``Verified``."""

    clave: str
    status: Status
    reasons: tuple[Finding, ...]
    beside: Beside | None = None


@dataclass(frozen=True, slots=True)
class Move:
    """One step of one store; ``before`` is None for a store that was not known."""

    store: str
    event: Event
    before: Status | None
    after: Status


@dataclass(frozen=True, slots=True)
class Decision:
    """What to do with one bundle.

    Attributes:
        outcome: as the sender is told; nothing is written for ``REPETIDO``.
        moves: the steps that follow, the bundle's own store first; the new standings are in ``Known.stores``.
    """

    outcome: Outcome
    moves: tuple[Move, ...] = ()

    @property
    def new_store(self) -> bool:
        """Whether the store was unknown."""
        return any(move.before is None for move in self.moves)

    @property
    def touched(self) -> tuple[str, ...]:
        """Stores whose standing changes, the bundle's own first."""
        return tuple(dict.fromkeys(move.store for move in self.moves))


@dataclass(slots=True)
class Known:
    """What the server holds of the stores and casillas that a batch touches; `decide` keeps it up to date.

    ``papers``: store -> ``paper_code`` of each acta on paper that was read. ``printed``: store -> those of the bundles
    that may count, needed where papers arrive. ``differing``: papers that a bundle was found to contradict.
    """

    bundles: dict[str, str] = field(default_factory=dict)
    stores: dict[str, Standing] = field(default_factory=dict)
    papers: dict[str, set[str]] = field(default_factory=dict)
    printed: dict[str, set[str]] = field(default_factory=dict)
    differing: set[str] = field(default_factory=set)

    by_clave: dict[str, list[str]] = field(default_factory=dict, init=False)
    moves: list[Move] = field(default_factory=list, init=False)

    def __post_init__(self) -> None:
        for store, standing in self.stores.items():
            self.by_clave.setdefault(standing.clave, []).append(store)

    def add(self, store: str, event: Event, standing: Standing) -> tuple[str, ...]:
        """Note a new store; gives those that the casilla had."""
        of_casilla = self.by_clave.setdefault(standing.clave, [])
        others = tuple(of_casilla)
        of_casilla.append(store)
        self.stores[store] = standing
        self.moves.append(Move(store, event, None, standing.status))
        return others

    def move(self, store: str, event: Event, reasons: tuple[Finding, ...]) -> None:
        """Let a known store take a step, with the reasons that it then has."""
        before = self.stores[store]
        status = after(before.status, event)
        self.stores[store] = replace(before, status=status, reasons=reasons)
        self.moves.append(Move(store, event, before.status, status))


def after(status: Status | None, event: Event) -> Status:
    """The status that an event leads to; raises ``LookupError`` for one that cannot happen to a store of ``status``."""
    step = STEPS[event]
    if status not in step.sources:
        raise LookupError(f"{event} cannot happen to a store that is {status}")
    return step.target


def decide(known: Known, bundle: Verified) -> Decision:
    """Decide on one bundle and note it in ``known``.

    The same bytes are harmless. A second bundle of a store puts the store en revision; a second store of a casilla puts
    every store of it there, unless one acta de sustitucion names both: then they count together or not at all. Findings
    of weight put a store in quarantine.
    """
    store, clave = bundle.acta.store_id.value, bundle.acta.casilla.clave
    if bundle.sha256 in known.bundles:
        return Decision(Outcome.REPETIDO)
    known.bundles[bundle.sha256] = store
    known.printed.setdefault(store, set()).add(bundle.paper)
    known.moves.clear()
    if store in known.stores:
        _revise(known, Event.OTRO_PAQUETE, [store], _reason(TWO_BUNDLES, "bundle", bundle.sha256[:16]))
        _compare(known, store, {bundle.paper}, known.papers.get(store, ()))
        _pair(known, store)
        return Decision(Outcome.APARTADO, tuple(known.moves))
    serious = tuple(finding for finding in bundle.findings if finding.severity is Severity.ERROR)
    event = Event.LLEGA_CON_FALTAS if serious else Event.LLEGA
    others = known.add(store, event, Standing(clave, after(None, event), serious, bundle.beside))
    if others and not (len(others) == 1 and _together(known, store, others[0])):
        _revise(known, Event.OTRO_ALMACEN, others, _reason(TWO_STORES, "store", store))
        _revise(known, Event.OTRO_ALMACEN, [store], _reason(TWO_STORES, "store", others[0]))
    _compare(known, store, {bundle.paper}, known.papers.get(store, ()))
    for each in (store, *others):
        _pair(known, each)
    outcome = Outcome.GUARDADO if known.stores[store].status is Status.ACEPTADO else Outcome.APARTADO
    return Decision(outcome, tuple(known.moves))


def decide_paper(known: Known, store: str, code: str) -> tuple[Cotejo, bool, tuple[str, ...]]:
    """Decide on one acta on paper: how it stands, whether it was read before, and the stores whose standing changes.

    It counts nothing. Signed by the same urna, it is worth as much as the bundle: where they differ, neither counts.
    """
    papers, printed = known.papers.setdefault(store, set()), known.printed.get(store, set())
    repeated = code in papers
    papers.add(code)
    known.moves.clear()
    if not repeated and store in known.stores:
        _compare(known, store, printed, (code,))
        if known.moves:
            _pair(known, store)
    standing = Cotejo.ESPERA if not printed else Cotejo.COINCIDE if printed == {code} else Cotejo.DIFIERE
    return standing, repeated, tuple(dict.fromkeys(move.store for move in known.moves))


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


def _pair(known: Known, store: str) -> None:
    """Hold back each store of a substitution while the other is missing or does not stand, and let it go after."""
    beside = known.stores[store].beside
    if beside is None:
        return
    if beside.store not in known.stores or not _together(known, store, beside.store):
        _hold(known, store, beside.store)
        return
    for one, two in ((store, beside.store), (beside.store, store)):
        stands = all(reason.code == AWAITED for reason in known.stores[two].reasons)
        _release(known, one) if stands else _hold(known, one, two)


def _hold(known: Known, store: str, other: str) -> None:
    reasons = (*_own(known, store), _reason(AWAITED, "store", other))
    if reasons != known.stores[store].reasons:
        known.move(store, Event.FALTA_LA_OTRA, reasons)


def _release(known: Known, store: str) -> None:
    before, reasons = known.stores[store], _own(known, store)
    worth = _worth(reasons)
    if (worth, reasons) != (before.status, before.reasons):
        known.move(store, _RELEASED[worth], reasons)


def _own(known: Known, store: str) -> tuple[Finding, ...]:
    """The reasons of a store but that it waits for the other."""
    return tuple(reason for reason in known.stores[store].reasons if reason.code != AWAITED)


def _worth(reasons: Iterable[Finding]) -> Status:
    codes = [reason.code for reason in reasons]
    if any(code in OF_STORES for code in codes):
        return Status.EN_REVISION
    return Status.CUARENTENA if codes else Status.ACEPTADO


def _compare(known: Known, store: str, printed: Collection[str], papers: Iterable[str]) -> None:
    """Hold a store for each paper that is not what a bundle of it would print."""
    for paper in sorted(papers):
        if any(each != paper for each in printed):
            known.differing.add(paper)
            _revise(known, Event.PAPEL_DISTINTO, [store], _reason(OTHER_PAPER, "qr", paper[:16]))


def _revise(known: Known, event: Event, stores: Iterable[str], reason: Finding) -> None:
    for store in stores:
        known.move(store, event, (*known.stores[store].reasons, reason))


def _reason(code: str, path: str, other: str) -> Finding:
    return Finding(code, Severity.ERROR, path, (("otro", other),))
