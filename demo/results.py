"""What the demonstration expects and what came out: intentions against actas, generated figures, verifier, recount.

It must not mend a difference: one figure that differs ends the demonstration.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from shutil import copytree
from typing import Any, Final

from demo.casilla import Casilla
from demo.ceremony import Ceremony
from demo.intentions import Draw, expected
from demo.processes import Supervisor
from demo.progress import DemoFailedError
from demo.server import program
from demo.settings import Places
from demo.simulated_urnas import SimulatedCount, SimulatedUrnas
from demo.simulated_votes import spread
from demo.texts import Words
from shared.crypto.certificates import TrustAnchor
from shared.domain.acta import ActaEscrutinio
from shared.domain.eleccion import Mode
from shared.formats.results_v1 import BundleChecks, read_public
from shared.formats.theme_v1 import Theme

RECOUNT_SHARES: Final = (1, 3, 5)
LEAST_PER_CENT, SPREAD_PER_CENT = 44, 30
_GUBERNATURA: Final = {
    "PAN": 110,
    "PRI": 165,
    "PRD": 12,
    "PVEM": 35,
    "PT": 14,
    "MC": 390,
    "PANAL": 20,
    "MORENA": 190,
    "PES": 12,
    "PT-MORENA-PES": 22,
    "PT-MORENA": 9,
    "PT-PES": 2,
    "MORENA-PES": 4,
    "NO_REGISTRADAS": 1,
    "NULOS": 30,
}
_CONSULTA: Final = {"SI": 560, "NO": 330, "NULOS": 25, "BLANCOS": 85}
WEIGHTS: Final[Mapping[str, Mapping[str, int]]] = {"GUBERNATURA": _GUBERNATURA, "CONSULTA": _CONSULTA}


@dataclass(frozen=True, slots=True)
class Outcome:
    """One real casilla after its day."""

    casilla: Casilla
    acta: ActaEscrutinio
    public: Path
    sealed: Path


def check_acta(casilla: Casilla, ceremony: Ceremony, theme: Theme, now: datetime, words: Words) -> Outcome:
    """Read the bundle from the stick and compare its acta with the intentions of those who voted."""
    public, sealed = casilla.results()
    anchor = TrustAnchor.from_pem(ceremony.issuer.root_pem, ceremony.crl)
    acta = read_public(public.read_bytes(), BundleChecks(anchor, now, theme, Mode.OFICIAL)).acta
    people = casilla.script.people
    for contest, wanted in zip(acta.contests, expected(theme.contests, people), strict=True):
        for key, count in wanted.items():
            if contest.counts[key] != count:
                place = {"urna": casilla.assignment.number, "eleccion": contest.contest_id, "clave": key}
                said = {"querido": count, "acta": contest.counts[key]}
                raise DemoFailedError(words("falla.difiere", **place, **said))
    left = sum(person.leaves for person in people)
    if (acta.ledger.emitidos, acta.ledger.cancelados) != (len(people) - left, left):
        raise DemoFailedError(f"{casilla.assignment.name}: {acta.ledger}")
    return Outcome(casilla, acta, public, sealed)


def generated(ceremony: Ceremony, theme: Theme, taken: Sequence[str], limit: int, seed: str) -> Iterator[bytes]:
    """Signed bundles of casillas that nobody voted at, the same figures for the same seed."""
    urnas = SimulatedUrnas(ceremony.issuer, theme)
    places = [casilla for casilla in theme.casillas if casilla.id.clave not in taken][:limit]
    for casilla in places:
        name = f"{seed}/{casilla.id.clave}"
        per_cent = LEAST_PER_CENT + Draw(name).below(SPREAD_PER_CENT)
        votes = casilla.lista_nominal * per_cent // 100
        counts = tuple(spread(contest, votes, name, WEIGHTS[contest.id.value]) for contest in theme.contests)
        yield urnas.bundle(SimulatedCount(casilla.id, counts)).public


def verify_copy(places: Places, supervisor: Supervisor, ceremony: Ceremony, theme: Theme) -> str:
    """Someone else's machine: a copy of the folder, the root's fingerprint and the theme's code from paper."""
    copy = places.out / "copia-del-verificador"
    copytree(places.publication, copy)
    anchor = TrustAnchor.from_pem(ceremony.issuer.root_pem, ceremony.crl)
    known = ("--root-fingerprint", anchor.fingerprint_hex, "--theme-code", theme.short_code)
    return supervisor.run("urna-verify", (program("urna-verify"), copy, *known))


def recount(places: Places, supervisor: Supervisor, outcome: Outcome) -> str:
    """Three of the five trustees open one sealed file; exit 0 means that the sums equal the acta's."""
    shares = [places.keys / "custodios" / f"parte-{number}.txt" for number in RECOUNT_SHARES]
    trust = ("--root", places.institute / "root.pem", "--crl", places.institute / "crl.pem")
    theme = ("--theme-repo", places.repository)
    given = [part for share in shares for part in ("--share", share)]
    command = (program("urna-recount"), outcome.sealed, "--public", outcome.public, *theme, *trust, *given)
    return supervisor.run(f"urna-recount-{outcome.casilla.assignment.number}", command)


def published(places: Places) -> dict[str, Any]:
    """``resultados.json`` of the newest cut."""
    latest = json.loads((places.publication / "cortes" / "latest.json").read_text(encoding="utf-8"))
    file = places.publication / "cortes" / str(latest["corte"]) / "resultados.json"
    results: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return results
