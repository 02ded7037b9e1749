"""The JSON of a cut: what ``resultados.json`` and the files of each distrito hold, as plain dictionaries.

It must not judge actas nor write files; every number is an integer and no percentage stands in it.
"""

from collections.abc import Iterable, Mapping, Sequence

from server.prep.counting import Counted, Judged, Sums
from server.prep.schemas import CutInput
from shared.domain.coalicion import Derivation, Level, Split, split
from shared.domain.eleccion import Contest
from shared.domain.prep_observaciones import Unread
from shared.formats.canonical import moment_text
from shared.formats.theme_model import Theme
from shared.formats.theme_rules import split_rules

Object = dict[str, object]
ABROAD = 0


def split_contest(source: CutInput, counted: Counted) -> Split:
    """Votes by partido and candidatura of counted actas, split over the units that the rule names."""
    rules = split_rules(source.theme.rules)
    return split(counted.contest, _units(counted, rules.level), rules)


def _units(counted: Counted, level: Level) -> Mapping[str, Mapping[str, int]]:
    keys = counted.contest.count_keys()
    match level:
        case Level.DISTRITO:
            return {f"{n:03d}": _totals(keys, sums.counts) for n, sums in counted.distritos.items()}
        case Level.MUNICIPIO:
            return {f"{n:03d}": _totals(keys, sums.counts) for n, sums in counted.municipios.items()}
        case Level.ENTIDAD:
            return {"entidad": _totals(keys, counted.entidad.counts)}
        case Level.CASILLA:
            return {row.id.clave: _totals(keys, _readable(row)) for row in counted.rows if row.code == 1 and row.acta}


def _readable(row: Judged) -> list[int]:
    return [figure if isinstance(figure, int) else 0 for figure in (row.acta.figures if row.acta else ())]


def results(source: CutInput, contests: Sequence[tuple[Counted, Split, str]]) -> Object:
    """The whole of ``resultados.json``; each contest with its split and the name of its package."""
    election = source.theme.election
    return {
        "format": "prep/1",
        "election": {
            "id": election.id.value,
            "name": election.name,
            "date": election.date.isoformat(),
            "entidad": election.entidad.number,
            "entidad_name": election.entidad_name,
            "authority": election.authority,
        },
        "mode": source.mode.value,
        "corte": source.number,
        "observed_at": moment_text(source.observed_at),
        "theme_hash": source.theme.hash_hex,
        "contests": [_contest(source.theme, *each) for each in contests],
    }


def _contest(theme: Theme, counted: Counted, done: Split, package: str) -> Object:
    contest = counted.contest
    keys = contest.count_keys()
    return {
        "id": contest.id.value,
        "title": contest.title,
        "kind": contest.kind.value,
        "package": package,
        "keys": list(keys),
        "owners": {key: owner.value if (owner := contest.candidatura_of(key)) else None for key in keys},
        "actas": {
            **_actas(counted.entidad),
            "registradas": counted.registradas,
            "fuera_catalogo": counted.fuera_catalogo,
        },
        "lista_nominal": counted.entidad.lista_nominal,
        "votos": counted.entidad.votos,
        "votos_sin_especiales": counted.entidad.votos - counted.entidad.votos_especiales,
        "totals": _totals(keys, counted.entidad.counts),
        "candidaturas": [
            {"id": c.id.value, "name": c.name, "partidos": [p.value for p in c.partidos], "votos": votos}
            for c in contest.candidaturas
            for votos in (done.by_candidatura.get(c.id.value, 0),)
        ],
        **_partidos(theme, done),
        "distritos": _distritos(theme, counted),
        "municipios": _municipios(theme, counted),
    }


def _partidos(theme: Theme, done: Split) -> Object:
    names = {partido.id.value: partido.name for partido in theme.partidos}
    rule = theme.rules.coalition_split
    return {
        "partidos": [{"id": id_, "name": names.get(id_, id_), "votos": v} for id_, v in done.by_partido.items()],
        "sin_asignar": [
            {
                "unit": u.unit,
                "combination": _join(u.combination),
                "votos": u.votes,
                "tied": [p.value for p in u.tied],
            }
            for u in done.sin_asignar
        ],
        "derivations": [_derivation(d) for d in done.derivations],
        "split": {"level": rule.level, "remainder": rule.remainder, "cites": list(rule.cites)},
    }


def _derivation(each: Derivation) -> Object:
    return {
        "unit": each.unit,
        "combination": _join(each.combination),
        "votos": each.votes,
        "share_each": each.share_each,
        "remainder": each.remainder,
        "to": [p.value for p in each.to],
        **({} if each.share_each or not any(each.shares) else {"shares": list(each.shares)}),
    }


def _distritos(theme: Theme, counted: Counted) -> list[Object]:
    names = {d.id.number: d.name for d in theme.distritos}
    spans = _spans((d, m) for d, m, _ in counted.secciones)
    return [
        {**_unit(counted.contest, number, names.get(number, ""), sums), "municipios": spans[number]}
        for number, sums in counted.distritos.items()
    ]


def _municipios(theme: Theme, counted: Counted) -> list[Object]:
    names = {m.id.number: m.name for m in theme.municipios}
    spans = _spans((m, d) for d, m, _ in counted.secciones)
    return [
        {**_unit(counted.contest, number, names.get(number, ""), sums), "distritos": spans[number]}
        for number, sums in counted.municipios.items()
    ]


def _spans(pairs: Iterable[tuple[int, int]]) -> dict[int, list[int]]:
    found: dict[int, set[int]] = {}
    for one, other in pairs:
        found.setdefault(one, set()).add(other)
    return {one: sorted(others) for one, others in found.items()}


def _unit(contest: Contest, number: int, name: str, sums: Sums) -> Object:
    totals = _totals(contest.count_keys(), sums.counts)
    return {
        "number": number,
        "name": name,
        "actas": _actas(sums),
        "lista_nominal": sums.lista_nominal,
        "votos": sums.votos,
        "votos_sin_especiales": sums.votos - sums.votos_especiales,
        "totals": totals,
        "candidaturas": by_candidatura(contest, totals),
    }


def by_candidatura(contest: Contest, totals: Mapping[str, int]) -> dict[str, int]:
    """Boxes and combinations of each candidatura added up; no division anywhere."""
    sums = {candidatura.id.value: 0 for candidatura in contest.candidaturas}
    for key, votos in totals.items():
        owner = contest.candidatura_of(key)
        if owner is not None:
            sums[owner.value] += votos
    return sums


def distrito_file(source: CutInput, contests: Sequence[Counted], number: int) -> Object:
    """One distrito: its secciones and every casilla of its catalogue, with the acta of each contest or none."""
    names = {d.id.number: d.name for d in source.theme.distritos}
    first = contests[0]
    keys = [key for key in first.secciones if key[0] == number]
    return {
        "format": "prep-distrito/1",
        "number": number,
        "name": names.get(number, ""),
        "secciones": [
            {
                "seccion": key[2],
                "municipio": key[1],
                "contests": [_seccion(counted.secciones[key]) for counted in contests],
            }
            for key in keys
        ],
    }


def casilla_objects(contests: Sequence[Counted]) -> dict[int, list[Object]]:
    """Every casilla of the catalogue by distrito, in the order of the file."""
    found: dict[int, list[Object]] = {}
    others = [{row.id: row for row in counted.rows} for counted in contests[1:]]
    for row in contests[0].rows:
        casilla = row.casilla
        if casilla is None:
            continue
        rows = [row, *(other[row.id] for other in others)]
        acta = next((each.acta for each in rows if each.acta is not None), None)
        found.setdefault(casilla.distrito.number, []).append(
            {
                "clave": row.id.clave,
                "municipio": casilla.municipio.number,
                "lista_nominal": casilla.lista_nominal,
                "domicilio": casilla.domicilio,
                "bundle": f"bundles/{acta.bundle}" if acta and acta.bundle else None,
                "bundle_sha256": acta.integrity if acta and acta.integrity else None,
                "contests": [_casilla(each) for each in rows],
            }
        )
    return found


def _casilla(row: Judged) -> Object:
    figures = row.acta.figures if row.acta is not None else None
    return {
        "contabilizada": row.code.value,
        "observacion": row.observacion.value,
        "counts": None if not figures else [f.value if isinstance(f, Unread) else f for f in figures],
        "votos": row.votos,
    }


def _seccion(sums: Sums) -> Object:
    return {
        "actas": _actas(sums),
        "lista_nominal": sums.lista_nominal,
        "votos": sums.votos,
        "votos_sin_especiales": sums.votos - sums.votos_especiales,
        "counts": sums.counts,
    }


def secciones_index(counted: Counted) -> Object:
    """In which distritos each seccion is."""
    found: dict[str, list[int]] = {}
    for distrito, _, seccion in counted.secciones:
        found.setdefault(str(seccion), []).append(distrito)
    return {seccion: sorted(set(distritos)) for seccion, distritos in found.items()}


def _actas(sums: Sums) -> Object:
    return {
        "esperadas": sums.esperadas,
        "capturadas": sums.capturadas,
        "contabilizadas": sums.contabilizadas,
        "no_contabilizadas": sums.no_contabilizadas,
        "inconsistentes": sums.inconsistentes,
    }


def _totals(keys: Sequence[str], counts: Sequence[int]) -> dict[str, int]:
    return dict(zip(keys, counts, strict=True))


def _join(partidos: Iterable[object]) -> str:
    return "-".join(str(partido) for partido in partidos)
