"""The auditor's view: by card, whenever no voter is at the urna; it shows codes and counts, and changes nothing."""

import base64
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from shared.crypto.randomness import SystemRandomness
from shared.domain.ids import OfficialId
from shared.domain.journal import JournalKind
from shared.formats.theme_model import OfficialKey, Theme
from shared.formats.theme_model import Role as ThemeRole
from shared.formats.theme_v1 import seal_theme
from tests.flows.institute import Institute, Official, make_official
from tests.flows.table import Table, memory_table
from tests.flows.test_power import CHOICES
from urna.flow.audit import PATIENCE_S
from urna.flow.input import ActionTouched, CodeScanned, MesaPressed, Ticked
from urna.flow.screen import CodeScreen, ProcedureScreen, ScreenId

AUDITOR = make_official("auditor", SystemRandomness())


def audited(institute: Institute) -> Institute:
    """The same institute, with an auditor among those whom its theme names."""
    key = OfficialKey(OfficialId(AUDITOR.id), ThemeRole.AUDITOR, AUDITOR.public_key)
    theme: Theme = seal_theme(replace(institute.theme, officials=(*institute.theme.officials, key)))
    return replace(institute, theme=theme, officials=(*institute.officials, AUDITOR))


@pytest.fixture(scope="module")
def open_urna(institute: Institute, tmp_path_factory: pytest.TempPathFactory) -> Table:
    """Open, with a vote."""
    table = memory_table(audited(institute), tmp_path_factory.mktemp("audited"))
    table.open_day()
    table.vote(CHOICES)
    return table


@pytest.fixture
def urna(open_urna: Table) -> Table:
    return open_urna.fork()


def shown(table: Table) -> dict[str, str]:
    assert isinstance(table.screen, ProcedureScreen)
    return {label.key.removeprefix("dato."): value for label, value in table.screen.facts}


def look(table: Table, who: Official = AUDITOR) -> None:
    table.do(CodeScanned(who.card))
    assert isinstance(table.screen, CodeScreen)
    table.type_code(who.code)


def menu(table: Table) -> None:
    table.do(MesaPressed("menu"))


WHEN: dict[str, Callable[[Table], None]] = {
    "between voters": lambda _: None,
    "in the menu": menu,
    "while suspended": Table.suspend,
    "after closing": Table.close,
}


@pytest.mark.parametrize("when", WHEN)
def test_an_auditor_looks_prints_and_leaves_everything_as_it_was(urna: Table, when: str) -> None:
    WHEN[when](urna)
    before, image, jornada = urna.screen, urna.context().store.data, urna.jornada()
    ledger, kinds = urna.ledger(), [e.kind for e in urna.context().book.journal.entries]
    look(urna)
    assert urna.shows() is ScreenId.AUDITORIA
    facts = shown(urna)
    assert facts["tema"] == urna.institute.theme.short_code
    assert facts["programa"] == urna.context().facts().software_code
    assert (facts["votantes"], facts["habilitaciones"], facts["urna"]) == ("1", "1", urna.config.urna.value)
    urna.touch("imprimir_auditoria")
    [slip] = urna.slips("auditoria")
    said = str(slip.blocks)
    assert urna.institute.theme.hash_hex[:8] in said
    assert urna.context().software_hash[:8] in said
    urna.touch("salir_auditoria")
    assert urna.screen == before
    assert (urna.context().store.data, urna.jornada(), urna.ledger()) == (image, jornada, ledger)
    after = [e.kind for e in urna.context().book.journal.entries]
    assert after == [*kinds, JournalKind.OFICIAL_AUTENTICADO]


def test_nothing_that_an_auditor_sees_is_a_hash_of_store_or_journal(urna: Table) -> None:
    look(urna)
    urna.touch("imprimir_auditoria")
    text = (str(shown(urna)) + str(urna.slips("auditoria")[-1].blocks)).replace(" ", "").lower()
    context = urna.context()
    present = context.store.present
    assert present is not None
    hashes = [present.digest.hex(), context.book.journal.head.hex(), *(e.hash for e in context.book.journal.entries)]
    records = [record.hex() for record in present.image.final]
    raw = [base64.b64encode(present.digest).decode().lower()]
    assert not [value for value in (*hashes, *records, *raw) if value[:8] in text]
    assert "pan" not in text.split("'")


def test_an_auditor_opens_nothing_else(urna: Table) -> None:
    urna.ask_to_suspend()
    urna.show_card(AUDITOR)
    assert urna.urna.runner.state.auth is not None
    assert urna.urna.runner.state.auth.accepted == ()
    refused = urna.context().book.journal.last(JournalKind.TARJETA_RECHAZADA)
    assert refused is not None
    assert refused.value("motivo") == "wrong_role"


@pytest.mark.parametrize("restart", [False, True])
def test_looking_does_not_pay_for_a_guess_at_anothers_code(urna: Table, *, restart: bool) -> None:
    guess = replace(urna.institute.official("presidencia"), code=AUDITOR.code)
    pauses = []
    for _ in range(3):
        urna.ask_to_suspend()
        urna.show_card(guess)
        pauses.append(urna.urna.runner.state.lock_seconds)
        urna.touch("cancelar_autenticacion")
        urna.touch("volver_a_votar")
        urna.wait(pauses[-1])
        look(urna)
        urna.touch("salir_auditoria")
        if restart:
            urna.power_on()
        urna.wait(60)
    assert pauses == [2, 4, 8]


def test_a_voter_is_never_disturbed_and_nobody_waits_for_a_card_that_was_left(urna: Table) -> None:
    urna.enable()
    urna.do(CodeScanned(AUDITOR.card))
    assert urna.shows() is ScreenId.HABILITADA
    urna.do(MesaPressed("cancelar"))
    urna.do(CodeScanned(AUDITOR.card))
    assert isinstance(urna.screen, CodeScreen)
    urna.enable()
    assert urna.ledger().abierto == 0
    urna.do(MesaPressed("menu"))
    assert urna.shows() is ScreenId.ESPERA
    look(urna)
    urna.enable()
    assert urna.ledger().abierto == 0
    urna.do(Ticked(PATIENCE_S))
    assert urna.shows() is ScreenId.ESPERA
    urna.vote(CHOICES)


@pytest.mark.parametrize("text", ["https://ejemplo.mx", "URNAPARTE1:AAAA", "", "x" * 3000])
def test_any_other_code_before_the_reader_does_nothing(urna: Table, text: str) -> None:
    urna.do(CodeScanned(text))
    assert urna.shows() is ScreenId.ESPERA


def test_before_the_theme_there_is_nobody_to_look(institute: Institute, tmp_path: Path) -> None:
    table = memory_table(audited(institute), tmp_path)
    table.do(CodeScanned(AUDITOR.card))
    assert table.shows() is ScreenId.CARGA
    table.load()
    look(table)
    assert shown(table)["jornada"] == "Tema cargado"
    table.do(ActionTouched("iniciar_verificacion"))
    table.touch("salir_auditoria")
    assert table.shows() is ScreenId.VERIFICACION
