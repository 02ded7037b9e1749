"""A8, A10: programs that are not those which two people signed do not start."""

import json
import os
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from shared.crypto.tuf_repo import RepositoryKeys, RepositoryPublicKeys, ThemeKey, create_root
from tests.unit.integrity.trees import EXPIRES, FILES, SITE, Installed
from urna.integrity.launcher import checked
from urna.integrity.memory import NAME, Remembered, remembered, written

MANIFEST = "programa/targets/programa/manifiesto.json"
PROGRAM = f"{SITE}/urna/program.py"


def targets(installed: Installed) -> Path:
    return next((installed.folder / "programa" / "metadata").glob("*.targets.json"))


def test_what_two_people_signed_starts_and_its_hash_is_that_of_the_manifest(installed: Installed) -> None:
    manifest = checked(installed.root, installed.config)
    assert manifest is not None
    assert (manifest.version, manifest.sha256) == (
        1,
        sha256((installed.folder / MANIFEST).read_bytes()).hexdigest(),
    )


@pytest.mark.parametrize("name", FILES)
def test_a8_one_changed_bit_of_any_file_does_not_start(installed: Installed, name: str) -> None:
    place = installed.root / name
    data = bytearray(place.read_bytes())
    data[-1] ^= 1
    place.write_bytes(data)
    assert (installed.refusal().code, installed.refusal().detail) == ("U064", name)


@pytest.mark.parametrize("name", FILES)
def test_a8_a_missing_file_does_not_start(installed: Installed, name: str) -> None:
    (installed.root / name).unlink()
    assert (installed.refusal().code, installed.refusal().detail) == ("U065", name)


@pytest.mark.parametrize(
    "name",
    [
        f"{SITE}/urna/otra.py",
        f"{SITE}/urna/_rapido.so",
        f"{SITE}/urna/program.pyc",
        f"{SITE}/urna/__pycache__/otra.cpython-311.pyc",
        f"{SITE}/urna/__pycache__/program.cpython-311.opt-1.pyc",
        f"{SITE}/start.pth",
        "lib/python3.11/sitecustomize.py",
        "lib/python311.zip",
        "pyvenv.cfg",
        "bin/otro",
        f"{SITE}/urna/ui/assets/himno.wav",
        f"{SITE}/urna/ui/\u00f1.py",
    ],
)
def test_a8_a_file_that_nobody_signed_does_not_start(installed: Installed, name: str) -> None:
    (installed.root / name).write_bytes(b"")
    assert (installed.refusal().code, installed.refusal().detail) == ("U066", name)


def link_to_a_copy(place: Path) -> None:
    copy = place.parents[5] / "copia"
    copy.write_bytes(place.read_bytes())
    place.unlink()
    place.symlink_to(copy)


def folder_behind_a_link(place: Path) -> None:
    moved = place.parents[5] / "copia"
    place.parent.rename(moved)
    place.parent.symlink_to(moved)


def pipe(place: Path) -> None:
    place.unlink()
    os.mkfifo(place)


@pytest.mark.parametrize("change", [link_to_a_copy, folder_behind_a_link, pipe])
def test_a8_a_link_or_a_pipe_in_place_of_a_file_does_not_start(
    installed: Installed, change: Callable[[Path], None]
) -> None:
    change(installed.root / PROGRAM)
    assert installed.code() == "U066"


def test_a8_folders_without_end_are_refused_in_bounded_time(installed: Installed) -> None:
    deep = installed.root / "lib"
    for _ in range(60):
        deep /= "x"
    deep.mkdir(parents=True)
    assert installed.code() == "U066"


def test_a8_a_changed_manifest_does_not_start(installed: Installed) -> None:
    place = installed.root / PROGRAM
    place.write_bytes(b"x = 3\n")
    manifest = installed.folder / MANIFEST
    data = manifest.read_bytes()
    manifest.write_bytes(data.replace(sha256(b"x = 2\n").hexdigest().encode(), sha256(b"x = 3\n").hexdigest().encode()))
    assert installed.code() == "U063"
    text = targets(installed).read_text(encoding="utf-8")
    changed = text.replace(sha256(data).hexdigest(), sha256(manifest.read_bytes()).hexdigest())
    assert changed != text
    targets(installed).write_text(changed, encoding="utf-8")
    assert installed.code() == "U062"


def test_a8_one_persons_signature_is_not_enough(installed: Installed) -> None:
    metadata = json.loads(targets(installed).read_text(encoding="utf-8"))
    one, two = metadata["signatures"]
    for signatures in (
        [],
        [one],
        [two],
        [one, one],
        [one, {**one, "keyid": two["keyid"]}],
        [one, {**two, "sig": "0" * 128}],
    ):
        metadata["signatures"] = signatures
        targets(installed).write_text(json.dumps(metadata), encoding="utf-8")
        assert installed.code() == "U062", signatures
    metadata["signatures"] = [two, one]
    targets(installed).write_text(json.dumps(metadata), encoding="utf-8")
    assert installed.code() == ""


def test_a8_one_key_under_two_names_is_one_signer(installed: Installed) -> None:
    root = json.loads((installed.folder / "programa-root.json").read_text(encoding="utf-8"))
    metadata = json.loads(targets(installed).read_text(encoding="utf-8"))
    one, two = metadata["signatures"]
    root["signed"]["keys"][two["keyid"]] = root["signed"]["keys"][one["keyid"]]
    metadata["signatures"] = [one, {**one, "keyid": two["keyid"]}]
    (installed.folder / "programa-root.json").write_text(json.dumps(root), encoding="utf-8")
    targets(installed).write_text(json.dumps(metadata), encoding="utf-8")
    assert installed.code() == "U062"


def test_a8_another_institutes_root_does_not_start(installed: Installed) -> None:
    other = RepositoryKeys.generate()
    (installed.folder / "programa-root.json").write_bytes(create_root(other.public, other.root, EXPIRES))
    assert installed.code() == "U062"


def test_a8_signers_of_themes_sign_no_programs(installed: Installed) -> None:
    """Their root is another: only keys that the installed root names for programs count."""
    themes = RepositoryKeys.generate()
    public = installed.keys.public
    both = RepositoryPublicKeys(public.root, public.targets, themes.targets[0].public, themes.targets[1].public)
    (installed.folder / "programa-root.json").write_bytes(create_root(both, installed.keys.root, EXPIRES))
    metadata = json.loads(targets(installed).read_text(encoding="utf-8"))
    signed = [{**s, "keyid": key.public.key_id} for s, key in zip(metadata["signatures"], themes.targets, strict=True)]
    metadata["signatures"] = signed
    targets(installed).write_text(json.dumps(metadata), encoding="utf-8")
    assert installed.code() == "U062"


def test_a8_a_root_that_asks_for_one_signer_is_refused(installed: Installed) -> None:
    place = installed.folder / "programa-root.json"
    root = json.loads(place.read_text(encoding="utf-8"))
    root["signed"]["roles"]["targets"]["threshold"] = 1
    place.write_text(json.dumps(root), encoding="utf-8")
    assert installed.code() == "U062"


@pytest.mark.parametrize("name", ["programa-root.json", MANIFEST, "programa/metadata/1.targets.json"])
def test_a8_without_root_list_or_manifest_it_does_not_start(installed: Installed, name: str) -> None:
    (installed.folder / name).unlink()
    assert installed.code() == "U061"


@pytest.mark.parametrize("text", ["", "{", "[]", '{"signed":{},"signed":{}}', '{"signed":1.0}', "[" * 20_000, "\ud800"])
def test_a8_what_is_no_metadata_is_refused_with_a_code(installed: Installed, text: str) -> None:
    for place in (installed.folder / "programa-root.json", targets(installed)):
        kept = place.read_bytes()
        place.write_bytes(text.encode("utf-8", "surrogatepass"))
        assert installed.code() == "U069"
        place.write_bytes(kept)


def test_a10_an_older_manifest_does_not_start_again(installed: Installed) -> None:
    old = {place: place.read_bytes() for place in installed.folder.rglob("*") if place.is_file()}
    (installed.root / PROGRAM).write_bytes(b"x = 4\n")
    installed.publish(version=2)
    second = checked(installed.root, installed.config)
    assert second is not None
    (installed.internal / NAME).write_bytes(written(Remembered(second.version, second.sha256)))
    assert installed.code() == ""
    targets(installed).unlink()
    for place, data in old.items():
        place.write_bytes(data)
    assert installed.code() == "U067"


def test_a10_another_manifest_of_the_same_version_does_not_start(installed: Installed) -> None:
    (installed.internal / NAME).write_bytes(written(Remembered(1, "0" * 64)))
    assert installed.code() == "U067"
    installed.publish(version=2)
    assert installed.code() == ""


@pytest.mark.parametrize("data", [b"", b"{}", b"x" * 5000, b'{"format":"otro","version":1,"sha256":""}'])
def test_a10_a_memory_that_cannot_be_read_is_no_empty_memory(installed: Installed, data: bytes) -> None:
    (installed.internal / NAME).write_bytes(data)
    assert installed.code() == "U069"
    (installed.internal / NAME).unlink()
    assert remembered(installed.internal) is None


def test_a_configuration_that_cannot_be_read_is_refused(installed: Installed) -> None:
    for text in ("internal = 1\n", "???", ""):
        installed.config.write_text(text, encoding="utf-8")
        assert installed.code() == "U050"
    installed.config.unlink()
    assert installed.code() == "U050"


def test_no_clock_stops_a_start(installed: Installed) -> None:
    """The signatures of these trees expired years ago; expiry is judged when programs are installed."""
    assert EXPIRES.year < 2020
    assert installed.code() == ""


def test_a_third_signer_does_no_harm(installed: Installed) -> None:
    installed.publish(signers=(*installed.keys.targets, ThemeKey.generate()))
    assert installed.code() == ""
