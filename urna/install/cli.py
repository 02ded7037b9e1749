"""The command ``urna instalar``: closed tree, manifest, signatures, publication. It must not hold rules of its own."""

import argparse
import sys
import tomllib
from collections.abc import Callable
from datetime import UTC, datetime
from getpass import getpass
from hashlib import sha256
from importlib import resources
from os import environ
from pathlib import Path

from shared.crypto.tuf_repo import ThemeKey
from shared.domain.errors import DatoInvalido
from urna.install.closing import close_tree
from urna.install.signing import publish, sign, waiting_manifest, write_manifest
from urna.integrity.manifest import parse_manifest
from urna.integrity.refusal import ProgramRefusedError

PASSPHRASE = "URNA_PASSPHRASE"  # noqa: S105 - the name of a variable


def main(arguments: list[str] | None = None) -> int:
    """Do one step; 1 when it cannot be done."""
    say = _texts()
    options = _parser(say).parse_args(arguments)
    step: Callable[[argparse.Namespace], str] = options.step
    try:
        done = step(options)
    except (DatoInvalido, ProgramRefusedError) as error:
        sys.stderr.write(say["refused"].format(code=error.code, detail=error.detail) + "\n")
        return 1
    except OSError as error:
        sys.stderr.write(say["missing"].format(path=error.filename, detail=error.strerror) + "\n")
        return 1
    sys.stdout.write(say[done].format(**_seen(options.en)) + "\n")
    return 0


def _tree(options: argparse.Namespace) -> str:
    close_tree(options.en, compiled=not options.con_cache)
    return "closed"


def _manifest(options: argparse.Namespace) -> str:
    write_manifest(options.en, options.entrega, options.version, _moment(options.caduca))
    return "measured"


def _sign(options: argparse.Namespace) -> str:
    sign(options.en, _key(options.llave))
    return "signed"


def _publish(options: argparse.Namespace) -> str:
    snapshot, timestamp = (_key(place) for place in options.online)
    roots = [place.read_bytes() for place in options.raiz]
    publish(options.en, roots, (snapshot, timestamp), _moment(options.caduca))
    return "published"


def _parser(say: dict[str, str]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="urna instalar", description=say["help"], allow_abbrev=False)
    steps = parser.add_subparsers(required=True)
    made = {}
    for name, step in (("arbol", _tree), ("manifiesto", _manifest), ("firmar", _sign), ("publicar", _publish)):
        made[name] = steps.add_parser(name, help=say[name], allow_abbrev=False)
        made[name].add_argument("--en", type=Path, required=True, help=say["folder"])
        made[name].set_defaults(step=step)
    made["arbol"].add_argument("--con-cache", action="store_true", help=say["with_cache"])
    made["manifiesto"].add_argument("--entrega", required=True, help=say["release"])
    made["manifiesto"].add_argument("--version", type=int, required=True, help=say["version"])
    for name in ("manifiesto", "publicar"):
        made[name].add_argument("--caduca", required=True, help=say["expires"])
    made["firmar"].add_argument("--llave", type=Path, required=True, help=say["key"])
    made["publicar"].add_argument("--raiz", type=Path, nargs="+", required=True, help=say["root"])
    made["publicar"].add_argument("--online", type=Path, nargs=2, required=True, help=say["online"])
    return parser


def _seen(folder: Path) -> dict[str, str | int]:
    """What a person compares: the hash that every acta will print, and how much it covers."""
    try:
        data = waiting_manifest(folder)
    except OSError:
        return {"folder": str(folder)}
    manifest = parse_manifest(data)
    size = sum(file.size for file in manifest.files.values())
    return {
        "folder": str(folder),
        "hash": sha256(data).hexdigest(),
        "files": len(manifest.files),
        "size_mb": size // 10**6,
        "release": manifest.release,
    }


def _key(place: Path) -> ThemeKey:
    passphrase = environ.get(PASSPHRASE) or getpass(_texts()["passphrase"].format(path=place))
    return ThemeKey.from_pem(place.read_bytes(), passphrase.encode())


def _moment(day: str) -> datetime:
    return datetime.fromisoformat(day).replace(tzinfo=UTC)


def _texts() -> dict[str, str]:
    read = resources.files("urna.install").joinpath("texts_es.toml").read_text(encoding="utf-8")
    return {key: str(text) for key, text in tomllib.loads(read).items()}


if __name__ == "__main__":
    sys.exit(main())
