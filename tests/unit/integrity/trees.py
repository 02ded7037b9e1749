"""A small closed tree with files of every kind, signed by two people. It must not run what it holds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from shared.crypto.tuf_repo import RepositoryKeys, ThemeKey, create_root
from urna.install.closing import TREE
from urna.install.signing import publish, sign, write_manifest
from urna.integrity.launcher import checked
from urna.integrity.refusal import ProgramRefusedError

EXPIRES = datetime(2018, 9, 1, tzinfo=UTC)
SITE = "lib/python3.11/site-packages"
FILES = {
    "bin/python3.11": b"\x7fELF interpreter",
    "lib/python3.11/os.py": b"x = 1\n",
    f"{SITE}/urna/program.py": b"x = 2\n",
    f"{SITE}/urna/__pycache__/program.cpython-311.pyc": b"code of x = 2",
    f"{SITE}/kivy/core.so": b"\x7fELF extension",
    f"{SITE}/urna/ui/assets/fonts/NotoSans-Regular.ttf": b"font",
    f"{SITE}/urna/ui/assets/logo.png": b"\x89PNG",
    f"{SITE}/urna/ui/assets/aviso.wav": b"RIFF",
    f"{SITE}/urna/ui/app.kv": b"<Screen>:\n",
    f"{SITE}/urna/services/texts_es.toml": b'titulo = "Acta"\n',
}


@dataclass(frozen=True, slots=True)
class Installed:
    """``folder`` holds tree, repository and root; ``config`` names an internal medium of its own."""

    folder: Path
    keys: RepositoryKeys

    @property
    def root(self) -> Path:
        return self.folder / TREE

    @property
    def config(self) -> Path:
        return self.folder / "urna.toml"

    @property
    def internal(self) -> Path:
        return self.folder / "interna"

    def publish(self, version: int = 1, signers: Sequence[ThemeKey] | None = None) -> None:
        """Measure the tree as it is, and sign."""
        write_manifest(self.folder, "1.0.0", version, EXPIRES)
        for key in self.keys.targets if signers is None else signers:
            sign(self.folder, key)
        for old in (self.folder / "programa" / "metadata").glob("*"):
            old.unlink()
        root = create_root(self.keys.public, self.keys.root, EXPIRES)
        publish(self.folder, [root], (self.keys.snapshot, self.keys.timestamp), EXPIRES)

    def code(self) -> str:
        """The code with which a start is refused; nothing when it starts."""
        try:
            checked(self.root, self.config)
        except ProgramRefusedError as refused:
            return refused.code
        return ""

    def refusal(self) -> ProgramRefusedError:
        try:
            checked(self.root, self.config)
        except ProgramRefusedError as refused:
            return refused
        raise AssertionError("it would start")


def install(folder: Path, keys: RepositoryKeys) -> Installed:
    """Lay the tree out, measured and signed as version 1."""
    installed = Installed(folder, keys)
    for name, data in FILES.items():
        place = installed.root / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
    installed.internal.mkdir()
    installed.config.write_text('internal = "interna"\n', encoding="utf-8")
    installed.publish()
    return installed
