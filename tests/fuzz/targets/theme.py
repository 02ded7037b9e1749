"""Themes: canonical JSON that two people signed, read again by an urna, the server and the verifier.

It must not let through a theme whose boletas then break what marks, counts or describes them.
"""

from dataclasses import replace

from shared.domain.boleta import Marked, confirmable, describe, toggle
from shared.domain.escrutinio import contar, vacio
from shared.domain.voto import Voto
from shared.formats.theme_v1 import parse_theme, serialise_theme, short_code
from tests.flows.spoken import locucion
from tests.fuzz.target import Target, same
from tests.unit.domain import boletas
from tests.unit.formats import examples


def run(data: bytes) -> None:
    theme = parse_theme(data)
    same(serialise_theme(theme), data)
    same(theme.short_code, short_code(data))
    for contest in theme.contests:
        same(contar(contest, ()), vacio(contest))
        touched = toggle(contest, (), 0, 1)
        if isinstance(touched, Marked) and confirmable(contest, touched.selection) is None:
            describe(contest, touched.selection)
            contar(contest, (Voto(touched.selection),))


def seeds() -> tuple[bytes, ...]:
    theme = examples.theme((examples.casilla(examples.CLAVE),))
    plain = [contest for contest in boletas.every_kind() if not any(option.partidos for option in contest.options)]
    heard, sounds = locucion(examples.theme())
    audible = examples.audible(heard, sounds)
    themes = (
        examples.theme(),
        examples.informed(),
        audible,
        theme,
        *(replace(theme, contests=(contest,)) for contest in plain),
    )
    return tuple(serialise_theme(each) for each in themes)


TARGET = Target(
    name="theme",
    run=run,
    seeds=seeds,
    letters="TD",
    parsers={
        "shared.formats.theme_v1:parse_theme": "shared.formats.theme_v1:MAX_BYTES",
        "shared.formats.theme_read:read_theme": "shared.formats.theme_v1:MAX_BYTES",
        "shared.formats.canonical:loads": "shared.formats.theme_v1:MAX_BYTES",
        "shared.formats.canonical:loads_canonical": "shared.formats.theme_v1:MAX_BYTES",
    },
    dictionary=(
        b'"kind":"ranked"', b'"kind":"scale"', b'"kind":"n_of_m"', b'"kind":"one_mark"', b'"kind":"coalition"',
        b'"kind":"planilla"', b'"combinations":[["PT","MORENA"]]', b'"max_marks":200', b'"scale_max":10',
        b'"key":"o.0.0"', b'"blank_policy":"aparte"', b'"candidatura":null', b'"record_size":300',
        b'"max_voters":5000', b"[]", b"{}",
        b'"info":[{"candidatura":null,"paragraphs":["a"],"title":"b"}]',
    ),
)  # fmt: skip
