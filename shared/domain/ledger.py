"""The ledger of an urna: what became of every habilitacion. It must not know choices, times or people."""

from dataclasses import dataclass, fields

from shared.domain.errors import ActaInvalida
from shared.domain.hallazgo import Finding


@dataclass(frozen=True, slots=True)
class Ledger:
    """Counters of one store (source: docs/formats/acta_v1.md "Equations").

    Attributes:
        habilitaciones: turns that officials enabled and the urna consumed.
        emitidos: voters whose turn is final.
        cancelados: turns left without confirming, or cut before pending existed.
        anulados: turns whose records moved, sealed, to anulados; each granted one new habilitacion.
        en_duda: turns sealed and uncounted, for the council.
        abierto: the open turn, 0 or 1; 0 at closing.
        testigos_completos: turns whose every slip is known to have dropped complete.
        testigos_inutilizados: single slips spoiled, removed unread and sealed apart.
    """

    habilitaciones: int = 0
    emitidos: int = 0
    cancelados: int = 0
    anulados: int = 0
    en_duda: int = 0
    abierto: int = 0
    testigos_completos: int = 0
    testigos_inutilizados: int = 0

    def __post_init__(self) -> None:
        for field in fields(self):
            if getattr(self, field.name) < 0:
                raise ActaInvalida("D401", f"ledger: {field.name} is negative")

    @property
    def votantes(self) -> int:
        """Voters = emitidos."""
        return self.emitidos

    def findings(self) -> tuple[Finding, ...]:
        """The equations that do not hold; none for a sound ledger, open or closed."""
        return (*self._turn_findings(), *self._testigo_findings())

    def closing_findings(self) -> tuple[Finding, ...]:
        """As `findings`, and no turn may be open."""
        opened = (Finding.of("D415", "ledger.abierto", ("abierto", self.abierto)),) if self.abierto else ()
        return (*self.findings(), *opened)

    def _turn_findings(self) -> tuple[Finding, ...]:
        found: list[Finding] = []
        outcomes = self.emitidos + self.cancelados + self.anulados + self.en_duda + self.abierto
        if self.habilitaciones != outcomes:
            params = (("habilitaciones", self.habilitaciones), ("desenlaces", outcomes))
            found.append(Finding.of("D411", "ledger.habilitaciones", *params))
        if self.abierto > 1:
            found.append(Finding.of("D414", "ledger.abierto", ("abierto", self.abierto)))
        return tuple(found)

    def _testigo_findings(self) -> tuple[Finding, ...]:
        most = self.emitidos + self.anulados + self.en_duda + self.abierto
        params = (("testigos", self.testigos_completos), ("emitidos", self.emitidos), ("maximo", most))
        if self.testigos_completos < self.emitidos:
            return (Finding.of("D412", "ledger.testigos_completos", *params),)
        if self.testigos_completos > most:
            return (Finding.of("D413", "ledger.testigos_completos", *params),)
        return ()
