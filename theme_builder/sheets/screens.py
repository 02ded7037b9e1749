"""The urna's own pictures of the example theme, drawn in a process of its own. It must not draw a screen itself."""

import subprocess
import sys
from base64 import b64encode
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from shared.crypto.hashing import sha256
from theme_builder.checks import SHARE_HOLDERS
from theme_builder.package import build
from theme_builder.source import load_source
from theme_builder.workspace import write_file

EXAMPLE = Path(__file__).parent / "example"
RENDERER = (sys.executable, "-m", "urna", "render")
"""The urna's command; the programs never import one another."""


class RendererMissingError(Exception):
    """The urna's program is not on this machine, or drew nothing; its text is what it said last."""


def draw_screens(renderer: Sequence[str] = RENDERER) -> dict[str, bytes]:
    """PNG files of the screens of the manual by name (``boleta``, ``revision``...).

    Raises ``RendererMissingError`` when the command cannot run or fails.
    """
    with TemporaryDirectory(prefix="muestra") as name:
        theme, out = Path(name) / "tema", Path(name) / "fotos"
        _write_theme(theme)
        command = [*renderer, str(theme), "--out", str(out), "--manual"]
        try:
            done = subprocess.run(command, capture_output=True, text=True, check=False)
        except OSError as error:
            raise RendererMissingError(str(error)) from error
        if done.returncode != 0:
            raise RendererMissingError(done.stderr.strip().rpartition("\n")[2])
        return {file.stem.removeprefix("urna-"): file.read_bytes() for file in sorted(out.glob("*.png"))}


def _write_theme(folder: Path) -> None:
    people = folder.with_suffix(".personas.toml")
    write_file(people, nobody().encode())
    package, findings = build(load_source(EXAMPLE, people))
    if package is None:
        raise RuntimeError("\n".join(finding.render() for finding in findings))
    write_file(folder / "theme.json", package.theme_json)
    for name, data in package.assets.items():
        write_file(folder / "assets" / name, data)


def nobody() -> str:
    """People whose keys nobody has: the theme is drawn and never signed."""
    keys = {who: b64encode(sha256(who.encode())).decode() for who in (*SHARE_HOLDERS, "custodios")}
    officials = (
        f'[[officials]]\nid = "{role.upper()}-01"\nrole = "{role}"\npublic_key = "{keys[role]}"\n'
        for role in sorted(SHARE_HOLDERS)
    )
    trustees = f'[trustees]\npublic_key = "{keys["custodios"]}"\nthreshold = 3\ncount = 5\n'
    return "".join(officials) + trustees
