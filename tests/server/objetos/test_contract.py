"""One contract for every store of files: durable by hash, checked when read, strangers seen, nothing deleted."""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from server.kit.clock import SystemClock
from server.kit.files import FileStore
from server.kit.objects import ObjectMissing, ObjectStore, ObjetoInvalido, StoreAway
from server.kit.s3 import Bucket, S3Store
from server.kit.s3_settings import Lock, S3Settings
from shared.crypto.hashing import sha256_hex
from tests.server.objetos.s3 import OPEN_BUCKET, Moto, client_of, free_port, given, make_buckets, running, settings_of

KINDS = ("carpeta", "moto", "radosgw")


@dataclass(frozen=True)
class Bench:
    """A store and the hand of somebody who spoils what it keeps."""

    store: ObjectStore
    spoil: Callable[[str, bytes], None]
    """Put these bytes in the place of a name."""


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[S3Settings]:
    with running(Moto()) as process:
        made = settings_of(process.port, tmp_path_factory.mktemp("s3"))
        make_buckets(made)
        yield made


@pytest.fixture(params=KINDS)
def bench(request: pytest.FixtureRequest, tmp_path: Path) -> Bench:
    """Empty, in a folder or below a prefix of a bucket that nobody else uses."""
    if request.param == "carpeta":
        folder = tmp_path / "archivos"

        def write(name: str, data: bytes) -> None:
            path = folder / name[:2] / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)

        return Bench(FileStore(folder), write)
    if request.param == "moto":
        mine: S3Settings | None = request.getfixturevalue("settings")
    elif (mine := given()) is None:
        pytest.skip("no radosgw with a cluster of its own: S3_DE_PRUEBA names none")
    assert mine is not None
    mine = replace(mine, prefix=f"{tmp_path.name.strip('_').replace('_', '-').lower()}-{os.getpid()}/")
    store, client = s3_store(mine), client_of(mine)

    def put(name: str, data: bytes) -> None:
        client.put_object(Bucket=mine.bucket, Key=f"{mine.prefix}paquetes/{name[:2]}/{name}", Body=data)

    return Bench(store, put)


def s3_store(settings: S3Settings) -> S3Store:
    return S3Store(Bucket(settings, SystemClock().now), "paquetes")


def fault_of(work: Callable[[], object]) -> str:
    with pytest.raises(ObjetoInvalido) as error:
        work()
    return error.value.code


def test_what_was_put_is_read_by_its_hash_and_putting_it_again_is_harmless(bench: Bench) -> None:
    items = [b"uno", b"dos", b"", bytes(range(256)) * 4096]
    bench.store.check()
    names = bench.store.put_many(items)
    assert names == [sha256_hex(each) for each in items]
    assert [bench.store.get(name) for name in names] == items
    assert bench.store.put_many(items[:2], original=False) == names[:2]
    held = {each.name: each.size for each in bench.store.listing()}
    assert held == {name: len(data) for name, data in zip(names, items, strict=True)}
    assert [found.size if (found := bench.store.held(name)) else None for name in names] == [
        len(data) for data in items
    ]


def test_what_is_not_there_is_told_and_no_name_leaves_the_folder(bench: Bench) -> None:
    absent = sha256_hex(b"nadie")
    assert bench.store.held(absent) is None
    assert fault_of(lambda: bench.store.get(absent)) == "S855"
    for name in ("../../secreto", "", absent.upper(), f"{absent}/x"):
        assert fault_of(partial(bench.store.get, name)) == "S855"
    assert list(bench.store.listing()) == []


@pytest.mark.parametrize("other", [b"otro", b"un", b"unoo", b""])
def test_a28_bytes_that_changed_are_never_given(bench: Bench, other: bytes) -> None:
    (name,) = bench.store.put_many([b"uno"])
    bench.spoil(name, other)
    assert fault_of(lambda: bench.store.get(name)) == "S854"


def test_a_strangers_file_is_listed_by_its_place(bench: Bench) -> None:
    (name,) = bench.store.put_many([b"uno"])
    bench.spoil("ajeno", b"quien sabe")
    assert sorted(each.name for each in bench.store.listing()) == sorted([name, "aj/ajeno"])


def versions(settings: S3Settings) -> int:
    found = client_of(settings).list_object_versions(Bucket=settings.bucket, Prefix=settings.prefix)
    return len(found.get("Versions", ()))


@pytest.mark.parametrize("lock", list(Lock))
def test_a27_an_original_cannot_be_deleted_and_what_is_made_again_can(
    settings: S3Settings, tmp_path: Path, lock: Lock
) -> None:
    from botocore.exceptions import ClientError  # noqa: PLC0415 - only where an S3 is asked for

    mine = settings_of(
        int(settings.endpoint.rpartition(":")[2]), tmp_path, prefix=f"{lock.lower()}/", lock=lock, lock_days=3
    )
    store, client = s3_store(mine), client_of(mine)
    original, derived = *store.put_many([b"original"]), *store.put_many([b"derivado"], original=False)
    until = found.locked_until if (found := store.held(original)) else None
    assert until is not None
    assert abs(until - (datetime.now(UTC) + timedelta(days=3))) < timedelta(minutes=10)  # noqa: TID251 - the world's hour
    assert [held.locked_until for held in (store.held(derived),) if held] == [None]
    for name in (original, derived):
        key = f"{mine.prefix}paquetes/{name[:2]}/{name}"
        version = client.head_object(Bucket=mine.bucket, Key=key)["VersionId"]
        if name == derived:
            client.delete_object(Bucket=mine.bucket, Key=key, VersionId=version)
            assert store.held(derived) is None
        else:
            with pytest.raises(ClientError) as refused:
                client.delete_object(Bucket=mine.bucket, Key=key, VersionId=version)
            assert refused.value.response["Error"]["Code"] == "AccessDenied"
            assert store.get(original) == b"original"


def test_what_lies_there_under_its_lock_is_not_put_again_and_what_lacks_it_is(
    settings: S3Settings, tmp_path: Path
) -> None:
    mine = settings_of(int(settings.endpoint.rpartition(":")[2]), tmp_path, prefix="veces/")
    store = s3_store(mine)
    store.put_many([b"uno"])
    store.put_many([b"uno"])
    assert versions(mine) == 1, "each time would be one more that nobody can delete"
    store.put_many([b"dos"], original=False)
    store.put_many([b"dos"])
    assert versions(mine) == 3
    assert [held.locked_until is None for held in (store.held(sha256_hex(b"dos")),) if held] == [False]


def test_a_bucket_without_lock_without_name_or_away_is_told_apart(settings: S3Settings, tmp_path: Path) -> None:
    port = int(settings.endpoint.rpartition(":")[2])
    assert fault_of(s3_store(settings_of(port, tmp_path, bucket=OPEN_BUCKET)).check) == "S852"
    assert fault_of(s3_store(settings_of(port, tmp_path, bucket="no-hay")).check) == "S857"
    away = s3_store(settings_of(free_port(), tmp_path))
    for work in (
        away.check,
        lambda: away.put_many([b"uno"]),
        lambda: away.get(sha256_hex(b"uno")),
        away.listing().__next__,
    ):
        with pytest.raises(StoreAway) as error:
            work()
        assert error.value.code == "S851"


def test_a27_no_fault_of_a_store_says_a_key(settings: S3Settings, tmp_path: Path) -> None:
    from tests.server.objetos.s3 import KEY, SECRET  # noqa: PLC0415 - of this test alone

    port = int(settings.endpoint.rpartition(":")[2])
    faults = []
    for mine in (settings_of(port, tmp_path, bucket="no-hay"), settings_of(free_port(), tmp_path)):
        with pytest.raises(ObjetoInvalido) as error:
            s3_store(mine).put_many([b"uno"])
        faults.append(f"{error.value!r} {error.value.__cause__!r} {mine!r}")
        assert error.value.__suppress_context__
    assert not any(word in fault for fault in faults for word in (KEY, SECRET))


def test_an_unreadable_folder_is_away(tmp_path: Path) -> None:
    folder = tmp_path / "archivos"
    FileStore(folder).check()
    folder.write_bytes(b"no es una carpeta")
    assert fault_of(FileStore(folder).check) == "S851"
    shutil.copy(folder, tmp_path / "queda")


def test_a_missing_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(ObjectMissing):
        FileStore(tmp_path).get(sha256_hex(b"uno"))
