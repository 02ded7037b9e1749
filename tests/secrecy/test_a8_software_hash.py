"""A8: a changed program, extension, font, picture or sound changes the hash that every report prints."""

from pathlib import Path
from shutil import copytree
from types import ModuleType

import pytest

import hardware
import shared
import urna
from hardware.printer.port import Slip
from tests.flows.table import SOFTWARE, Table
from urna.flow.input import MesaPressed
from urna.services.software import measure_all, of_distributions, of_packages, of_python, required, total

ROOT = Path(urna.__path__[0])
REPORTS = frozenset({"preparacion", "verificacion", "acta_inicio", "reporte", "acta_escrutinio"})
"""Papers that say what the urna is; testigos, shares and marks go with one of them."""


def package(folder: Path) -> ModuleType:
    """A copy of the urna's package that may be changed."""
    if not folder.exists():
        copytree(ROOT, folder)
    made = ModuleType("urna")
    made.__path__ = [str(folder)]
    return made


def some(suffix: str) -> str:
    """A file of the urna with that ending."""
    return next(path.relative_to(ROOT).as_posix() for path in sorted(ROOT.rglob(f"*{suffix}")))


@pytest.mark.parametrize("suffix", [".py", ".ttf", ".toml"])
def test_a8_one_changed_bit_of_a_file_changes_the_hash(tmp_path: Path, suffix: str) -> None:
    copied = package(tmp_path / "urna")
    before = total(of_packages([copied]))
    place = tmp_path / "urna" / some(suffix)
    data = bytearray(place.read_bytes())
    data[len(data) // 2] ^= 1
    place.write_bytes(data)
    assert total(of_packages([copied])) != before


@pytest.mark.parametrize("name", ["ui/assets/himno.wav", "ui/assets/logo.png", "ui/_rapido.so", "ui/otra.py"])
def test_a8_a_file_more_or_less_or_another_name_changes_the_hash(tmp_path: Path, name: str) -> None:
    copied = package(tmp_path / "urna")
    hashes = [total(of_packages([copied]))]
    place = tmp_path / "urna" / name
    for change in (
        lambda: place.write_bytes(b"uno"),
        lambda: place.write_bytes(b"dos"),
        lambda: place.rename(place.with_name("z" + place.name)),
        lambda: place.with_name("z" + place.name).unlink(),
    ):
        change()
        hashes.append(total(of_packages([copied])))
    assert len(set(hashes[:-1])) == 4
    assert hashes[-1] == hashes[0]


def test_a8_a_link_in_place_of_a_file_or_of_a_folder_changes_the_hash(tmp_path: Path) -> None:
    copied = package(tmp_path / "urna")
    before = total(of_packages([copied]))
    outside = tmp_path / "main.py"
    place = tmp_path / "urna" / "__main__.py"
    outside.write_bytes(place.read_bytes())
    place.unlink()
    place.symlink_to(outside)
    linked = total(of_packages([copied]))
    (tmp_path / "urna" / "extra").symlink_to(tmp_path)
    assert len({before, linked, total(of_packages([copied]))}) == 3


def test_a8_a_compiled_extension_of_a_dependency_is_measured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    info, code = tmp_path / "probe-1.0.dist-info", tmp_path / "probe"
    info.mkdir()
    code.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: probe\nVersion: 1.0\n", encoding="utf-8")
    (code / "core.so").write_bytes(b"\x7fELF one")
    (info / "RECORD").write_text("probe/core.so,,\nprobe-1.0.dist-info/METADATA,,\n", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    hashes = [total(of_distributions(["probe"]))]
    (code / "core.so").write_bytes(b"\x7fELF two")
    hashes.append(total(of_distributions(["probe"])))
    (code / "later.py").write_text("x = 1\n", encoding="utf-8")
    hashes.append(total(of_distributions(["probe"])))
    (tmp_path / "start.pth").write_text("import probe.later\n", encoding="utf-8")
    hashes.append(total(of_distributions(["probe"])))
    assert len(set(hashes)) == 4


def test_a8_what_the_urna_runs_on_is_measured() -> None:
    names = required()
    assert {"kivy", "cryptography", "pillow", "pyserial", "python-escpos", "tuf", "segno"} <= set(names)
    assert not {"fastapi", "pytest", "mypy", "ruff"} & set(names)
    measured = [name for name, _ in (*of_distributions(names), *of_python())]
    for start, end in (
        ("site/kivy/", ".so"),
        ("site/cryptography/", ".so"),
        ("site/PIL/", ".py"),
        ("lib/", "json/decoder.py"),
    ):
        assert any(name.startswith(start) and name.endswith(end) for name in measured), start
    assert "python" in measured
    assert not any("__pycache__" in name for name in measured)


def test_a8_the_hash_is_of_everything_and_the_same_twice() -> None:
    packages = (shared, hardware, urna)
    assert total(of_packages(packages)) == total(of_packages(packages))
    assert measure_all(packages) != total(of_packages(packages))


def spaced(software: str, slip: Slip) -> bool:
    """Whether a paper says the first half of the hash at least, in groups of eight."""
    return f"{software[:8]} {software[8:16]}" in str(slip.blocks)


def test_a8_every_report_prints_the_hash(ready: Table) -> None:
    table = ready.fork()
    table.context().software_hash = software = "0123456789abcdef" * 4
    table.context().signed_programs = True
    table.open()
    table.vote([(1,), (0,)])
    table.do(MesaPressed("menu"))
    table.touch("reportes")
    table.touch("imprimir_reporte")
    table.touch("volver")
    table.touch("volver")
    table.close()
    printed = {slip.kind: slip for slip in table.printer.slips}
    assert set(printed) >= REPORTS
    before = REPORTS & {slip.kind for slip in ready.printer.slips}
    assert before == {"preparacion", "verificacion"}
    for kind in REPORTS:
        assert spaced(SOFTWARE if kind in before else software, printed[kind]), kind
    assert "SIN MANIFIESTO" in str(printed["preparacion"].blocks)  # nobody signed what ran when it was printed
    assert "SIN MANIFIESTO" not in str(printed["reporte"].blocks)
