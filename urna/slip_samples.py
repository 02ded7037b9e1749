"""One example of every paper that an urna prints, by the very functions that make the real ones, with invented figures.

It must not hold a key: what stands where a signature or a share would be opens and proves nothing.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Final

from hardware.printer.port import Slip
from shared.crypto.hashing import sha256, sha256_hex
from shared.crypto.locked import Hardness
from shared.crypto.randomness import SystemRandomness
from shared.crypto.shares import generate_code, protect_share, split
from shared.domain.acta import ActaEnCeros, ActaEscrutinio, CounterKind, KeyKind
from shared.domain.custodia import PARTES, PARTES_QUE_ABREN
from shared.domain.eleccion import Contest, Mode
from shared.domain.escrutinio import EscrutinioContest, vacio
from shared.domain.grupo import GrupoEmitidos
from shared.domain.grupo_escrutinio import Reunidos
from shared.domain.ids import CasillaId, OfficialId, StoreId, UrnaId
from shared.domain.ledger import Ledger
from shared.domain.sustitucion import ActaSustitucion, Salida
from shared.domain.voto import Voto, count_keys_of
from shared.formats.acta_v1 import serialise_acta
from shared.formats.catalogues import SPANISH
from shared.formats.qr_v1 import make_qr
from shared.formats.theme_model import Theme
from urna.services.preparation import trial_slip
from urna.services.slips import acta_inicio, interrupted, possible, share_slip, testigo
from urna.services.slips_closing import Copy, acta_escrutinio, marks_slip
from urna.services.slips_practice import Difference, Outcome, practice_slip, verification_report
from urna.services.slips_reports import (
    Head,
    Tested,
    acta_borrado,
    auditoria,
    counts,
    grupo_rows,
    preparacion,
    reporte,
    versions,
)
from urna.services.slips_reserve import acta_sustitucion
from urna.services.words import Words, load_words, moment

URNA, RESERVE = UrnaId("JAL-0042"), UrnaId("JAL-0017")
STORE, NEW_STORE = StoreId("0123456789abcdef" * 2), StoreId("fedcba9876543210" * 2)
MARK: Final = bytes(range(5))
SOFTWARE: Final = sha256_hex(b"programas de muestra")
PEOPLE: Final = ("PRESIDENCIA-01", "SECRETARIA-01")
VOTERS: Final = 312
TESTS: Final = ("tacto", "impresora", "interna", "usb", "teclado", "reloj", "lector", "energia", "almacen_vacio")
_NOBODY: Final = bytes(64)
"""Stands where the urna's signature would."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What every example is made of."""

    theme: Theme
    words: Words
    opened_at: datetime

    @property
    def casilla(self) -> CasillaId:
        """The first casilla of the theme."""
        return self.theme.casillas[0].id

    @property
    def head(self) -> Head:
        """The head of the reports."""
        software = f"{SOFTWARE[:8]} {SOFTWARE[8:16]}"
        hour = moment(self.opened_at)
        return Head(Mode.OFICIAL, self.casilla.clave, URNA.value, self.theme.short_code, software, SOFTWARE, hour)


def slip_samples(theme: Theme) -> dict[str, Slip]:
    """Every paper by the name of its picture: testigos of each boleta, opening, closing, reports."""
    day = theme.election.date
    opened_at = datetime(day.year, day.month, day.day, 14, tzinfo=UTC)
    desk = Desk(theme, load_words(theme.texts.get(SPANISH, {})), opened_at)
    return {**dict(_testigos(desk)), **_opening(desk), **_closing(desk), **_reports(desk), **_verification(desk)}


def _testigos(desk: Desk) -> Iterator[tuple[str, Slip]]:
    """Of each boleta the widest vote, the first, and a blank one; one that was not finished, and one of practice."""
    words, theme = desk.words, desk.theme
    for place, contest in enumerate(theme.contests):
        known = possible(contest)
        votes = {"": known[0], "-amplio": max(known, key=len), "-blanco": ()}
        for name, marks in votes.items():
            made = testigo(words, theme, Mode.OFICIAL, (place, Voto(marks)), MARK)
            yield f"testigo-{contest.id.value.lower()}{name}", made
    made = testigo(words, theme, Mode.OFICIAL, (0, Voto(possible(theme.contests[0])[0])), MARK)
    half = made.blocks[: len(made.blocks) // 2 + 2]
    yield "testigo-interrumpido", Slip("testigo", (*half, *interrupted(words)))
    yield "testigo-practica", practice_slip(words, made, (1, 32))


def _opening(desk: Desk) -> dict[str, Slip]:
    words, theme = desk.words, desk.theme
    acta = ActaEnCeros(
        theme.election.id,
        Mode.OFICIAL,
        desk.casilla,
        URNA,
        STORE,
        theme.hash_hex,
        theme.short_code,
        SOFTWARE,
        bytes(32),
        desk.opened_at,
        CounterKind.FILE,
        KeyKind.FILE,
        tuple(vacio(contest) for contest in theme.contests),
    )
    randomness = SystemRandomness()
    part = split(bytes(32), PARTES_QUE_ABREN, PARTES)[0]
    locked = protect_share(part, generate_code(randomness), STORE.value, randomness, Hardness(1, 6))
    return {
        "acta_inicio": acta_inicio(words, theme, acta, "0000-0000"),
        "parte": share_slip(words, acta, PEOPLE[0], (1, PARTES), locked),
    }


def _closing(desk: Desk) -> dict[str, Slip]:
    words, theme, acta = desk.words, desk.theme, _escrutinio(desk)
    qr = make_qr(acta, sha256(serialise_acta(acta)), lambda _purpose, _payload: _NOBODY)
    substitution = ActaSustitucion(
        theme.election.id,
        Mode.OFICIAL,
        desk.casilla,
        theme.hash_hex,
        URNA,
        STORE,
        bytes(32),
        RESERVE,
        NEW_STORE,
        212,
        213,
        desk.opened_at + timedelta(hours=5),
    )
    closes = replace(substitution, nuevo=None, lista=212)
    people = tuple(OfficialId(name) for name in PEOPLE)
    made = {Salida.CONTINUA: substitution, Salida.CIERRA: closes}
    return {
        "acta_escrutinio": acta_escrutinio(words, theme, acta, qr, Copy(1, acta.actas)),
        "acta_escrutinio-reimpresion": acta_escrutinio(words, theme, acta, qr, Copy(0, acta.actas, reprint=1)),
        "marcas": marks_slip(words, acta, (MARK, bytes(5)), (MARK[::-1],)),
        **{f"acta_sustitucion-{way.value}": acta_sustitucion(words, theme, each, people) for way, each in made.items()},
    }


def _escrutinio(desk: Desk) -> ActaEscrutinio:
    theme = desk.theme
    share, rest = divmod(VOTERS, max(1, len(theme.grupos)))
    grupos = tuple(GrupoEmitidos(each.id, share + (rest if not i else 0)) for i, each in enumerate(theme.grupos))
    contests = tuple(_figures(contest) for contest in theme.contests)
    return ActaEscrutinio(
        election=theme.election.id,
        mode=Mode.OFICIAL,
        casilla=desk.casilla,
        urna=URNA,
        store_id=STORE,
        theme_hash=theme.hash_hex,
        theme_code=theme.short_code,
        software_hash=SOFTWARE,
        casilla_key=bytes(32),
        opened_at=desk.opened_at,
        closed_at=desk.opened_at + timedelta(hours=10),
        counter_kind=CounterKind.FILE,
        key_kind=KeyKind.FILE,
        ledger=_ledger(),
        contests=contests,
        findings=(),
        journal_head=SOFTWARE,
        image_sha256=SOFTWARE,
        actas=theme.rules.actas,
        grupos=grupos,
        reunidos=(Reunidos(tuple(each.id for each in grupos), contests),) if grupos else (),
    )


def _figures(contest: Contest) -> EscrutinioContest:
    """Voters spread over the figures, none like another."""
    keys = contest.count_keys()
    weights = [len(keys) - i for i in range(len(keys))]
    found = {key: VOTERS * weight // sum(weights) for key, weight in zip(keys, weights, strict=True)}
    found[keys[0]] += VOTERS - sum(found.values())
    return EscrutinioContest(contest.id, found)


def _ledger() -> Ledger:
    return Ledger(VOTERS + 3, VOTERS, 2, 1, 0, 0, VOTERS, 1)


def _reports(desk: Desk) -> dict[str, Slip]:
    words, theme, head, ledger = desk.words, desk.theme, desk.head, _ledger()
    people = {grupo.id: VOTERS // len(theme.grupos) for grupo in theme.grupos}
    counters = {name: getattr(ledger, name) for name in ledger.__slots__}
    parts = (versions(words, theme, SOFTWARE, "V 1.0.0"), counts(words, counters, 1204), ())
    well = dict.fromkeys(TESTS, True)
    tested = Tested(well, {}, "firmado", "apagada", SOFTWARE)
    failed = replace(tested, results={**well, "impresora": False, "energia": False}, details={"energia": "9 %"})
    sizes = {"interna": 524_288, "usb": 1_048_576}
    return {
        "reporte": reporte(words, head, ledger, grupo_rows(words, theme.grupos, people)),
        "auditoria": auditoria(words, head, words("estado.abierta"), parts),
        "preparacion": preparacion(words, head, tested),
        "preparacion-falla": preparacion(words, head, failed),
        "acta_borrado": acta_borrado(words, head, ("TECNICO-01", "AUDITOR-01"), sizes, SOFTWARE),
        "prueba": trial_slip(words, Mode.OFICIAL, URNA),
    }


def _verification(desk: Desk) -> dict[str, Slip]:
    """A verification in which all agrees, and one with a difference on paper."""
    theme, columns = desk.theme, tuple(_cast(contest) for contest in desk.theme.contests)
    turns = max(len(possible(contest)) for contest in theme.contests)
    good = Outcome(turns, turns * len(theme.contests), columns, columns, columns, ())
    first = theme.contests[0]
    key = first.count_keys()[0]
    other = Counter({**columns[0], key: columns[0][key] - 1})
    title = first.title
    wrong = replace(good, paper=(other, *columns[1:]), differences=(Difference(title, 1, key, key, "?", key),))
    made = {"verificacion": good, "verificacion-difiere": wrong}
    return {
        name: verification_report(desk.words, theme, desk.head, each, empty=each is good) for name, each in made.items()
    }


def _cast(contest: Contest) -> Counter[str]:
    found: Counter[str] = Counter()
    for marks in possible(contest):
        found.update(count_keys_of(contest, Voto(marks)))
    return found
