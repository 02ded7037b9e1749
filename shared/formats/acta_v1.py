"""``acta.json``: the acta de escrutinio as canonical JSON, and back.

It must not judge the figures: their form and their place in the theme are checked here, their sums in the domain.
"""

from collections.abc import Sequence
from dataclasses import fields as fields_of
from dataclasses import replace
from typing import Final

from shared.domain.acta import ActaEscrutinio, CounterKind, KeyKind
from shared.domain.eleccion import Contest, Mode
from shared.domain.escrutinio import EscrutinioContest
from shared.domain.grupo import GrupoEmitidos
from shared.domain.grupo_escrutinio import Reunidos, contests_of
from shared.domain.hallazgo import SEVERITIES, Finding, Severity
from shared.domain.ids import CasillaId, ContestId, EleccionId, GrupoId, StoreId, UrnaId
from shared.domain.ledger import Ledger
from shared.formats.canonical import Fields, base64_text, loads_canonical, moment_text, twin
from shared.formats.results_model import ResultadoInvalido
from shared.formats.theme_model import Theme
from shared.formats.theme_read import MAX_CONTESTS, MAX_GRUPOS

FORMAT: Final = "acta/1"
MAX_BYTES: Final = 1 << 20
MAX_FIGURE: Final = 10_000_000
_LEDGER: Final = tuple(field.name for field in fields_of(Ledger))


def serialise_acta(acta: ActaEscrutinio) -> bytes:
    """The canonical JSON of an acta; parameters of its findings are left to the paper."""
    return twin(
        {
            "format": FORMAT,
            "kind": "escrutinio",
            "election": acta.election.value,
            "mode": acta.mode.value,
            "casilla": acta.casilla.clave,
            "urna": acta.urna.value,
            "store_id": acta.store_id.value,
            "theme_hash": acta.theme_hash,
            "theme_code": acta.theme_code,
            "software_hash": acta.software_hash,
            "casilla_key": base64_text(acta.casilla_key),
            "opened_at": moment_text(acta.opened_at),
            "closed_at": moment_text(acta.closed_at),
            "counter_kind": acta.counter_kind.value,
            "key_kind": acta.key_kind.value,
            "ledger": {name: getattr(acta.ledger, name) for name in _LEDGER},
            "groups": [{"id": g.id.value, "emitidos": g.emitidos} for g in acta.grupos],
            "merged": [
                {"groups": [id_.value for id_ in part.grupos], "contests": [_figures(c) for c in part.contests]}
                for part in acta.reunidos
            ],
            "contests": [_figures(c) for c in acta.contests],
            "ilegibles": acta.ilegibles,
            "findings": [{"code": finding.code, "path": finding.path} for finding in acta.findings],
            "journal_head": acta.journal_head,
            "image_sha256": acta.image_sha256,
            "actas": acta.actas,
        }
    )


def parse_acta(data: bytes) -> ActaEscrutinio:
    """Read an acta; figures come in the order of their names until ``fit_to_theme``.

    Raises ``ResultadoInvalido`` R0xx or an error of ``shared.domain``.
    """
    fields = Fields(loads_canonical(data, ResultadoInvalido, MAX_BYTES), ResultadoInvalido, "acta")
    fields.literal("format", FORMAT)
    fields.literal("kind", "escrutinio")
    acta = ActaEscrutinio(
        election=fields.ident("election", EleccionId),
        mode=fields.choice("mode", Mode),
        casilla=fields.ident("casilla", CasillaId),
        urna=fields.ident("urna", UrnaId),
        store_id=fields.ident("store_id", StoreId),
        theme_hash=fields.hexadecimal("theme_hash", 32).hex(),
        theme_code=fields.text("theme_code", 20),
        software_hash=fields.hexadecimal("software_hash", 32).hex(),
        casilla_key=fields.base64("casilla_key", 32, 32),
        opened_at=fields.moment("opened_at"),
        closed_at=fields.moment("closed_at"),
        counter_kind=fields.choice("counter_kind", CounterKind),
        key_kind=fields.choice("key_kind", KeyKind),
        ledger=fields.object("ledger", _ledger),
        grupos=fields.objects("groups", _grupo, MAX_GRUPOS),
        reunidos=fields.objects("merged", _reunidos, MAX_GRUPOS),
        contests=fields.objects("contests", _contest, MAX_CONTESTS),
        ilegibles=fields.integer("ilegibles", 0, MAX_FIGURE),
        findings=fields.objects("findings", _finding, 500),
        journal_head=fields.hexadecimal("journal_head", 32).hex(),
        image_sha256=fields.hexadecimal("image_sha256", 32).hex(),
        actas=fields.integer("actas", 1, 20),
    )
    fields.done()
    return acta


def fit_to_theme(acta: ActaEscrutinio, theme: Theme) -> ActaEscrutinio:
    """The same acta with its figures in the order of the theme.

    Raises ``ResultadoInvalido``: R133 other contests, or in another order; R134 other figures than the theme asks; R135
    other groups than those of the theme, each in one place of its order, with the contests to which they are entitled.
    """
    totals = _fit(acta.contests, theme.contests)
    declared = [grupo.id for grupo in theme.grupos]
    if [grupo.id for grupo in acta.grupos] != declared or [g for p in acta.reunidos for g in p.grupos] != declared:
        raise ResultadoInvalido("R135", "the groups are not those of the theme")
    parts = []
    for part in acta.reunidos:
        entitled = contests_of(theme.agrupacion, part.grupos, theme.contests)
        parts.append(Reunidos(part.grupos, _fit(part.contests, entitled)))
    return replace(acta, contests=totals, reunidos=tuple(parts))


def _fit(figures: Sequence[EscrutinioContest], contests: Sequence[Contest]) -> tuple[EscrutinioContest, ...]:
    if [c.contest_id for c in figures] != [c.id for c in contests]:
        raise ResultadoInvalido("R133", "the contests are not those of the theme")
    ordered = []
    for contest, found in zip(contests, figures, strict=True):
        keys = contest.count_keys()
        if len(keys) != len(found.counts) or any(key not in found.counts for key in keys):
            raise ResultadoInvalido("R134", f"{contest.id}: the figures are not those of the theme")
        counts = {key: found.counts[key] for key in keys}
        ordered.append(EscrutinioContest(contest.id, counts, found.rechazados))
    return tuple(ordered)


def _figures(contest: EscrutinioContest) -> dict[str, object]:
    return {"id": contest.contest_id.value, "counts": dict(contest.counts), "rechazados": contest.rechazados}


def _ledger(fields: Fields) -> Ledger:
    return Ledger(**{name: fields.integer(name, 0, MAX_FIGURE) for name in _LEDGER})


def _grupo(fields: Fields) -> GrupoEmitidos:
    return GrupoEmitidos(fields.ident("id", GrupoId), fields.integer("emitidos", 0, MAX_FIGURE))


def _reunidos(fields: Fields) -> Reunidos:
    grupos = fields.idents("groups", GrupoId, MAX_GRUPOS)
    if not grupos:
        fields.fail(14, "groups", "none")
    return Reunidos(grupos, fields.objects("contests", _contest, MAX_CONTESTS))


def _contest(fields: Fields) -> EscrutinioContest:
    return EscrutinioContest(
        fields.ident("id", ContestId), fields.object("counts", _counts), fields.integer("rechazados", 0, MAX_FIGURE)
    )


def _counts(fields: Fields) -> dict[str, int]:
    return {name: fields.integer(name, 0, MAX_FIGURE) for name in fields.names()}


def _finding(fields: Fields) -> Finding:
    code = fields.text("code", 8, empty=False)
    return Finding(code, SEVERITIES.get(code, Severity.WARNING), fields.text("path", 200))
