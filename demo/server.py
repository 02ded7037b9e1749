"""The server of the demonstration as its operators see it: a configuration, the command `servidor`, an address.

It must not import the server.
"""

import http.client
import json
import socket
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from demo.ceremony import write
from demo.processes import Child, Supervisor, python
from demo.progress import DemoFailedError
from demo.settings import Places
from demo.waiting import wait_for

HOST = "127.0.0.1"
BUNDLES_PATH = "/api/v1/bundles"
STORED = frozenset({200, 201, 202})
ROLES = ("administracion", "direccion", "resultados", "auditoria")
_ANSWER_S = 30.0
_START_S = 60.0


@dataclass(frozen=True, slots=True)
class Server:
    """One server: its configuration file and the port that it listens on."""

    config: Path
    port: int
    supervisor: Supervisor

    @property
    def address(self) -> str:
        """Where a browser finds it."""
        return f"http://{HOST}:{self.port}"

    def start(self) -> Child:
        """Import the theme, listen; gives the process once it answers. Both bring the database up to date."""
        self._run("import-theme")
        child = self.supervisor.start("servidor", self._command("run"))
        wait_for(lambda: self._answers(child), f"{self.address}", _START_S)
        return child

    def invite(self) -> str:
        """Make somebody who may see and do everything; gives the address that opens their account once."""
        roles = [part for role in ROLES for part in ("--role", role)]
        said = self._run("create-admin", "demo", "Persona de la demostración", *roles)
        return next(word for word in said.split() if word.startswith("http"))

    def deliver(self, bundles: Iterable[bytes]) -> int:
        """Post public bundles as urnas do, over one connection; gives how many the server took."""
        line = http.client.HTTPConnection(HOST, self.port, timeout=_ANSWER_S)
        count = 0
        for body in bundles:
            line.request("POST", BUNDLES_PATH, body, {"Content-Type": "application/zip"})
            answer = line.getresponse()
            said = answer.read()
            if answer.status not in STORED:
                raise DemoFailedError(f"{BUNDLES_PATH}: {answer.status} {said[:300].decode(errors='replace')}")
            count += 1
        line.close()
        return count

    def take_sticks(self, folders: Iterable[Path]) -> None:
        """What people bring on sticks."""
        self._run("ingest", *folders)

    def cut(self) -> None:
        """Publish a cut with its portal."""
        self._run("cut")

    def _run(self, verb: str, *arguments: str | Path) -> str:
        return self.supervisor.run(f"servidor-{verb}", self._command(verb, *arguments))

    def _command(self, verb: str, *arguments: str | Path) -> tuple[str | Path, ...]:
        return (program("servidor"), verb, *arguments, "--config", self.config)

    def _answers(self, child: Child) -> bool:
        child.check()
        line = http.client.HTTPConnection(HOST, self.port, timeout=_ANSWER_S)
        try:
            line.request("GET", "/")
            return line.getresponse().status < 500
        except OSError:
            return False
        finally:
            line.close()


def configure(places: Places, supervisor: Supervisor, port: int) -> Server:
    """Write ``servidor.toml``; port 0 takes one that is free now."""
    chosen = port or free_port()
    values: dict[str, str | int | bool] = {
        "data": "datos",
        "root": "../raiz/root.pem",
        "crl": "../raiz/crl.pem",
        "theme_repository": "../tema/repositorio",
        "theme_root": "../tema/1.root.json",
        "publication": "../publicacion",
        "key": "server.key.pem",
        "certificate": "server.cert.pem",
        "port": chosen,
        "mode": "oficial",
        "demand_second_factor": False,  # whoever tries the demonstration has no telephone at hand
    }
    config = places.server / "servidor.toml"
    write(config, "".join(f"{name} = {json.dumps(value)}\n" for name, value in values.items()).encode())
    return Server(config, chosen, supervisor)


def open_portal(places: Places, supervisor: Supervisor, port: int) -> str:
    """Serve the published folder as any static server would; gives its address."""
    chosen = port or free_port()
    serve = ("-m", "http.server", str(chosen), "--bind", HOST, "--directory", places.publication)
    child = supervisor.start("portal", python(*serve))
    wait_for(lambda: _listens(child, chosen), f"http://{HOST}:{chosen}", _START_S)
    return f"http://{HOST}:{chosen}"


def free_port() -> int:
    """A port of the loopback that nobody uses now."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def program(name: str) -> Path:
    """One of the project's commands, installed beside this interpreter."""
    return Path(sys.executable).parent / name


def _listens(child: Child, port: int) -> bool:
    child.check()
    with socket.socket() as probe:
        return probe.connect_ex((HOST, port)) == 0
