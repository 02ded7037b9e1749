"""A project as a NIST ballot definition (SP 1500-20, JSON, version 1.0.0), and what such a file cannot say of it.

It must not write files, nor say what the project does not. The file is for whoever reads that format: themes are not
built from it.
"""

from collections.abc import Iterable, Iterator
from typing import Final

from shared.formats.canonical import Json
from theme_builder.projects.documents import CASILLAS, GEOGRAFIA, PARTIDOS, TEMA
from theme_builder.projects.editing import Table, rows, table
from theme_builder.projects.patch import State

SPACE: Final = "BallotDefinition."
VERSION: Final = "1.0.0"
VENDOR: Final = "urna-electronica tema"
SPANISH: Final = "es"
ENTIDAD: Final = "gpu-entidad"
VARIATIONS: Final = {"ranked": "rcv", "scale": "range", "n_of_m": "n-of-m"}
"""Of votes, by kind of boleta; the others are ``plurality``."""
_LEVELS: Final = (("distritos", "distrito"), ("municipios", "municipio"))
_FIRST_AUTHORITY: Final = 12


def definition(state: State) -> dict[str, Json]:
    """The ballot definition; what is unfinished in the project is left out or empty."""
    tema = table(state, TEMA)
    said = tema.get("election")
    election: Table = said if isinstance(said, dict) else {}
    authority = _text(election.get("authority"))
    boletas = list(_boletas(state))
    initials = "".join(word[0] for word in authority.split() if word[0].isupper())
    return _object(
        "BallotDefinition",
        GeneratedDate=_text(tema.get("created_at")),
        Issuer=authority,
        IssuerAbbreviation=initials[:_FIRST_AUTHORITY] or "-",
        SequenceStart=1,
        SequenceEnd=1,
        VendorApplicationId=VENDOR,
        Version=VERSION,
        GpUnit=[*_units(state, election)],
        Party=[*_parties(state, boletas)],
        Election=[_election(state, election, boletas)],
    )


def unsaid(state: State) -> tuple[str, ...]:
    """Codes (`NOT_SAID` of the pages words them) of what the project says and the format cannot."""
    found = {"record", "urna"}
    for boleta in _boletas(state):
        if any(box.get("kind") == "nulo" for box in rows(boleta, "options")):
            found.add("nulo")
        found |= {name for name in ("coaliciones", "convenios", "info") if boleta.get(name)}
        if boleta.get("scale_max"):
            found.add("scale")
        if boleta.get("blank_policy"):
            found.add("blank")
        if any(row.get("siglado") for row in rows(boleta, "candidaturas")):
            found.add("siglado")
    if rows(table(state, TEMA), "groups"):
        found.add("groups")
    if state.get(CASILLAS):
        found.add("casillas")
    return tuple(sorted(found))


def _boletas(state: State) -> Iterator[Table]:
    names = table(state, TEMA).get("contests")
    for name in names if isinstance(names, list) else ():
        yield table(state, f"boletas/{name}")


def _units(state: State, election: Table) -> Iterator[Table]:
    casillas = _casillas(state)
    name = _text(election.get("entidad_name")) or "-"
    yield _object("ReportingUnit", id_=ENTIDAD, Type="state", Name=_words(name), Number=_text(election.get("entidad")))
    geography = table(state, GEOGRAFIA)
    for many, level in _LEVELS:
        kind: dict[str, Json] = {"Type": "municipality"}
        if level == "distrito":
            kind = {"Type": "other", "OtherType": "distrito electoral"}
        for place in rows(geography, many):
            number = _text(place.get("number"))
            own: list[Json] = [_casilla_id(each) for each in casillas if _text(each.get(level)) == number]
            composing: dict[str, Json] = {"ComposingGpUnitIds": own} if own else {}
            words = _words(_text(place.get("name")) or "-")
            yield _object("ReportingUnit", id_=f"gpu-{level}-{number}", Name=words, Number=number, **kind, **composing)
    for each in casillas:
        clave, voters = _text(each.get("clave")), _text(each.get("lista_nominal"))
        address = _object("ContactInformation", AddressLine=[_text(each.get("domicilio"))])
        yield _object(
            "ReportingUnit",
            id_=_casilla_id(each),
            Type="polling-place",
            Name=_words(clave),
            Number=clave,
            ContactInformation=address,
            **({"VotersRegistered": int(voters)} if voters.isascii() and voters.isdigit() else {}),
        )


def _parties(state: State, boletas: Iterable[Table]) -> Iterator[Table]:
    for each in rows(table(state, PARTIDOS), "partidos"):
        id_, color = _text(each.get("id")), _text(each.get("color")).removeprefix("#")
        more: dict[str, Json] = {"Color": color} if len(color) == 6 else {}
        letters = _text(each.get("letters")) or id_
        name = _words(_text(each.get("name")) or id_)
        yield _object("Party", id_=_party(id_), Name=name, Abbreviation=_words(letters), **_known(id_), **more)
    for boleta in boletas:
        contest = _text(boleta.get("id"))
        for each in rows(boleta, "coaliciones"):
            partidos = each.get("partidos")
            ids: list[Json] = [_party(_text(name)) for name in partidos] if isinstance(partidos, list) else []
            id_ = _text(each.get("id"))
            yield _object(
                "Coalition",
                id_=f"coalicion-{contest}-{id_}",
                Name=_words(_text(each.get("name")) or id_),
                PartyIds=ids,
                ContestIds=[f"boleta-{contest}"],
                **_known(id_),
            )


def _election(state: State, election: Table, boletas: list[Table]) -> Table:
    day = _text(election.get("date"))
    candidates = [_candidate(boleta, each) for boleta in boletas for each in rows(boleta, "candidaturas")]
    return _object(
        "Election",
        ElectionScopeId=ENTIDAD,
        Name=_words(_text(election.get("name"))),
        StartDate=day,
        EndDate=day,
        Type="general",
        Candidate=[*candidates],
        Contest=[_contest(boleta) for boleta in boletas],
        BallotStyle=[*_styles(state, boletas)],
        **_known(_text(election.get("id"))),
    )


def _candidate(boleta: Table, row: Table) -> Table:
    id_ = _text(row.get("id"))
    return _object(
        "Candidate", id_=_candidate_id(boleta, id_), BallotName=_words(_text(row.get("name"))), **_known(id_)
    )


def _contest(boleta: Table) -> Table:
    id_, kind, marks = _text(boleta.get("id")), _text(boleta.get("kind")), boleta.get("max_marks")
    most = marks if isinstance(marks, int) else 1
    said: dict[str, Json] = {
        "ElectionDistrictId": _scope(boleta),
        "Name": _text(boleta.get("title")) or id_,
        "BallotTitle": _translated(boleta, "title"),
        "BallotSubTitle": _translated(boleta, "question"),
        "VoteVariation": VARIATIONS.get(kind, "plurality"),
        "ContestOption": [*_options(boleta)],
        **_known(id_),
    }
    if kind == "consulta":
        return _object("BallotMeasureContest", id_=f"boleta-{id_}", Type="referendum", **said)
    allowed = most if kind in {"n_of_m", "ranked"} else 1
    more: dict[str, Json] = {"RanksAllowed": most} if kind == "ranked" else {}
    return _object("CandidateContest", id_=f"boleta-{id_}", VotesAllowed=allowed, **said, **more)


def _options(boleta: Table) -> Iterator[Table]:
    """Every box that can be said, in its order: a null vote cannot."""
    for place, box in enumerate(rows(boleta, "options"), start=1):
        id_, kind, candidatura = _option(boleta, box), box.get("kind"), _text(box.get("candidatura"))
        if kind == "nulo":
            continue
        known = _known(_text(box.get("id")))
        if kind == "respuesta":
            selection = _words(_text(box.get("label")), _labels(boleta, _text(box.get("id"))))
            yield _object("BallotMeasureOption", id_=id_, SequenceOrder=place, Selection=selection, **known)
            continue
        partidos = box.get("partidos")
        parties: list[Json] = [_party(_text(name)) for name in partidos] if isinstance(partidos, list) else []
        more: dict[str, Json] = {"EndorsementPartyIds": parties} if parties else {}
        if candidatura:
            more["CandidateIds"] = [_candidate_id(boleta, candidatura)]
        yield _object(
            "CandidateOption", id_=id_, SequenceOrder=place, IsWriteIn=kind == "no_registrada", **known, **more
        )


def _styles(state: State, boletas: list[Table]) -> Iterator[Table]:
    """One for each set of boletas that some casillas vote, with those casillas."""
    units: dict[tuple[int, ...], list[Json]] = {}
    for each in _casillas(state):
        voted = tuple(i for i, boleta in enumerate(boletas) if _votes(each, boleta))
        units.setdefault(voted, []).append(_casilla_id(each))
    for voted, ids in sorted(units.items()):
        content: list[Json] = []
        for i in voted:
            order: list[Json] = [each["@id"] for each in _options(boletas[i])]
            contest = f"boleta-{_text(boletas[i].get('id'))}"
            content.append(_object("OrderedContest", ContestId=contest, OrderedContestOptionIds=order))
        yield _object("BallotStyle", GpUnitIds=ids, OrderedContent=content)


def _votes(casilla: Table, boleta: Table) -> bool:
    ambito = boleta.get("ambito")
    if not isinstance(ambito, dict):
        return True
    return _text(casilla.get(_text(ambito.get("level")))) == _text(ambito.get("number"))


def _scope(boleta: Table) -> str:
    ambito = boleta.get("ambito")
    if not isinstance(ambito, dict):
        return ENTIDAD
    return f"gpu-{_text(ambito.get('level'))}-{_text(ambito.get('number'))}"


def _translated(boleta: Table, name: str) -> Table:
    languages = boleta.get("languages")
    found = languages.items() if isinstance(languages, dict) else ()
    words = {code: _text(said.get(name)) for code, said in found if isinstance(said, dict)}
    return _words(_text(boleta.get(name)), words)


def _labels(boleta: Table, box: str) -> dict[str, str]:
    languages = boleta.get("languages")
    found = languages.items() if isinstance(languages, dict) else ()
    options = {code: said.get("options") for code, said in found if isinstance(said, dict)}
    return {code: _text(each.get(box)) for code, each in options.items() if isinstance(each, dict)}


def _words(text: str, others: dict[str, str] | None = None) -> Table:
    said = {SPANISH: text, **{code: words for code, words in (others or {}).items() if words}}
    strings: list[Json] = [_object("LanguageString", Content=words, Language=code) for code, words in said.items()]
    return _object("InternationalizedText", Text=strings)


def _known(value: str) -> dict[str, Json]:
    """The id by which the project knows it."""
    return {"ExternalIdentifier": [_object("ExternalIdentifier", Type="local-level", Value=value)]}


def _object(kind: str, /, **fields: Json) -> Table:
    """An object of the format; ``id_`` among the fields is its ``@id``."""
    named = {"@id" if name == "id_" else name: value for name, value in fields.items()}
    return {"@type": SPACE + kind, **named}


def _casillas(state: State) -> list[Table]:
    found = state.get(CASILLAS)
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def _casilla_id(casilla: Table) -> str:
    return f"gpu-casilla-{_text(casilla.get('clave'))}"


def _candidate_id(boleta: Table, id_: str) -> str:
    return f"candidatura-{_text(boleta.get('id'))}-{id_}"


def _option(boleta: Table, box: Table) -> str:
    return f"recuadro-{_text(boleta.get('id'))}-{_text(box.get('id'))}"


def _party(id_: str) -> str:
    return f"partido-{id_}"


def _text(value: Json) -> str:
    return str(value) if isinstance(value, int | str) else ""
