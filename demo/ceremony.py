"""The ceremony of keys, scripted: root, signers of themes, urnas, server, trustees, officials, into files.

It must not be held like this for an election: every key ends up in one folder, beside its passphrase or code.
"""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from demo.processes import Supervisor, python
from demo.settings import Places
from demo.texts import Words
from shared.crypto.certificates import Issuer, Request, Role, issue
from shared.crypto.codes import generate_code
from shared.crypto.credentials import card_lines
from shared.crypto.keyfiles import save_signing_key
from shared.crypto.randomness import SystemRandomness
from shared.crypto.requests import make_request, read_request
from shared.crypto.signing import SigningKey
from theme_builder.ceremony.making import (
    Occasion,
    Official,
    make_election_key,
    make_institute,
    make_mesa,
    people_toml,
)

VALID_BEFORE: Final = timedelta(days=1)
VALID_AFTER: Final = timedelta(days=180)
SIGNERS: Final = ("firmante-1", "firmante-2")
ONLINE: Final = ("instantanea", "hora")
_PRIVATE = 0o600


@dataclass(frozen=True, slots=True)
class Ceremony:
    """What the ceremony leaves besides files: the root as issuer, and each mesa in the order of the urnas."""

    issuer: Issuer
    crl: bytes
    mesas: tuple[tuple[Official, ...], ...]
    passphrase: str = field(repr=False)
    validity: tuple[datetime, datetime]


def hold(places: Places, urnas: int, authority: str, now: datetime) -> Ceremony:
    """Make every key but those of themes; write them under ``llaves/`` and each program's identity folder."""
    randomness = SystemRandomness()
    validity = (now - VALID_BEFORE, now + VALID_AFTER)
    passphrase = f"{generate_code(randomness)}-{generate_code(randomness)}"
    root_key = SigningKey.generate()
    occasion = Occasion(ELECTION, authority, validity)
    issuer, crl = make_institute(occasion, root_key)
    with ThreadPoolExecutor() as pool:
        mesas = tuple(pool.map(lambda number: make_mesa(occasion, number, SystemRandomness()), range(1, urnas + 1)))
    write(places.institute / "root.pem", issuer.root_pem)
    write(places.institute / "crl.pem", crl)
    write(places.keys / "raiz.key.pem", save_signing_key(root_key, passphrase), secret=True)
    write(places.keys / "frase.txt", f"{passphrase}\n".encode(), secret=True)
    ceremony = Ceremony(issuer, crl, mesas, passphrase, validity)
    _trustees(places, occasion, mesas)
    for number, mesa in enumerate(mesas, start=1):
        _write_mesa(places.keys / "oficiales" / f"urna-{number}", mesa)
    _server(places, ceremony)
    return ceremony


def explain(places: Places, words: Words) -> None:
    """Say in the folder of keys what it is and what it never may be."""
    write(places.keys / "LEEME.txt", words("llaves.leeme").encode())


def make_theme_keys(places: Places, supervisor: Supervisor, ceremony: Ceremony) -> None:
    """Keys of themes by the command ``tema``, each in a process of its own, and the root that names their holders."""
    env = {"TEMA_PASSPHRASE": ceremony.passphrase}
    names = ("tema-raiz", *SIGNERS, *ONLINE)
    with ThreadPoolExecutor() as pool:
        list(pool.map(lambda name: _theme_key(places, supervisor, name, env), names))
    firmantes = [part for name in SIGNERS for part in ("--firmante", places.keys / f"{name}.pem.pub")]
    online = [part for name in ONLINE for part in ("--online", places.keys / f"{name}.pem.pub")]
    expires = (ceremony.validity[1]).date().isoformat()
    llave = places.keys / "tema-raiz.pem"
    command = ["raiz", places.theme_root, "--llave", llave, *firmantes, *online, "--caduca", expires]
    supervisor.run("tema-raiz", python("-m", "theme_builder", *command), env)


def enrol_urna(ceremony: Ceremony, urna_id: str, theme_root: Path, folder: Path) -> None:
    """Write ``identity/`` and ``identity-practica/``: a key made for each, with its certificate and what it trusts."""
    for name in ("identity", "identity-practica"):
        key = SigningKey.generate()
        target = folder / name
        write(target / "urna.key.pem", key.to_pem(), secret=True)
        request = read_request(make_request(urna_id, key), Role.URNA)
        write(target / "urna.cert.pem", issue(ceremony.issuer, request, *ceremony.validity))
        write(target / "root.pem", ceremony.issuer.root_pem)
        write(target / "crl.pem", ceremony.crl)
        write(target / "trusted-root.json", theme_root.read_bytes())


def write(path: Path, data: bytes, *, secret: bool = False) -> None:
    """Write a file and the folders above it; a secret one is for its owner alone."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    if secret:
        path.chmod(_PRIVATE)


def _theme_key(places: Places, supervisor: Supervisor, name: str, env: dict[str, str]) -> None:
    supervisor.run(f"tema-llave-{name}", python("-m", "theme_builder", "llave", places.keys / f"{name}.pem"), env)


def _write_mesa(folder: Path, mesa: tuple[Official, ...]) -> None:
    for official in mesa:
        write(folder / f"{official.id}.tarjeta.txt", official.card.encode(), secret=True)
        write(folder / f"{official.id}.codigo.txt", official.code.encode(), secret=True)
        write(folder / f"{official.id}.lineas.txt", "\n".join(card_lines(official.card)).encode(), secret=True)


def _trustees(places: Places, occasion: Occasion, mesas: tuple[tuple[Official, ...], ...]) -> None:
    """The election key is split and forgotten; ``personas.toml`` takes its public half and the officials' keys."""
    key = make_election_key(occasion)
    for number, share in enumerate(key.shares, start=1):
        write(places.keys / "custodios" / f"parte-{number}.txt", share.encode(), secret=True)
    write(places.theme / "personas.toml", people_toml((each for mesa in mesas for each in mesa), key.public))


ELECTION: Final = "JAL-2018-GOB"
"""The election of the demonstration: the trustees' shares are bound to it, as ``urna-recount`` expects."""


def _server(places: Places, ceremony: Ceremony) -> None:
    key = SigningKey.generate()
    request = Request("servidor-01", Role.SERVIDOR, key.public)
    write(places.server / "server.key.pem", key.to_pem(), secret=True)
    write(places.server / "server.cert.pem", issue(ceremony.issuer, request, *ceremony.validity))
