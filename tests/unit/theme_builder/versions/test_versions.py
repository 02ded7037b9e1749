"""Versions in their database: frozen bytes, two people, two keys, and a trail that nothing alters."""

from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError

from shared.crypto.errors import ThemeRepositoryInvalid
from shared.crypto.tuf_repo import RepositoryClient, ThemeKey, create_root, sign_targets
from tests.unit.theme_builder.projects.test_service import renaming
from tests.unit.theme_builder.versions.conftest import KEYS, NOON, ONLINE, ROOT, SOURCE, Desk
from theme_builder.projects.documents import ProyectoInvalido
from theme_builder.projects.editing import setting
from theme_builder.projects.history import By
from theme_builder.projects.tables import Base
from theme_builder.versions.answers import Blocked, Version
from theme_builder.versions.publishing import write_to
from theme_builder.versions.rules import Estado, Paso, Refused
from theme_builder.versions.service import Seen

BOLETA = "boletas/02-consulta.toml"


def approved(desk: Desk) -> Version:
    desk.versions.bring_root(ROOT, "Ana")
    version = desk.sent("Ana")
    taken = desk.versions.take(desk.project, version.number, Paso.APROBAR, "Beto")
    assert isinstance(taken, Version)
    return taken


def published(desk: Desk) -> Version:
    version = approved(desk)
    desk.signs(version, "Ana", 0)
    desk.signs(version, "Beto", 1)
    made = desk.versions.publish(desk.project, version.number, "Ana", ONLINE)
    assert isinstance(made, Version)
    return made


def test_a_version_goes_from_the_draft_to_a_stick_that_an_urna_believes(desk: Desk, tmp_path: Path) -> None:
    version = published(desk)
    assert [taken.state for taken in version.steps] == [
        *(Estado.EN_REVISION, Estado.APROBADA, Estado.FIRMADA_POR_UNA, Estado.FIRMADA, Estado.PUBLICADA)
    ]
    assert [taken.person for taken in version.steps] == ["Ana", "Beto", "Ana", "Beto", "Ana"]
    where = write_to(tmp_path, desk.versions.files(desk.project, 1), ROOT)
    found = RepositoryClient().verify(where, {"root.json": ROOT}, NOON)
    assert found.version == version.publication == 1
    assert any(name.endswith("/theme.json") for name in found.targets)


def test_a_translation_that_its_spanish_left_behind_stops_a_version(desk: Desk) -> None:
    """Only the history tells it: the files alone are as good as before."""
    desk.projects.edit(desk.project, By("Carla", "boleta", BOLETA, 1), setting(BOLETA, {("title",): "Otra consulta"}))
    made = desk.versions.send(desk.project, Seen("Ana", 2))
    assert isinstance(made, Blocked)
    assert [each.code for each in made.findings] == ["T566"]


def test_what_is_sent_is_frozen_and_a_change_is_of_the_draft(desk: Desk) -> None:
    version = approved(desk)
    before = desk.versions.files(desk.project, 1)
    desk.projects.edit(desk.project, By("Ana", "partido", "PAN", 1), renaming("PAN", "Otro nombre"))
    assert desk.versions.files(desk.project, 1) == before
    assert desk.versions.one(desk.project, 1) == version
    assert desk.versions.send(desk.project, Seen("Ana", 2)) is Refused.IN_HAND
    assert isinstance(desk.versions.take(desk.project, 1, Paso.DEVOLVER, "Ana", "cambió el nombre"), Version)
    again = desk.sent("Ana")
    assert (again.number, again.change, again.publication, again.state) == (2, 2, 2, Estado.EN_REVISION)
    assert again.sha256 != version.sha256


def test_who_sent_it_or_made_its_last_change_does_not_approve_it(desk: Desk) -> None:
    desk.projects.edit(desk.project, By("Beto", "partido", "PAN", 1), renaming("PAN", "Otro nombre"))
    version = desk.sent("Ana")
    assert version.author == "Beto"
    for person in ("Ana", "ana ", "Beto", "BETO"):
        assert desk.versions.take(desk.project, 1, Paso.APROBAR, person) is Refused.SAME_PERSON
    assert isinstance(desk.versions.take(desk.project, 1, Paso.APROBAR, "Carla"), Version)


def test_one_person_with_two_keys_or_two_people_with_one_key_is_one_signature(desk: Desk) -> None:
    version = approved(desk)
    assert isinstance(desk.signs(version, "Ana", 0), Version)
    assert desk.signs(version, "Ana", 1) is Refused.SAME_PERSON
    assert desk.signs(version, "Beto", 0) is Refused.SAME_KEY
    assert desk.versions.publish(desk.project, 1, "Ana", ONLINE) is Refused.STATE
    assert isinstance(desk.signs(version, "Beto", 1), Version)
    assert desk.versions.one(desk.project, 1).state is Estado.FIRMADA
    assert [taken.key for taken in desk.versions.one(desk.project, 1).signed] == [
        *(KEYS.targets[0].public.key_id, KEYS.targets[1].public.key_id)
    ]


def test_a_key_that_was_annas_is_never_betos(desk: Desk) -> None:
    desk.signs(approved(desk), "Ana", 0)
    desk.versions.take(desk.project, 1, Paso.DEVOLVER, "Beto", "falta un partido")
    again = desk.sent("Ana")
    desk.versions.take(desk.project, 2, Paso.APROBAR, "Beto")
    assert desk.signs(again, "Beto", 0) is Refused.KEY_OF_ANOTHER
    assert isinstance(desk.signs(again, "ana", 0), Version)


def test_a_signature_needs_a_root_its_key_and_the_code_on_paper(desk: Desk) -> None:
    version = desk.sent("Ana")
    assert desk.signs(version, "Ana", 0) is Refused.NO_ROOT
    desk.versions.bring_root(ROOT, "Ana")
    assert desk.signs(version, "Ana", 0) is Refused.STATE
    desk.versions.take(desk.project, 1, Paso.APROBAR, "Beto")
    assert desk.versions.sign(desk.project, 1, "Ana", ThemeKey.generate(), version.code) is Refused.NOT_A_SIGNER
    assert desk.versions.sign(desk.project, 1, "Ana", KEYS.root[0], version.code) is Refused.NOT_A_SIGNER
    assert desk.versions.sign(desk.project, 1, "Ana", KEYS.targets[0], "0000") is Refused.CODE
    assert desk.versions.one(desk.project, 1).state is Estado.APROBADA


def test_a_signature_made_elsewhere_is_taken_and_one_of_other_files_is_not(desk: Desk) -> None:
    version = approved(desk)
    waiting = desk.versions.files(desk.project, 1)["targets.json"]
    for wrong in (waiting, sign_targets(waiting, ThemeKey.generate())):
        assert desk.versions.bring_signature(desk.project, 1, "Ana", wrong, version.code) is Refused.NO_SIGNATURE
    forged = sign_targets(waiting, KEYS.targets[0]).replace(KEYS.targets[0].public.key_id.encode(), b"0" * 64)
    assert desk.versions.bring_signature(desk.project, 1, "Ana", forged, version.code) is Refused.NO_SIGNATURE
    mixed = sign_targets(waiting, KEYS.targets[1]).replace(
        KEYS.targets[1].public.key_id.encode(), KEYS.targets[0].public.key_id.encode()
    )
    assert desk.versions.bring_signature(desk.project, 1, "Ana", mixed, version.code) is Refused.NO_SIGNATURE
    other = sign_targets(waiting.replace(b'"version":1', b'"version":2'), KEYS.targets[0])
    with pytest.raises(ThemeRepositoryInvalid, match="other files"):
        desk.versions.bring_signature(desk.project, 1, "Ana", other, version.code)
    signed = sign_targets(waiting, KEYS.targets[0])
    assert isinstance(desk.versions.bring_signature(desk.project, 1, "Ana", signed, version.code), Version)


def test_errors_keep_a_version_from_being_sent_and_so_does_a_change_that_nobody_saw(desk: Desk) -> None:
    assert desk.versions.send(desk.project, Seen("Ana", 0)) is Refused.MOVED
    desk.projects.edit(desk.project, By("Ana", "partido", "PAN", 1), renaming("PAN", ""))
    blocked = desk.versions.send(desk.project, Seen("Ana", 2))
    assert isinstance(blocked, Blocked)
    assert blocked.findings
    desk.projects.edit(
        desk.project,
        By("Ana", "personas", "", 2),
        lambda state: {name: value for name, value in state.items() if name != "personas.toml"},
    )
    assert desk.versions.send(desk.project, Seen("Ana", 3)) is Refused.PEOPLE
    assert desk.versions.listed(desk.project) == ()


def test_a_warning_that_nobody_gave_a_reason_for_blocks(desk: Desk) -> None:
    silent = {name: data for name, data in SOURCE.items() if name != "razones.toml"}
    project = desk.projects.create("Sin razones", silent, By("Ana", "importacion"))
    blocked = desk.versions.send(project, Seen("Ana", 1))
    assert isinstance(blocked, Blocked)
    assert {each.code for each in blocked.findings} == {"T547"}


def test_a_later_version_is_a_later_publication_and_one_is_withdrawn_with_a_reason(desk: Desk) -> None:
    assert published(desk).publication == 1
    assert desk.versions.send(desk.project, Seen("Ana", 1), publication=1) is Refused.NUMBER
    later = desk.versions.send(desk.project, Seen("Ana", 1), publication=7)
    assert isinstance(later, Version)
    assert later.publication == 7
    assert desk.versions.take(desk.project, 1, Paso.RETIRAR, "Beto") is Refused.REASON
    gone = desk.versions.take(desk.project, 1, Paso.RETIRAR, "Beto", "salió un partido")
    assert isinstance(gone, Version)
    assert (gone.state, gone.steps[-1].reason) == (Estado.RETIRADA, "salió un partido")


def test_online_keys_that_the_root_does_not_name_publish_nothing(desk: Desk) -> None:
    version = approved(desk)
    desk.signs(version, "Ana", 0)
    desk.signs(version, "Beto", 1)
    with pytest.raises(ThemeRepositoryInvalid) as refused:
        desk.versions.publish(desk.project, 1, "Ana", (KEYS.timestamp, KEYS.snapshot))
    assert refused.value.code == "K602"
    assert desk.versions.one(desk.project, 1).state is Estado.FIRMADA
    assert not any(name.startswith("metadata/") for name in desk.versions.files(desk.project, 1))


def test_roots_follow_one_another(desk: Desk) -> None:
    assert desk.versions.root_facts() is None
    stranger = create_root(KEYS.public, KEYS.root, NOON, previous=ROOT)
    with pytest.raises(ThemeRepositoryInvalid, match="cannot be the first"):
        desk.versions.bring_root(stranger, "Ana")
    facts = desk.versions.bring_root(ROOT, "Ana")
    assert (facts.version, facts.signers_threshold, len(facts.signers)) == (1, 2, 3)
    with pytest.raises(ThemeRepositoryInvalid, match="root 1 after root 1"):
        desk.versions.bring_root(ROOT, "Ana")
    assert desk.versions.bring_root(stranger, "Beto").version == 2
    assert [(root.number, root.person) for root in desk.versions.roots()] == [(1, "Ana"), (2, "Beto")]


@pytest.mark.parametrize("table", ["version", "version_file", "version_step", "root"])
def test_nothing_alters_what_was_done(desk: Desk, table: str) -> None:
    approved(desk)
    rows = Base.metadata.tables[table]
    column = next(iter(rows.columns))
    for statement in (rows.delete(), rows.update().values({column.name: column})):
        with desk.engine.connect() as connection, pytest.raises(IntegrityError, match="only added to"):
            connection.execute(statement)


def test_there_is_no_version_of_a_project_that_is_not_there(desk: Desk, tmp_path: Path) -> None:
    for ask in (lambda: desk.versions.listed(9), lambda: desk.versions.one(desk.project, 1)):
        with pytest.raises(ProyectoInvalido) as refused:
            ask()
        assert refused.value.code == "T609"
    for folder in (Path("usb"), tmp_path / "nada"):
        with pytest.raises(ProyectoInvalido) as refused:
            write_to(folder, {}, ROOT)
        assert refused.value.code == "T660"
