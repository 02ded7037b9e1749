"""deploy/server: units parse and keep their hardening, the installation runs in a clean folder, nginx reads its file.

Containers are not tried here: no engine is there.
"""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from dataclasses import fields
from pathlib import Path

import pytest

from server.config import ServerConfig
from server.kit.s3_settings import S3Settings
from tests.architecture.tree import REPOSITORY

HERE = REPOSITORY / "deploy" / "server"
UNITS = HERE / "systemd"
INSTALL = HERE / "instalar.sh"
EXPOSURE = {"servidor": 20, "servidor-cortes": 20, "servidor-trabajos": 20, "servidor-respaldo": 45}
"""Most that systemd may find, in tenths."""
OF_ALL = {
    "User": "servidor",
    "NoNewPrivileges": "yes",
    "CapabilityBoundingSet": "",
    "ProtectSystem": "strict",
    "ProtectHome": "yes",
    "PrivateTmp": "yes",
    "PrivateDevices": "yes",
    "LimitCORE": "0",
    "ReadOnlyPaths": "/etc/servidor",
    "SystemCallArchitectures": "native",
}
NEEDS_ANALYZE = pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="needs systemd-analyze")


def settings(name: str) -> dict[str, str]:
    """The section Service of a unit."""
    text = (UNITS / name).read_text(encoding="utf-8").partition("[Service]")[2].partition("\n[")[0]
    return dict(re.findall(r"^(\w+)=(.*)$", text, re.MULTILINE))


def install(prefix: Path, *options: str) -> "subprocess.CompletedProcess[str]":
    command = [str(INSTALL), "--prefijo", str(prefix), *options]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=600)


def installed(prefix: Path, version: str, *options: str) -> "subprocess.CompletedProcess[str]":
    """Install with the environment of the tests in the place of a new one."""
    return install(prefix, "--version", version, "--entorno", sys.prefix, *options)


@pytest.mark.parametrize("name", EXPOSURE)
def test_a_unit_keeps_its_hardening(name: str) -> None:
    assert settings(f"{name}.service").items() >= OF_ALL.items()


def test_what_receives_listens_to_this_machine_alone_and_comes_back() -> None:
    unit = settings("servidor.service")
    assert (unit["IPAddressDeny"], unit["IPAddressAllow"], unit["Restart"]) == ("any", "localhost", "always")


@NEEDS_ANALYZE
@pytest.mark.parametrize("name", EXPOSURE)
def test_systemd_reads_the_unit_and_finds_little_exposed(name: str) -> None:
    done = analysed(UNITS / f"{name}.service", EXPOSURE[name])
    assert done.returncode == 0, done.stdout[-300:]
    assert done.stderr == ""


@NEEDS_ANALYZE
def test_a_line_that_goes_or_is_misspelt_is_noticed(tmp_path: Path) -> None:
    text = (UNITS / "servidor.service").read_text(encoding="utf-8")
    weaker = tmp_path / "servidor.service"
    weaker.write_text(text.replace("SystemCallFilter=@system-service\n", ""), encoding="utf-8")
    assert analysed(weaker, EXPOSURE["servidor"]).returncode != 0
    weaker.write_text(text.replace("PrivateTmp=", "PrivateTemp="), encoding="utf-8")
    assert "PrivateTemp" in analysed(weaker, 100).stderr


def analysed(unit: Path, threshold: int) -> "subprocess.CompletedProcess[str]":
    command = ["systemd-analyze", "security", "--offline=true", "--no-pager", f"--threshold={threshold}", str(unit)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)


def test_it_installs_in_a_clean_folder_and_again_without_harm(tmp_path: Path) -> None:
    done = installed(tmp_path, "2027.1")
    assert done.returncode == 0, done.stderr
    settings_folder = tmp_path / "etc/servidor"
    assert settings_folder.stat().st_mode & 0o777 == 0o750
    mine, site = settings_folder / "servidor.toml", tmp_path / "etc/nginx/sites-available/servidor.conf"
    mine.write_text("mio")
    site.write_text("mio")
    assert installed(tmp_path, "2027.1").returncode == 0
    assert (mine.read_text(), site.read_text()) == ("mio", "mio")
    for unit in UNITS.iterdir():
        assert (tmp_path / "etc/systemd/system" / unit.name).read_bytes() == unit.read_bytes()
    command = settings("servidor.service")["ExecStart"].split()[0]
    assert os.access(tmp_path / command.removeprefix("/"), os.X_OK), "the unit starts what was installed"
    for name in ("noche-guardia.md", "servidor.md", "respaldos.md"):
        assert (tmp_path / "usr/share/doc/servidor" / name).is_file()


def test_a_new_version_stands_beside_the_old_and_the_old_comes_back(tmp_path: Path) -> None:
    actual = tmp_path / "opt/servidor/actual"
    assert installed(tmp_path, "2027.1").returncode == 0
    assert installed(tmp_path, "2027.2", "--sin-activar").returncode == 0
    assert actual.readlink() == Path("versiones/2027.1")
    assert install(tmp_path, "--activar", "2027.2").returncode == 0
    assert actual.readlink() == Path("versiones/2027.2")
    assert install(tmp_path, "--activar", "2027.1").returncode == 0
    assert actual.readlink() == Path("versiones/2027.1")
    assert install(tmp_path, "--activar", "2099.9").returncode != 0
    assert actual.readlink() == Path("versiones/2027.1"), "what is not there is not made current"


@pytest.mark.parametrize("name", ["", "../fuera", "a b", ".oculto"])
def test_a_version_of_an_odd_name_is_refused(tmp_path: Path, name: str) -> None:
    assert install(tmp_path, "--version", name).returncode != 0
    assert not list(tmp_path.iterdir())


@pytest.mark.long
def test_a_whole_environment_is_made_from_pinned_packages_and_runs(tmp_path: Path) -> None:
    done = install(tmp_path, "--version", "2027.1")
    assert done.returncode == 0, done.stderr
    program = tmp_path / "opt/servidor/versiones/2027.1"
    said = subprocess.run(
        [program / "bin/python", "-P", "-m", "server", "--help"],
        capture_output=True,
        text=True,
        check=True,
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"], "PYTHONUTF8": "1"},
    )
    assert "import-theme" in said.stdout
    assert str(tmp_path) not in (program / "bin/servidor").read_text(), "it runs from where the prefix is taken away"


def test_the_example_names_settings_that_there_are() -> None:
    text = (HERE / "servidor.toml.ejemplo").read_text(encoding="utf-8")
    own, _, objects = text.partition("# [objetos]\n")
    assert objects, "the example names the bucket"
    for part, settings in ((own, ServerConfig), (objects, S3Settings)):
        named = set(tomllib.loads(part)) | set(re.findall(r"^# (\w+) = ", part, re.MULTILINE))
        assert named <= {field.name for field in fields(settings)}


def test_what_is_installed_is_what_the_server_requires_and_what_is_tested() -> None:
    server, dev = (pins(REPOSITORY / "requirements" / f"{name}.txt") for name in ("server", "dev"))
    assert server.items() <= dev.items()
    assert {"fastapi", "sqlalchemy", "polars", "prometheus-client", "psycopg", "setuptools"} <= set(server)
    assert not {"kivy", "pytest", "mypy", "uv", "weasyprint"} & set(server)


def pins(place: Path) -> dict[str, str]:
    return dict(re.findall(r"^([a-z0-9._-]+)==(\S+)", place.read_text(encoding="utf-8"), re.MULTILINE))


@pytest.mark.skipif(shutil.which("nginx") is None or shutil.which("openssl") is None, reason="needs nginx, openssl")
def test_nginx_reads_the_proxys_file(tmp_path: Path) -> None:
    key, chain = tmp_path / "llave.pem", tmp_path / "cadena.pem"
    making = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    making += ["-keyout", str(key), "-out", str(chain), "-days", "1", "-subj", "/CN=prueba"]
    subprocess.run(making, check=True, capture_output=True)
    (tmp_path / "raiz.pem").write_bytes(chain.read_bytes())
    (tmp_path / "secreto-del-proxy.conf").write_text('proxy_set_header X-Proxy-Secreto "prueba";')
    site = (HERE / "nginx/servidor.conf").read_text(encoding="utf-8")
    site = site.replace("/etc/servidor/tls", str(tmp_path)).replace("listen 443", "listen 127.0.0.1:8443")
    for text, fine in ((site, True), (site.replace("limit_conn conexiones", "limit_conn nadie"), False)):
        whole = tmp_path / "nginx.conf"
        whole.write_text(f"pid {tmp_path}/pid;\nerror_log stderr;\nevents {{}}\nhttp {{\naccess_log off;\n{text}\n}}\n")
        command = ["nginx", "-t", "-c", str(whole), "-p", str(tmp_path)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert (done.returncode == 0) is fine, done.stderr


def test_the_containers_of_the_compose_file_run_commands_that_there_are() -> None:
    text = (HERE / "compose.yml").read_text(encoding="utf-8")
    commands = re.findall(r"command: \[(\w[\w-]*),", text)
    assert len(commands) == 4
    told = (REPOSITORY / "server/cli.py").read_text(encoding="utf-8")
    assert all(f"help=texts.{name.upper()})" in told for name in commands)
    assert "ports" in text.partition("proxy:")[2].partition("recibe-1:")[0]
    assert text.count("ports:") == 1, "nobody but the proxy is reached from outside"
    assert not re.search(r"PASSWORD: ", text)
