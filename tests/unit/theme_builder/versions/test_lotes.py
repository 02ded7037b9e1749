"""A version that is a whole lot: frozen, signed once by two, and on sticks for all, for a distrito, for one urna."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from shared.crypto.tuf_client import RepositoryClient
from shared.domain.ids import CasillaId
from shared.formats.theme_model import TemaInvalido
from shared.formats.theme_repository import SignedThemes
from tests.bench.state_source import state_files
from tests.unit.theme_builder.small_lote import small_lote
from tests.unit.theme_builder.test_ambitos import SMALL
from tests.unit.theme_builder.versions.conftest import KEYS, NOON, ONLINE, ROOT, Desk
from theme_builder.lote import DONE, progress_in
from theme_builder.projects.database import open_database
from theme_builder.projects.documents import ProyectoInvalido
from theme_builder.projects.history import By
from theme_builder.projects.lotes import Lote
from theme_builder.projects.service import Projects
from theme_builder.sticks import LIST, Whose, names_for, whose_of
from theme_builder.versions.answers import Version
from theme_builder.versions.publishing import write_to
from theme_builder.versions.rules import Estado, Paso, Refused
from theme_builder.versions.service import Seen, Versions


@dataclass
class State:
    """A small state's project, and its first version."""

    desk: Desk

    def lote(self) -> Lote:
        return Lote(1, small_lote(), progress_in(small_lote()), running=False)

    def sent(self) -> Version:
        made = self.desk.versions.send_lote(self.desk.project, Seen("Ana", 1), self.lote())
        assert isinstance(made, Version), made
        return made

    def published(self) -> Version:
        version = self.sent()
        self.desk.versions.bring_root(ROOT, "Ana")
        self.desk.versions.take(self.desk.project, version.number, Paso.APROBAR, "Beto")
        for person, which in (("Ana", 0), ("Beto", 1)):
            signed = self.desk.signs(version, person, which)
            assert isinstance(signed, Version), signed
        made = self.desk.versions.publish(self.desk.project, version.number, "Ana", ONLINE)
        assert isinstance(made, Version), made
        return made


@pytest.fixture
def state(tmp_path: Path) -> Iterator[State]:
    engine = open_database(tmp_path / "proyectos.sqlite")
    projects = Projects(engine, lambda: NOON)
    desk = Desk(engine, projects, Versions(engine, projects, lambda: NOON))
    desk.project = projects.create("Estado", state_files(SMALL), By("Carla", "importacion"))
    yield State(desk)
    engine.dispose()


def seen(stick: Path) -> SignedThemes:
    """What an urna sees on a stick."""
    return SignedThemes(RepositoryClient().listed(stick, {"root.json": ROOT}, NOON))


def test_a_lot_is_one_version_that_two_people_sign_once(state: State, tmp_path: Path) -> None:
    version = state.published()
    assert (version.themes, version.state, len(version.signed)) == (4, Estado.PUBLICADA, 2)
    lote = state.desk.versions.lote(1, 1)
    assert lote is not None
    assert (lote.hash_hex, lote.short_code) == (version.sha256, version.code)
    assert {each.short_code for each in lote.themes} == {each.code for each in state.lote().progress.done}
    files = state.desk.versions.files(1, 1)
    assert sum("/metadata/" in f"/{name}" for name in files) == 4
    themes = seen(write_to(tmp_path, files, ROOT))
    for theme, _ in themes.every():
        assert themes.assets(theme)
        for casilla in theme.casillas:
            assert themes.of(casilla.id)[0] == theme


def test_what_themes_share_is_kept_and_written_once(state: State) -> None:
    state.sent()
    files = state.desk.versions.files(1, 1)
    pieces = [name for name in files if name.startswith("targets/piezas/")]
    named = [path for hecho in state.lote().progress.done for path in (state.lote().folder / hecho.name).rglob("*.png")]
    assert len(named) == 4 * len(pieces)


def test_a_stick_for_a_distrito_or_an_urna_holds_its_themes_alone(state: State, tmp_path: Path) -> None:
    state.published()
    files = state.desk.versions.files(1, 1)
    lote = state.desk.versions.lote(1, 1)
    assert lote is not None
    mine, other = lote.themes[0].casillas[0], lote.themes[-1].casillas[0]
    for whose, count in ((Whose(distrito=2), 2), (Whose(casilla=mine), 1)):
        folder = tmp_path / str(count)
        folder.mkdir()
        stick = write_to(folder, files, ROOT, whose)
        assert len(list(stick.rglob("theme.json"))) == count
        themes = seen(stick)
        assert themes.lote == lote
        there, absent = (other, mine) if whose.distrito else (mine, other)
        theme, _ = themes.of(there)
        assert set(themes.assets(theme)) == {asset.name for asset in theme.assets}
        with pytest.raises(TemaInvalido, match="T694"):
            themes.of(absent)


def test_a_stick_of_nobody_is_refused(state: State) -> None:
    state.sent()
    for distrito, casilla in (("9", ""), ("x", ""), ("-1", ""), ("", "140999B0100"), ("", "nada")):
        with pytest.raises(TemaInvalido, match="T693"):
            names_for(state.desk.versions.files(1, 1), whose_of(distrito, casilla))


def test_a_lot_that_is_not_whole_or_is_of_another_change_is_not_sent(state: State) -> None:
    versions, lote = state.desk.versions, state.lote()
    stopped = replace(lote, progress=replace(lote.progress, done=lote.progress.done[:3]))
    for other in (stopped, replace(lote, number=2), replace(lote, running=True)):
        assert versions.send_lote(1, Seen("Ana", 1), other) is Refused.NOT_BUILT
    assert versions.send_lote(1, Seen("Ana", 2), lote) is Refused.MOVED
    assert versions.listed(1) == ()


def test_a11_a_picture_that_changed_on_the_disk_after_it_was_built_is_not_frozen(state: State) -> None:
    picture = next((state.lote().folder / state.lote().progress.done[0].name).rglob("*.png"))
    before = picture.read_bytes()
    try:
        picture.write_bytes(before + b"?")
        with pytest.raises(ProyectoInvalido, match="T697"):
            state.sent()
    finally:
        picture.write_bytes(before)
    assert state.desk.versions.listed(1) == ()


def test_a11_a_theme_that_changed_on_the_disk_is_another_lot_or_none(state: State, tmp_path: Path) -> None:
    """Whatever the folder of the lot says when it is frozen is what people then see, sign and compare with paper."""
    version = state.sent()
    listed = state.desk.versions.files(1, 1)[LIST]
    path = next((state.lote().folder / state.lote().progress.done[0].name).rglob("theme.json"))
    before = path.read_bytes()
    path.unlink()  # a link that other folders share
    try:
        path.write_bytes(before.replace(b"Gubernatura 1", b"Gubernatura X"))
        state.desk.versions.take(1, 1, Paso.DEVOLVER, "Ana", "no es lo que se probó")
        with pytest.raises(TemaInvalido, match="T692"):
            state.sent()
    finally:
        path.write_bytes(before)
    again = state.sent()
    assert (again.code, state.desk.versions.files(1, 2)[LIST]) == (version.code, listed)


def test_a10_one_person_with_two_keys_does_not_sign_a_lot(state: State) -> None:
    version = state.sent()
    state.desk.versions.bring_root(ROOT, "Ana")
    state.desk.versions.take(1, 1, Paso.APROBAR, "Beto")
    state.desk.signs(version, "Ana", 0)
    assert state.desk.signs(version, "Ana", 1) is Refused.SAME_PERSON
    one = state.desk.versions.publish(1, 1, "Ana", ONLINE)
    assert one is Refused.STATE
    theirs = state.desk.versions.sign(1, 1, "Beto", KEYS.targets[1], state.lote().progress.done[0].code)
    assert theirs is Refused.CODE, "the code of one theme is not the code of all"


def test_a_casilla_is_found_by_its_clave(state: State) -> None:
    state.sent()
    lote = state.desk.versions.lote(1, 1)
    assert lote is not None
    assert lote.of(CasillaId("140001B0100")).theme_id.value == "est-2027-d01-m001"
    assert (state.lote().folder / "d01-m001" / DONE).is_file()
