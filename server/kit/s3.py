"""Files by content in S3, originals under Object Lock. It must not delete, nor say who asks, nor believe an answer.

What a bucket says that it keeps is asked again before it is believed, and every byte read has the hash of its name.
"""

import base64
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import cached_property
from importlib.util import find_spec
from threading import Lock
from typing import Any, Final

from server.kit.objects import AT_ONCE, NAME, Held, ObjectMissing, ObjetoInvalido, StoreAway, check_name
from server.kit.s3_settings import S3Settings
from shared.crypto.hashing import sha256_hex

ABSENT: Final = frozenset({"404", "NoSuchKey", "NotFound"})
NO_LOCK: Final = "ObjectLockConfigurationNotFoundError"
CLIENT_FAULTS: Final = range(400, 500)
PASSING: Final = frozenset({408, 429})
MOST_BYTES: Final = 256 << 20
"""More is no file of ours, whatever S3 goes on to say."""
NEARLY: Final = timedelta(hours=1)
"""Less lock than was asked for, by the difference of two clocks and the time of the request, is still the lock."""


def check_installed() -> None:
    """Raise ``ObjetoInvalido`` S859 where the program was installed without what speaks S3."""
    if find_spec("boto3") is None:
        raise ObjetoInvalido("S859", "[objetos] wants boto3: install the program with its extra s3")


class Bucket:
    """One bucket as its settings name it; what speaks S3 is loaded when it is first asked."""

    def __init__(self, settings: S3Settings, now: Callable[[], datetime]) -> None:
        self.settings = settings
        self.now = now
        self._making = Lock()

    @property
    def client(self) -> Any:  # noqa: ANN401 - boto3 makes its classes when it runs
        """boto3's client, which threads may share; making it they may not."""
        with self._making:
            return self._client

    @cached_property
    def _client(self) -> Any:  # noqa: ANN401 - same
        import boto3  # noqa: PLC0415 - those without S3 pay nothing
        from botocore.config import Config  # noqa: PLC0415 - same

        settings = self.settings
        key, secret = settings.keys()
        config = Config(
            connect_timeout=settings.timeout_s,
            read_timeout=settings.timeout_s,
            retries={"total_max_attempts": settings.tries, "mode": "standard"},
            max_pool_connections=AT_ONCE * 2,
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
            s3={"addressing_style": "path", "payload_signing_enabled": True},
        )
        return boto3.session.Session().client(
            "s3",
            endpoint_url=settings.endpoint,
            region_name=settings.region,
            aws_access_key_id=key,
            aws_secret_access_key=secret,
            config=config,
        )

    @contextmanager
    def asked(self) -> Iterator[Any]:
        """The client; what it raises becomes one of ours, whose words hold no key and nothing that S3 said."""
        client = self.client
        from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415 - same

        try:
            yield client
        except ClientError as error:
            raise _refused(error.response) from None
        except BotoCoreError as error:
            raise StoreAway("S851", f"S3 does not answer: {type(error).__name__}") from None

    def check(self) -> None:
        """As ``ObjectStore.check``: it answers, and it can lock."""
        try:
            with self.asked() as client:
                found = client.get_object_lock_configuration(Bucket=self.settings.bucket)
        except _Refused as error:
            if error.said == NO_LOCK:
                raise _unlocked(self.settings.bucket) from None
            raise
        if found.get("ObjectLockConfiguration", {}).get("ObjectLockEnabled") != "Enabled":
            raise _unlocked(self.settings.bucket)


class S3Store:
    """``ObjectStore`` below a folder of a bucket."""

    def __init__(self, bucket: Bucket, folder: str) -> None:
        self._bucket = bucket
        self._name = bucket.settings.bucket
        self._folder = f"{bucket.settings.prefix}{folder}/"

    def check(self) -> None:
        """As ``ObjectStore.check``."""
        self._bucket.check()

    def put_many(self, items: Iterable[bytes], *, original: bool = True) -> list[str]:
        """As ``ObjectStore.put_many``; raises ``ObjetoInvalido`` S853 where S3 said yes and keeps nothing, or no lock.

        What is there, as it should be, is not put again: each time would be another version for good.
        """
        with ThreadPoolExecutor(AT_ONCE, "s3") as threads:
            return list(threads.map(lambda data: self._put(data, original=original), items))

    def get(self, name: str) -> bytes:
        """As ``ObjectStore.get``."""
        try:
            with self._bucket.asked() as client:
                found = client.get_object(Bucket=self._name, Key=self._key(name))
                data: bytes = found["Body"].read(MOST_BYTES)
        except _Refused as error:
            if error.said in ABSENT:
                raise ObjectMissing("S855", f"{name} is missing") from None
            raise
        if sha256_hex(data) != name:
            raise ObjectMissing("S854", f"{name}: S3 gave other bytes")
        return data

    def held(self, name: str) -> Held | None:
        """As ``ObjectStore.held``."""
        try:
            with self._bucket.asked() as client:
                found = client.head_object(Bucket=self._name, Key=self._key(name))
        except _Refused as error:
            if error.said in ABSENT:
                return None
            raise
        locked = found.get("ObjectLockRetainUntilDate") if found.get("ObjectLockMode") else None
        return Held(name, int(found["ContentLength"]), locked)

    def listing(self) -> Iterator[Held]:
        """As ``ObjectStore.listing``; of a stranger's file its key below the folder. Locks are not told."""
        with self._bucket.asked() as client:
            for page in client.get_paginator("list_objects_v2").paginate(Bucket=self._name, Prefix=self._folder):
                for each in page.get("Contents", ()):
                    yield self._listed(each["Key"].removeprefix(self._folder), each["Size"])

    def _listed(self, place: str, size: int) -> Held:
        name = place.rpartition("/")[2]
        return Held(name if NAME.fullmatch(name) and place == f"{name[:2]}/{name}" else place, size)

    def _put(self, data: bytes, *, original: bool) -> str:
        name = sha256_hex(data)
        until = self._bucket.now() + timedelta(days=self._bucket.settings.lock_days)
        if self._keeps(name, data, until if original else None):
            return name
        sent: dict[str, Any] = {"Bucket": self._name, "Key": self._key(name), "Body": data}
        sent |= {
            "ChecksumAlgorithm": "SHA256",
            "ChecksumSHA256": base64.b64encode(bytes.fromhex(name)).decode(),
            "ContentType": "application/octet-stream",
        }
        if original:
            sent |= {"ObjectLockMode": self._bucket.settings.lock.value, "ObjectLockRetainUntilDate": until}
        with self._bucket.asked() as client:
            client.put_object(**sent)
        if not self._keeps(name, data, until if original else None):
            raise ObjetoInvalido("S853", f"S3 said that it keeps {name[:16]}, and it does not, or without its lock")
        return name

    def _keeps(self, name: str, data: bytes, until: datetime | None) -> bool:
        """Whether the very bytes can be read there, under a lock of that length."""
        found = self.held(name)
        if found is None or found.size != len(data):
            return False
        if until is not None and (found.locked_until is None or found.locked_until < until - NEARLY):
            return False
        try:
            return self.get(name) == data
        except ObjectMissing:
            return False

    def _key(self, name: str) -> str:
        return f"{self._folder}{check_name(name)[:2]}/{name}"


class _Refused(ObjetoInvalido):
    """S3 answered, and said no: ``said`` is its own code."""

    def __init__(self, said: str) -> None:
        super().__init__("S857", f"S3 refuses: {said}")
        self.said = said


def _refused(response: Any) -> ObjetoInvalido:  # noqa: ANN401 - what botocore read of an answer
    status = int(response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))
    if status in CLIENT_FAULTS and status not in PASSING:
        return _Refused(str(response.get("Error", {}).get("Code", status))[:80])
    return StoreAway("S851", f"S3 answers with status {status}")


def _unlocked(bucket: str) -> ObjetoInvalido:
    return ObjetoInvalido("S852", f"the bucket {bucket} has no Object Lock: make one that has it")
