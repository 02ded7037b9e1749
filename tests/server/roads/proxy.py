"""The proxy's own file in motion before a server, and senders with certificates. It must not assert."""

import http.client
import ssl
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from demo.server import free_port
from demo.simulated_institute import SimulatedInstitute
from demo.waiting import wait_for
from shared.crypto.certificates import Issuer, Request, Role, create_revocation_list, create_root, issue, serial_of
from shared.crypto.signing import SigningKey
from shared.domain.ids import UrnaId
from tests.server.harness import ZIP, Process, World, apart, import_theme, make_world

SITE: Final = Path(__file__).parents[3] / "deploy/server/nginx/servidor.conf"
SECRET: Final = "c0ffee" * 8
BEGINS, ENDS, LONG_ENDS = (datetime(year, 1, 1, tzinfo=UTC) for year in (2017, 2019, 2060))
"""The proxy judges by the hour of today, the server by that of the election: what is good is good for both."""
BUNDLES: Final = "/api/v1/bundles"


@dataclass(frozen=True)
class Sender:
    """A key and its certificate in one file, as a TLS client takes it, and the certificate alone."""

    file: Path
    certificate: bytes


def long_lived(institute: SimulatedInstitute) -> SimulatedInstitute:
    """The same institute under a root that holds for years, with a list that revokes ``REVOCADA``."""
    key = SigningKey.generate()
    issuer = Issuer(create_root("Instituto", BEGINS, LONG_ENDS, key), key)
    server = issue(issuer, Request("servidor-01", Role.SERVIDOR, institute.server_key.public), BEGINS, LONG_ENDS)
    return replace(institute, issuer=issuer, server_certificate=server)


def sender(folder: Path, issuer: Issuer, name: str, role: Role = Role.URNA, ends: datetime = LONG_ENDS) -> Sender:
    """A new key with a certificate of ``issuer``."""
    key = SigningKey.generate()
    certificate = issue(issuer, Request(UrnaId(name).value, role, key.public), BEGINS, ends)
    file = folder / f"{name}.pem"
    file.write_bytes(key.to_pem() + certificate)
    return Sender(file, certificate)


def revoke(institute: SimulatedInstitute, certificate: bytes) -> SimulatedInstitute:
    """The institute with one certificate in its list."""
    listed = {serial_of(certificate): BEGINS}
    return replace(institute, crl=create_revocation_list(institute.issuer, listed, BEGINS, LONG_ENDS))


@dataclass(frozen=True)
class Front:
    """A server and the proxy before it."""

    world: World
    process: Process
    port: int
    root: Path

    def send(
        self, body: bytes, client: Sender | None = None, headers: Mapping[str, str] | None = None
    ) -> tuple[int, bytes]:
        """Deliver through the proxy."""
        context = ssl.create_default_context(cafile=str(self.root))
        context.check_hostname = False
        if client is not None:
            context.load_cert_chain(client.file)
        door = http.client.HTTPSConnection("127.0.0.1", self.port, timeout=30, context=context)
        return _post(door, body, headers or {})

    def send_beside(self, body: bytes, headers: Mapping[str, str]) -> tuple[int, bytes]:
        """Deliver as a program of the same machine that goes around the proxy."""
        with self.process.connection() as door:
            return _post(door, body, headers)


def _post(door: http.client.HTTPConnection, body: bytes, headers: Mapping[str, str]) -> tuple[int, bytes]:
    try:
        door.request("POST", BUNDLES, body, {**ZIP, **headers})
        response = door.getresponse()
        return response.status, response.read()
    finally:
        door.close()


@contextmanager
def front(institute: SimulatedInstitute, folder: Path) -> Iterator[Front]:
    """The server of an institute, and before it nginx with the file that is installed."""
    world = make_world(institute, folder / "instituto")
    secret = world.folder / "proxy.secreto"
    secret.write_text(f"{SECRET}\n")
    secret.chmod(0o600)
    settings = world.folder / "servidor.toml"
    settings.write_text(f'proxy_secret = "{secret.name}"\n{settings.read_text()}')
    apart(import_theme(world))
    process = Process(world, verifiers=0)
    process.start()
    try:
        with _nginx(institute, folder / "nginx", process.port) as (port, root):
            yield Front(world, process, port, root)
    finally:
        process.kill()


@contextmanager
def _nginx(institute: SimulatedInstitute, folder: Path, behind: int) -> Iterator[tuple[int, Path]]:
    folder.mkdir()
    port, key = free_port(), SigningKey.generate()
    files = {
        "raiz.pem": institute.issuer.root_pem,
        "llave.pem": key.to_pem(),
        "cadena.pem": issue(institute.issuer, Request("proxy", Role.SERVIDOR, key.public), BEGINS, LONG_ENDS),
        "secreto-del-proxy.conf": f'proxy_set_header X-Proxy-Secreto "{SECRET}";\n'.encode(),
    }
    for name, data in files.items():
        (folder / name).write_bytes(data)
    site = SITE.read_text(encoding="utf-8").replace("/etc/servidor/tls", str(folder))
    site = site.replace("listen 443", f"listen 127.0.0.1:{port}").replace("127.0.0.1:8418", f"127.0.0.1:{behind}")
    temporary = "".join(
        f"{name}_temp_path {folder}/{name};\n" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    whole = folder / "nginx.conf"
    whole.write_text(
        f"daemon off;\nmaster_process off;\npid {folder}/pid;\nerror_log {folder}/error.log info;\nevents {{}}\n"
        f"http {{\naccess_log off;\n{temporary}{site}\n}}\n"
    )
    line = ["nginx", "-p", str(folder), "-e", str(folder / "error.log"), "-c", str(whole)]
    with subprocess.Popen(line) as child:
        try:
            wait_for(lambda: _listens(port, folder / "raiz.pem"), "nginx")
            yield port, folder / "raiz.pem"
        finally:
            child.terminate()


def _listens(port: int, root: Path) -> bool:
    context = ssl.create_default_context(cafile=str(root))
    context.check_hostname = False
    door = http.client.HTTPSConnection("127.0.0.1", port, timeout=5, context=context)
    try:
        door.request("GET", "/entrar")
        return door.getresponse().status == 200
    except OSError:
        return False
    finally:
        door.close()
