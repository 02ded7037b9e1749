"""A stick by the command: each file is told, the stick stays as it was, and a slip says what became of it."""

import os
from pathlib import Path

from server.ingest.watch import look_in
from tests.server.harness import Process, World


def stick_of(world: World, places: int) -> Path:
    folder = world.folder / "memoria" / "resultados"
    folder.mkdir(parents=True)
    for place in range(places):
        bundle = world.bundle(place)
        (folder / bundle.name).write_bytes(bundle.public)
        (folder / bundle.sealed_name).write_bytes(b"sellado")
    return folder


def state(folder: Path) -> list[tuple[str, bytes, int]]:
    return sorted((str(p), p.read_bytes(), p.stat().st_mtime_ns) for p in folder.rglob("*") if p.is_file())


def test_a9_each_file_is_told_with_its_place_and_the_slip_holds_them_all(world: World) -> None:
    folder = stick_of(world, 3)
    (folder / "rota.public.zip").write_bytes(b"roto")
    process, slip, before = Process(world), world.folder / "comprobante.txt", state(folder)
    done = process.command("ingest", str(folder.parent), "--comprobante", str(slip))
    assert done.exit_code == 1
    assert "[1/4] " in done.stdout
    assert "[4/4] rota.public.zip: rechazado (R101)" in done.stdout
    summary = "Archivos: 4. Guardados: 3. Ya se tenían: 0. Apartados: 0. Rechazados: 1. Sin leer: 0."
    assert summary in done.stdout
    text = slip.read_text()
    assert world.institute.theme.election.name in text
    assert text.count("  guardado  ") == 3
    assert "  -----------  rechazado R101  rota.public.zip" in text
    assert summary in text
    assert state(folder) == before


def test_a9_whoever_stops_half_way_goes_on_by_repeating(world: World) -> None:
    folder = stick_of(world, 3)
    process, first = Process(world), min(folder.glob("*.public.zip"))
    assert process.command("ingest", str(first)).exit_code == 0
    done = process.command("ingest", str(folder))
    assert done.exit_code == 0
    assert "Guardados: 2. Ya se tenían: 1." in done.stdout
    assert "3 actas" in process.command("status").stdout


def test_a9_nothing_there_is_told_and_is_no_success(world: World) -> None:
    (world.folder / "vacia").mkdir()
    for name in ("vacia", "no-esta"):
        done = Process(world).command("ingest", str(world.folder / name))
        assert done.exit_code == 1
        assert "S864" in done.output


def test_a9_a_slip_overwrites_nothing_and_is_not_written_on_the_stick(world: World) -> None:
    folder = stick_of(world, 1)
    old = world.folder / "viejo.txt"
    old.write_text("mio")
    before = state(folder)
    for slip in (old, folder / "comprobante.txt", folder / ".." / "resultados" / "otro.txt"):
        done = Process(world).command("ingest", str(folder), "--comprobante", str(slip))
        assert done.exit_code == 1
        assert "S863" in done.output
    assert old.read_text() == "mio"
    assert state(folder) == before


def test_a9_names_that_a_stick_chose_do_not_reach_the_terminal(world: World) -> None:
    folder = stick_of(world, 1)
    hostile = os.fsencode(folder) + b"/\xff\x1b[31m\nfalso: casilla guardada.public.zip"
    Path(os.fsdecode(hostile)).write_bytes(b"roto")
    done = Process(world).command("ingest", str(folder), "--comprobante", str(world.folder / "c.txt"))
    assert done.exit_code == 1
    assert "\x1b" not in done.output
    assert "??[31m?falso: casilla guardada.public.zip: rechazado (R101)" in done.stdout


def test_a9_what_cannot_be_looked_into_is_told(world: World) -> None:
    folder = stick_of(world, 1)
    upper = folder / "OTRA.PUBLIC.ZIP"
    upper.write_bytes(b"roto")
    (folder / "enlace.public.zip").symlink_to(upper)
    found = look_in([folder, folder / "no-esta"])
    assert upper in found.files, "some sticks keep names in capitals"
    assert folder / "enlace.public.zip" not in found.files
    assert found.unread == (folder / "no-esta",)
    assert len(look_in([folder], most=1).unread) == 1, "what is left out is told"
