"""A7: no key or seed is in the repository, in what is installed, in a theme or on a medium; two urnas share nothing."""

import base64
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from shared.crypto.randomness import SystemRandomness
from shared.crypto.sealing import SealingKey
from shared.crypto.signing import SigningKey
from tests.architecture.tree import tracked_files
from tests.flows.cutting import CutFiles
from tests.flows.institute import Institute
from tests.flows.table import Table
from tests.secrecy.keys import holds, private_keys, scalar_of, scalars, unpacked, writings
from tests.secrecy.watching_memory import ROOT

NOT_SECRET = {
    "requirements/dev.txt": "hashes of packages",
    "requirements/server-s3.txt": "hashes of packages",
    "requirements/server.txt": "hashes of packages",
    "requirements/urna.txt": "hashes of packages",
    "shared/crypto/signing.py": "the order of the curve",
    "tests/unit/crypto/golden/card_v1.txt": "a card of nobody, whose code is in its test",
    "tests/unit/crypto/golden/record_v1.hex": "a record and keys made for it alone",
    "tests/unit/crypto/test_hashing_codes.py": "published test vectors",
    "tests/unit/crypto/test_shares.py": "a secret made for the test vector",
    "tests/unit/crypto/test_signing.py": "published test vectors",
    "tests/unit/firmware/radio_golden.txt": "a pairing key and frames made for the vectors alone",
    "tests/unit/formats/documented.py": "figures that stand for hashes",
    "tests/unit/formats/golden/v1/acta.json": "hashes and public keys",
    "tests/unit/formats/golden/v1/journal.jsonl": "hashes",
    "tests/unit/formats/golden/v1/lote.json": "hashes",
    "tests/unit/formats/golden/v1/resultados.public.zip": "hashes and public keys",
    **{
        f"tests/unit/formats/golden/v1/sustitucion/{name}": "hashes and public keys"
        for name in ("apertura.json", "reserva.public.zip", "sustitucion.json", "theme.json", "urna.public.zip")
    },
    **{
        f"tests/server/db/golden/{number}.{kind}.json": "hashes of bundles"
        for number in ("0001", "0009")
        for kind in ("sqlite", "postgres")
    },
    "tests/server/jobs/test_procrastinate_schema.py": "the hash of a library's schema",
    "tests/server/web/test_a27_pages.py": "the hash of the vendored script",
    "tests/unit/formats/golden/v1/theme.json": "hashes and public keys",
    "tests/unit/formats/golden/v1/theme_info.json": "hashes and public keys",
    "tests/unit/formats/golden/v1/theme_convenio.json": "hashes and public keys",
    "tests/unit/formats/golden/v1/theme_jornada.json": "hashes and public keys",
    "tests/unit/formats/test_golden.py": "hashes of the golden files",
    "tests/unit/formats/test_lote_v1.py": "the hash of a golden file",
    "tests/unit/integrity/test_ed25519.py": "published test vectors",
}
"""Files that hold 32 bytes in text, each with what they are; any other file that does is a finding."""
PROGRAMS = ("shared/", "hardware/", "urna/", "theme_builder/", "server/")


def test_a7_the_repository_holds_no_private_key() -> None:
    found = [f"{path.name}: {what}" for path in tracked_files(ROOT) for what in private_keys(path.read_bytes())]
    assert found == []


def test_a7_what_could_be_a_seed_is_listed_with_what_it_is() -> None:
    holders = set()
    for path in tracked_files(ROOT):
        data = path.read_bytes()
        members = list(unpacked(data))[1:] if data[:2] == b"PK" else []
        if any(scalars(part) for part in (data, *members)):
            holders.add(path.relative_to(ROOT).as_posix())
    assert holders <= set(NOT_SECRET)
    assert {name for name in holders if name.startswith(PROGRAMS)} == {"shared/crypto/signing.py"}


@pytest.mark.long
def test_a7_the_wheel_holds_what_is_tracked_and_no_key(tmp_path: Path) -> None:
    source = tmp_path / "source"
    for path in tracked_files(ROOT):
        place = source / path.relative_to(ROOT)
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(path, place)
    make = "import setuptools.build_meta as b, sys; b.build_wheel(sys.argv[1])"
    subprocess.run([sys.executable, "-c", make, str(tmp_path)], cwd=source, check=True, capture_output=True)
    [wheel] = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        for name in archive.namelist():
            data = archive.read(name)
            assert private_keys(data) == [], name
            assert ".dist-info/" in name or data == (ROOT / name).read_bytes()
        assert any(name.endswith(".ttf") for name in archive.namelist())


def secrets_of(institute: Institute) -> list[bytes]:
    """Every private number of an institute and of its urna."""
    repository = institute.repository
    themes = (*repository.root, *repository.targets, repository.snapshot, repository.timestamp)
    pems = [key.to_pem() for key in themes]
    pems += [(place / "urna.key.pem").read_bytes() for place in (institute.identity, institute.practice)]
    return [*(scalar_of(pem) for pem in pems), bytes(institute.election_key.to_bytes())]


def test_a7_neither_theme_nor_media_nor_results_hold_a_secret(
    institute: Institute, opened: Table, tmp_path: Path
) -> None:
    secrets = secrets_of(institute)
    institute.publish(tmp_path)
    published = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    table = opened.fork()
    table.vote([(1,), (0,)])
    table.close()
    table.touch("exportar")
    media = [
        data for files in (table.internal, table.usb) if isinstance(files, CutFiles) for data in files.files.values()
    ]
    everything = published + media + [str(table.printer.slips).encode()]
    assert len(published) > 5
    assert not any(holds(data, secrets) or private_keys(data) for data in everything)
    codes = [official.code.encode() for official in institute.officials]
    assert not any(code in data for code in codes for data in everything)


def test_a7_two_urnas_share_no_key(ready: Table) -> None:
    one, other = ready.fork(), ready.fork()
    for table in (one, other):
        table.open()
    first, second = (table.context().apertura for table in (one, other))
    assert first is not None
    assert second is not None
    assert first.store_id != second.store_id
    assert first.casilla_key != second.casilla_key
    assert not set(one.shares.values()) & set(other.shares.values())


def test_the_scan_finds_what_is_planted() -> None:
    signing, sealing = SigningKey.generate(), SealingKey.generate()
    pem = signing.to_pem()
    body = b"".join(pem.splitlines()[1:-1])
    der = base64.b64decode(body)
    for planted in (pem, b"x" + der + b"y", b"key = " + body, der.hex().encode()):
        assert private_keys(planted) != []
    assert private_keys(signing.public.to_pem()) == []
    seed = SystemRandomness().token(32)
    for planted in (seed, seed.hex().encode(), base64.b64encode(seed)):
        assert scalars(planted) == 1
    secret = bytes(sealing.to_bytes())
    for planted in (b"a" + secret, secret.hex().encode(), base64.b64encode(b"ab" + secret + b"c"), pem):
        assert holds(planted, [secret, scalar_of(pem)])
    assert not holds(SystemRandomness().token(4096), [secret])
    assert len(set(writings(secret))) >= 6
