"""Several groups on one urna: the mesa chooses, the voter is told, each has its boletas; small ones are merged."""

import pytest

from hardware.printer.port import Qr, Row, Slip, Text
from shared.crypto.hashing import sha256
from shared.crypto.shares import combine, split
from shared.domain.ids import GrupoId
from shared.domain.jornada import JornadaState
from shared.domain.journal import JournalKind
from shared.formats.acta_v1 import serialise_acta
from shared.formats.qr_v1 import QrActa, differences, read_qr
from shared.formats.results_v1 import VerifiedBundle
from shared.verify.groups import group_problems, records_of
from shared.verify.recounting import election_key, recount
from tests.flows.cutting import CutFiles, PowerCut
from tests.flows.institute import Institute
from tests.flows.school import DAY, PRIMERO_A, PRIMERO_B, SEGUNDO, Choices, School, found_school, open_school
from tests.flows.table import Table
from tests.flows.test_power import read_bundle
from urna.flow.input import ActionTouched, HabilitarPressed, MesaPressed, OptionTouched
from urna.flow.screen import BoletaScreen, ReviewScreen, ScreenId, VoterMessageScreen

BOTH: Choices = [(1,), (0,)]
ONE: Choices = [(2,)]


@pytest.fixture(scope="module")
def institute(tmp_path_factory: pytest.TempPathFactory) -> Institute:
    return found_school(tmp_path_factory.mktemp("escuela"))


@pytest.fixture(scope="module")
def opened_school(institute: Institute, tmp_path_factory: pytest.TempPathFactory) -> School:
    return open_school(institute, tmp_path_factory.mktemp("abierta"))


@pytest.fixture
def school(opened_school: School) -> School:
    return School(opened_school.table.fork())


@pytest.fixture(scope="module")
def closed_school(opened_school: School) -> tuple[School, VerifiedBundle]:
    """The whole day, closed and exported."""
    school = School(opened_school.table.fork())
    school.day()
    school.close()
    return school, read_bundle(school.table)


def keypad(table: Table) -> tuple[str, ...]:
    return table.board.face().lines


def words(slip: Slip) -> str:
    return " ".join(str(block) for block in slip.blocks)


def test_nobody_is_enabled_before_a_group_is_chosen(school: School) -> None:
    table = school.table
    assert keypad(table)[0].startswith("ELIJA EL GRUPO")
    table.enable()
    assert table.ledger().habilitaciones == 0
    assert table.shows() is ScreenId.ESPERA
    school.choose(PRIMERO_A)
    assert keypad(table)[1].startswith("Grupo Primero A")
    table.enable()
    assert table.ledger().habilitaciones == 1


def test_the_first_screen_names_the_group_and_its_boletas_alone_come(school: School) -> None:
    table = school.table
    school.choose(SEGUNDO)
    table.enable()
    screen = table.screen
    assert isinstance(screen, VoterMessageScreen)
    assert dict(screen.message.params) == {"grupo": "Segundo A"}
    table.touch("comenzar")
    boleta = table.screen
    assert isinstance(boleta, BoletaScreen)
    assert (boleta.contest, boleta.position, boleta.total) == (0, 1, 1)
    table.do(OptionTouched(0))
    table.touch("siguiente")
    assert isinstance(table.screen, ReviewScreen)
    table.touch("confirmar")
    assert len(table.slips("testigo")) == len(table.image().final) == 1


def test_each_habilitacion_is_journaled_with_its_group(school: School) -> None:
    for grupo, choices in ((SEGUNDO, ONE), (PRIMERO_B, BOTH), (SEGUNDO, ONE)):
        school.choose(grupo)
        school.vote(grupo, choices)
    entries = school.table.context().book.journal.entries
    consumed = [entry.value("grupo") for entry in entries if entry.kind is JournalKind.HABILITACION_CONSUMIDA]
    assert consumed == [SEGUNDO, PRIMERO_B, SEGUNDO]
    assert school.table.context().book.emitidos() == {GrupoId(SEGUNDO): 2, GrupoId(PRIMERO_B): 1}


def test_a_group_cannot_change_while_somebody_votes(school: School) -> None:
    school.choose(PRIMERO_A)
    school.table.enable()
    school.table.do(MesaPressed("menu"))
    assert school.table.shows() is ScreenId.HABILITADA
    assert keypad(school.table)[0].startswith("HAY UN TURNO")


def test_the_rest_of_the_menu_is_one_touch_away(school: School) -> None:
    table = school.table
    table.do(MesaPressed("menu"))
    assert "volver_a_votar" not in {action.id for action in table.screen.actions}
    table.touch("otras_opciones")
    assert table.shows() is ScreenId.MENU_MESA
    table.touch("cambiar_grupo")
    assert table.shows() is ScreenId.GRUPO
    table.touch(f"grupo_{PRIMERO_A}")
    assert table.shows() is ScreenId.ESPERA
    table.do(MesaPressed("menu"))
    table.touch("volver_a_votar")
    assert table.urna.runner.state.grupo == PRIMERO_A


def test_after_a_restart_the_mesa_chooses_again(school: School) -> None:
    school.choose(PRIMERO_A)
    school.vote(PRIMERO_A, BOTH)
    school.table.power_on()
    school.table.enable()
    assert school.table.ledger().habilitaciones == 1
    school.choose(SEGUNDO)
    school.vote(SEGUNDO, [(0,)])
    assert school.table.ledger().emitidos == 2


def test_a_replaced_turn_keeps_the_group_of_its_voter(school: School) -> None:
    """Power goes while the slip prints; the voter says that it did not drop, and votes again in the same group."""
    table = school.table
    school.choose(SEGUNDO)
    table.enable()
    table.printer.paper_out(at_line=2)
    table.mark([(0,)])
    table.touch("confirmar")
    table.printer.refill()
    table.power_on()
    table.touch("no_cayo")
    screen = table.screen
    assert isinstance(screen, VoterMessageScreen)
    assert dict(screen.message.params) == {"grupo": "Segundo A"}
    assert screen.title.key == "habilitada.titulo_otra_vez", "and knows that the first vote does not count"
    table.mark([(1,)])
    table.touch("confirmar")
    assert (table.ledger().emitidos, table.ledger().anulados) == (1, 1)
    assert (len(table.image().final), len(table.image().anulados)) == (1, 1)
    assert table.context().book.emitidos() == {GrupoId(SEGUNDO): 1}


@pytest.mark.parametrize("grupo", [SEGUNDO, PRIMERO_A])
def test_a_cut_in_a_turn_of_any_group_is_mended(opened_school: School, grupo: str) -> None:
    """Groups with one boleta and with two, after a vote of the other kind: the journal tells whose the records are."""
    base = School(opened_school.table.fork())
    for before, choices in ((PRIMERO_A, BOTH), (SEGUNDO, ONE)):
        base.choose(before)
        base.vote(before, choices)
    base.choose(grupo)
    seen = set()
    for after in range(1, 60, 3):
        table = base.table.fork()
        table.do(MesaPressed("menu"))
        table.touch(f"grupo_{grupo}")
        slips = len(table.slips("testigo"))
        cut = _vote_until_cut(table, after, 1 if grupo == SEGUNDO else 2)
        table.power_on()
        assert table.jornada() is JornadaState.ABIERTA, (after, table.screen)
        if table.shows() is ScreenId.PREGUNTA_TESTIGO:
            printed = len(table.slips("testigo")) - slips == (1 if grupo == SEGUNDO else 2)
            table.touch("cayo_completo" if printed else "no_cayo")
        theme, book = table.institute.theme, table.context().book
        expected = sum(len(g.contests) * book.emitidos().get(g.id, 0) for g in theme.grupos)
        assert len(table.image().final) == expected
        assert book.ledger().findings() == ()
        seen.add(table.ledger().emitidos)
        if not cut:
            break
    assert seen == {2, 3}


def _vote_until_cut(table: Table, after: int, boletas: int) -> bool:
    table.breaker.left = after
    turn: list[object] = [HabilitarPressed(1), ActionTouched("comenzar")]
    turn += [OptionTouched(1), ActionTouched("siguiente")] * boletas
    try:
        for event in (*turn, ActionTouched("confirmar")):
            table.do(event)
    except PowerCut:
        return True
    finally:
        table.breaker.left = None
    return False


def test_the_store_has_room_for_the_group_with_most_boletas(school: School) -> None:
    theme, image = school.table.institute.theme, school.table.image()
    assert theme.records_per_voter == 2
    assert image.capacity == 2 * (theme.rules.max_voters + 1)


def test_the_report_counts_people_by_group(school: School) -> None:
    school.choose(SEGUNDO)
    school.vote(SEGUNDO, [(0,)])
    table = school.table
    table.do(MesaPressed("menu"))
    table.touch("otras_opciones")
    table.touch("reportes")
    table.touch("imprimir_reporte")
    [slip] = table.slips("reporte")
    rows = [(block.left, block.right) for block in slip.blocks if isinstance(block, Row)]
    assert [row for row in rows if row[0] in ("Segundo A", "Primero A", "Primero B")] == [
        ("Segundo A", "1"),
        ("Primero A", "0"),
        ("Primero B", "0"),
    ]


def test_the_practice_run_votes_in_every_group(opened_school: School) -> None:
    [slip] = opened_school.table.slips("verificacion")
    assert "Todas las cuentas coinciden." in words(slip)
    entry = opened_school.table.context().book.journal.last(JournalKind.VERIFICACION)
    assert entry is not None
    assert entry.value("diferencias") == 0


# --- closing ---


def test_a23_a_group_of_one_is_merged_before_counting(closed_school: tuple[School, VerifiedBundle]) -> None:
    school, bundle = closed_school
    assert bundle.findings == ()
    acta = bundle.acta
    assert {g.id.value: g.emitidos for g in acta.grupos} == {grupo: len(people) for grupo, people in DAY.items()}
    assert [[g.value for g in part.grupos] for part in acta.reunidos] == [[SEGUNDO], [PRIMERO_A, PRIMERO_B]]
    for part in acta.reunidos:
        meant = school.figures(*(g.value for g in part.grupos))
        assert [dict(c.counts) for c in part.contests] == [
            {key: meant[place][key] for key in contest.count_keys()}
            for place, contest in enumerate(school.table.institute.theme.contests[: len(part.contests)])
        ]
    whole = school.figures(*DAY)
    assert [{k: v for k, v in c.counts.items() if v} for c in acta.contests] == [dict(+each) for each in whole]


def test_a23_no_paper_or_published_byte_tells_what_the_group_of_one_voted(
    closed_school: tuple[School, VerifiedBundle],
) -> None:
    """Its figures stand nowhere: neither on the acta, in its QR, in the journal, nor on the voter's own slips."""
    school, bundle = closed_school
    alone = school.figures(PRIMERO_B)
    for part in bundle.acta.reunidos:
        assert [dict(+alone[place]) for place, _ in enumerate(part.contests)] != [
            {k: v for k, v in c.counts.items() if v} for c in part.contests
        ]
    for entry in bundle.journal:
        assert entry.kind is not JournalKind.HABILITACION_CONSUMIDA or set(dict(entry.data)) <= {"grupo", "turno"}
    for slip in school.table.slips("testigo"):
        assert not any(name in words(slip) for name in ("Primero", "Segundo", PRIMERO_A, PRIMERO_B, SEGUNDO))
    assert len(school.table.slips("testigo")) == records_of(school.table.institute.theme, bundle.acta) == 5 + 12 + 2


def test_a23_records_of_one_group_look_like_those_of_another(closed_school: tuple[School, VerifiedBundle]) -> None:
    """One size; the group inside of the seal alone; and one record and one slip for each boleta."""
    school, _ = closed_school
    image, size = school.table.image(), school.table.institute.theme.rules.record_size
    assert {len(record) for record in image.final} == {size}
    assert len(image.final) == len(school.table.slips("testigo"))
    for grupo in (SEGUNDO, PRIMERO_A, PRIMERO_B):
        assert not any(grupo.encode() in record for record in image.final)


def qr_of(table: Table) -> tuple[QrActa, Slip]:
    slip = table.slips("acta_escrutinio")[0]
    chunks = [block.data for block in slip.blocks if isinstance(block, Qr)]
    return read_qr(chunks, table.context().identity.key.public.verify), slip


def test_paper_and_qr_say_what_the_acta_says_by_group(closed_school: tuple[School, VerifiedBundle]) -> None:
    school, bundle = closed_school
    qr, slip = qr_of(school.table)
    assert differences(qr, bundle.acta, sha256(serialise_acta(bundle.acta))) == ()
    assert qr.grupos == (5, 6, 1)
    assert [part.grupos for part in qr.reunidos] == [1, 2]
    headings = [block.text for block in slip.blocks if isinstance(block, Text)]
    assert "Primero A + Primero B" in headings
    assert "Segundo A" in headings
    assert "Primero B" not in headings
    assert any("menos de 4 votantes" in text for text in headings)


def test_the_verifier_judges_the_groups_by_itself(closed_school: tuple[School, VerifiedBundle]) -> None:
    school, bundle = closed_school
    theme = school.table.institute.theme
    assert list(group_problems(theme, bundle)) == []
    assert bundle.manifest.sealed.records == records_of(theme, bundle.acta)


def test_a_recount_by_the_trustees_gives_the_groups_too(closed_school: tuple[School, VerifiedBundle]) -> None:
    school, bundle = closed_school
    institute = school.table.institute
    shares = split(institute.election_key.to_bytes(), 3, 5)
    assert combine(shares[1:4]) == institute.election_key.to_bytes()
    key = election_key(institute.theme, shares[1:4])
    result = recount(school.table.context().store.data, bundle, institute.theme, key)
    assert result.problems == ()
    assert [each.groups for each in result.sums] == [(), (), (SEGUNDO,), (PRIMERO_A, PRIMERO_B), (PRIMERO_A, PRIMERO_B)]


def test_a23_a_whole_store_below_the_minimum_says_so_and_has_one_part(school: School) -> None:
    for grupo, choices in ((PRIMERO_B, BOTH), (SEGUNDO, ONE)):
        school.choose(grupo)
        school.vote(grupo, choices)
    school.close()
    bundle = read_bundle(school.table)
    assert bundle.findings == ()
    assert [[g.value for g in part.grupos] for part in bundle.acta.reunidos] == [[SEGUNDO, PRIMERO_A, PRIMERO_B]]
    texts = words(school.table.slips("acta_escrutinio")[0])
    assert "Votaron menos de 4 personas." in texts
    assert "Los grupos se cuentan juntos" in texts


def test_a23_no_image_names_a_group(school: School) -> None:
    """Nothing on the media names one but journal and theme."""
    school.choose(PRIMERO_B)
    school.vote(PRIMERO_B, BOTH)
    assert isinstance(school.table.usb, CutFiles)
    named = {name for name, data in school.table.usb.files.items() if PRIMERO_B.encode() in data}
    assert {name for name in named if "imagen" in name} == set()
    assert any("bitacora" in name for name in named)
