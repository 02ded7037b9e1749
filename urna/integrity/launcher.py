"""Starts the urna: checks the installed tree, then gives the process to the programs in it. It must not be skipped.

Runs with the standard library alone, before ``site`` reads a ``.pth`` file and without any byte code of the tree:

    bin/python3.11 -I -S -B -X pycache_prefix=/dev/null .../urna/integrity/__main__.py --config urna.toml

A checkout has no manifest: it says so and goes on, and ``urna.program`` refuses an official jornada without one.
It cannot see the operating system below it, nor a file that is changed after the check: the image's dm-verity does.
"""

import os
import sys
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from urna.hardening import erasing
from urna.integrity.manifest import parse_manifest
from urna.integrity.memory import NO_CONFIG, refuse_older
from urna.integrity.refusal import ProgramRefusedError
from urna.integrity.signatures import SignedManifest, installed_manifest, is_installed
from urna.integrity.tree import check, loaded_libraries, tree_of_interpreter

PROGRAM: Final = "urna.program"
SIGNED: Final = "URNA_MANIFIESTO"
"""What the launcher tells the program: version and SHA-256 of the manifest, in the environment."""
LAUNCH: Final = ("-I", "-S", "-B", "-X", "pycache_prefix=/dev/null")
REFUSED: Final = 3
_SPEAKS_TO_PYTHON = ("PYTHON", "LD_", "KIVY_", "GLIBC_")
"""Variables that would put other code, or other settings, in the place of what was checked."""


def main(arguments: Sequence[str]) -> int:
    """Check and become ``urna.program``; 3 when the programs are not the signed ones."""
    root = tree_of_interpreter()
    try:
        manifest = checked(root, _option(arguments, "--config"))
    except ProgramRefusedError as error:
        words = _words("refused" if error.code != NO_CONFIG else "no_config")
        sys.stderr.write(words.format(code=error.code, detail=error.detail) + "\n")
        return REFUSED
    if manifest is None:
        sys.stderr.write(_words("unsigned") + "\n")
        _become(("-m", PROGRAM, *arguments), {k: v for k, v in os.environ.items() if k != SIGNED})
    else:
        _become(("-P", "-s", "-S", "-B", "-m", PROGRAM, *arguments), clean(os.environ, manifest))
    return REFUSED


def checked(root: Path, config: Path | None) -> SignedManifest | None:
    """The signed manifest of the tree at ``root``, after every file was compared; None where nobody signed one.

    Raises ``ProgramRefusedError`` U050, U061 to U069.
    """
    manifest = installed_manifest(root.parent)
    if manifest is None:
        return None
    if config is not None:
        refuse_older(manifest, config)
    check(root, parse_manifest(manifest.data), loaded_libraries())
    return manifest


def clean(environment: Mapping[str, str], manifest: SignedManifest) -> dict[str, str]:
    """An environment that can put nothing in the place of what was checked, and that says what it was.

    The packages of the tree are named here because the program starts without ``site``: no ``.pth`` file runs.
    """
    kept = {name: value for name, value in environment.items() if not name.startswith(_SPEAKS_TO_PYTHON)}
    packages = os.fspath(Path(__file__).parents[2])
    told = f"{manifest.version} {manifest.sha256}"
    return erasing({**kept, "PYTHONUTF8": "1", "PYTHONPATH": packages, SIGNED: told})


def start_again(arguments: Sequence[str]) -> int:
    """Become the launcher, from a process that already ran some of the tree (``python -m urna``); gives as ``main``.

    Where nobody signed anything there is nothing to protect, and this process serves.
    """
    if not is_installed(tree_of_interpreter().parent):
        return main(arguments)
    _become((*LAUNCH, os.fspath(Path(__file__).with_name("__main__.py")), *arguments), os.environ)
    return REFUSED


def _become(arguments: Sequence[str], environment: Mapping[str, str]) -> None:
    sys.stderr.flush()
    os.execve(sys.executable, [sys.executable, *arguments], environment)  # noqa: S606 - itself, no shell


def _option(arguments: Sequence[str], name: str) -> Path | None:
    """The value of an option, as ``--config X`` or ``--config=X``; the last one counts, as the program takes it."""
    found = None
    for place, argument in enumerate(arguments):
        if argument == name and place + 1 < len(arguments):
            found = arguments[place + 1]
        elif argument.startswith(f"{name}="):
            found = argument.removeprefix(f"{name}=")
    return Path(found) if found is not None else None


def _words(key: str) -> str:
    place = Path(__file__).with_name("texts_es.toml")
    return str(tomllib.loads(place.read_text(encoding="utf-8"))[key])
