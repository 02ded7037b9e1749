"""A8: the real launcher in a closed tree of its own; nothing of the tree runs before it was compared."""

import json
import os
import py_compile
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from shared.crypto.tuf_repo import RepositoryKeys
from tests.unit.integrity.trees import Installed
from urna.install.closing import Ignored, standard_library
from urna.integrity.launcher import LAUNCH, REFUSED, SIGNED
from urna.integrity.tree import loaded_libraries

HERE = Path(__file__).parents[3]
LIBRARY = f"lib/python{sys.version_info[0]}.{sys.version_info[1]}"
SITE = f"{LIBRARY}/site-packages"
LAUNCHER = f"{SITE}/urna/integrity/__main__.py"
HEAVY = frozenset({"site-packages", "test", "idlelib", "tkinter", "lib2to3", "ensurepip", "pydoc_data", "asyncio"})
HEAVY |= {"distutils", "unittest", "xml", "multiprocessing", "email", "http", "turtledemo", "__pycache__"}
PROGRAM = """
import json, os, sys
told = {"env": dict(os.environ), "path": sys.path, "arguments": sys.argv[1:], "modules": sorted(sys.modules)}
print(json.dumps(told))
"""
LOUD = "from pathlib import Path\nPath({mark!r}).touch()\n"


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """Interpreter, the part of its library that a small program needs, the real launcher, and a program that tells."""
    installed = Installed(tmp_path_factory.mktemp("cerrado"), RepositoryKeys.generate())
    shutil.copytree(standard_library(), installed.root / LIBRARY, ignore=Ignored(HEAVY))
    (installed.root / "bin").mkdir()
    shutil.copy2(Path(sys.executable).resolve(), installed.root / "bin" / "python3")
    urna = installed.root / SITE / "urna"
    shutil.copytree(HERE / "urna" / "integrity", urna / "integrity", ignore=Ignored(HEAVY))
    for name in ("__init__.py", "hardening.py"):
        shutil.copy2(HERE / "urna" / name, urna)
    (urna / "program.py").write_text(PROGRAM, encoding="utf-8")
    installed.internal.mkdir()
    installed.config.write_text('internal = "interna"\n', encoding="utf-8")
    installed.publish(version=7)
    return installed


def start(installed: Installed, **variables: str) -> "subprocess.CompletedProcess[str]":
    """As systemd does."""
    program = str(installed.root / "bin" / "python3")
    command = [program, *LAUNCH, str(installed.root / LAUNCHER), "--config", str(installed.config)]
    environment = {"PATH": os.environ["PATH"], **variables}
    return subprocess.run(
        command, env=environment, cwd=installed.internal, capture_output=True, text=True, check=False, timeout=120
    )


def test_a8_the_program_starts_in_a_clean_environment_and_knows_its_manifest(whole: Installed, tmp_path: Path) -> None:
    (tmp_path / "json.py").write_text(LOUD.format(mark=str(tmp_path / "ran")), encoding="utf-8")
    shutil.copy(tmp_path / "json.py", whole.internal)  # where it starts
    done = start(whole, PYTHONPATH=str(tmp_path), PYTHONSTARTUP="x", KIVY_HOME="/x", LD_LIBRARY_PATH="/x", DISPLAY=":9")
    (whole.internal / "json.py").unlink()
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    data = (whole.folder / "programa/targets/programa/manifiesto.json").read_bytes()
    manifest = json.loads(data)
    assert told["env"][SIGNED].split()[0] == "7"
    assert told["env"]["DISPLAY"] == ":9"
    assert told["env"]["PYTHONPATH"] == str(whole.root / SITE)
    assert not {"PYTHONSTARTUP", "KIVY_HOME", "LD_LIBRARY_PATH"} & set(told["env"])
    assert told["arguments"] == ["--config", str(whole.config)]
    assert all(Path(place).is_relative_to(whole.root) for place in told["path"])
    assert "site" not in told["modules"]
    assert set(manifest["libraries"]) == set(loaded_libraries())
    assert not (tmp_path / "ran").exists()


def pth(root: Path, mark: Path) -> Path:
    place = root / SITE / "zz.pth"
    place.write_text(f"import pathlib; pathlib.Path({str(mark)!r}).touch()\n", encoding="utf-8")
    return place


def shadow(root: Path, mark: Path) -> Path:
    """A module of the packages with the name of one of the library."""
    place = root / SITE / "json.py"
    place.write_text(LOUD.format(mark=str(mark)), encoding="utf-8")
    return place


def byte_code(root: Path, mark: Path) -> Path:
    """Stray byte code that claims to be the launcher's own module."""
    source = root / SITE / "urna" / "integrity" / "launcher.py"
    loud = mark.with_suffix(".py")
    loud.write_text(LOUD.format(mark=str(mark)), encoding="utf-8")
    place = source.parent / "__pycache__" / f"launcher.{sys.implementation.cache_tag}.pyc"
    place.parent.mkdir(exist_ok=True)
    py_compile.compile(str(loud), cfile=str(place), invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH)
    return place


@pytest.mark.parametrize("plant", [pth, shadow, byte_code])
def test_a8_what_nobody_signed_neither_starts_nor_runs(
    whole: Installed, tmp_path: Path, plant: Callable[[Path, Path], Path]
) -> None:
    mark = tmp_path / "ran"
    planted = plant(whole.root, mark)
    done = start(whole)
    planted.unlink()
    assert (done.returncode, done.stdout) == (REFUSED, "")
    assert "U066" in done.stderr
    assert planted.name in done.stderr
    assert not mark.exists()


def test_a8_a_changed_program_is_not_imported(whole: Installed) -> None:
    place = whole.root / SITE / "urna" / "program.py"
    kept = place.read_bytes()
    place.write_bytes(kept + b"#")
    done = start(whole)
    place.write_bytes(kept)
    assert (done.returncode, done.stdout) == (REFUSED, "")
    assert "U064: lib/" in done.stderr


def test_a8_the_launcher_imports_the_library_and_itself_alone(whole: Installed) -> None:
    """Everything it imported when it is done comes from the interpreter's library or from its own few files."""
    site = whole.root / SITE
    code = (
        f"import sys, runpy; sys.path.append({str(site)!r})\n"
        "import urna.integrity.launcher as launcher; from pathlib import Path\n"
        f"assert launcher.checked(Path({str(whole.root)!r}), Path({str(whole.config)!r}))\n"
        "print('\\n'.join(sorted(m.__file__ for m in sys.modules.values() if getattr(m, '__file__', None))))\n"
    )
    command = [str(whole.root / "bin" / "python3"), *LAUNCH, "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
    ours = [Path(line).relative_to(site) for line in done.stdout.splitlines() if Path(line).is_relative_to(site)]
    assert {path.parts[:2] for path in ours} <= {
        ("urna", "__init__.py"),
        ("urna", "hardening.py"),
        ("urna", "integrity"),
    }
    rest = [Path(line) for line in done.stdout.splitlines() if not Path(line).is_relative_to(site)]
    assert rest
    assert all(path.is_relative_to(whole.root / LIBRARY) for path in rest)


def test_a_checkout_says_that_it_has_no_manifest() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "urna", "--help"], cwd=HERE, capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stderr
    assert "SIN MANIFIESTO" in done.stderr
    assert "--config" in done.stdout
