"""A whole jornada without a screen: from a signed theme to a bundle whose sums are what the voters meant."""

from pathlib import Path

from shared.domain.eleccion import Mode
from shared.domain.jornada import JornadaState
from shared.domain.journal_checks import findings as journal_findings
from shared.formats.results_v1 import BundleChecks, VerifiedBundle, read_public
from shared.formats.sealed_v1 import count_records, open_records, read_sealed, record_opener
from tests.flows.institute import EVENING, Institute
from tests.flows.table import ProcedureScreen, Table
from urna.flow.screen import ScreenId
from urna.store.durable import RealFiles

VOTES: list[list[tuple[int, ...]]] = [
    [(0,), (0,)],
    [(1,), (1,)],
    [(4, 7), (0,)],
    [(4, 7, 8), ()],
    [(), (2,)],
    [(9,), (0,)],
    [(10,), (1,)],
    [(0,), (0,)],
]


def read_back(table: Table, folder: Path) -> VerifiedBundle:
    [public] = (folder / "resultados").glob("*.public.zip")
    checks = BundleChecks(table.institute.anchor, EVENING, table.institute.theme, Mode.OFICIAL)
    return read_public(public.read_bytes(), checks)


def test_a_whole_jornada(institute: Institute, tmp_path: Path) -> None:
    (tmp_path / "interna").mkdir()
    (tmp_path / "usb").mkdir()
    table = Table.set_up(institute, tmp_path, RealFiles(tmp_path / "interna"), RealFiles(tmp_path / "usb"))
    assert isinstance(table.screen, ProcedureScreen)
    table.open_day()
    assert table.jornada() is JornadaState.ABIERTA
    assert table.screen.id is ScreenId.ESPERA
    for choices in VOTES:
        table.vote(choices)
    table.close()
    assert table.jornada() is JornadaState.CERRADA
    assert len(table.slips("acta_escrutinio")) == 2
    table.touch("exportar")
    assert table.jornada() is JornadaState.EXPORTADA
    bundle = read_back(table, tmp_path / "usb")
    assert bundle.findings == ()
    assert journal_findings(bundle.journal) == ()
    assert [dict(c.counts) for c in bundle.acta.contests] == [
        {key: counter[key] for key in contest.count_keys()}
        for contest, counter in zip(institute.theme.contests, table.intentions, strict=True)
    ]
    assert bundle.acta.ledger.emitidos == len(VOTES) == len(table.slips("testigo")) // 2
    [sealed] = (tmp_path / "usb" / "resultados").glob("*.sealed")
    image = read_sealed(sealed.read_bytes(), bundle.manifest, bundle.identity.public_key.verify)
    opener = record_opener(institute.election_key, "eleccion", institute.theme, bundle.acta.store_id, Mode.OFICIAL)
    recount = count_records(open_records(image.final, opener, institute.theme), institute.theme)
    assert recount == bundle.acta.contests
