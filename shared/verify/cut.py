"""Reads one PREP cut of a publication: signature and hashes first, then only the figures that can be recomputed.

It must not compute a total: it says what was published, for ``compare`` to hold against the bundles.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import ClassVar, Final

from shared.crypto.certificates import MAX_CHAIN, TrustAnchor
from shared.crypto.hashing import sha256_hex
from shared.crypto.signing import SIGNATURE_SIZE
from shared.domain.errors import DatoInvalido
from shared.formats.canonical import Fields, FormatoInvalido, Json, loads
from shared.formats.prep_cut_v1 import (
    CERTIFICATES_NAME,
    LATEST_NAME,
    MANIFEST_NAME,
    MAX_LATEST,
    MAX_MANIFEST,
    RESULTS_NAME,
    SIGNATURE_NAME,
    CutManifest,
    parse_latest,
    parse_manifest,
    verify_manifest,
)
from shared.verify.folder import Publication, read_limited
from shared.verify.outcome import Problem

MAX_FIGURES: Final = 64 << 20
_OWN_FILES: Final = frozenset({MANIFEST_NAME, SIGNATURE_NAME, CERTIFICATES_NAME})


class CorteInvalido(FormatoInvalido):
    """A file of a cut that does not have its form (``V0xx``)."""

    letter: ClassVar[str] = "V"


@dataclass(frozen=True, slots=True)
class PublishedUnit:
    """Figures of a unit: by key, by candidatura where published (else empty), and their sum."""

    totals: Mapping[str, int]
    candidaturas: Mapping[str, int]
    votos: int
    lista_nominal: int | None


@dataclass(frozen=True, slots=True)
class PublishedActa:
    """One casilla in one contest; ``counts`` is None where no acta was published."""

    counts: Mapping[str, int] | None
    votos: int
    contabilizada: int
    observacion: str


@dataclass(frozen=True, slots=True)
class PublishedCasilla:
    """One casilla of a district's file; ``actas`` contest by contest."""

    clave: str
    bundle: str | None
    bundle_sha256: str | None
    actas: tuple[PublishedActa, ...]


@dataclass(frozen=True, slots=True)
class PublishedContest:
    """One contest of ``resultados.json``; ``units`` are of level ``distrito`` or ``municipio``, by (level, number)."""

    id: str
    package: str
    entidad: PublishedUnit
    votos_sin_especiales: int
    partidos: Mapping[str, int]
    sin_asignar: int
    actas: Mapping[str, int]
    units: Mapping[tuple[str, str], PublishedUnit]
    secciones: Mapping[str, PublishedUnit]


@dataclass(frozen=True, slots=True)
class PublishedCut:
    """Everything of a cut that bundles can confirm or deny."""

    number: int
    folder: Path
    observed_at: datetime
    contests: tuple[PublishedContest, ...]
    casillas: Mapping[str, PublishedCasilla]


def read_cut(publication: Publication, mode: str) -> tuple[PublishedCut | None, tuple[Problem, ...]]:
    """The latest cut and what is wrong with its files.

    Problems: V301 no cut; V302 ``latest.json`` names another manifest; V303 the signature does not hold; V304 a file
    is not the one that was signed; V305 a file that nobody signed; V306 of another election, theme or mode; V307 the
    chain of cuts is broken; V308 a file cannot be read.
    """
    cuts = publication.folder / "cortes"
    problems: list[Problem] = []
    try:
        latest = parse_latest(read_limited(cuts / LATEST_NAME, MAX_LATEST))
        folder = cuts / str(latest.corte)
        manifest_bytes = read_limited(folder / MANIFEST_NAME, MAX_MANIFEST)
        if sha256_hex(manifest_bytes) != latest.manifest_sha256:
            problems.append(Problem.of("V302", f"cortes/{latest.corte}"))
        problems += _check_signature(publication, folder, manifest_bytes)
        manifest = parse_manifest(manifest_bytes)
        problems += _check_files(manifest, folder)
        problems += _check_binding(manifest, publication, mode)
        problems += _check_chain(cuts, latest.corte)
        return _read_figures(folder, manifest), tuple(problems)
    except FileNotFoundError as error:
        missing = Path(str(error.filename)).name
        return None, (*problems, Problem.of("V301", f"cortes/{missing}"))
    except (DatoInvalido, OSError) as error:
        return None, (*problems, Problem.of("V308", "cortes", reason=error))


def _check_signature(publication: Publication, folder: Path, manifest: bytes) -> list[Problem]:
    signature = read_limited(folder / SIGNATURE_NAME, SIGNATURE_SIZE)
    certificates = read_limited(folder / CERTIFICATES_NAME, MAX_CHAIN)
    anchor = TrustAnchor.from_pem(publication.root_pem, publication.crl_pem)
    try:
        verify_manifest(manifest, signature, certificates, anchor)
    except (DatoInvalido, ValueError) as error:
        return [Problem.of("V303", f"cortes/{folder.name}", reason=error)]
    return []


def _check_files(manifest: CutManifest, folder: Path) -> list[Problem]:
    problems = []
    for listed in manifest.files:
        path = folder / listed.path
        data = read_limited(path, listed.size) if path.is_file() else None
        if data is None or len(data) != listed.size or sha256_hex(data) != listed.sha256:
            problems.append(Problem.of("V304", f"cortes/{folder.name}/{listed.path}"))
    present = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    unsigned = sorted(present - {listed.path for listed in manifest.files} - _OWN_FILES)
    return problems + [Problem.of("V305", f"cortes/{folder.name}/{path}") for path in unsigned]


def _check_binding(manifest: CutManifest, publication: Publication, mode: str) -> list[Problem]:
    theme = publication.theme
    pairs = (
        ("election", manifest.election.value, theme.election.id.value),
        ("theme_hash", manifest.theme_hash, theme.hash_hex),
        ("mode", manifest.mode.value, mode),
    )
    return [
        Problem.of("V306", f"cortes/{manifest.corte}", field=name, published=published, expected=expected)
        for name, published, expected in pairs
        if published != expected
    ]


def _check_chain(cuts: Path, number: int) -> list[Problem]:
    """Each manifest names the one before; cuts that a copy left out are not held against it."""
    for later in range(number, 1, -1):
        before, after = (cuts / str(each) / MANIFEST_NAME for each in (later - 1, later))
        if not before.is_file() or not after.is_file():
            continue
        named = parse_manifest(read_limited(after, MAX_MANIFEST)).previous
        if named != sha256_hex(read_limited(before, MAX_MANIFEST)):
            return [Problem.of("V307", f"cortes/{later}")]
    return []


def _read_figures(folder: Path, manifest: CutManifest) -> PublishedCut:
    results = _fields(folder / RESULTS_NAME)
    raw = [Fields(item, CorteInvalido, "contests") for item in results.items("contests", 20)]
    keys = [[str(key) for key in _list(contest.peek("keys"))] for contest in raw]
    districts = [_fields(path) for path in sorted((folder / "distritos").glob("*.json"))]
    secciones: list[dict[str, PublishedUnit]] = [{} for _ in keys]
    casillas: dict[str, PublishedCasilla] = {}
    for district in districts:
        for item in district.items("secciones", 20_000):
            _add_seccion(Fields(item, CorteInvalido, "secciones"), keys, secciones)
        for item in district.items("casillas", 20_000):
            casilla = _casilla(Fields(item, CorteInvalido, "casillas"), keys)
            casillas[casilla.clave] = casilla
    contests = tuple(_contest(fields, each) for fields, each in zip(raw, secciones, strict=True))
    return PublishedCut(manifest.corte, folder, manifest.observed_at, contests, casillas)


def _contest(fields: Fields, secciones: Mapping[str, PublishedUnit]) -> PublishedContest:
    units = {}
    for level in ("distrito", "municipio"):
        for item in fields.items(f"{level}s", 1000):
            unit = Fields(item, CorteInvalido, level)
            units[level, str(unit.integer("number"))] = _unit(unit, _ints(unit.raw("candidaturas")))
    candidaturas = {fields_.text("id"): fields_.integer("votos") for fields_ in _each(fields, "candidaturas")}
    return PublishedContest(
        id=fields.text("id"),
        package=fields.text("package"),
        entidad=_unit(fields, candidaturas),
        votos_sin_especiales=fields.integer("votos_sin_especiales"),
        partidos={each.text("id"): each.integer("votos") for each in _each(fields, "partidos")},
        sin_asignar=sum(each.integer("votos") for each in _each(fields, "sin_asignar")),
        actas=_ints(fields.raw("actas")),
        units=units,
        secciones=secciones,
    )


def _each(fields: Fields, name: str) -> list[Fields]:
    return [Fields(item, CorteInvalido, name) for item in fields.items(name, 20_000)]


def _unit(fields: Fields, candidaturas: Mapping[str, int]) -> PublishedUnit:
    lista = fields.integer("lista_nominal")
    return PublishedUnit(_ints(fields.raw("totals")), candidaturas, fields.integer("votos"), lista)


def _add_seccion(fields: Fields, keys: list[list[str]], into: list[dict[str, PublishedUnit]]) -> None:
    """A seccion may lie in several districts: its parts are added."""
    number = str(fields.integer("seccion"))
    for place, item in enumerate(fields.items("contests", len(keys))):
        part = Fields(item, CorteInvalido, "secciones.contests")
        counts = _by_key(part.raw("counts"), keys[place])
        before = into[place].get(number)
        old = before.totals if before else dict.fromkeys(counts, 0)
        merged = {key: counts[key] + old[key] for key in counts}
        votes = part.integer("votos") + (before.votos if before else 0)
        into[place][number] = PublishedUnit(merged, {}, votes, None)


def _casilla(fields: Fields, keys: list[list[str]]) -> PublishedCasilla:
    items = fields.items("contests", len(keys))
    actas = tuple(_acta(Fields(item, CorteInvalido, "casillas.contests"), keys[i]) for i, item in enumerate(items))
    return PublishedCasilla(
        fields.text("clave"), _optional(fields, "bundle"), _optional(fields, "bundle_sha256"), actas
    )


def _acta(fields: Fields, keys: list[str]) -> PublishedActa:
    counts = fields.raw("counts")
    return PublishedActa(
        None if counts is None else _by_key(counts, keys),
        fields.integer("votos") if fields.peek("votos") is not None else 0,
        fields.integer("contabilizada", 0, 2),
        _optional(fields, "observacion") or "",
    )


def _fields(path: Path) -> Fields:
    return Fields(loads(read_limited(path, MAX_FIGURES), CorteInvalido, MAX_FIGURES), CorteInvalido, path.name)


def _list(value: Json) -> list[Json]:
    if not isinstance(value, list):
        raise CorteInvalido.of(13, "not a list")
    return value


def _ints(value: Json) -> dict[str, int]:
    if not isinstance(value, dict):
        raise CorteInvalido.of(13, "not an object")
    fields = Fields(value, CorteInvalido, "figures")
    return {name: fields.integer(name) for name in value}


def _by_key(value: Json, keys: list[str]) -> dict[str, int]:
    figures = _list(value)
    if len(figures) != len(keys):
        raise CorteInvalido.of(14, f"{len(figures)} figures for {len(keys)} keys")
    return _ints(dict(zip(keys, figures, strict=True)))


def _optional(fields: Fields, name: str) -> str | None:
    return fields.text(name, 400) if fields.peek(name) is not None else None
