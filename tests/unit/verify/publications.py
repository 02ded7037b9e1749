"""A small publication, made with the server's own parts and signed by a simulated institute."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from demo.simulated_institute import SimulatedInstitute, demo_package
from demo.simulated_urnas import SimulatedBundle, SimulatedCount
from demo.simulated_votes import spread
from server.prep.cut import CutSigner, make_cut
from server.prep.publication import Publication
from server.prep.schemas import ActaRow, CutInput
from shared.crypto.hashing import sha256_hex
from shared.domain.eleccion import Mode
from shared.domain.ids import CasillaId

CASILLAS = 8
WITHOUT = 2
FULL = 1
OBSERVED = datetime(2018, 7, 2, 3, 0, tzinfo=UTC)
COALITION = {"MORENA": 16, "PT": 3, "PES": 2, "PT-MORENA-PES": 5, "PT-MORENA": 4, "MORENA-PES": 3}
WEIGHTS = ({"MC": 30, "PRI": 14, "NULOS": 2, **COALITION}, {"SI": 9, "NO": 5, "NULOS": 1})
Changes = Mapping[tuple[CasillaId, int], Mapping[str, int]]


@dataclass(frozen=True)
class Made:
    """A publication with what it was made from; the last ``WITHOUT`` casillas sent nothing."""

    folder: Path
    institute: SimulatedInstitute
    counts: tuple[SimulatedCount, ...]
    bundles: tuple[SimulatedBundle, ...]


def institute() -> SimulatedInstitute:
    package = demo_package()
    theme = package.theme
    split = replace(theme.rules.coalition_split, level="municipio")
    small = replace(theme, casillas=theme.casillas[:CASILLAS], rules=replace(theme.rules, coalition_split=split))
    return SimulatedInstitute.create(small, package.assets)


def counts_of(made_by: SimulatedInstitute) -> tuple[SimulatedCount, ...]:
    theme = made_by.theme
    return tuple(
        SimulatedCount(
            casilla.id,
            tuple(
                spread(contest, 41 + 3 * place, casilla.id.clave, weights)
                for contest, weights in zip(theme.contests, WEIGHTS, strict=True)
            ),
            full=place < FULL,
        )
        for place, casilla in enumerate(theme.casillas[: CASILLAS - WITHOUT])
    )


def publish(folder: Path, made_by: SimulatedInstitute, bundles: tuple[SimulatedBundle, ...], counts: Changes) -> None:
    """Publish ``bundles`` with a cut of the figures ``counts`` by (casilla, contest)."""
    made_by.write(folder / "instituto")
    publication = Publication(folder)
    publication.set_roots(made_by.issuer.root_pem, made_by.crl)
    publication.mirror(folder / "instituto" / "tema", "tema")
    publication.add_bundles((bundle.name, bundle.public) for bundle in bundles)
    cut(folder, made_by, bundles, counts)


def cut(folder: Path, made_by: SimulatedInstitute, bundles: tuple[SimulatedBundle, ...], counts: Changes) -> None:
    """One more cut, as a server would make it whose database says ``counts``."""
    publication = Publication(folder)
    number, previous = publication.last()
    files = {bundle.casilla: bundle for bundle in bundles}
    actas = tuple(
        ActaRow(
            casilla,
            contest,
            tuple(figures.values()),
            bundle=files[casilla].name if casilla in files else "",
            integrity=sha256_hex(files[casilla].public) if casilla in files else "",
        )
        for (casilla, contest), figures in counts.items()
    )
    source = CutInput(made_by.theme, Mode.OFICIAL, actas, OBSERVED, number + 1, previous)
    publication.add_cut(make_cut(source, CutSigner(made_by.server_key.sign, made_by.server_certificate)))


def figures(counts: tuple[SimulatedCount, ...]) -> dict[tuple[CasillaId, int], dict[str, int]]:
    return {(each.casilla, place): dict(of) for each in counts for place, of in enumerate(each.counts)}


def make(folder: Path) -> Made:
    by = institute()
    counts = counts_of(by)
    bundles = tuple(by.urnas().many(counts))
    publish(folder, by, bundles, figures(counts))
    return Made(folder, by, counts, bundles)
