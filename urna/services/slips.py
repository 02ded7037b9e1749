"""The documents of voting: testigo, acta de inicio, shares, reports. They must not identify a voter.

A testigo has as many bytes and lines whatever the choice; what tells two testigos apart is the choice and the random
mark of the tail.
"""

from collections.abc import Iterable, Sequence
from itertools import combinations

from hardware.printer.port import Align, Block, Feed, OneOf, Qr, Row, Rule, Size, Slip, Text, Wording
from shared.crypto.codes import crockford
from shared.crypto.shares import share_lines
from shared.domain.acta import ActaEnCeros, CounterKind, KeyKind
from shared.domain.boleta import Choice, ChoiceKind, describe
from shared.domain.eleccion import (
    BLANCOS,
    EXPLICIT_KINDS,
    NO_REGISTRADAS,
    NULOS,
    Contest,
    ContestKind,
    Mode,
    Option,
)
from shared.domain.errors import VotoInvalido
from shared.domain.voto import Mark, Voto
from shared.formats.theme_model import Theme
from urna.services.words import Words, figure, moment

COUNTERS = {
    CounterKind.FILE: "inicio.contador_archivo",
    CounterKind.BOARD: "inicio.contador_tablilla",
    CounterKind.TPM: "inicio.contador_tpm",
    CounterKind.NONE: "inicio.contador_ninguno",
}
_KEYS = {KeyKind.FILE: "inicio.clave_archivo", KeyKind.TPM: "inicio.clave_tpm"}
_MODES = {Mode.OFICIAL: "comun.modo_oficial", Mode.SIMULACRO: "comun.modo_simulacro"}
_FIGURES = {
    NO_REGISTRADAS: "escrutinio.no_registradas",
    NULOS: "escrutinio.nulos",
    BLANCOS: "escrutinio.blancos",
}


_SEVERAL = frozenset({ContestKind.N_OF_M, ContestKind.RANKED, ContestKind.SCALE})


def mark_text(slip_mark: bytes) -> str:
    """The mark of a testigo's tail: 40 random bits as ``XXXX XXXX``."""
    text = crockford(int.from_bytes(slip_mark, "big"), 8)
    return f"{text[:4]} {text[4:]}"


def title(text: str) -> Text:
    """The name of a document."""
    return Text(text, size=Size.TALL, bold=True, align=Align.CENTER)


def centred(text: str) -> Text:
    """A centred line."""
    return Text(text, align=Align.CENTER)


def interrupted(words: Words) -> tuple[Block, ...]:
    """What the printer adds to a piece of paper that it could not finish, before it begins the next one."""
    return (Rule(), title(words("interrumpida.titulo")), centred(words("interrumpida.pie")))


def banner(words: Words, mode: Mode) -> tuple[Block, ...]:
    """What a document without legal force says first; nothing in an official jornada."""
    text = words(_MODES.get(mode, "comun.modo_capacitacion"))
    return (Text(text, bold=True, align=Align.CENTER),) if text else ()


def testigo(words: Words, theme: Theme, mode: Mode, voto: tuple[int, Voto], slip_mark: bytes) -> Slip:
    """The slip of one boleta: ``voto`` is (index of the contest, vote)."""
    index, marks = voto
    contest = theme.contests[index]
    return Slip(
        "testigo",
        (
            centred(theme.election.authority),
            *banner(words, mode),
            Text(words("testigo.titulo"), bold=True, align=Align.CENTER),
            centred(contest.title),
            Rule(),
            wording_block(words, contest, marks.marks),
            Rule(),
            centred(words("testigo.pie")),
            Row(theme.short_code, mark_text(slip_mark)),
        ),
    )


def wording_block(words: Words, contest: Contest, marks: tuple[Mark, ...]) -> OneOf:
    """What a testigo says of a choice, among all that it could say of the contest."""
    several = contest.max_marks if contest.kind in _SEVERAL else 1
    return OneOf(wording(words, contest, marks), tuple(dict.fromkeys(_possible_wordings(words, contest))), several)


def _possible_wordings(words: Words, contest: Contest) -> Iterable[Wording]:
    """None, every single mark (of one with a value, the widest), every combination."""
    yield wording(words, contest, ())
    for i, option in enumerate(contest.options):
        if option.kind in EXPLICIT_KINDS or contest.kind not in _SEVERAL:
            yield wording(words, contest, (Mark(i),))
        else:
            yield Wording((_line_of(words, contest, option, max(contest.max_marks, contest.scale_max)),))
    if contest.kind is ContestKind.COALITION:
        yield from (wording(words, contest, marks) for marks in _combined(contest))


def _line_of(words: Words, contest: Contest, option: Option, value: int) -> str:
    """One of several options on a testigo, with its place or value where the contest has one."""
    name = short_name(option)
    if contest.kind is ContestKind.RANKED:
        return words("testigo.preferencia", lugar=value, opcion=name)
    if contest.kind is ContestKind.SCALE:
        return words("testigo.valor", valor=value, opcion=name)
    return name


def _combined(contest: Contest) -> Iterable[tuple[Mark, ...]]:
    boxes = {option.partidos[0]: i for i, option in enumerate(contest.options) if len(option.partidos) == 1}
    for combination in contest.combinations:
        if all(partido in boxes for partido in combination):
            yield tuple(sorted(Mark(boxes[partido]) for partido in combination))


def wording(words: Words, contest: Contest, marks: tuple[Mark, ...]) -> Wording:
    """How paper says a choice, largest first; raises ``VotoInvalido`` for marks that are none."""
    headings, details = _wording(words, contest, describe(contest, marks))
    return Wording(tuple(headings), tuple(details))


def _wording(words: Words, contest: Contest, choice: Choice) -> tuple[list[str], list[str]]:
    match choice.kind:
        case ChoiceKind.BLANCO:
            return [words("testigo.blanco")], []
        case ChoiceKind.NULO:
            return [words("testigo.nulo")], []
        case ChoiceKind.NO_REGISTRADA:
            return [words("testigo.no_registrada")], []
        case ChoiceKind.PREFERENCIAS | ChoiceKind.ESCALA | ChoiceKind.VARIAS:
            pairs = zip(choice.options, choice.values or (0,) * len(choice.options), strict=True)
            return [_line_of(words, contest, option, value) for option, value in pairs], []
        case ChoiceKind.CANDIDATURA:
            name = choice.candidatura.name if choice.candidatura else ""
            label = words("testigo.une").join(short_name(option) for option in choice.options)
            return [label], [name] if name and name != label else []


def pair(left: str, right: str, *, bold: bool = False) -> Row:
    """A row whose right side may be long: the layout gives it lines of its own when it does not fit."""
    return Row(left, right, bold=bold)


def share_slip(words: Words, acta: ActaEnCeros, holder: str, place: tuple[int, int], text: str) -> Slip:
    """One share of the casilla key, locked under its holder's code; ``place`` is (number from 1, of how many)."""
    return Slip(
        "parte",
        (
            title(words("parte.titulo")),
            *banner(words, acta.mode),
            centred(words("parte.numero", parte=place[0], partes=place[1])),
            Rule(),
            pair(words("parte.guarda"), holder, bold=True),
            Row(words("comun.casilla"), acta.casilla.clave),
            pair(words("comun.urna"), acta.urna.value),
            Rule(),
            Text(words("parte.instrucciones")),
            Feed(1),
            Qr(text),
            Text(words("parte.a_mano")),
            *(Row(words("parte.renglon", renglon=number), line) for number, line in enumerate(share_lines(text), 1)),
        ),
    )


def identity_rows(words: Words, acta: ActaEnCeros) -> tuple[Block, ...]:
    """What every document of a jornada names."""
    store = acta.store_id.value
    return (
        Row(words("comun.casilla"), acta.casilla.clave),
        pair(words("comun.urna"), acta.urna.value),
        Row(words("comun.almacen"), f"{store[:8]} {store[8:16]}"),
        Row("", f"{store[16:24]} {store[24:]}"),
        Row(words("comun.tema"), acta.theme_code),
        Row(words("comun.programa"), f"{acta.software_hash[:8]} {acta.software_hash[8:16]}"),
    )


def acta_inicio(words: Words, theme: Theme, acta: ActaEnCeros, key_code: str) -> Slip:
    """The acta in zeros that opens the jornada."""
    return Slip(
        "acta_inicio",
        (
            centred(theme.election.authority),
            *banner(words, acta.mode),
            title(words("inicio.titulo")),
            centred(theme.election.name),
            centred(words("inicio.subtitulo")),
            Rule(),
            *identity_rows(words, acta),
            Row(words("comun.llave"), key_code),
            Row(words("comun.hora"), moment(acta.opened_at)),
            Rule(),
            Row(words("inicio.votantes"), figure(0), bold=True),
            Row(words("inicio.boletas"), figure(0), bold=True),
            *(block for contest in theme.contests for block in _zeros(words, contest)),
            Rule(),
            Text(words("inicio.instrucciones")),
            Text(words(COUNTERS[acta.counter_kind])),
            Text(words(_KEYS[acta.key_kind])),
            *signatures(words),
        ),
    )


def _zeros(words: Words, contest: Contest) -> Sequence[Block]:
    rows = (Row(key_label(words, contest, key), figure(0)) for key in contest.count_keys())
    return (Rule(), Text(contest.title, bold=True), *rows)


def short_name(option: Option) -> str:
    """How paper names a box: its parties, or what it says where it has none."""
    return "-".join(partido.value for partido in option.partidos) or option.label


def key_label(words: Words, contest: Contest, key: str) -> str:
    """How paper names a figure: its box, the parties of a combination, or what is not a candidatura."""
    if key in _FIGURES:
        return words(_FIGURES[key])
    box, _, value = key.partition("@")
    label = next((short_name(option) for option in contest.options if option.id.value == box), box)
    return f"{label} ({value})" if value else label


def signatures(words: Words) -> tuple[Block, ...]:
    """Room for the mesa to sign."""
    return (
        Feed(1),
        centred(words("comun.firmas")),
        Feed(2),
        centred(words("comun.firma")),
        Feed(2),
        centred(words("comun.firma")),
    )


def possible(contest: Contest) -> tuple[tuple[Mark, ...], ...]:
    """Every selection that adds to a figure of its own: what a verification casts, in a fixed order."""
    found: dict[tuple[Mark, ...], None] = {}
    top = {ContestKind.RANKED: contest.max_marks, ContestKind.SCALE: contest.scale_max}.get(contest.kind, 0)
    for i, option in enumerate(contest.options):
        for value in range(1, top + 1) if top and option.kind not in EXPLICIT_KINDS else (0,):
            found[(Mark(i, value),)] = None
    for marks in (*_combined(contest), *_ranked(contest), ()):
        found[marks] = None
    return tuple(marks for marks in found if _legal(contest, marks))


def _ranked(contest: Contest) -> Iterable[tuple[Mark, ...]]:
    """For ranked and n-of-m contests: runs of options that reach every place and the largest number of marks."""
    free = [i for i, option in enumerate(contest.options) if option.kind not in EXPLICIT_KINDS]
    if contest.kind is ContestKind.N_OF_M:
        yield from (tuple(Mark(i) for i in chosen) for chosen in list(combinations(free, contest.max_marks))[:20])
    elif contest.kind is ContestKind.RANKED:
        for start in range(len(free)):
            run = [free[(start + step) % len(free)] for step in range(min(contest.max_marks, len(free)))]
            yield tuple(sorted(Mark(option, place) for place, option in enumerate(run, 1)))


def _legal(contest: Contest, marks: tuple[Mark, ...]) -> bool:
    try:
        describe(contest, marks)
    except VotoInvalido:
        return False
    return True
