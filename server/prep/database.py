"""The downloadable data base of one contest: results CSV, candidaturas CSV and LEEME, in one ZIP.

It must not judge or add up actas: it writes what the count says.
"""

import csv
import io
from collections.abc import Iterator

from server.prep.counting import Counted, Judged, Sums
from server.prep.schemas import CutInput
from server.prep.texts import CANDIDATURAS_COLUMNS, LEEME
from shared.domain.coalicion import Level
from shared.domain.eleccion import Contest
from shared.domain.prep_observaciones import Figure, Unread
from shared.formats.prep_csv import JALISCO, SUMMARY_FIELDS, PrepFile, percent4, safe_cell, write_prep
from shared.formats.prep_layout import (
    RowActa,
    RowPlace,
    acta_row,
    figure_order,
    generated,
    pending_row,
    prep_columns,
)
from shared.formats.prep_package import PrepPackage, package_stem, write_package
from shared.formats.theme_model import Theme

FUERA_UBICACION = 3


def package(source: CutInput, counted: Counted, index: int) -> tuple[str, bytes]:
    """Name and bytes of a contest's package."""
    theme = source.theme
    stem = package_stem(source.observed_at, counted.contest.id.value, theme.election.entidad.number)
    readme = LEEME.format(
        authority=theme.election.authority,
        election=theme.election.name,
        title=counted.contest.title,
        number=source.number,
        generated=generated(source.observed_at),
        stem=stem,
    )
    file = prep_file(source, counted, index)
    made = PrepPackage(
        stem=stem,
        results=write_prep(file, JALISCO),
        candidaturas=_candidaturas(theme, counted.contest),
        readme=readme.replace("\n", "\r\n").encode("utf-8-sig"),
    )
    return f"{stem}.zip", write_package(made)


def prep_file(source: CutInput, counted: Counted, index: int) -> PrepFile:
    """The results of a contest as the rows of the rule."""
    by_municipio = source.theme.rules.coalition_split.level == Level.MUNICIPIO
    return PrepFile(
        election=counted.contest.title,
        generated=generated(source.observed_at),
        summary=summary(counted),
        columns=prep_columns(counted.contest, by_municipio=by_municipio),
        rows=tuple(_rows(source.theme, counted, index + 1, by_municipio=by_municipio)),
    )


def summary(counted: Counted) -> tuple[tuple[str, str], ...]:
    """The thirteen figures of the header, percentages truncated."""
    sums: Sums = counted.entidad
    without = sums.votos - sums.votos_especiales
    values = (
        str(sums.esperadas),
        str(counted.registradas),
        str(counted.fuera_catalogo),
        str(sums.capturadas),
        percent4(sums.capturadas, sums.esperadas),
        str(sums.contabilizadas),
        percent4(sums.contabilizadas, sums.esperadas),
        percent4(sums.inconsistentes, sums.esperadas),
        str(sums.no_contabilizadas),
        str(sums.lista_nominal),
        str(sums.votos),
        str(without),
        percent4(without, sums.lista_nominal),
    )
    return tuple(zip(SUMMARY_FIELDS, values, strict=True))


def _rows(theme: Theme, counted: Counted, number: int, *, by_municipio: bool) -> Iterator[tuple[str, ...]]:
    distritos = {d.id.number: d.name for d in theme.distritos}
    municipios = {m.id.number: m.name for m in theme.municipios}
    names = municipios if by_municipio else distritos
    order = figure_order(counted.contest)
    for judged in counted.rows:
        place = _place(theme, judged, names, by_municipio=by_municipio)
        if judged.acta is None:
            yield tuple(pending_row(place, number, len(order)))
        else:
            yield tuple(acta_row(place, number, _acta(judged, order), judged.observacion, judged.code))


def _place(theme: Theme, judged: Judged, names: dict[int, str], *, by_municipio: bool) -> RowPlace:
    casilla, entidad = judged.casilla, theme.election.entidad_name
    if casilla is None:
        return RowPlace(judged.id, entidad, None, "", FUERA_UBICACION, None, None)
    unit = casilla.municipio.number if by_municipio else casilla.distrito.number
    return RowPlace(
        judged.id,
        entidad,
        unit,
        names.get(unit, ""),
        casilla.ubicacion,
        casilla.lista_nominal,
        casilla.representantes,
    )


def _acta(judged: Judged, order: tuple[int, ...]) -> RowActa:
    acta = judged.acta
    if acta is None:
        raise ValueError("a row without an acta is pending")
    figures: tuple[Figure, ...] = (
        (Unread.SIN_ACTA,) * len(order) if acta.sin_acta else tuple(acta.figures[i] for i in order)
    )
    return RowActa(
        figures=figures,
        votos=judged.votos,
        personas=acta.personas,
        sacados=acta.sacados,
        asentado=acta.asentado,
        integrity=acta.integrity,
        acopio=acta.acopio,
        captura=acta.captura,
        verificacion=acta.verificacion,
        origen=acta.origen.value,
        digitalizacion=acta.digitalizacion.value,
        documento=acta.documento.value,
    )


def _candidaturas(theme: Theme, contest: Contest) -> bytes:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(CANDIDATURAS_COLUMNS)
    for candidatura in contest.candidaturas:
        joined = [c for each in contest.coaliciones if each.candidatura == candidatura.id for c in each.combinations]
        cells = (
            f"{theme.election.entidad.number:02d}",
            candidatura.id.value,
            " ".join(p.value for p in candidatura.partidos),
            candidatura.name,
            " ".join("-".join(p.value for p in c) for c in joined),
        )
        writer.writerow([safe_cell(cell) for cell in cells])
    return stream.getvalue().encode("utf-8-sig")
