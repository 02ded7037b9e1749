"""The theme of the demonstration: source dated today, checked, built, signed by two people and published.

It must not sign by itself: each step is the command `tema`, in a process of its own, with one person's key.
"""

import re
import shutil
from datetime import date, datetime
from pathlib import Path
from typing import Final

from demo.ceremony import ONLINE, SIGNERS, Ceremony
from demo.processes import Supervisor, python
from demo.settings import SOURCE, Places
from shared.formats.theme_v1 import Theme, parse_theme

PROGRAM: Final = "espeak-ng"
_MOMENT: Final = "%Y-%m-%dT%H:%M:%SZ"


def dated_source(places: Places, now: datetime, today: date) -> Path:
    """Copy the source and set its jornada to ``today``: urnas judge signatures and certificates by their clock."""
    target = places.theme / "fuente"
    shutil.copytree(SOURCE, target)
    file = target / "tema.toml"
    text = file.read_text(encoding="utf-8")
    text = re.sub(r'^date = ".*"$', f'date = "{today.isoformat()}"', text, flags=re.MULTILINE)
    text = re.sub(r'^created_at = ".*"$', f'created_at = "{now.strftime(_MOMENT)}"', text, flags=re.MULTILINE)
    file.write_text(text, encoding="utf-8")
    return target


def build(places: Places, supervisor: Supervisor, source: Path) -> Path:
    """Check and build; gives the built theme as a plain folder: ``theme.json`` and ``assets/``.

    It is checked before it has voices: making every sound takes seconds, and building says what is wrong with them.
    """
    people = ("--personas", places.theme / "personas.toml")
    supervisor.run("tema-revisar", _tema("revisar", source, *people))
    give_voices(source)
    supervisor.run("tema-construir", _tema("construir", source, "--en", _built(places), *people))
    return built(places)


def give_voices(source: Path) -> None:
    """Have the theme speak where the program that makes voices is; without it the demonstration is silent."""
    voices = source / "voces.toml"
    if shutil.which(PROGRAM) is not None and voices.is_file():
        with (source / "tema.toml").open("a", encoding="utf-8") as file:
            file.write(voices.read_text(encoding="utf-8"))


def built(places: Places) -> Path:
    """The built theme as a plain folder."""
    return next((_built(places) / "targets" / "temas").iterdir())


def publish(places: Places, supervisor: Supervisor, ceremony: Ceremony) -> Theme:
    """Two signatures, then publish; gives the theme as it was published."""
    env = {"TEMA_PASSPHRASE": ceremony.passphrase}
    built = _built(places)
    for name in SIGNERS:
        signing = _tema("firmar", built, "--llave", places.keys / f"{name}.pem")
        supervisor.run(f"tema-firmar-{name}", signing, env)
    online = [part for name in ONLINE for part in ("--online", places.keys / f"{name}.pem")]
    command = _tema("publicar", built, "--raiz", places.theme_root, *online, "--a", places.repository)
    supervisor.run("tema-publicar", command, env)
    published = next((places.repository / "targets" / "temas").iterdir())
    return parse_theme((published / "theme.json").read_bytes())


def copy_to_stick(places: Places, stick: Path) -> None:
    """The stick for an urna: the same repository on a disk."""
    shutil.copytree(places.repository, stick / "repositorio")


def _built(places: Places) -> Path:
    return places.theme / "construido"


def _tema(*arguments: str | Path) -> tuple[str | Path, ...]:
    return python("-m", "theme_builder", *arguments)
