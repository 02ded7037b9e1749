"""The script of the demonstration: its intentions, its waiting, its processes, its words."""

import ast
import os
import re
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from demo.intentions import Intention, Touch, choices, expected, figure_of, intentions
from demo.processes import Supervisor, python
from demo.progress import DemoFailedError, Progress
from demo.settings import CASILLAS_WITH_URNA, ROOT, SOURCE, Settings
from demo.simulated_institute import demo_package
from demo.texts import load_words
from demo.waiting import wait_for
from shared.domain.boleta import Marked, confirmable, toggle
from shared.domain.eleccion import Contest
from shared.domain.voto import Voto, count_keys_of
from urna.devdock.media import MediaKind
from urna.services.earcons import NOTES

CONTESTS = demo_package().theme.contests


def as_the_urna_counts(contest: Contest, touches: tuple[Touch, ...]) -> str:
    """The figure by the urna's own rules, touch by touch; a touch is refused exactly when the script says so."""
    places = {option.id.value: place for place, option in enumerate(contest.options)}
    selection: Voto = Voto(())
    for touch in touches:
        answer = toggle(contest, selection.marks, places[touch.option])
        assert isinstance(answer, Marked) is not touch.refused
        if isinstance(answer, Marked):
            selection = Voto(answer.selection)
    assert confirmable(contest, selection.marks) is None
    (key,) = count_keys_of(contest, selection)
    return key


def final_touches(person: Intention, contest: int) -> tuple[Touch, ...]:
    touches = person.touches[contest]
    for correction in person.corrections:
        if correction.contest == contest:
            touches += correction.touches
    return touches


@pytest.mark.parametrize("seed", ["a", "b", "c", "d"])
def test_the_scripts_own_count_is_that_of_the_rules_of_the_boleta(seed: str) -> None:
    for person in intentions(CONTESTS, 60, seed):
        for place, contest in enumerate(CONTESTS):
            assert person.figures[place] == as_the_urna_counts(contest, final_touches(person, place))


def test_the_same_seed_gives_the_same_voters_and_another_seed_others() -> None:
    assert intentions(CONTESTS, 20, "x") == intentions(CONTESTS, 20, "x")
    assert intentions(CONTESTS, 20, "x") != intentions(CONTESTS, 20, "y")


def test_twenty_voters_hold_every_particular_case() -> None:
    people = intentions(CONTESTS, 20, "jalisco-2018")
    notes = Counter(person.note for person in people)
    for note in ("coalicion", "sobrevoto", "correccion", "blanco", "no-registrada", "nulo", "dos-partidos", "se-va"):
        assert notes[note] == 1
    assert sum(person.leaves for person in people) == 1
    assert any(touch.refused for person in people for touches in person.touches for touch in touches)


def test_who_leaves_adds_to_no_figure() -> None:
    people = intentions(CONTESTS, 20, "s")
    for figures in expected(CONTESTS, people):
        assert sum(figures.values()) == 19


def test_every_way_to_mark_a_boleta_is_known() -> None:
    ways = choices(CONTESTS[0])
    assert set(ways) == {*CONTESTS[0].count_keys(), "BLANCO"}
    assert figure_of(CONTESTS[0], ("PES", "PT")) == "PT-PES"
    with pytest.raises(ValueError, match="no legal vote"):
        figure_of(CONTESTS[0], ("PAN", "PRI"))


def test_the_two_real_casillas_are_in_the_theme() -> None:
    claves = {casilla.id.clave for casilla in demo_package().theme.casillas}
    assert set(CASILLAS_WITH_URNA) < claves
    assert len(claves) - len(CASILLAS_WITH_URNA) == Settings(Path(), "s").casillas
    assert SOURCE.is_dir()


def test_waiting_gives_up_and_names_what_it_waited_for() -> None:
    with pytest.raises(DemoFailedError, match="the moon"):
        wait_for(lambda: None, "the moon", 0.05)


def test_a_failure_bears_the_name_of_its_innermost_step(capsys: pytest.CaptureFixture[str]) -> None:
    progress = Progress(load_words(), sys.stdout)
    with pytest.raises(DemoFailedError) as caught, progress.step("paso.jornada"), progress.step("paso.corte"):
        raise ValueError("x")
    assert caught.value.step == load_words()("paso.corte")
    assert capsys.readouterr().out.count("\n") == 2


def test_a_supervisor_ends_every_child_and_its_children(tmp_path: Path) -> None:
    nested = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'import signal; signal.pause()'])"
    with Supervisor(tmp_path) as supervisor:
        child = supervisor.start("anidado", python("-c", nested))
        wait_for(lambda: _members(child.process.pid) >= 2, "the grandchild", 10)
        group = child.process.pid
    assert not child.alive
    wait_for(lambda: _members(group) == 0, "the group to be gone", 10)


def test_children_die_with_a_supervisor_that_is_killed(tmp_path: Path) -> None:
    code = (
        "import sys, signal, pathlib\n"
        "from demo.processes import Supervisor, python\n"
        f"with Supervisor(pathlib.Path({str(tmp_path)!r})) as supervisor:\n"
        "    child = supervisor.start('hijo', python('-c', 'import signal; signal.pause()'))\n"
        "    print(child.process.pid, flush=True)\n"
        "    signal.pause()\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    pid = int(parent.stdout.readline())
    os.kill(parent.pid, signal.SIGKILL)
    parent.wait()
    parent.stdout.close()
    wait_for(lambda: not _runs(pid), "the child to be gone", 10)


def test_a_command_that_fails_shows_what_it_said(tmp_path: Path) -> None:
    with Supervisor(tmp_path) as supervisor, pytest.raises(DemoFailedError, match="no sirve") as caught:
        supervisor.run("malo", python("-c", "import sys; sys.exit('no sirve')"))
    assert caught.value.log == tmp_path / "malo.log"


def test_every_sentence_that_is_said_is_in_the_catalogue() -> None:
    words = load_words()
    said = set()
    for path in (ROOT / "demo").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            text = node.value if isinstance(node, ast.Constant) else None
            if isinstance(text, str) and re.fullmatch(r"(paso|casilla|resumen|falla|llaves|senal|urna)\.[a-z_]+", text):
                said.add(text)
    said |= {f"urna.{kind.value}" for kind in MediaKind} | {f"senal.{key.partition('.')[2]}" for key in NOTES}
    assert said - {"resumen.json", "urna.toml"} == words.keys()


def test_voters_know_only_the_display_and_the_layout() -> None:
    """Whatever the voter's process imports, nothing of the urna, its devices or the keys is among it."""
    code = "import sys, demo.voter; print(*sorted(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    names = {name.split(".")[0] for name in loaded.split()}
    assert not names & {"urna", "hardware", "server", "theme_builder", "kivy"}
    assert "shared.formats" not in loaded.split()


def _members(group: int) -> int:
    """Living processes of a group, zombies apart."""
    found = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text(encoding="utf-8").rpartition(")")[2].split()
        except OSError:
            continue
        found += int(fields[2]) == group and fields[0] != "Z"
    return found


def _runs(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"
