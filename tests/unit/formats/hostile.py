"""Bundles of somebody who holds an urna's key and certificate, and means harm (A17). It must not hold an expectation.

Each mutation takes the members of a good bundle and gives a file whose signature, hashes and container hold again,
unless the mutation is of those.
"""

import io
import json
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from shared.crypto.hashing import sha256_hex
from shared.crypto.signing import SigningKey
from shared.formats.container import pack, unpack
from shared.formats.results_model import ResultadoInvalido
from shared.formats.results_v1 import MAX_BYTES, NAMES, PURPOSE

Edit = Callable[[bytes], bytes]
HUGE = b"9" * 5000


@dataclass(frozen=True)
class Hostile:
    """A good bundle, and the key that signed it."""

    good: bytes
    key: SigningKey

    def member(self, name: str) -> bytes:
        return unpack(self.good, NAMES, ResultadoInvalido)[NAMES.index(name)]

    def with_acta(self, edit: Edit) -> bytes:
        """The acta edited as text, and all that names its hash made anew."""
        return self.signed({"acta.json": edit(self.member("acta.json"))})

    def with_journal(self, data: bytes) -> bytes:
        return self.signed({"journal.jsonl": data})

    def naming(self, journal: bytes, head: str) -> bytes:
        """Another journal, whose closing entry the acta names."""
        acta = text(json.loads(self.member("acta.json")) | {"journal_head": head})
        return self.signed({"journal.jsonl": journal, "acta.json": acta})

    def with_certificates(self, pem: bytes) -> bytes:
        return self.signed({"certificates.pem": pem})

    def with_manifest(self, edit: Edit) -> bytes:
        manifest = edit(self.member("manifest.json"))
        return self._pack(manifest, {})

    def claiming(self, acta: Mapping[str, object], **manifest: object) -> bytes:
        """Other values in the acta, and in the manifest, which is otherwise made to fit."""
        value = json.loads(self.member("acta.json")) | acta
        return self.signed({"acta.json": text(value)}, **manifest)

    def signed(self, changed: Mapping[str, bytes], **claims: object) -> bytes:
        """The bundle with those members, its manifest listing them and claiming what is given."""
        manifest: dict[str, Any] = json.loads(self.member("manifest.json")) | claims
        for listed in manifest["members"]:
            data = changed.get(listed["name"], self.member(listed["name"]))
            listed |= {"sha256": sha256_hex(data), "size": len(data)}
        return self._pack(text(manifest), changed)

    def swapped(self, name: str, data: bytes) -> bytes:
        """One member changed and nothing else: neither the list of hashes nor the signature."""
        return pack([(each, data if each == name else self.member(each)) for each in NAMES])

    def _pack(self, manifest: bytes, changed: Mapping[str, bytes]) -> bytes:
        rest = [(name, changed.get(name, self.member(name))) for name in NAMES[2:]]
        return pack([("manifest.json", manifest), ("manifest.sig", self.key.sign(PURPOSE, manifest)), *rest])

    def deflated(self, filler: int) -> bytes:
        """The same members, the acta compressed with ``filler`` spaces before it: small on the wire, large inflated."""
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            for name in NAMES:
                padding = b" " * filler if name == "acta.json" else b""
                archive.writestr(
                    zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), padding + self.member(name), zipfile.ZIP_DEFLATED
                )
        return stream.getvalue()


def text(value: object) -> bytes:
    """Canonical JSON by the plainest road."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def reversed_keys(data: bytes) -> bytes:
    """The same object, its keys in the opposite order."""
    value = json.loads(data)
    return json.dumps(dict(reversed(value.items())), separators=(",", ":"), ensure_ascii=False).encode()


def first_field(new: bytes) -> Edit:
    """``new`` before the first field of an object."""
    return lambda data: b"{" + new + b"," + data[1:]


def actas(value: bytes) -> Edit:
    """Another text for the number of actas."""
    return lambda data: data.replace(b'"actas":3', b'"actas":' + value)


def deep(levels: int) -> Edit:
    """A field that holds lists inside lists."""
    return first_field(b'"a":' + b"[" * levels + b"]" * levels)


def many_members(hostile: Hostile, count: int) -> bytes:
    """A container with empty members behind the good ones."""
    good = [(name, hostile.member(name)) for name in NAMES]
    return pack([*good, *((f"{n:05d}.txt", b"") for n in range(count))])


def bombs(hostile: Hostile) -> dict[str, tuple[bytes, str]]:
    """Small or allowed files that ask for much work or memory, with the code that refuses each."""
    room = MAX_BYTES - len(hostile.good) - 4096
    return {
        "deflated": (hostile.deflated(256 << 20), "R101"),
        "too_large": (bytes(MAX_BYTES + 1), "R100"),
        "many_members": (many_members(hostile, 10_000), "R101"),
        "deep_acta": (hostile.with_acta(deep(400_000)), "R006"),
        "little_deep_acta": (hostile.with_acta(deep(17)), "R006"),
        "large_acta": (hostile.with_acta(first_field(b'"a":"' + b"x" * room + b'"')), "R001"),
        "digits": (hostile.with_acta(actas(b"9" * 900_000)), "R005"),
        "keys": (hostile.with_acta(first_field(b",".join(b'"k%d":0' % n for n in range(80_000)))), "R007"),
        "large_manifest": (hostile.with_manifest(first_field(b'"a":"' + b"x" * 100_000 + b'"')), "R001"),
        "line_feeds": (hostile.with_journal(b"\n" * room), "J003"),
        "certificates": (hostile.with_certificates(hostile.member("certificates.pem") * 1000), "K201"),
    }
