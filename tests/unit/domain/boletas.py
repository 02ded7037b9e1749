"""Contests of every kind for the tests of the domain. It must not hold an expectation."""

from hypothesis import strategies as st

from shared.domain.boleta import Marked, Selection, confirmable, toggle
from shared.domain.eleccion import (
    BlankPolicy,
    Candidatura,
    Coalicion,
    Contest,
    ContestKind,
    Option,
    OptionKind,
)
from shared.domain.ids import CandidaturaId, CoalicionId, ContestId, OptionId, PartidoId

PT, MORENA, PES = PartidoId("PT"), PartidoId("MORENA"), PartidoId("PES")
COMBINATIONS = ((PT, MORENA, PES), (PT, MORENA), (PT, PES), (MORENA, PES))
EXPLICIT = (
    Option(OptionId("NR"), OptionKind.NO_REGISTRADA, "Candidatura no registrada", None),
    Option(OptionId("NULO"), OptionKind.NULO, "Voto nulo", None),
)
MULTIPLE = (ContestKind.N_OF_M, ContestKind.RANKED, ContestKind.SCALE)


def party_box(partido: str, candidatura: str) -> Option:
    return Option(
        OptionId(partido), OptionKind.PARTIDO, partido, CandidaturaId(candidatura), (PartidoId(partido),), partido
    )


def gubernatura(
    combinations: tuple[tuple[PartidoId, ...], ...] = COMBINATIONS, policy: BlankPolicy = BlankPolicy.APART
) -> Contest:
    """Jalisco 2018 in small: PAN, PRI, MC, an independent, and the coalition PT-MORENA-PES with separate boxes."""
    alone = ("PAN", "PRI", "MC")
    boxes = [party_box(p, f"C_{p}") for p in alone] + [party_box(p.value, "LOMELI") for p in (PT, MORENA, PES)]
    boxes.append(Option(OptionId("IND"), OptionKind.INDEPENDIENTE, "Independiente", CandidaturaId("C_IND")))
    candidaturas = [Candidatura(CandidaturaId(f"C_{p}"), p, (PartidoId(p),)) for p in alone]
    candidaturas.append(Candidatura(CandidaturaId("LOMELI"), "Coalición", (PT, MORENA, PES)))
    candidaturas.append(Candidatura(CandidaturaId("C_IND"), "Independiente", ()))
    coalicion = Coalicion(CoalicionId("JUNTOS"), "Juntos", CandidaturaId("LOMELI"), (PT, MORENA, PES), combinations)
    return Contest(
        ContestId("GOB"),
        ContestKind.COALITION,
        "Gubernatura",
        "Marque un recuadro",
        (*boxes, *EXPLICIT),
        (coalicion,),
        tuple(candidaturas),
        1,
        policy,
    )


def comun() -> Contest:
    """One box for a candidatura comun of three partidos, and one for a partido of its own."""
    three = (PartidoId("MORENA"), PartidoId("PT"), PartidoId("PVEM"))
    box = Option(OptionId("COMUN"), OptionKind.CANDIDATURA_COMUN, "Común", CandidaturaId("C_COMUN"), three)
    return Contest(
        ContestId("JG"),
        ContestKind.ONE_MARK,
        "Jefatura",
        "Marque un recuadro",
        (box, party_box("MC", "C_MC"), *EXPLICIT),
        (),
        (
            Candidatura(CandidaturaId("C_COMUN"), "Común", three),
            Candidatura(CandidaturaId("C_MC"), "MC", (PartidoId("MC"),)),
        ),
        1,
        BlankPolicy.ADD_TO_NULOS,
    )


def plain(kind: ContestKind, options: int = 4, max_marks: int = 1, scale_max: int = 0) -> Contest:
    """Answers A, B, C... and the explicit boxes."""
    names = [chr(ord("A") + i) for i in range(options)]
    return Contest(
        ContestId("C"),
        kind,
        "Consulta",
        "¿Qué prefiere usted?",
        (*(Option(OptionId(n), OptionKind.RESPUESTA, n, CandidaturaId(n)) for n in names), *EXPLICIT),
        (),
        tuple(Candidatura(CandidaturaId(n), n, ()) for n in names),
        max_marks,
        BlankPolicy.APART,
        scale_max,
    )


def every_kind() -> tuple[Contest, ...]:
    """One contest at least of each kind, and a coalition where only the three together are legal."""
    return (
        gubernatura(),
        gubernatura(combinations=(COMBINATIONS[0],)),
        gubernatura(policy=BlankPolicy.ADD_TO_NULOS),
        comun(),
        plain(ContestKind.ONE_MARK),
        plain(ContestKind.CONSULTA, options=2),
        plain(ContestKind.PLANILLA, options=3),
        plain(ContestKind.N_OF_M, max_marks=3),
        plain(ContestKind.RANKED, max_marks=3),
        plain(ContestKind.SCALE, options=3, max_marks=2, scale_max=3),
    )


def touches(contest: Contest) -> st.SearchStrategy[list[tuple[int, int]]]:
    """Any sequence of touches: option and, where it matters, value of the scale."""
    touch = st.tuples(st.integers(0, len(contest.options) - 1), st.integers(1, max(1, contest.scale_max)))
    return st.lists(touch, max_size=12)


def play(contest: Contest, sequence: list[tuple[int, int]]) -> Selection:
    """What the boleta holds after the touches."""
    selection: Selection = ()
    for option, value in sequence:
        answer = toggle(contest, selection, option, value)
        if isinstance(answer, Marked):
            selection = answer.selection
    return selection


def reachable(contest: Contest) -> list[Selection]:
    """Every selection that touches can lead to, by search."""
    seen: set[Selection] = {()}
    pending: list[Selection] = [()]
    while pending:
        selection = pending.pop()
        for option in range(len(contest.options)):
            for value in range(1, max(1, contest.scale_max) + 1):
                answer = toggle(contest, selection, option, value)
                if isinstance(answer, Marked) and answer.selection not in seen:
                    seen.add(answer.selection)
                    pending.append(answer.selection)
    return sorted(seen)


def confirmed(contest: Contest) -> st.SearchStrategy[Selection]:
    """Selections that a voter may confirm."""
    return st.sampled_from([s for s in reachable(contest) if confirmable(contest, s) is None])
