"""What the page of contingencies says of people, cards, codes and shares, done as it says."""

from dataclasses import dataclass, replace

import pytest

from shared.crypto.randomness import SystemRandomness
from shared.domain.eleccion import Mode
from shared.domain.ids import OfficialId
from shared.domain.jornada import JornadaState
from shared.formats.image_v1 import parse_image
from shared.formats.sealed_v1 import count_records, open_records, record_opener
from shared.formats.theme_model import OfficialKey
from shared.formats.theme_model import Role as ThemeRole
from shared.formats.theme_v1 import seal_theme
from tests.flows.institute import EVENING, Institute, Official, make_official
from tests.flows.table import Table, memory_table
from tests.flows.test_power import CHOICES, read_bundle
from urna.flow.input import CodeScanned, MesaPressed


@dataclass(frozen=True, slots=True)
class Mesa:
    """An urna opened without its secretaria, and who holds its three shares."""

    table: Table
    holders: tuple[Official, Official, Official]

    def fork(self) -> "Mesa":
        return replace(self, table=self.table.fork())

    def close_with(self, *shares: int) -> None:
        table = self.table
        table.clock.at = EVENING
        table.do(MesaPressed("menu"))
        table.touch("cerrar")
        table.confirm_closing()
        for index in shares:
            table.do(CodeScanned(table.shares[index]))
            table.type_code(self.holders[index].code)


@pytest.fixture(scope="module")
def opened_by_a_suplente(institute: Institute, tmp_path_factory: pytest.TempPathFactory) -> Mesa:
    """The secretaria did not come: a suplente whom the theme names beside the others takes her place."""
    suplente = make_official("escrutador", SystemRandomness(), number=2)
    key = OfficialKey(OfficialId(suplente.id), ThemeRole.ESCRUTADOR, suplente.public_key)
    theme = seal_theme(replace(institute.theme, officials=(*institute.theme.officials, key)))
    table = memory_table(replace(institute, theme=theme), tmp_path_factory.mktemp("suplente"))
    table.load()
    table.prepare()
    table.touch("abrir")
    holders = (institute.official("presidencia"), suplente, institute.official("escrutador"))
    for official in holders:
        table.show_card(official)
    table.collect_shares()
    for index in (0, 1):
        table.do(CodeScanned(table.shares[index]))
    table.vote(CHOICES)
    return Mesa(table, holders)


@pytest.fixture
def mesa(opened_by_a_suplente: Mesa) -> Mesa:
    return opened_by_a_suplente.fork()


def test_absent_official_a_suplente_opens_guards_a_share_and_closes(mesa: Mesa) -> None:
    mesa.close_with(1, 2)
    assert mesa.table.jornada() is JornadaState.CERRADA
    assert read_bundle(mesa.table).acta.ledger.emitidos == 1


def test_lost_card_any_other_two_of_the_mesa_suspend_and_resume(mesa: Mesa) -> None:
    """The presidencia lost hers after the opening."""
    table = mesa.table
    table.ask_to_suspend()
    for official in mesa.holders[1:]:
        table.show_card(official)
    assert table.jornada() is JornadaState.SUSPENDIDA
    table.touch("reanudar")
    for official in mesa.holders[1:]:
        table.show_card(official)
    table.vote(CHOICES)
    assert table.ledger().emitidos == 2


@pytest.mark.parametrize("lost", [0, 1, 2])
def test_lost_share_or_forgotten_code_the_other_two_close(mesa: Mesa, lost: int) -> None:
    mesa.close_with(*(index for index in range(3) if index != lost))
    assert mesa.table.jornada() is JornadaState.CERRADA


def test_two_shares_lost_the_trustees_recount_what_the_media_hold(mesa: Mesa) -> None:
    """The casilla cannot close: its image opens with the key of the election alone, and gives the sums."""
    table, theme = mesa.table, mesa.table.institute.theme
    mesa.close_with(0)
    assert table.jornada() is JornadaState.ABIERTA
    image = parse_image(table.context().store.data, table.context().identity.key.public.verify)
    opener = record_opener(table.institute.election_key, "eleccion", theme, image.store_id, Mode.OFICIAL)
    recount = count_records(open_records(image.final, opener, theme), theme)
    assert [dict(figures.counts) for figures in recount] == [
        {key: counter[key] for key in contest.count_keys()}
        for contest, counter in zip(theme.contests, table.intentions, strict=True)
    ]
