"""deploy/urna: units parse, keep their hardening, and say the same as the code. What needs a board is not here."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.architecture.tree import REPOSITORY
from urna.integrity.launcher import LAUNCH, REFUSED

HERE = REPOSITORY / "deploy" / "urna"
UNITS = HERE / "systemd"
EXPOSURE = {"urna": 10, "urna-modem": 14, "urna-detenida": 26}
"""Most that systemd may find, in tenths."""
OF_BOTH = {
    "NoNewPrivileges": "yes",
    "CapabilityBoundingSet": "",
    "AmbientCapabilities": "",
    "ProtectSystem": "strict",
    "ProtectHome": "yes",
    "PrivateTmp": "yes",
    "DevicePolicy": "closed",
    "LimitCORE": "0",
    "UMask": "0077",
    "RestrictNamespaces": "yes",
    "RestrictSUIDSGID": "yes",
    "LockPersonality": "yes",
    "ProtectKernelModules": "yes",
    "ProtectKernelTunables": "yes",
    "ProtectKernelLogs": "yes",
    "ProtectControlGroups": "yes",
    "ProtectClock": "yes",
    "ProtectProc": "invisible",
    "SystemCallArchitectures": "native",
}
URNA = {
    "PrivateNetwork": "yes",
    "IPAddressDeny": "any",
    "RestrictAddressFamilies": "AF_UNIX AF_NETLINK",
    "MemorySwapMax": "0",
    "LimitMEMLOCK": "infinity",
    "ReadWritePaths": "/var/lib/urna -/media/urna",
    "ProcSubset": "all",
    "User": "urna",
}
MODEM = {
    "InaccessiblePaths": "/var/lib/urna -/media/urna",
    "RestrictAddressFamilies": "AF_INET AF_INET6 AF_UNIX",
    "MemoryDenyWriteExecute": "yes",
    "PrivateDevices": "yes",
    "User": "urna-modem",
}


def settings(name: str, section: str = "Service") -> dict[str, str]:
    """One section of a unit; a key that stands twice has both values."""
    found: dict[str, str] = {}
    inside = ""
    for line in (UNITS / name).read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            inside = line.strip("[]")
        elif inside == section and line and not line.startswith("#"):
            key, value = line.split("=", 1)
            found[key] = f"{found[key]} {value}" if key in found else value
    return found


@pytest.mark.parametrize(("name", "own"), [("urna.service", URNA), ("urna-modem.service", MODEM)])
def test_a_unit_keeps_its_hardening(name: str, own: dict[str, str]) -> None:
    found = settings(name)
    expected = OF_BOTH | own
    assert {key: found.get(key) for key in expected} == expected


def test_only_the_modems_unit_may_speak_to_a_network() -> None:
    for unit in UNITS.glob("*.service"):
        families = settings(unit.name)["RestrictAddressFamilies"]
        assert ("AF_INET" in families) == (unit.name == "urna-modem.service"), unit.name
        assert (settings(unit.name).get("PrivateNetwork") == "yes") == (unit.name != "urna-modem.service")


def test_the_unit_starts_the_launcher_as_the_launcher_starts_itself() -> None:
    unit = settings("urna.service")
    program, *arguments = unit["ExecStart"].split()
    assert program == "/opt/urna/sistema/bin/python3.11"
    assert tuple(arguments[: len(LAUNCH)]) == LAUNCH
    script = arguments[len(LAUNCH)].partition("/site-packages/")[2]
    assert (REPOSITORY / script).is_file()
    assert arguments[len(LAUNCH) + 1 :] == ["--config", "/etc/urna/urna.toml"]
    assert unit["RestartPreventExitStatus"].split() == ["2", str(REFUSED)]


def test_the_modem_waits_for_the_closing_and_gets_one_file() -> None:
    file = settings("urna-modem.path", "Path")["PathExists"]
    assert settings("urna-modem.service")["LoadCredential"] == f"acta:{file}"
    assert file.endswith("urna-oficial/cierre/acta.public.zip")
    assert "%d/acta" in settings("urna-modem.service")["ExecStart"]


def test_the_stick_is_mounted_without_links_devices_and_programs() -> None:
    mount = settings("media-urna.mount", "Mount")
    assert {"nodev", "nosuid", "noexec", "nosymfollow"} <= set(mount["Options"].split(","))
    assert (mount["Type"], mount["Where"]) == ("ext4", "/media/urna")


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="needs systemd-analyze")
@pytest.mark.parametrize("name", EXPOSURE)
def test_systemd_reads_the_unit_and_finds_little_exposed(name: str) -> None:
    done = analysed(UNITS / f"{name}.service", EXPOSURE[name])
    assert done.returncode == 0, done.stdout[-300:]
    assert done.stderr == ""


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="needs systemd-analyze")
def test_a_line_that_goes_or_is_misspelt_is_noticed(tmp_path: Path) -> None:
    text = (UNITS / "urna.service").read_text(encoding="utf-8")
    weaker = tmp_path / "urna.service"
    weaker.write_text(text.replace("PrivateNetwork=yes\n", ""), encoding="utf-8")
    assert analysed(weaker, EXPOSURE["urna"]).returncode != 0
    weaker.write_text(text.replace("PrivateTmp=", "PrivateTemp="), encoding="utf-8")
    assert "PrivateTemp" in analysed(weaker, 100).stderr


def analysed(unit: Path, threshold: int) -> "subprocess.CompletedProcess[str]":
    command = ["systemd-analyze", "security", "--offline=true", "--no-pager", f"--threshold={threshold}", str(unit)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)


def test_the_firewall_lets_the_modems_user_out_and_nobody_in() -> None:
    rules = (HERE / "nftables" / "urna.nft").read_text(encoding="utf-8")
    assert rules.count("policy drop;") == rules.count("chain ") == 3
    assert set(re.findall(r"skuid (\d+)", rules)) == {user("urna-modem")}
    leaving = rules.partition("chain sale")[2]
    accepted = [line.strip() for line in leaving.splitlines() if "accept" in line]
    assert all(line.startswith(('oif "lo"', "meta skuid")) for line in accepted)


def user(name: str) -> str:
    text = (HERE / "sysusers.d" / "urna.conf").read_text(encoding="utf-8")
    return next(line.split()[2] for line in text.splitlines() if line.startswith(f"u {name} "))


@pytest.mark.skipif(shutil.which("nft") is None or os.geteuid() != 0, reason="needs nft and root")
def test_nftables_reads_the_firewall() -> None:
    done = subprocess.run(
        ["nft", "-c", "-f", str(HERE / "nftables" / "urna.nft")],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    if "Operation not permitted" in done.stderr:
        pytest.skip("no right to ask the kernel")
    assert done.returncode == 0, done.stderr


def test_no_keyboard_and_no_network_card_is_let_in() -> None:
    rules = [
        line
        for line in (HERE / "usbguard" / "rules.conf").read_text(encoding="utf-8").splitlines()
        if line and not line.startswith("#")
    ]
    assert rules[-1] == "reject"
    assert all(rule.startswith("allow with-interface equals {") and "via-port" in rule for rule in rules[:-1])
    interfaces = {code for rule in rules for code in re.findall(r"[0-9a-f]{2}:[0-9a-f]{2}:[0-9a-f]{2}", rule)}
    assert not {code for code in interfaces if code.startswith(("03:01:01", "02:06", "02:0d", "e0:"))}


def test_what_is_installed_is_what_the_urna_requires_and_what_is_tested() -> None:
    urna, dev = (pins(REPOSITORY / "requirements" / f"{name}.txt") for name in ("urna", "dev"))
    assert urna.items() <= dev.items()
    assert {"kivy", "cryptography", "tuf", "pyserial", "pillow"} <= set(urna)
    assert not {"fastapi", "sqlalchemy", "polars", "pytest", "mypy", "uv"} & set(urna)


def pins(place: Path) -> dict[str, str]:
    return dict(re.findall(r"^([a-z0-9._-]+)==(\S+)", place.read_text(encoding="utf-8"), re.MULTILINE))
