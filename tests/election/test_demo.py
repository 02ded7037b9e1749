"""The demonstration itself, smaller: a real urna on an X display, simulated casillas, publication, verifier.

Both urnas at once are marked long: the second does nothing that the first, with its faults, does not.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from demo.__main__ import INTERRUPTED, _interrupt
from demo.intentions import expected, intentions
from demo.processes import Supervisor
from demo.programs import command
from demo.progress import DemoFailedError
from demo.settings import CASILLAS_WITH_URNA, ROOT, Places
from demo.simulated_institute import demo_package
from demo.texts import load_words
from demo.waiting import wait_for
from tests.election.remaining import processes_about
from urna.integrity.launcher import REFUSED

VOTERS, CASILLAS, SEED = 4, 6, "prueba"
pytestmark = [
    pytest.mark.election,
    pytest.mark.screen,
    pytest.mark.skipif(shutil.which("Xvfb") is None or shutil.which("xdotool") is None, reason="needs Xvfb, xdotool"),
]


def test_an_interrupted_demonstration_leaves_no_process(tmp_path: Path) -> None:
    out = tmp_path / "demo"
    command = [sys.executable, "-m", "demo", "--urnas", "1", "--voters", "1", "--casillas", "0", "--out", str(out)]
    running = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert running.stdout is not None
    with running.stdout as said:
        wait_for((out / "registros" / "urna-1.log").exists, "the urna", 120)
        assert processes_about(out)
        running.terminate()
        last = said.read().splitlines()[-1]
    assert running.wait(30) == INTERRUPTED
    assert last == load_words()("falla.interrumpida")
    assert not processes_about(out)


@pytest.mark.parametrize("urnas", [1, pytest.param(2, marks=pytest.mark.long)])
def test_one_election_from_keys_to_verifier(tmp_path: Path, urnas: int) -> None:
    out = tmp_path / "demo"
    size = ["--urnas", str(urnas), "--voters", str(VOTERS), "--casillas", str(CASILLAS), "--seed", SEED]
    done = subprocess.run(
        [sys.executable, "-m", "demo", *size, "--out", str(out)],
        cwd=ROOT,
        env={**os.environ, "ONCE": "1"},
        capture_output=True,
        text=True,
        timeout=1200,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    summary = json.loads((out / "resumen.json").read_text(encoding="utf-8"))
    contests = demo_package().theme.contests
    for clave, urna in zip(CASILLAS_WITH_URNA[:urnas], summary["urnas"], strict=True):
        people = intentions(contests, VOTERS, f"{SEED}/{clave}")
        assert urna["casilla"] == clave
        assert urna["counts"] == list(expected(contests, people))
        assert urna["emitidos"] + urna["cancelados"] == VOTERS
    for contest in summary["contests"]:
        assert contest["actas"]["contabilizadas"] == CASILLAS + urnas
        assert contest["votos"] == sum(contest["totals"].values())
    assert len(list((out / "fotos" / "urna-1").glob("*.png"))) >= 20
    assert (out / "publicacion" / "index.html").is_file()
    _keeps_to_the_signed_programs(out, urnas)
    assert not processes_about(out)


def _keeps_to_the_signed_programs(out: Path, urnas: int) -> None:
    """A8 on the real tree: closed, without the rest of the project, and refused after one byte more."""
    root = out / "programas" / "sistema"
    [site] = (root / "lib").glob("*/site-packages")
    for name in ("theme_builder", "server", "demo", "tests", "pip", "pytest", "urna/devdock", "urna/install"):
        assert not (site / name).exists(), name
    assert not [place for place in root.rglob("*") if place.is_symlink()]
    for number in range(1, urnas + 1):
        assert "sin_manifiesto" not in (out / f"urna-{number}" / "urna.toml").read_text(encoding="utf-8")
        assert json.loads((out / f"urna-{number}" / "interna" / "programa.json").read_bytes())["version"] == 1
    with (site / "urna" / "flow" / "reducer.py").open("ab") as file:
        file.write(b"#")
    refused = subprocess.run(
        [str(part) for part in command(Places(out), out / "urna-1" / "urna.toml")],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert refused.returncode == REFUSED
    assert "U064" in refused.stderr


def test_whoever_interrupts_while_a_child_is_being_born_leaves_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    start, before = subprocess.Popen, signal.signal(signal.SIGTERM, _interrupt)

    def interrupted(command: Sequence[str], **options: object) -> "subprocess.Popen[bytes]":
        child: subprocess.Popen[bytes] = start(command, **options)  # type: ignore[call-overload]  # passed on
        signal.raise_signal(signal.SIGTERM)
        return child

    monkeypatch.setattr(subprocess, "Popen", interrupted)
    try:
        with pytest.raises(KeyboardInterrupt), Supervisor(tmp_path) as supervisor:
            supervisor.start("uno", ("sleep", "600"))
    finally:
        signal.signal(signal.SIGTERM, before)
    assert [child.process.returncode for child in supervisor.children] == [-signal.SIGTERM]


def test_nothing_starts_once_the_demonstration_is_ending(tmp_path: Path) -> None:
    """A thread that was about to start one more must not leave it behind."""
    with Supervisor(tmp_path) as supervisor:
        supervisor.run("uno", (sys.executable, "-c", ""))
    with pytest.raises(DemoFailedError):
        supervisor.start("dos", (sys.executable, "-c", ""))
