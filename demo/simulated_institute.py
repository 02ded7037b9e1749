"""A whole institute for demonstrations and tests: root, server, trustees, two signers of themes, and its theme.

It must not be used in an election: every key is made in one place and its shares lie side by side.
"""

import tempfile
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Self

from demo.simulated_urnas import SimulatedUrnas
from shared.crypto.certificates import Issuer, Request, Role, TrustAnchor, create_revocation_list, create_root, issue
from shared.crypto.randomness import SystemRandomness
from shared.crypto.sealing import SealingKey, wipe
from shared.crypto.shares import Share, share_text, split
from shared.crypto.signing import SigningKey
from shared.crypto.tuf_repo import RepositoryKeys, build_repository, expiry_of
from shared.domain.eleccion import Mode
from shared.formats.theme_v1 import Theme, Trustees, seal_theme, serialise_theme
from theme_builder.package import ThemePackage, build
from theme_builder.source import load_source

SOURCE = Path(__file__).parent / "source"
ROLES = ("presidencia", "secretaria", "escrutador")
VALIDITY = timedelta(days=150)


@dataclass(frozen=True, slots=True)
class SimulatedInstitute:
    """Everything that an institute holds for one election.

    ``repository`` maps the paths of the TUF repository to their bytes; ``election_key`` opens sealed records and
    ``shares`` (3 of 5) give it back; ``server_key`` and ``server_certificate`` (PEM) sign cuts.
    """

    theme: Theme
    issuer: Issuer
    crl: bytes
    server_key: SigningKey = field(repr=False)
    server_certificate: bytes
    election_key: SealingKey = field(repr=False)
    shares: tuple[Share, ...] = field(repr=False)
    repository: Mapping[str, bytes] = field(repr=False)

    @classmethod
    def create(cls, draft: Theme, pictures: Mapping[str, bytes]) -> Self:
        """Hold the ceremony for ``draft``, whose trustees' key is replaced; ``pictures`` are its assets by name."""
        election_key = SealingKey.generate()
        secret = election_key.to_bytes()
        shares = split(secret, 3, 5)
        wipe(secret)
        theme = seal_theme(replace(draft, trustees=Trustees(election_key.public.data, 3, 5)))
        day = datetime.combine(theme.election.date, time(), UTC)
        issuer = _issuer(theme.election.authority, day)
        server_key = SigningKey.generate()
        request = Request("servidor-01", Role.SERVIDOR, server_key.public)
        root = f"temas/{theme.theme_id}"
        targets = {f"{root}/theme.json": serialise_theme(theme)}
        targets |= {f"{root}/assets/{name}": data for name, data in pictures.items()}
        return cls(
            theme=theme,
            issuer=issuer,
            crl=create_revocation_list(issuer, {}, day - VALIDITY, day + VALIDITY),
            server_key=server_key,
            server_certificate=issue(issuer, request, day - VALIDITY, day + VALIDITY),
            election_key=election_key,
            shares=shares,
            repository=build_repository(targets, RepositoryKeys.generate(), expires=expiry_of(theme.election.date)),
        )

    def urnas(self, mode: Mode = Mode.OFICIAL) -> SimulatedUrnas:
        """What makes this institute's urnas and their bundles."""
        return SimulatedUrnas(self.issuer, self.theme, mode)

    @property
    def anchor(self) -> TrustAnchor:
        """The root and its revocation list, as a reader holds them."""
        return TrustAnchor.from_pem(self.issuer.root_pem, self.crl)

    def write(self, folder: Path) -> Path:
        """Write ``raiz/``, ``tema/`` (repository and ``trusted-root.json``), ``servidor/``, ``custodios/``.

        Gives the path of ``servidor.toml``, a configuration of the server that keeps its data in ``datos/`` and
        publishes into ``publicacion/``. A share's label is the election's id.
        """
        files = {
            "raiz/root.pem": self.issuer.root_pem,
            "raiz/crl.pem": self.crl,
            "tema/trusted-root.json": self.repository["metadata/1.root.json"],
            "servidor/server.key.pem": self.server_key.to_pem(),
            "servidor/server.cert.pem": self.server_certificate,
            "servidor.toml": SERVER_TOML.encode(),
        }
        files |= {f"tema/{name}": data for name, data in self.repository.items()}
        label = self.theme.election.id.value
        files |= {f"custodios/parte-{s.index + 1}.txt": share_text(s, label).encode() for s in self.shares}
        for name, data in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
            path.chmod(0o600 if name.endswith(".key.pem") or name.startswith("custodios/") else 0o644)
        return folder / "servidor.toml"


SERVER_TOML = """data = "datos"
root = "raiz/root.pem"
crl = "raiz/crl.pem"
theme_repository = "tema"
theme_root = "tema/trusted-root.json"
publication = "publicacion"
key = "servidor/server.key.pem"
certificate = "servidor/server.cert.pem"
"""


@cache
def demo_package() -> ThemePackage:
    """The theme of ``demo/source`` with keys of nobody, built once; ``create`` replaces the trustees'."""
    with tempfile.TemporaryDirectory(prefix="urna-personas-") as folder:
        people = Path(folder) / "personas.toml"
        people.write_text(_people(), encoding="utf-8")
        package, findings = build(load_source(SOURCE, people))
    if package is None:
        raise RuntimeError("\n".join(finding.render() for finding in findings))
    return package


def demo_institute(casillas: int | None = None) -> SimulatedInstitute:
    """An institute with the demonstration's theme, cut to its first ``casillas``."""
    package = demo_package()
    theme = package.theme if casillas is None else replace(package.theme, casillas=package.theme.casillas[:casillas])
    return SimulatedInstitute.create(theme, package.assets)


def _people() -> str:
    randomness = SystemRandomness()
    officials = "".join(
        f'[[officials]]\nid = "{role.upper()}-01"\nrole = "{role}"\n'
        f'public_key = "{b64encode(randomness.token(32)).decode()}"\n'
        for role in ROLES
    )
    key = b64encode(randomness.token(32)).decode()
    return f'{officials}[trustees]\npublic_key = "{key}"\nthreshold = 3\ncount = 5\n'


def _issuer(authority: str, day: datetime) -> Issuer:
    key = SigningKey.generate()
    return Issuer(create_root(authority[:60], day - VALIDITY, day + VALIDITY, key), key)
