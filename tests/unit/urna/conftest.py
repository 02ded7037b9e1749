import pytest

from shared.domain.eleccion import (
    BlankPolicy,
    Candidatura,
    Coalicion,
    Contest,
    ContestKind,
    Informacion,
    Option,
    OptionKind,
)
from shared.domain.ids import CandidaturaId, CoalicionId, ContestId, OptionId, PartidoId
from shared.domain.jornada import JornadaState
from shared.formats.theme_v1 import Theme
from tests.flows.institute import found
from urna.flow.limits import Limits
from urna.flow.phases import Voting
from urna.flow.state import Facts, State, Turn


def consulta() -> Contest:
    options = (
        Option(OptionId("SI"), OptionKind.RESPUESTA, "Sí", CandidaturaId("si")),
        Option(OptionId("NO"), OptionKind.RESPUESTA, "No", CandidaturaId("no")),
        Option(OptionId("NULO"), OptionKind.NULO, "Nulo", None),
    )
    answers = (Candidatura(CandidaturaId("si"), "Sí", ()), Candidatura(CandidaturaId("no"), "No", ()))
    kind, policy = ContestKind.CONSULTA, BlankPolicy.APART
    return Contest(ContestId("CONSULTA"), kind, "Consulta", "¿Sí?", options, (), answers, 1, policy, info=informacion())


def informacion() -> tuple[Informacion, ...]:
    """Enough for two pages at the usual letters."""
    rows = tuple(f"Párrafo {i}: palabras que llenan más de un renglón de la pantalla, una tras otra." for i in range(4))
    rows += ("Este párrafo es más largo que los otros. Con la letra máxima no cabe entero en ninguna página. " * 2,)
    yes = Informacion("Si gana el Sí", ("Se hará lo que se pregunta.",), CandidaturaId("si"))
    return (Informacion("De qué trata", rows), yes)


def gubernatura() -> Contest:
    parties = [PartidoId(name) for name in ("A", "B", "C")]
    joined, alone = CandidaturaId("juntos"), CandidaturaId("sola")
    options = (
        Option(OptionId("A"), OptionKind.PARTIDO, "Juntos", joined, (parties[0],)),
        Option(OptionId("B"), OptionKind.PARTIDO, "Juntos", joined, (parties[1],)),
        Option(OptionId("C"), OptionKind.PARTIDO, "Sola", alone, (parties[2],)),
        Option(OptionId("NR"), OptionKind.NO_REGISTRADA, "Candidatura no registrada", None),
        Option(OptionId("NULO"), OptionKind.NULO, "Nulo", None),
    )
    coalition = Coalicion(CoalicionId("AB"), "A y B", joined, tuple(parties[:2]), ((parties[0], parties[1]),))
    people = (
        Candidatura(joined, "Una persona de nombre muy largo que ocupa dos renglones", tuple(parties[:2])),
        Candidatura(alone, "Otra", (parties[2],)),
    )
    return Contest(
        ContestId("GOB"),
        ContestKind.COALITION,
        "Gubernatura",
        "",
        options,
        (coalition,),
        people,
        2,
        BlankPolicy.ADD_TO_NULOS,
    )


@pytest.fixture
def voting() -> State:
    """Voting is open and nobody is there."""
    facts = Facts(contests=(gubernatura(), consulta()))
    return State(JornadaState.ABIERTA, Voting(), Turn(), facts, Limits())


@pytest.fixture(scope="session")
def theme(tmp_path_factory: pytest.TempPathFactory) -> Theme:
    return found(tmp_path_factory.mktemp("institute")).theme
