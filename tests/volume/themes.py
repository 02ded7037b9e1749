"""The theme of the volume run: one contest of every kind, with boxes, combinations and blanks of each sort.

It must not hold votes or expectations.
"""

from dataclasses import replace
from functools import cache

from shared.domain.eleccion import Contest, ContestKind, Partido
from shared.domain.ids import ContestId, PartidoId
from shared.formats.theme_v1 import Rules, SplitRule, Theme, Trustees, seal_theme
from tests.unit.domain import boletas
from tests.unit.formats import examples

VOTERS = 1000
"""Of one simulated urna."""


def contests() -> tuple[Contest, ...]:
    """A coalition with blanks apart, one box of several partidos, a consulta, seven of twelve, ranked and scale."""
    made = (
        boletas.gubernatura(),
        boletas.comun(),
        boletas.plain(ContestKind.CONSULTA, options=2),
        boletas.plain(ContestKind.PLANILLA, options=4),
        boletas.plain(ContestKind.N_OF_M, options=12, max_marks=7),
        boletas.plain(ContestKind.RANKED, options=5, max_marks=4),
        boletas.plain(ContestKind.SCALE, options=4, max_marks=3, scale_max=5),
    )
    named = (replace(contest, id=ContestId(f"contest-{n}")) for n, contest in enumerate(made))
    return tuple(replace(c, options=tuple(replace(o, mark="") for o in c.options)) for c in named)


@cache
def theme(election_key: bytes) -> Theme:
    """Sealed, so that it has a hash; records are sealed to ``election_key``, 32 bytes."""
    names = sorted({p.value for c in contests() for o in c.options for p in o.partidos})
    draft = replace(
        examples.theme((examples.casilla(examples.CLAVE),)),
        contests=contests(),
        partidos=tuple(Partido(PartidoId(name), name, "#aa0044") for name in names),
        rules=Rules(SplitRule("jal-2018", "distrito", "mas_votado", ("Art. 1",)), 10, 3, VOTERS, 512),
        trustees=Trustees(election_key, 3, 5),
        assets=(),
    )
    return seal_theme(draft)
