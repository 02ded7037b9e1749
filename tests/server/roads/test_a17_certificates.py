"""Who sent a bundle, by a certificate: real TLS through the proxy's own file, and around it."""

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from urllib.parse import quote

import pytest

from demo.simulated_institute import SimulatedInstitute
from server.config import ConfigInvalida
from server.context import make_context
from server.kit.secret import SecretoExpuesto
from shared.crypto.certificates import Issuer, Role, create_root
from shared.crypto.signing import SigningKey
from tests.server.databases import execute
from tests.server.harness import World
from tests.server.roads.proxy import BEGINS, ENDS, LONG_ENDS, SECRET, Front, Sender, front, long_lived, revoke, sender

CERTIFICATE, SECRET_NAME = "X-Urna-Certificado", "X-Proxy-Secreto"
NGINX = pytest.mark.skipif(shutil.which("nginx") is None, reason="needs nginx")


@dataclass(frozen=True)
class Senders:
    """Those who come before the proxy."""

    right: Sender
    foreign: Sender
    revoked: Sender
    expired: Sender
    server: Sender


@dataclass(frozen=True)
class Scene:
    """A proxy, its server, who comes."""

    front: Front
    senders: Senders


@pytest.fixture(scope="module")
def scene(institute: SimulatedInstitute, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    folder = tmp_path_factory.mktemp("tls")
    mine, other = long_lived(institute), SigningKey.generate()
    foreign = Issuer(create_root("Instituto", BEGINS, LONG_ENDS, other), other)
    senders = Senders(
        right=sender(folder, mine.issuer, "JAL-0001"),
        foreign=sender(folder, foreign, "JAL-0002"),
        revoked=sender(folder, mine.issuer, "JAL-0003"),
        expired=sender(folder, mine.issuer, "JAL-0004", ends=ENDS),
        server=sender(folder, mine.issuer, "JAL-0005", Role.SERVIDOR),
    )
    with front(revoke(mine, senders.revoked.certificate), folder / "todo") as made:
        yield Scene(made, senders)


def trail(world: World) -> list[str]:
    """What the trail says of bundles, in order."""
    rows = execute(world.config, "SELECT actor, data FROM audit_entry WHERE module = 'ingest' ORDER BY n")
    return [f"{actor} {json.loads(str(data)).get('envia', '')}".strip() for actor, data in rows]


@NGINX
def test_a17_the_proxys_certificate_says_who_sent_and_nothing_else(scene: Scene) -> None:
    front, senders = scene.front, scene.senders
    before = len(trail(front.world))
    status, body = front.send(front.world.bundle(0).public, senders.right)
    assert (status, json.loads(body)["status"]) == (201, "aceptado")
    assert front.send(front.world.bundle(1).public)[0] == 201, "without one, what counts is the urna's signature"
    spoiled = bytearray(front.world.bundle(2).public)
    spoiled[-200] ^= 1
    assert front.send(bytes(spoiled), senders.right)[0] == 422, "a good sender makes no bundle good"
    assert trail(front.world)[before:] == ["certificado JAL-0001", "http", "certificado JAL-0001"]


@NGINX
@pytest.mark.parametrize(("name", "status", "code"), [
    ("foreign", 400, ""), ("expired", 400, ""), ("server", 400, ""), ("revoked", 403, "S862"),
])  # fmt: skip
def test_a17_a_certificate_that_does_not_hold_is_refused(scene: Scene, name: str, status: int, code: str) -> None:
    world = scene.front.world
    before = trail(world)
    said, body = scene.front.send(world.bundle(3).public, getattr(scene.senders, name))
    assert said == status
    if code:
        assert json.loads(body)["code"] == code
    assert trail(world) == before


@NGINX
def test_a17_what_a_client_writes_there_is_replaced_by_the_proxy(scene: Scene) -> None:
    front = scene.front
    forged = {CERTIFICATE: quote(scene.senders.right.certificate), SECRET_NAME: SECRET}
    before = len(trail(front.world))
    assert front.send(front.world.bundle(4).public, headers=forged)[0] == 201
    assert trail(front.world)[before:] == ["http"], "nobody showed that key"
    other = sender(front.root.parent, front.world.institute.issuer, "JAL-0009")
    assert front.send(front.world.bundle(5).public, other, forged)[0] == 201
    assert trail(front.world)[before + 1 :] == ["certificado JAL-0009"]


def around(scene: Scene, place: int, *headers: tuple[str, str]) -> str:
    """What a program of the machine is told that goes around the proxy."""
    status, body = scene.front.send_beside(scene.front.world.bundle(place).public, dict(headers))
    return str(json.loads(body).get("code", status))


@NGINX
def test_a17_a_certificate_that_comes_from_elsewhere_is_refused_and_told(scene: Scene) -> None:
    right, before = quote(scene.senders.right.certificate), trail(scene.front.world)
    assert around(scene, 6, (CERTIFICATE, right)) == "S860"
    assert around(scene, 6, (CERTIFICATE, right), (SECRET_NAME, "c0ffee")) == "S860"
    assert around(scene, 6, (CERTIFICATE, ""), (SECRET_NAME, SECRET[:-1] + "f")) == "S860"
    assert trail(scene.front.world) == before
    assert b'code="S860"' in scene.front.process.read("/metrics")[1]


@NGINX
def test_a17_the_server_judges_again_what_the_proxy_passes_on(scene: Scene) -> None:
    """Whoever has the proxy, or a proxy that looks at nothing, still needs an urna's certificate."""
    senders = scene.senders
    early = sender(
        scene.front.root.parent, scene.front.world.institute.issuer, "JAL-0006", ends=BEGINS.replace(month=6)
    )
    for bad in (senders.foreign, senders.revoked, senders.server, early):
        assert around(scene, 7, (CERTIFICATE, quote(bad.certificate)), (SECRET_NAME, SECRET)) == "S862"
    assert around(scene, 7, (CERTIFICATE, "basura%00"), (SECRET_NAME, SECRET)) == "S862"
    assert around(scene, 7, (CERTIFICATE, quote(senders.right.certificate)), (SECRET_NAME, SECRET)) == "201"


def test_a17_the_proxys_secret_is_long_and_closed(world: World) -> None:
    path = world.folder / "secreto"
    config = replace(world.config, proxy_secret=path)
    path.write_text(SECRET[:31])
    path.chmod(0o600)
    with pytest.raises(ConfigInvalida) as short:
        make_context(config, world.clock)
    assert short.value.code == "S861"
    path.write_text(SECRET)
    path.chmod(0o640)
    with pytest.raises(SecretoExpuesto):
        make_context(config, world.clock)
