"""A10: a stick with a lot of themes gives each urna that of its casilla, and no other however it is laid."""

from dataclasses import replace
from pathlib import Path

import pytest

from shared.crypto.tuf_repo import RepositoryKeys, ThemeKey
from shared.domain.ids import CasillaId
from shared.domain.jornada import JornadaState
from shared.formats.lote_v1 import NAME, lote_of, parse_lote, serialise_lote
from tests.flows.institute import Institute
from tests.flows.lotes import halves, lote_files, published, put, signed_files
from tests.flows.table import Table, memory_table
from tests.flows.test_procedures import refusal

OTHER = "targets/temas/jal-d02/theme.json"
MINE = "targets/temas/jal-d01/theme.json"


@pytest.fixture
def urna(institute: Institute, tmp_path: Path) -> Table:
    return memory_table(institute, tmp_path)


def refused(table: Table) -> str:
    table.touch("cargar_tema")
    assert table.jornada() is JornadaState.SIN_TEMA
    return refusal(table)


def test_a10_an_urna_takes_from_a_lot_the_theme_of_its_casilla(institute: Institute, urna: Table) -> None:
    mine, _ = halves(institute)
    put(urna.config.usb, lote_files(institute))
    urna.load()
    assert urna.jornada() is JornadaState.CARGADA
    assert urna.context().theme == mine
    assert urna.context().theme.hash_hex == mine.hash_hex


def test_a10_a_stick_for_one_urna_holds_its_theme_and_the_whole_list(institute: Institute, urna: Table) -> None:
    mine, _ = halves(institute)
    files = lote_files(institute)
    del files[OTHER]
    put(urna.config.usb, files)
    urna.load()
    assert urna.context().theme.hash_hex == mine.hash_hex


def test_a10_a_stick_for_others_says_so_in_words(institute: Institute, urna: Table) -> None:
    files = lote_files(institute)
    del files[MINE]
    put(urna.config.usb, files)
    assert refused(urna) == "T694"
    alert = urna.screen.alert  # type: ignore[union-attr]  # refusal() saw that it is there
    assert alert is not None
    assert (alert.key, dict(alert.params)["casilla"]) == ("carga.aviso.otras_casillas", institute.casilla)


def test_a10_a_casilla_of_no_theme_of_the_lot_is_told(institute: Institute, urna: Table) -> None:
    put(urna.config.usb, lote_files(institute))
    urna.config = replace(urna.config, casilla=CasillaId("140999B0100"))
    urna.power_on()
    assert refused(urna) == "T693"


def test_a10_the_theme_of_other_casillas_in_the_place_of_mine_is_refused(institute: Institute, urna: Table) -> None:
    files = lote_files(institute)
    put(urna.config.usb, {**files, MINE: files[OTHER]})
    assert refused(urna) in {"K605", "K608"}


def test_a10_a_list_that_nobody_signed_is_refused(institute: Institute, urna: Table) -> None:
    """The casillas of two themes change places in lote.json, byte for byte as long as the one that was signed."""
    files = lote_files(institute)
    lote = parse_lote(files["targets/lote.json"])
    mine, other = lote.themes
    swapped = (replace(mine, casillas=other.casillas), replace(other, casillas=mine.casillas))
    forged = serialise_lote(replace(lote, themes=swapped))
    assert len(forged) == len(files["targets/lote.json"])
    put(urna.config.usb, {**files, "targets/lote.json": forged})
    assert refused(urna) == "K605"


def test_a10_a_list_that_gives_my_casilla_to_another_theme_is_refused(institute: Institute, urna: Table) -> None:
    """Two people signed a list that does not say what its themes say: the theme itself does not know the casilla."""
    signed = signed_files(halves(institute))
    lote = parse_lote(signed[NAME])
    mine, other = lote.themes
    swapped = (replace(mine, casillas=other.casillas), replace(other, casillas=mine.casillas))
    put(urna.config.usb, published(institute, {**signed, NAME: serialise_lote(replace(lote, themes=swapped))}))
    assert refused(urna) == "T692"


def test_a10_a_casilla_in_two_themes_is_refused(institute: Institute, urna: Table) -> None:
    signed = signed_files(halves(institute))
    lote = parse_lote(signed[NAME])
    mine, other = lote.themes
    both = replace(other, casillas=(*mine.casillas, *other.casillas))
    put(urna.config.usb, published(institute, {**signed, NAME: serialise_lote(replace(lote, themes=(mine, both)))}))
    assert refused(urna) == "T691"


def test_a10_two_themes_without_a_list_are_refused(institute: Institute, urna: Table) -> None:
    signed = signed_files(halves(institute))
    del signed[NAME]
    put(urna.config.usb, published(institute, signed))
    assert refused(urna) == "T303"


def test_a10_a_lot_of_one_signer_is_refused(institute: Institute, urna: Table) -> None:
    keys = institute.repository
    alone = replace(keys, targets=(keys.targets[0], ThemeKey.generate()))
    with pytest.raises(Exception, match="K602"):
        lote_files(replace(institute, repository=alone))
    files = lote_files(institute)
    name = "metadata/1.targets.json"
    second = keys.targets[1].public.key_id.encode()
    put(urna.config.usb, {**files, name: files[name].replace(second, b"0" * len(second))})
    assert refused(urna) == "K602"


def test_a10_the_lot_of_another_institute_is_refused(institute: Institute, urna: Table, tmp_path: Path) -> None:
    strange = replace(institute, repository=RepositoryKeys.generate())
    with pytest.raises(Exception, match="K602"):
        put(tmp_path, lote_files(strange))
    assert urna.jornada() is JornadaState.SIN_TEMA


def test_a10_an_older_lot_is_refused_after_a_newer_one(institute: Institute, urna: Table) -> None:
    put(urna.config.usb, lote_files(institute, version=2))
    urna.load()
    assert urna.jornada() is JornadaState.CARGADA
    put(urna.config.usb, lote_files(institute, version=1))
    urna.touch("cargar_otro_tema")
    urna.touch("cargar_tema")
    assert refusal(urna) == "K603"


@pytest.mark.parametrize("harm", ["another", "longer", "missing"])
def test_a10_a_picture_that_is_not_the_one_of_the_theme_is_refused(
    institute: Institute, urna: Table, harm: str
) -> None:
    root = put(urna.config.usb, lote_files(institute))
    piece = root / "targets" / "piezas" / halves(institute)[0].assets[0].sha256
    data = piece.read_bytes()
    piece.write_bytes(data[:-1] + b"?" if harm == "another" else data + b"?")
    if harm == "missing":
        piece.unlink()
    urna.load()
    assert urna.jornada() is JornadaState.SIN_TEMA
    assert refusal(urna) == {"another": "T308", "longer": "K608", "missing": "K606"}[harm]


def test_a10_one_id_is_one_boleta_in_every_theme(institute: Institute) -> None:
    mine, other = halves(institute)
    renamed = replace(other.contests[0], title="Otra")
    with pytest.raises(Exception, match="T692"):
        lote_of((mine, replace(other, contests=(renamed, *other.contests[1:]))))
