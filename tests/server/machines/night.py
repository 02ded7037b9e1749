"""Several machines for one night: two servers behind nginx, two workers, one PostgreSQL. It must not assert."""

import http.client
import json
import os
import signal
import subprocess
import threading
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Final

from demo.server import free_port
from demo.simulated_institute import SimulatedInstitute, demo_package
from demo.waiting import wait_for
from shared.domain.ids import CasillaId, SeccionId
from tests.server.forked import serve
from tests.server.harness import FORKS, READ, ZIP, Process, World, apart, import_theme, make_world

SENDERS: Final = 4
PAUSE_S: Final = 0.05
"""Between two tries of a sender who was told to come back, or nothing."""
NGINX: Final = """
daemon off;
master_process off;
pid {folder}/nginx.pid;
error_log {folder}/error.log error;
events {{ worker_connections 256; }}
http {{
    access_log off;
    client_body_temp_path {folder}/cuerpos;
    proxy_temp_path {folder}/respuestas;
    fastcgi_temp_path {folder}/a;
    uwsgi_temp_path {folder}/b;
    scgi_temp_path {folder}/c;
    client_max_body_size 3m;
    upstream servidores {{
        server 127.0.0.1:{first} max_fails=1 fail_timeout=1s;
        server 127.0.0.1:{second} max_fails=1 fail_timeout=1s;
        keepalive 16;
    }}
    server {{
        listen 127.0.0.1:{port};
        location / {{
            proxy_pass http://servidores;
            proxy_http_version 1.1;
            proxy_set_header Connection "";
            proxy_set_header Host $http_host;
            # A bundle sent twice counts once: another server may be asked whatever became of the first try.
            proxy_next_upstream error timeout http_502 http_503 non_idempotent;
            proxy_connect_timeout 2s;
        }}
    }}
}}
"""


def make_big_world(casillas: int, folder: Path, database: str) -> World:
    """An election of so many casillas, all of one distrito."""
    package = demo_package()
    model = package.theme.casillas[0]
    entidad = model.id.seccion.entidad
    places = (CasillaId.of(SeccionId(entidad, number), "B", 1, 0) for number in range(1, casillas + 1))
    theme = replace(package.theme, casillas=tuple(replace(model, id=place) for place in places))
    world = make_world(SimulatedInstitute.create(theme, package.assets), folder, database)
    apart(import_theme(world))
    return world


class Program:
    """One command of the server in a process of its own, to be killed and started again."""

    def __init__(self, config: Path, command: str) -> None:
        self._line = [command, "--config", str(config)]
        self._child: ForkServerProcess | None = None

    def start(self) -> None:
        """Start it, and wait until it says that it works."""
        FORKS.set_forkserver_preload(READ)
        heard, told = FORKS.Pipe(duplex=False)
        with heard, told:
            self._child = FORKS.Process(target=serve, args=(self._line, told))
            self._child.start()
            told.close()
            with open(heard.fileno(), encoding="utf-8", closefd=False) as said:
                said.readline()

    @property
    def pid(self) -> int:
        """Process id of what runs."""
        if self._child is None or self._child.pid is None:
            raise RuntimeError("it does not run")
        return self._child.pid

    def kill(self) -> None:
        """SIGKILL: nothing is said to the process."""
        if self._child is not None and self._child.pid is not None:
            os.kill(self._child.pid, signal.SIGKILL)
            self._child.join()
            self._child = None


@dataclass
class Night:
    """What runs, and the door through which urnas send."""

    world: World
    port: int
    programs: Sequence[Program]
    answered: dict[str, int] = field(default_factory=dict)
    more: threading.Condition = field(default_factory=threading.Condition)

    def send_all(self, bodies: Sequence[bytes], senders: int = SENDERS) -> list[threading.Thread]:
        """Begin to send, as so many urnas at once, each again until it is answered."""
        shares = [bodies[number::senders] for number in range(senders)]
        threads = [threading.Thread(target=self._send, args=(share,)) for share in shares]
        for thread in threads:
            thread.start()
        return threads

    def wait_for_answers(self, number: int) -> None:
        """Until so many bundles were answered."""
        with self.more:
            self.more.wait_for(lambda: len(self.answered) >= number)

    def _send(self, bodies: Sequence[bytes]) -> None:
        for body in bodies:
            while (found := self._ask(body)) is None:
                threading.Event().wait(PAUSE_S)
            with self.more:
                self.answered[found[0]] = found[1]
                self.more.notify_all()

    def _ask(self, body: bytes) -> tuple[str, int] | None:
        """(SHA-256, status) of an answer that says that the bundle is stored; None for anything else."""
        door = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            door.request("POST", "/api/v1/bundles", body, ZIP)
            response = door.getresponse()
            told = response.read()
            return (json.loads(told)["sha256"], response.status) if response.status in {200, 201, 202} else None
        except (OSError, http.client.HTTPException, ValueError):
            return None
        finally:
            door.close()


@contextmanager
def night(world: World, folder: Path) -> Iterator[Night]:
    """Two servers and two workers of one database and one folder, and nginx before the servers."""
    Process(world, verifiers=0)  # writes the hour of that night into the configuration
    ports = [free_port() for _ in range(3)]
    configs = [machine(world, number, port) for number, port in enumerate(ports[:2])]
    programs = [Program(config, command) for command in ("run", "worker") for config in configs]
    with ExitStack() as stack:
        for program in programs:
            stack.callback(program.kill)
            program.start()
        stack.enter_context(_proxy(folder, ports))
        yield Night(world, ports[2], programs)


def machine(world: World, number: int, port: int) -> Path:
    """The same server on another machine: its port, and how often cuts are due."""
    path = world.folder / f"servidor-{number}.toml"
    whole = (world.folder / "servidor.toml").read_text()
    path.write_text(whole.replace("port = 0", f"port = {port}\ncut_every_s = 10"))
    return path


@contextmanager
def _proxy(folder: Path, ports: Sequence[int]) -> Iterator[None]:
    folder.mkdir()
    first, second, port = ports
    (folder / "nginx.conf").write_text(NGINX.format(folder=folder, first=first, second=second, port=port))
    line = ["nginx", "-p", str(folder), "-e", str(folder / "error.log"), "-c", str(folder / "nginx.conf")]
    with subprocess.Popen(line) as child:
        try:
            wait_for(lambda: _listens(port), "nginx")
            yield
        finally:
            child.terminate()


def _listens(port: int) -> bool:
    door = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        door.request("GET", "/entrar")
        return door.getresponse().status == 200
    except OSError:
        return False
    finally:
        door.close()
