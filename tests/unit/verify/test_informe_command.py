"""``urna-informe``: what an urna signed of itself is told in Spanish; what it did not sign is not believed."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from demo.simulated_urnas import SimulatedUrna
from shared.crypto.hashing import sha256_hex
from shared.domain.eleccion import Mode
from shared.domain.ids import OfficialId, UrnaId
from shared.formats.informe_v1 import MAX_BYTES, Informe, InformeKind, Result, Verdict, make_informe
from shared.verify.informe import app
from tests.unit.verify.publications import Made

WELL = (Result("tacto", Verdict.BIEN), Result("reloj", Verdict.BIEN), Result("nueva_prueba", Verdict.BIEN, "7"))
AT = datetime(2018, 6, 28, 16, 5, tzinfo=UTC)


@pytest.fixture(scope="module")
def urna(made: Made) -> SimulatedUrna:
    return made.institute.urnas().urna(77)


def report(made: Made, urna: SimulatedUrna) -> Informe:
    theme = made.institute.theme
    return Informe(
        kind=InformeKind.PREPARACION,
        election=theme.election.id,
        mode=Mode.OFICIAL,
        casilla=theme.casillas[0].id,
        urna=urna.id,
        theme_hash=theme.hash_hex,
        software_hash="cd" * 32,
        number=2,
        at=AT,
        officials=(),
        results=WELL,
    )


def file_of(folder: Path, informe: Informe, urna: SimulatedUrna) -> Path:
    path = folder / informe.file_name
    path.write_bytes(make_informe(informe, urna.certificate, urna.key.sign))
    return path


def run(made: Made, *files: Path, more: tuple[str, ...] = ()) -> tuple[int, str]:
    root = made.folder / "raiz"
    options = ("--theme-repo", made.folder / "tema", "--root", root / "root.pem", "--crl", root / "crl.pem", *more)
    ended = CliRunner().invoke(app, [str(argument) for argument in (*files, *options)])
    return ended.exit_code, ended.stdout + ended.stderr


def test_a_report_says_who_signed_it_and_what_it_says(made: Made, urna: SimulatedUrna, tmp_path: Path) -> None:
    path = file_of(tmp_path, report(made, urna), urna)
    code, told = run(made, path)
    assert code == 0, told
    for part in (
        urna.id.value,
        "Reporte de preparación 2",
        "28/06/2018 10:05",
        made.institute.theme.short_code,
        sha256_hex(path.read_bytes()),
        "Reloj",
        "nueva_prueba",
    ):
        assert part in told


def test_an_acta_de_borrado_names_its_two_people(made: Made, urna: SimulatedUrna, tmp_path: Path) -> None:
    who = (OfficialId("TECNICO-01"), OfficialId("AUDITOR-01"))
    wiped = replace(report(made, urna), kind=InformeKind.BORRADO, officials=who)
    wiped = replace(wiped, results=(Result("usb", Verdict.BIEN, "4096 bytes"),))
    code, told = run(made, file_of(tmp_path, wiped, urna), file_of(tmp_path, report(made, urna), urna))
    assert code == 0, told
    for part in ("Acta de borrado", "TECNICO-01, AUDITOR-01", "4096 bytes", "Reporte de preparación"):
        assert part in told


def test_what_failed_or_is_of_another_theme_or_mode_is_said(made: Made, urna: SimulatedUrna, tmp_path: Path) -> None:
    bad = replace(report(made, urna), results=(*WELL, Result("lector", Verdict.FALLA)))
    cases = {
        "V513": bad,
        "V511": replace(report(made, urna), theme_hash="ab" * 32),
        "V512": replace(report(made, urna), mode=Mode.CAPACITACION),
    }
    for problem, informe in cases.items():
        code, told = run(made, file_of(tmp_path, informe, urna))
        assert (code, problem in told) == (1, True), told
    assert run(made, file_of(tmp_path, cases["V512"], urna), more=("--modo", "capacitacion"))[0] == 0


def test_what_the_urna_did_not_sign_is_not_believed(made: Made, urna: SimulatedUrna, tmp_path: Path) -> None:
    stranger = made.institute.urnas().urna(78)
    honest = report(made, urna)
    forged = tmp_path / "ajeno.zip"
    forged.write_bytes(make_informe(honest, urna.certificate, stranger.key.sign))
    of_another = tmp_path / "otra.zip"
    of_another.write_bytes(make_informe(replace(honest, urna=UrnaId("JAL-9999")), urna.certificate, urna.key.sign))
    torn = tmp_path / "roto.zip"
    torn.write_bytes(file_of(tmp_path, honest, urna).read_bytes()[:-1])
    for path, reason in ((forged, "K103"), (of_another, "N111"), (torn, "N101")):
        code, told = run(made, path)
        assert code == 1
        assert reason in told
        assert "Reloj" not in told
    value = json.loads(run(made, forged, more=("--json",))[1])
    assert value["informes"][0]["believed"] is False


def test_a_file_too_large_is_refused_unread(made: Made, tmp_path: Path) -> None:
    large = tmp_path / "grande.zip"
    large.write_bytes(bytes(MAX_BYTES + 1))
    code, told = run(made, large)
    assert (code, "N100" in told) == (1, True)


def test_a_root_that_cannot_be_read_is_no_answer(made: Made, urna: SimulatedUrna, tmp_path: Path) -> None:
    root = tmp_path / "root.pem"
    root.write_text("nada")
    assert run(made, file_of(tmp_path, report(made, urna), urna), more=("--root", str(root)))[0] == 3
