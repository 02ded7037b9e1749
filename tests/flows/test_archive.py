"""Archive and acta de borrado: only after delivery, only with two people, nothing left on the media."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from shared.crypto.randomness import SystemRandomness
from shared.domain.ids import OfficialId
from shared.domain.jornada import JornadaState
from shared.domain.journal import JournalKind
from shared.formats.informe_v1 import InformeKind, read_informe
from shared.formats.theme_model import OfficialKey
from shared.formats.theme_model import Role as ThemeRole
from shared.formats.theme_v1 import seal_theme
from tests.flows.cutting import CutFiles, PowerCut
from tests.flows.institute import EVENING, Institute, make_official
from tests.flows.table import Table, memory_table
from tests.flows.test_power import CHOICES
from urna import borrado
from urna.flow.credentials import Holder
from urna.flow.effects import ArchiveJornada
from urna.flow.outcome import Archived
from urna.flow.screen import ScreenId
from urna.services import archiving
from urna.services.words import load_words

AUDITOR = make_official("auditor", SystemRandomness())


@pytest.fixture(scope="module")
def exported(institute: Institute, tmp_path_factory: pytest.TempPathFactory) -> Table:
    """A jornada with a vote, closed, its results on the stick."""
    key = OfficialKey(OfficialId(AUDITOR.id), ThemeRole.AUDITOR, AUDITOR.public_key)
    theme = seal_theme(replace(institute.theme, officials=(*institute.theme.officials, key)))
    known = replace(institute, theme=theme, officials=(*institute.officials, AUDITOR))
    table = memory_table(known, tmp_path_factory.mktemp("exported"))
    table.open_day()
    table.vote(CHOICES)
    table.close()
    table.touch("exportar")
    return table


@pytest.fixture
def urna(exported: Table) -> Table:
    return exported.fork()


@pytest.fixture
def archived(urna: Table) -> Table:
    urna.touch("archivar")
    urna.authenticate("presidencia", "escrutador")
    return urna


def files(table: Table) -> dict[str, bytes]:
    assert isinstance(table.internal, CutFiles)
    assert isinstance(table.usb, CutFiles)
    media = {"interna": table.internal.files, "usb": table.usb.files}
    return {f"{label}/{name}": data for label, held in media.items() for name, data in held.items()}


def run(table: Table, *roles: str, answer: str = "BORRAR") -> int:
    """The command with people of those roles; anything that it asks beyond them is an error."""
    people = [table.institute.official(role) for role in roles]
    cards, codes = iter([answer, *(p.card for p in people)]), iter([p.code for p in people])
    table.power_on()
    return borrado.run(table.context(), load_words({}), lambda _: next(cards), lambda _: next(codes))


def test_two_officials_archive_after_the_results_were_delivered(urna: Table) -> None:
    urna.touch("archivar")
    urna.authenticate("presidencia")
    assert urna.jornada() is JornadaState.EXPORTADA
    urna.authenticate("secretaria")
    assert urna.jornada() is JornadaState.ARCHIVADA
    assert urna.screen.actions == ()
    urna.power_on()
    assert (urna.jornada(), urna.shows()) == (JornadaState.ARCHIVADA, ScreenId.CERRADA)
    said = urna.context().book.journal.last(JournalKind.ARCHIVO)
    assert said is not None
    assert (said.value("oficial_1"), said.value("oficial_2")) == ("PRESIDENCIA-01", "SECRETARIA-01")


@pytest.mark.parametrize("act", [Table.open_day, lambda table: (table.open_day(), table.close())], ids=["open", "shut"])
def test_before_that_nothing_is_archived_or_wiped(
    institute: Institute, tmp_path: Path, act: Callable[[Table], object]
) -> None:
    table = memory_table(institute, tmp_path)
    act(table)
    two = (Holder("A", "presidencia"), Holder("B", "secretaria"))
    assert not isinstance(archiving.archive(table.context(), ArchiveJornada(two)), Archived)
    assert "archivar" not in {action.id for action in table.screen.actions}
    before = files(table)
    assert run(table, "tecnico", "presidencia") == borrado.REFUSED
    kept = {name: data for name, data in files(table).items() if not name.endswith("bitacora.jsonl")}
    assert kept == {name: data for name, data in before.items() if not name.endswith("bitacora.jsonl")}


def test_one_official_alone_archives_nothing(urna: Table) -> None:
    one = (Holder("A", "presidencia"),)
    assert not isinstance(archiving.archive(urna.context(), ArchiveJornada(one)), Archived)
    assert urna.context().book.state() is JornadaState.EXPORTADA


def test_two_people_of_the_institute_wipe_and_an_acta_says_so(archived: Table) -> None:
    votes = archived.context().store.data
    assert run(archived, "tecnico", "auditor") == borrado.DONE
    left = files(archived)
    assert {name.split("/")[1] for name in left if not name.endswith(".tmp")} <= {"reportes", "repositorio", "tuf"}
    assert not [name for name, data in left.items() if votes[:64] in data or b"habilitacion" in data]
    [name] = [name for name in left if name.startswith("usb/reportes/borrado")]
    report = read_informe(left[name], archived.institute.anchor, EVENING)
    assert (report.kind, report.passed, report.number) == (InformeKind.BORRADO, True, 1)
    assert [official.value for official in report.officials] == ["TECNICO-01", "AUDITOR-01"]
    [acta] = archived.slips("acta_borrado")
    assert "TECNICO-01" in str(acta.blocks)
    archived.power_on()
    assert archived.jornada() is JornadaState.SIN_TEMA


WRONG = {
    "the mesa": ("presidencia", "secretaria"),
    "one alone, twice": ("tecnico", "tecnico"),
    "one with one of the mesa": ("auditor", "escrutador"),
}


@pytest.mark.parametrize("who", WRONG)
def test_nobody_else_wipes_anything(archived: Table, who: str) -> None:
    image = archived.context().store.data
    assert run(archived, *WRONG[who]) == borrado.REFUSED
    assert image in files(archived).values()
    archived.power_on()
    assert archived.jornada() is JornadaState.ARCHIVADA


def test_without_the_word_nothing_happens(archived: Table) -> None:
    image = archived.context().store.data
    assert run(archived, "tecnico", "auditor", answer="sí") == borrado.REFUSED
    assert image in files(archived).values()


def test_without_paper_or_stick_it_is_not_done_and_can_be_repeated(archived: Table) -> None:
    archived.printer.paper_out()
    assert run(archived, "tecnico", "auditor") == borrado.REFUSED
    assert any(name.endswith("bitacora.jsonl") for name in files(archived))
    archived.printer.refill()
    assert run(archived, "tecnico", "auditor") == borrado.DONE
    assert isinstance(archived.usb, CutFiles)
    assert max(name for name in archived.usb.files if "borrado" in name).endswith("-002.zip")


def test_a12_a_cut_at_any_step_of_wiping_can_be_repeated_to_the_end(archived: Table) -> None:
    """Sampled: each start finds it archived (or empty, at the very end), and the repetition leaves nothing."""
    for left in (0, 5, 11, 23, 37, 53, 71, 89):
        table = archived.fork()
        table.breaker.left = left
        try:
            done = borrado.run(table.context(), load_words({}), *_people(table))
        except PowerCut:
            done = None
        table.breaker.left = None
        if done is None and any(name.endswith("bitacora.jsonl") for name in files(table)):
            assert run(table, "tecnico", "auditor") == borrado.DONE, left
        assert not [name for name in files(table) if "imagen" in name or "cierre" in name], left


def _people(table: Table) -> tuple[Callable[[str], str], Callable[[str], str]]:
    people = [table.institute.official(role) for role in ("tecnico", "auditor")]
    cards, codes = iter(["BORRAR", *(p.card for p in people)]), iter([p.code for p in people])
    return lambda _: next(cards), lambda _: next(codes)
