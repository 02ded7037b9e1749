"""Theme repositories: two signers, no way back, judged at the jornada's time, and nothing outside of the folder."""

import json
import os
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tuf.api.metadata import Metadata, Root

from shared.crypto.errors import KeyInvalid, ThemeRepositoryInvalid
from shared.crypto.tuf_client import Limits, RepositoryClient
from shared.crypto.tuf_repo import (
    RepositoryKeys,
    RepositoryPublicKeys,
    ThemeKey,
    ThemePublicKey,
    assemble_repository,
    build_repository,
    create_root,
    create_targets,
    sign_targets,
)

DAY = datetime(2018, 6, 20, tzinfo=UTC)
EXPIRES = DAY + timedelta(days=71)
THEME = {"temas/JAL-2018/theme.json": b'{"format":"theme/1"}', "temas/JAL-2018/assets/pan.png": b"\x89PNG"}
KEYS = RepositoryKeys.generate()
ONE = build_repository(THEME, KEYS, expires=EXPIRES)
ROOT = ONE["metadata/1.root.json"]
TRUSTED = {"root.json": ROOT}

Layer = Callable[[Mapping[str, bytes]], Path]


@pytest.fixture
def lay(tmp_path: Path) -> Layer:
    def write(files: Mapping[str, bytes]) -> Path:
        folder = tmp_path / f"repo{len(list(tmp_path.iterdir()))}"
        for name, data in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        return folder

    return write


def _refusal(folder: Path, trusted: Mapping[str, bytes] = TRUSTED, at: datetime | None = DAY) -> str:
    with pytest.raises(ThemeRepositoryInvalid) as refused:
        RepositoryClient().verify(folder, trusted, at)
    return refused.value.code


def test_a_repository_verifies_and_gives_its_files(lay: Layer) -> None:
    verified = RepositoryClient().verify(lay(ONE), TRUSTED, DAY)
    assert verified.targets == THEME
    assert verified.trusted["root.json"] == ROOT
    assert (len(verified.root_fingerprint), verified.version) == (64, 1)
    assert RepositoryClient().verify(lay(ONE), verified.trusted, DAY) == verified


def test_the_folder_is_only_read(lay: Layer) -> None:
    folder = lay(ONE)
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    RepositoryClient().verify(folder, TRUSTED, DAY)
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*")} == before


def test_two_people_sign_at_different_places(lay: Layer) -> None:
    unsigned = create_targets(THEME, version=3, expires=EXPIRES)
    online = (KEYS.snapshot, KEYS.timestamp)
    once = sign_targets(unsigned, KEYS.targets[0])
    for lacking in (unsigned, once, sign_targets(once, KEYS.targets[0]), sign_targets(once, ThemeKey.generate())):
        with pytest.raises(ThemeRepositoryInvalid) as refused:
            assemble_repository(THEME, lacking, [ROOT], online, EXPIRES)
        assert refused.value.code == "K602"
    files = assemble_repository(THEME, sign_targets(once, KEYS.targets[1]), [ROOT], online, EXPIRES)
    assert RepositoryClient().verify(lay(files), TRUSTED, DAY).version == 3


def test_one_signature_on_the_targets_is_refused(lay: Layer) -> None:
    targets = json.loads(ONE["metadata/1.targets.json"])
    targets["signatures"] = targets["signatures"][:1]
    assert _refusal(lay(ONE | {"metadata/1.targets.json": json.dumps(targets).encode()})) == "K602"
    targets["signatures"] *= 2
    assert _refusal(lay(ONE | {"metadata/1.targets.json": json.dumps(targets).encode()})) == "K609"


def test_a_root_that_asks_for_one_signer_is_refused(lay: Layer) -> None:
    metadata = Metadata[Root].from_bytes(ROOT)
    metadata.signed.roles["targets"].threshold = 1
    metadata.signatures.clear()
    metadata.sign(KEYS.root[0].signer())
    weak = metadata.to_bytes()
    files = build_repository(THEME, KEYS, expires=EXPIRES, previous=[weak])
    assert _refusal(lay(files), {"root.json": weak}) == "K610"
    one = (ThemeKey.generate().public,)
    with pytest.raises(ValueError, match="two"):
        RepositoryPublicKeys(one, one * 2, one[0], one[0])


def test_a10_an_older_repository_is_refused_after_a_newer_one(lay: Layer) -> None:
    two = build_repository({"temas/x/theme.json": b"{}"}, KEYS, expires=EXPIRES, version=2, previous=[ROOT])
    newer = RepositoryClient().verify(lay(two), TRUSTED, DAY)
    assert _refusal(lay(ONE), newer.trusted) == "K603"
    older_targets = two | {"metadata/2.targets.json": ONE["metadata/1.targets.json"]}
    assert _refusal(lay(older_targets)) == "K603"
    older = RepositoryClient().verify(lay(ONE), TRUSTED, DAY)
    assert RepositoryClient().verify(lay(two), older.trusted, DAY).version == 2


def test_a10_expired_metadata_still_protect_from_going_back(lay: Layer) -> None:
    two = build_repository(THEME, KEYS, expires=DAY - timedelta(days=1), version=2, previous=[ROOT])
    newer = RepositoryClient().verify(lay(two), TRUSTED, DAY - timedelta(days=2))
    assert _refusal(lay(ONE), newer.trusted, DAY) == "K603"


def test_expiry_is_judged_at_the_given_time_only(lay: Layer) -> None:
    folder = lay(ONE)
    assert _refusal(folder, at=EXPIRES) == "K604"
    assert RepositoryClient().verify(folder, TRUSTED, EXPIRES - timedelta(seconds=1)).version == 1
    assert RepositoryClient().verify(folder, TRUSTED, None).version == 1  # long expired by any clock of today


def test_another_institutes_repository_is_refused(lay: Layer) -> None:
    assert _refusal(lay(build_repository(THEME, RepositoryKeys.generate(), expires=EXPIRES))) == "K602"


def test_the_root_changes_hands_by_the_signatures_of_both(lay: Layer) -> None:
    new = RepositoryKeys.generate()
    with pytest.raises(ThemeRepositoryInvalid) as refused:
        create_root(new.public, new.root, EXPIRES, previous=ROOT)
    assert refused.value.code == "K602"
    second = create_root(new.public, (*new.root, *KEYS.root), EXPIRES, previous=ROOT)
    files = build_repository(THEME, new, expires=EXPIRES, version=2, previous=[ROOT, second])
    verified = RepositoryClient().verify(lay(files), TRUSTED, DAY)
    assert verified.trusted["root.json"] == second
    assert _refusal(
        lay(build_repository(THEME, KEYS, expires=EXPIRES, version=5, previous=[ROOT])), verified.trusted
    ) == ("K602")


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("metadata/timestamp.json", "K606"),
        ("metadata/1.snapshot.json", "K606"),
        ("metadata/1.targets.json", "K606"),
        ("targets/temas/JAL-2018/theme.json", "K606"),
    ],
)
def test_a_missing_file_is_refused(lay: Layer, name: str, code: str) -> None:
    assert _refusal(lay({key: data for key, data in ONE.items() if key != name})) == code


def test_altered_files_are_refused(lay: Layer) -> None:
    name = "targets/temas/JAL-2018/theme.json"
    flipped = bytes([ONE[name][0] ^ 1]) + ONE[name][1:]
    assert _refusal(lay(ONE | {name: flipped})) == "K605"
    assert _refusal(lay(ONE | {name: ONE[name][:-1]})) == "K605"
    assert _refusal(lay(ONE | {name: ONE[name] + b" "})) == "K608"
    assert _refusal(lay(ONE | {"metadata/1.snapshot.json": b" " * (65 << 10)})) == "K608"
    assert _refusal(lay(ONE | {"metadata/timestamp.json": b"[" * 10_000})) == "K609"


@given(st.sampled_from(["timestamp", "1.snapshot", "1.targets"]), st.data())
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_flipped_bits_of_metadata_never_change_what_is_believed(lay: Layer, name: str, data: st.DataObject) -> None:
    key = f"metadata/{name}.json"
    altered = bytearray(ONE[key])
    bit = data.draw(st.integers(0, len(altered) * 8 - 1))
    altered[bit // 8] ^= 1 << bit % 8
    try:
        verified = RepositoryClient().verify(lay(ONE | {key: bytes(altered)}), TRUSTED, DAY)
    except ThemeRepositoryInvalid:
        return
    assert verified.targets == THEME  # a capital of a hexadecimal digit, or of an unknown field


@pytest.mark.parametrize(
    "name",
    [
        "../x",
        "/etc/passwd",
        "a//b",
        "a/./b",
        "a/../b",
        ".hidden",
        "a\\b",
        "C:x",
        "x" * 201,
        "a/b/c/d/e/f/g",
        "",
        "ñ",
        "a\nb",
    ],
)
def test_a9_names_that_leave_the_folder_are_refused(lay: Layer, name: str) -> None:
    with pytest.raises(ThemeRepositoryInvalid) as refused:
        create_targets({name: b""}, version=1, expires=EXPIRES)
    assert refused.value.code == "K607"
    assert _refusal(lay(_signed_with_name(name))) in {"K607", "K609"}


def _signed_with_name(name: str) -> dict[str, bytes]:
    """A repository whose two signers do sign a name that our builder refuses."""
    targets = json.loads(create_targets({"placeholder": b""}, version=1, expires=EXPIRES))
    targets["signed"]["targets"] = {name: targets["signed"]["targets"]["placeholder"]}
    signed = json.dumps(targets).encode()
    for key in KEYS.targets:
        signed = sign_targets(signed, key)
    return ONE | {"metadata/1.targets.json": signed}


def test_a9_names_that_a_fat_stick_would_confuse_are_refused() -> None:
    with pytest.raises(ThemeRepositoryInvalid):
        create_targets({"temas/A.png": b"", "temas/a.png": b""}, version=1, expires=EXPIRES)


def test_a9_links_devices_and_folders_are_not_read(lay: Layer, tmp_path: Path) -> None:
    name = "targets/temas/JAL-2018/theme.json"
    outside = tmp_path / "outside.json"
    outside.write_bytes(ONE[name])
    folder = lay(ONE)
    (folder / name).unlink()
    (folder / name).symlink_to(outside)
    assert _refusal(folder) == "K606"
    (folder / name).unlink()
    os.mkfifo(folder / name)
    assert _refusal(folder) == "K606"
    (folder / name).unlink()
    (folder / name).mkdir()
    assert _refusal(folder) == "K606"
    linked = lay(ONE)
    (linked / "targets/temas").rename(tmp_path / "moved")
    (linked / "targets/temas").symlink_to(tmp_path / "moved")
    assert _refusal(linked) == "K606"


def test_a9_limits_of_a_repository_hold(lay: Layer) -> None:
    for limits in (Limits(files=1), Limits(file_bytes=10), Limits(total_bytes=20)):
        with pytest.raises(ThemeRepositoryInvalid) as refused:
            RepositoryClient(limits).verify(lay(ONE), TRUSTED, DAY)
        assert refused.value.code == "K608"


def test_without_a_trusted_root_nothing_is_believed(lay: Layer) -> None:
    assert _refusal(lay(ONE), {}) == "K601"
    assert _refusal(lay(ONE), {"root.json": b"{}"}) == "K609"


def test_files_other_than_the_signed_ones_are_not_assembled() -> None:
    signed = ONE["metadata/1.targets.json"]
    online = (KEYS.snapshot, KEYS.timestamp)
    for files in ({}, THEME | {"more": b""}, THEME | {"temas/JAL-2018/theme.json": b"{}"}):
        with pytest.raises(ThemeRepositoryInvalid) as refused:
            assemble_repository(files, signed, [ROOT], online, EXPIRES)
        assert refused.value.code == "K605"


def test_theme_keys_read_back() -> None:
    key = ThemeKey.generate()
    assert ThemeKey.from_pem(key.to_pem(b"frase"), b"frase").public == key.public
    assert ThemePublicKey.from_pem(key.public.to_pem()) == key.public
    assert len(key.public.key_id) == 64
    with pytest.raises(KeyInvalid):
        ThemeKey.from_pem(key.to_pem(b"frase"), b"otra")
    with pytest.raises(KeyInvalid):
        ThemePublicKey.from_pem(b"nada")
