"""A small institute for tests: root, identities of one urna, officials with cards and codes, trustees, a signed theme.

It must not be used outside of tests: every secret lies in one object.
"""

import base64
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from shared.crypto.authority import Issuer, Request, create_revocation_list, create_root, issue
from shared.crypto.certificates import TrustAnchor
from shared.crypto.codes import generate_code
from shared.crypto.credentials import make_card
from shared.crypto.locked import Hardness
from shared.crypto.randomness import SystemRandomness
from shared.crypto.roles import Role
from shared.crypto.sealing import SealingKey
from shared.crypto.signing import SigningKey
from shared.crypto.tuf_repo import RepositoryKeys, build_repository
from shared.domain.eleccion import Mode
from shared.domain.grupo import Grupo
from shared.domain.horario import Horario
from shared.domain.ids import OfficialId
from shared.formats.theme_v1 import Theme, parse_theme, seal_theme, serialise_theme
from theme_builder.package import build
from theme_builder.source import load_source

SOURCE = Path(__file__).parents[2] / "demo" / "source"
START, END = datetime(2018, 5, 1, tzinfo=UTC), datetime(2019, 6, 1, tzinfo=UTC)
MORNING, EVENING = datetime(2018, 7, 1, 13, tzinfo=UTC), datetime(2018, 7, 2, 0, 30, tzinfo=UTC)
EXPIRES = datetime(2018, 9, 1, tzinfo=UTC)
ROLES = ("presidencia", "secretaria", "escrutador", "tecnico")
URNA = "JAL-0001"
LIGHT = Hardness(1, 10)


@dataclass(frozen=True, slots=True)
class Official:
    """A card and the code that opens it."""

    id: str
    role: str
    card: str
    code: str
    public_key: bytes


@dataclass(frozen=True, slots=True)
class Institute:
    """Everything that one urna and one election need."""

    anchor: TrustAnchor
    officials: tuple[Official, ...]
    election_key: SealingKey
    repository: RepositoryKeys
    theme: Theme
    assets: dict[str, bytes]
    identity: Path
    practice: Path
    issuer: Issuer
    urna: str = URNA

    def official(self, role: str) -> Official:
        return next(official for official in self.officials if official.role == role)

    @property
    def casilla(self) -> str:
        return self.theme.casillas[0].id.clave

    def another(self, urna: str, folder: Path) -> "Institute":
        """The same election for another urna, whose keys are made in ``folder``."""
        places = []
        for mine in (self.identity, self.practice):
            place = folder / f"{urna}-{mine.name}"
            place.mkdir()
            for name in ("crl.pem", "trusted-root.json"):
                (place / name).write_bytes((mine / name).read_bytes())
            _identify(place, self.issuer, urna)
            places.append(place)
        return replace(self, identity=places[0], practice=places[1], urna=urna)

    def publish(self, stick: Path, theme: Theme | None = None, version: int = 1, expires: datetime = EXPIRES) -> None:
        """Write the signed repository of a theme to a stick."""
        shown = theme or self.theme
        folder = f"temas/{shown.theme_id}"
        targets = {f"{folder}/theme.json": serialise_theme(shown)}
        targets |= {f"{folder}/assets/{name}": data for name, data in self.assets.items()}
        previous = ((self.identity / "trusted-root.json").read_bytes(),)
        files = build_repository(targets, self.repository, expires=expires, version=version, previous=previous)
        for name, data in files.items():
            place = stick / "repositorio" / name
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(data)


def found(
    folder: Path,
    *,
    voters: int = 60,
    grupos: tuple[Grupo, ...] = (),
    minimo: int = 10,
    horario: Horario | None = None,
) -> Institute:
    """Hold the ceremony in ``folder``; ``grupos``, ``minimo`` and ``horario`` are of the theme."""
    randomness = SystemRandomness()
    root_key, repository = SigningKey.generate(), RepositoryKeys.generate()
    root = create_root("Instituto de prueba", START, END, root_key)
    issuer = Issuer(root, root_key)
    crl = create_revocation_list(issuer, {}, START, END)
    election_key = SealingKey.generate()
    officials = tuple(make_official(role, randomness) for role in ROLES)
    built, assets = _theme(folder, officials, election_key.public.data, voters)
    rules = replace(built.rules, min_group=minimo, horario=horario)
    theme = seal_theme(replace(built, grupos=grupos, rules=rules))
    first = build_repository({"temas/x/theme.json": b"{}"}, repository, expires=END)
    trusted = first["metadata/1.root.json"]
    places = []
    for name in ("identity", "identity-practice"):
        place = folder / name
        place.mkdir()
        _identify(place, issuer, URNA)
        (place / "crl.pem").write_bytes(crl)
        (place / "trusted-root.json").write_bytes(trusted)
        places.append(place)
    server = folder / "servidor"
    server.mkdir()
    key = SigningKey.generate()
    (server / "server.key.pem").write_bytes(key.to_pem())
    (server / "server.key.pem").chmod(0o600)
    request = Request("servidor-01", Role.SERVIDOR, key.public)
    (server / "server.cert.pem").write_bytes(issue(issuer, request, START, END))
    anchor = TrustAnchor.from_pem(root, crl)
    return Institute(anchor, officials, election_key, repository, theme, assets, places[0], places[1], issuer)


def _identify(place: Path, issuer: Issuer, urna: str) -> None:
    """Key, certificate and root of one urna."""
    key = SigningKey.generate()
    (place / "urna.key.pem").write_bytes(key.to_pem())
    (place / "urna.key.pem").chmod(0o600)
    (place / "urna.cert.pem").write_bytes(issue(issuer, Request(urna, Role.URNA, key.public), START, END))
    (place / "root.pem").write_bytes(issuer.root_pem)


def make_official(role: str, randomness: SystemRandomness, number: int = 1) -> Official:
    name, code = f"{role.upper()}-{number:02d}", generate_code(randomness)
    card, public_key = make_card(OfficialId(name), code, randomness, LIGHT)
    return Official(name, role, card, code.replace("-", ""), public_key)


def _theme(
    folder: Path, officials: tuple[Official, ...], election_key: bytes, voters: int
) -> tuple[Theme, dict[str, bytes]]:
    people = folder / "people.toml"
    text = "".join(
        f'[[officials]]\nid = "{o.id}"\nrole = "{o.role}"\npublic_key = "{base64.b64encode(o.public_key).decode()}"\n'
        for o in officials
    )
    text += f'[trustees]\npublic_key = "{base64.b64encode(election_key).decode()}"\nthreshold = 3\ncount = 5\n'
    people.write_text(text, encoding="utf-8")
    package, findings = build(load_source(SOURCE, people))
    if package is None:
        raise RuntimeError("\n".join(finding.render() for finding in findings))
    built = parse_theme(package.theme_json)
    rules = replace(built.rules, max_voters=voters, actas=2)
    smaller = replace(built, rules=rules, modes=tuple(Mode), casillas=built.casillas[:4])
    return parse_theme(serialise_theme(smaller)), dict(package.assets)
