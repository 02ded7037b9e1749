"""The programs of the two urnas: a closed tree, its manifest, two signatures. It must not start an urna.

Each step is the command `urna instalar`, in a process of its own. A real image compiles byte code anew and lies on a
file system that nobody writes; here the compiled files of this environment are copied, into a folder of the run.
"""

import re
from pathlib import Path
from typing import Final

from demo.ceremony import Ceremony, write
from demo.processes import Child, Supervisor, python
from demo.settings import Places
from shared.crypto.tuf_repo import RepositoryKeys, create_root
from urna.integrity.launcher import LAUNCH

SIGNERS: Final = ("programa-firmante-1", "programa-firmante-2")
ONLINE: Final = ("programa-instantanea", "programa-hora")
ROOT: Final = "programa-raiz.json"
RELEASE: Final = "demostracion"
_LAUNCHER: Final = "site-packages/urna/integrity/__main__.py"
_HASH: Final = re.compile(r"\b[0-9a-f]{64}\b")
_LONG_S: Final = 300


def begin(places: Places, supervisor: Supervisor) -> Child:
    """Begin to copy the tree: it takes as long as the ceremony."""
    places.programs.mkdir(parents=True)
    return supervisor.start("programa-arbol", _install(places, "arbol", "--con-cache"))


def sign(places: Places, supervisor: Supervisor, ceremony: Ceremony, copying: Child) -> str:
    """Measure what was copied, have two people sign it, publish; gives the hash that every acta must bear."""
    _keys(places, ceremony)
    expires = ("--caduca", ceremony.validity[1].date().isoformat())
    env = {"URNA_PASSPHRASE": ceremony.passphrase}
    supervisor.finish(copying, _LONG_S)
    measuring = _install(places, "manifiesto", "--entrega", RELEASE, "--version", "1", *expires)
    supervisor.run("programa-manifiesto", measuring, timeout_s=_LONG_S)
    for name in SIGNERS:
        supervisor.run(name, _install(places, "firmar", "--llave", places.keys / f"{name}.pem"), env)
    online = [places.keys / f"{name}.pem" for name in ONLINE]
    publishing = _install(places, "publicar", "--raiz", places.keys / ROOT, "--online", *online, *expires)
    said: list[str] = _HASH.findall(supervisor.run("programa-publicar", publishing, env))
    return said[-1]


def command(places: Places, config: Path) -> tuple[str | Path, ...]:
    """What starts an urna from its closed tree, as systemd does on a real one."""
    [interpreter] = (places.programs / "sistema" / "bin").iterdir()
    [launcher] = (places.programs / "sistema" / "lib").glob(f"*/{_LAUNCHER}")
    return (interpreter, *LAUNCH, launcher, "--config", config)


def _keys(places: Places, ceremony: Ceremony) -> None:
    """Keys of their own: who signs themes signs no programs."""
    keys = RepositoryKeys.generate()
    for name, key in zip((*SIGNERS, *ONLINE), (*keys.targets, keys.snapshot, keys.timestamp), strict=True):
        write(places.keys / f"{name}.pem", key.to_pem(ceremony.passphrase.encode()), secret=True)
    write(places.keys / ROOT, create_root(keys.public, keys.root, ceremony.validity[1]))


def _install(places: Places, step: str, *arguments: str | Path) -> tuple[str | Path, ...]:
    return python("-m", "urna", "instalar", step, "--en", places.programs, *arguments)
