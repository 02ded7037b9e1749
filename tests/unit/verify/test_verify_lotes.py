"""A publication of several themes: each bundle under the theme of its casilla, each boleta summed over all of them."""

import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from demo.simulated_institute import SimulatedInstitute
from demo.simulated_urnas import SimulatedBundle, SimulatedCount, SimulatedUrnas
from demo.simulated_votes import spread
from shared.crypto.hashing import sha256_hex
from shared.crypto.tuf_repo import RepositoryKeys, build_repository, expiry_of
from shared.domain.eleccion import Mode
from shared.formats.informe_v1 import Informe, InformeKind, Result, Verdict, make_informe
from shared.formats.lote_v1 import NAME, lote_of, serialise_lote
from shared.formats.theme_v1 import Theme, ThemeId, seal_theme, serialise_theme
from shared.verify import informe
from shared.verify.folder import open_lote, read_theme, read_themes
from shared.verify.lotes import LoteVerification, verify_lote
from shared.verify.outcome import CannotVerify, Exit
from tests.unit.verify.publications import CASILLAS, WEIGHTS, institute
from tests.unit.verify.test_verify_commands import run

ALL, SOME = 5, 3
"""Casillas of the theme with both boletas, and of that with the first alone; the last of each sent nothing."""


@dataclass(frozen=True)
class State:
    """A publication of two themes, and what each casilla counted."""

    folder: Path
    themes: tuple[Theme, Theme]
    counts: tuple[tuple[SimulatedCount, ...], tuple[SimulatedCount, ...]]
    bundles: tuple[SimulatedBundle, ...]
    urnas: SimulatedUrnas

    def verified(self) -> LoteVerification:
        found = verify_lote(self.folder, Mode.OFICIAL, None, lambda _, __: None)
        assert found is not None
        return found

    def figure(self, place: int, key: str) -> int:
        """What a figure of a boleta adds up to, by what the casillas counted."""
        counted = (each.counts[place] for part in self.counts for each in part if place < len(each.counts))
        return sum(figures[key] for figures in counted)


def themes_of(made_by: SimulatedInstitute) -> tuple[Theme, Theme]:
    bare = replace(made_by.theme, languages=(), texts={}, locuciones=())
    both = replace(bare, theme_id=ThemeId("jal-d01"), casillas=bare.casillas[:ALL])
    first = replace(bare, theme_id=ThemeId("jal-d02"), casillas=bare.casillas[ALL:], contests=bare.contests[:1])
    return seal_theme(both), seal_theme(first)


def counts_of(theme: Theme) -> tuple[SimulatedCount, ...]:
    return tuple(
        SimulatedCount(
            casilla.id,
            tuple(
                spread(contest, 31 + place, casilla.id.clave, weights)
                for contest, weights in zip(theme.contests, WEIGHTS, strict=False)
            ),
        )
        for place, casilla in enumerate(theme.casillas[:-1])
    )


@pytest.fixture(scope="module")
def made() -> tuple[SimulatedInstitute, tuple[Theme, Theme], dict[str, bytes], tuple[SimulatedBundle, ...]]:
    by = institute()
    themes = themes_of(by)
    bundles = [b for theme in themes for b in SimulatedUrnas(by.issuer, theme, Mode.OFICIAL).many(counts_of(theme))]
    signed = {f"temas/{theme.theme_id}/theme.json": serialise_theme(theme) for theme in themes}
    signed[NAME] = serialise_lote(lote_of(themes))
    files = build_repository(signed, RepositoryKeys.generate(), expires=expiry_of(by.theme.election.date))
    return by, themes, files, tuple(bundles)


@pytest.fixture
def state(
    made: tuple[SimulatedInstitute, tuple[Theme, Theme], dict[str, bytes], tuple[SimulatedBundle, ...]], tmp_path: Path
) -> State:
    by, themes, files, bundles = made
    laid = {"raiz/root.pem": by.issuer.root_pem, "raiz/crl.pem": by.crl}
    laid |= {f"tema/{name}": data for name, data in files.items()}
    laid |= {f"bundles/{bundle.name}": bundle.public for bundle in bundles}
    for name, data in laid.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(data)
    urnas = SimulatedUrnas(by.issuer, themes[1], Mode.OFICIAL)
    return State(tmp_path, themes, (counts_of(themes[0]), counts_of(themes[1])), bundles, urnas)


def test_each_boleta_is_summed_over_every_theme_that_has_it(state: State) -> None:
    found = state.verified()
    assert (found.problems, found.exit) == ((), Exit.AGREES)
    assert [len(part.evidence.sources) for part in found.parts] == [ALL - 1, SOME - 1]
    assert set(found.missing) == {theme.casillas[-1].id.clave for theme in state.themes}
    order = [contest.id for contest in state.themes[0].contests]
    assert len(found.boletas) == len(order)
    for boleta in found.boletas:
        place = order.index(boleta.contest.id)
        for key, votes in boleta.everything.entidad.items():
            assert votes == state.figure(place, key), (boleta.contest.id, key)
        assert boleta.counted.votes == boleta.everything.votes
    assert ALL + SOME == CASILLAS


def test_the_command_says_every_theme_with_its_code_and_the_code_of_all(state: State) -> None:
    ended = run("cli", state.folder)
    assert ended.returncode == Exit.AGREES, ended.stdout
    lote = lote_of(state.themes)
    for code in (lote.short_code, *(theme.short_code for theme in state.themes)):
        assert code in ended.stdout
    said = json.loads(run("cli", state.folder, "--json", "--theme-code", lote.short_code).stdout)
    assert (said["lote_hash"], said["agrees"]) == (lote.hash_hex, True)
    assert run("cli", state.folder, "--theme-code", state.themes[0].short_code).returncode == Exit.UNREADABLE


def test_a11_a_bundle_under_the_theme_of_other_casillas_is_refused(state: State) -> None:
    """An urna of the first theme's casilla that ran the second theme: its bundle says so, and is not summed."""
    name = state.bundles[0].name
    clave = state.bundles[0].casilla.clave
    other = state.bundles[-1]
    (state.folder / "bundles" / name).write_bytes(other.public)
    found = state.verified()
    assert found.exit is Exit.DIFFERS
    assert {problem.code for problem in found.problems if problem.place == clave} == {"V201"}
    assert clave not in found.parts[0].evidence.readings


def test_a_bundle_of_a_casilla_of_no_theme_is_refused(state: State) -> None:
    path = state.folder / "bundles" / state.bundles[0].name
    path.rename(path.with_name(path.name.replace(state.bundles[0].casilla.clave, "140999B0100")))
    assert {problem.code for problem in state.verified().problems} >= {"V202"}


def test_a10_a_theme_that_the_publication_lacks_or_changes_is_refused(state: State) -> None:
    path = next((state.folder / "tema").rglob("jal-d02/theme.json"))
    data = path.read_bytes()
    for harm in (data[:-1] + b" ", next((state.folder / "tema").rglob("jal-d01/theme.json")).read_bytes(), b""):
        path.write_bytes(harm)
        with pytest.raises(CannotVerify, match="V104"):
            state.verified()
    path.unlink()
    with pytest.raises(CannotVerify, match="V104"):
        state.verified()
    assert sha256_hex(data) == state.themes[1].hash_hex


def test_a_command_about_one_urna_takes_the_theme_of_its_casilla(state: State) -> None:
    mine, other = state.bundles[0], state.bundles[-1]
    for bundle, theme in ((mine, state.themes[0]), (other, state.themes[1])):
        assert read_theme(state.folder / "tema", Path(bundle.name))[0] == theme
    assert read_themes(state.folder / "tema") == state.themes
    for name in ("nada.zip", "140999B0100-x.zip"):
        with pytest.raises(CannotVerify, match="V104"):
            read_theme(state.folder / "tema", Path(name))
    next((state.folder / "tema").rglob("jal-d02/theme.json")).unlink()
    assert read_theme(state.folder / "tema", Path(mine.name))[0] == state.themes[0], "what a stick for one urna holds"


def test_a_report_is_read_under_the_theme_that_it_names(state: State, tmp_path: Path) -> None:
    theme = state.themes[1]
    urna = state.urnas.urna(77)
    said = Informe(
        kind=InformeKind.PREPARACION,
        election=theme.election.id,
        mode=Mode.OFICIAL,
        casilla=theme.casillas[0].id,
        urna=urna.id,
        theme_hash=theme.hash_hex,
        software_hash="cd" * 32,
        number=2,
        at=datetime(2018, 6, 28, 16, 5, tzinfo=UTC),
        officials=(),
        results=(Result("tacto", Verdict.BIEN),),
    )
    root = ("--theme-repo", state.folder / "tema", "--root", state.folder / "raiz" / "root.pem")
    for each, code in ((said, Exit.AGREES), (replace(said, theme_hash="ab" * 32), Exit.DIFFERS)):
        path = tmp_path / each.file_name
        path.write_bytes(make_informe(each, urna.certificate, urna.key.sign))
        ended = CliRunner().invoke(informe.app, [str(argument) for argument in (path, *root)])
        assert ended.exit_code == code, ended.stdout
        assert (theme.short_code in ended.stdout) is (code is Exit.AGREES)


def test_a_cut_beside_several_themes_is_not_passed_over(state: State) -> None:
    (state.folder / "cortes").mkdir()
    assert [problem.code for problem in state.verified().problems] == ["V107"]


def test_one_theme_alone_is_no_lot_and_a_lot_is_not_one_theme(state: State, tmp_path: Path) -> None:
    with pytest.raises(CannotVerify, match="V105"):
        read_theme(state.folder / "tema")
    by = institute()
    by.write(tmp_path / "sola")
    assert open_lote(tmp_path / "sola", None) is None
