"""The pages of docs/formats against the files that a version released, by readers written from the pages alone.

Tables of bytes are read from the pages themselves: a page that says something else than the code fails.
"""

import base64
import hmac
import inspect
import json
import re
from datetime import UTC, datetime
from functools import cache
from types import ModuleType

import pytest
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, x25519
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from shared.crypto import codes, credentials, locked, sealing, shares, tuf_client
from shared.crypto.certificates import TrustAnchor
from shared.crypto.roles import Role
from shared.crypto.tuf_repo import RepositoryKeys, build_repository
from shared.domain import sustitucion
from shared.domain.eleccion import Mode
from shared.domain.hallazgo import SEVERITIES
from shared.domain.journal_kinds import KINDS
from shared.formats import (
    acta_v1,
    canonical,
    image_v1,
    journal_v1,
    prep_csv,
    qr_chain,
    qr_v1,
    results_v1,
    sealed_v1,
    sustitucion_v1,
    theme_checks,
    theme_model,
    theme_v1,
    vote_v1,
)
from tests.architecture import error_codes
from tests.unit.formats import bundles
from tests.unit.formats.documented import (
    CODE,
    CRYPTO_GOLDEN,
    ROOT,
    Object,
    base32,
    canonical_json,
    check_signature,
    codes_in,
    crockford,
    golden,
    layout,
    number,
    offsets,
    page,
    part,
    read_json,
    sha256,
    tables,
    unzip,
    urna_key,
)


def test_signatures_are_over_the_typed_digest_and_no_other() -> None:
    manifest, signature = unzip(golden("resultados.public.zip"))[:2]
    check_signature(urna_key(), "results-public/1", manifest, signature)
    with pytest.raises(InvalidSignature):
        check_signature(urna_key(), "image/1", manifest, signature)


def test_short_codes_are_first_bits_in_crockford() -> None:
    data = golden("theme.json")
    code = crockford(sha256(data), 60)
    assert theme_v1.short_code(data) == f"{code[:4]}-{code[4:8]}-{code[8:]}"
    code = crockford(sha256(b"key"), 40)
    assert codes.short_code(b"key") == f"{code[:4]}-{code[4:]}"


# --- theme ---


def test_the_figures_of_a_contest_are_those_that_the_page_derives() -> None:
    theme = theme_v1.parse_theme(golden("theme.json"))
    for contest, found in zip(read_json(golden("theme.json"))["contests"], theme.contests, strict=True):
        assert tuple(figures(contest)) == found.count_keys()


def figures(contest: Object) -> list[str]:
    kinds = [option["kind"] for option in contest["options"]]
    keys = [o["id"] for o in contest["options"] if o["kind"] not in ("no_registrada", "nulo")]
    keys += ["-".join(parties) for joined in contest["coaliciones"] for parties in joined["combinations"]]
    keys += ["NO_REGISTRADAS"] * ("no_registrada" in kinds) + ["NULOS"]
    return keys + ["BLANCOS"] * (contest["blank_policy"] == "aparte")


# --- theme repository ---


def test_a_repository_is_verified_as_the_page_says() -> None:
    files = {"temas/x/theme.json": golden("theme.json"), "temas/x/assets/PT.png": b"PNG"}
    tree = build_repository(files, RepositoryKeys.generate(), expires=datetime(2018, 8, 30, tzinfo=UTC), version=3)
    assert {path for path in tree if path.startswith("metadata/")} == {
        "metadata/1.root.json", "metadata/3.targets.json", "metadata/3.snapshot.json", "metadata/timestamp.json",
    }  # fmt: skip
    root = json.loads(tree["metadata/1.root.json"])["signed"]
    assert root["consistent_snapshot"] is True
    for role in ("1.root", "3.targets", "3.snapshot", "timestamp"):
        assert signers(json.loads(tree[f"metadata/{role}.json"]), root) >= (2 if role == "3.targets" else 1)
    listed = json.loads(tree["metadata/3.targets.json"])["signed"]["targets"]
    assert listed == {n: {"hashes": {"sha256": sha256(d).hex()}, "length": len(d)} for n, d in files.items()}
    assert all(tree[f"targets/{name}"] == data for name, data in files.items())
    limits = tuf_client.DEFAULT_LIMITS
    assert f"{limits.files} files, {limits.file_bytes >> 20} MiB each, {limits.total_bytes >> 20} MiB" in page(
        "theme_v1"
    )


def signers(metadata: Object, root: Object) -> int:
    role = root["roles"][metadata["signed"]["_type"]]
    signed = canonical_json(metadata["signed"])
    good = set()
    for each in metadata["signatures"]:
        key = bytes.fromhex(root["keys"][each["keyid"]]["keyval"]["public"])
        ed25519.Ed25519PublicKey.from_public_bytes(key).verify(bytes.fromhex(each["sig"]), signed)
        good.add(each["keyid"])
    assert good <= set(role["keyids"])
    assert len(good) >= role["threshold"]
    return len(good)


# --- votes and records ---

VOTE = ("offset", "size", "field", "value")


def read_vote(payload: bytes) -> tuple[tuple[int, int], list[tuple[int, int]], bytes]:
    spans = layout("vote_v1", *VOTE)
    assert number(payload, spans, "version") == 1
    start, count = sum(spans["count"]), number(payload, spans, "count")
    assert len(payload) == start + 2 * count
    pairs = list(zip(payload[start::2], payload[start + 1 :: 2], strict=True))
    place = number(payload, spans, "group"), number(payload, spans, "contest")
    return place, pairs, part(payload, spans, "slip_mark")


def hpke_open(message: bytes, private: bytes, info: bytes) -> bytes:
    """RFC 9180 base mode by its own text: nothing of the library that made the message but the primitives."""
    kem, suite = b"KEM\x00\x20", b"HPKE\x00\x20\x00\x01\x00\x02"
    enc, key = message[:32], x25519.X25519PrivateKey.from_private_bytes(private)
    shared = key.exchange(x25519.X25519PublicKey.from_public_bytes(enc))
    context = enc + key.public_key().public_bytes_raw()
    secret = _expand(kem, _extract(kem, b"", b"eae_prk", shared), b"shared_secret" + context, 32)
    schedule = b"\0" + _extract(suite, b"", b"psk_id_hash", b"") + _extract(suite, b"", b"info_hash", info)
    base = _extract(suite, secret, b"secret", b"")
    nonce = _expand(suite, base, b"base_nonce" + schedule, 12)
    return AESGCM(_expand(suite, base, b"key" + schedule, 32)).decrypt(nonce, message[32:], b"")


def _extract(suite: bytes, salt: bytes, label: bytes, ikm: bytes) -> bytes:
    return hmac.digest(salt or bytes(32), b"HPKE-v1" + suite + label + ikm, "sha256")


def _expand(suite: bytes, prk: bytes, labelled: bytes, size: int) -> bytes:
    return hmac.digest(prk, size.to_bytes(2, "big") + b"HPKE-v1" + suite + labelled + b"\x01", "sha256")[:size]


def framed(*parts: bytes) -> bytes:
    return b"".join(len(each).to_bytes(2, "big") + each for each in parts)


def open_record(record: bytes, private: bytes, which: str, contest: bytes, info: bytes) -> bytes:
    starts = offsets("vote_v1", "offset", "size", "field")
    begin = starts[{"casilla": "casilla_enc", "eleccion": "election_enc"}[which]]
    label = b"urna-electronica/record-key/1/" + which.encode() + b"\0" + info
    data_key = hpke_open(record[begin : begin + 80], private, label)
    aad = b"urna-electronica/record/1" + framed(contest, info)
    plain = AESGCM(data_key).decrypt(bytes(12), record[starts["body"] :], aad)
    assert len(plain) == len(record) - 210 + 34
    assert plain[:32] == sha256(b"urna-electronica/record-commitment/1" + data_key + sha256(aad))
    length = int.from_bytes(plain[32:34], "big")
    assert 34 + length <= len(plain)
    return plain[34 : 34 + length]


def test_the_released_vote_reads() -> None:
    place, pairs, mark = read_vote(golden("voto.bin"))
    found = vote_v1.decode_voto(golden("voto.bin"))
    assert (place, mark) == ((found.grupo_index, found.contest_index), found.slip_mark) == ((2, 1), b"MARCA")
    assert pairs == [(m.option, m.value) for m in found.voto.marks] == [(0, 0), (1, 0)]
    assert f"0 to {vote_v1.MAX_MARKS}" in page("vote_v1")
    assert f"At most {vote_v1.MAX_PAYLOAD} bytes" in page("vote_v1")


@pytest.mark.parametrize(("which", "first"), [("casilla", 0), ("eleccion", 32)])
def test_the_released_record_opens_with_either_key(which: str, first: int) -> None:
    record = bytes.fromhex((CRYPTO_GOLDEN / "record_v1.hex").read_text("ascii"))
    private = bytes(range(first, first + 32))
    assert open_record(record, private, which, b"contest:GUB", b"election|theme|store|oficial") == b"voto de oro"


def test_a_record_is_bound_to_what_the_page_says() -> None:
    institute = bundles.Institute()
    theme = institute.theme
    record = institute.seal(1, bundles.votes()[1][1])
    election, mode = theme.election.id.value.encode(), b"oficial"
    parts = (b"urna-electronica/record-info/1", election, bytes.fromhex(theme.hash_hex), bytes.fromhex("0f" * 16), mode)
    private = bytes(institute.casilla_key.to_bytes())
    payload = open_record(record, private, "casilla", b"contest:consulta", framed(*parts))
    assert read_vote(payload)[:2] == ((0, 1), [(1, 0)])


# --- image ---


def read_image(data: bytes, key: ec.EllipticCurvePublicKey) -> Object:
    spans = layout("image_v1", *VOTE)
    header = 93
    assert sum(spans["salt"]) == header
    value: Object = {name: number(data, spans, name) for name in spans if name not in ("magic", "store_id", "salt")}
    value["store_id"] = part(data, spans, "store_id").hex()
    assert (part(data, spans, "magic"), value["version"]) == (b"URNAIMG\n", 1)
    size, capacity = value["record_size"], value["capacity"]
    assert len(data) == header + (capacity + 24) * size + 96
    assert data[-96:-64] == sha256(data[:-96])
    check_signature(key, "image/1", data[-96:-64], data[-64:])
    start = header
    for area in ("final", "anulados", "en_duda", "pending"):
        start = header + capacity * size if area == "pending" else start
        records = [data[start + i * size : start + (i + 1) * size] for i in range(value[area])]
        assert records == sorted(records, key=sha256)
        value[area], start = frozenset(records), start + value[area] * size
    return value


def test_the_released_image_reads_from_the_byte_table() -> None:
    data = golden("resultados.sealed")
    found = read_image(data, urna_key())
    ours = image_v1.parse_image(data, lambda purpose, body, sig: check_signature(urna_key(), purpose, body, sig))
    for name in ("sequence", "capacity", "record_size", "final", "anulados", "en_duda", "pending", "pending_turn"):
        assert found[name] == getattr(ours, name), name
    assert found["store_id"] == ours.store_id.value
    assert found["pending_replaced"] == ours.pending_replaced
    assert len(found["final"]) == 6


def test_an_image_with_every_area_reads_too() -> None:
    institute = bundles.Institute()
    records = [bytes([n]) * 512 for n in range(7)]
    ours = image_v1.Image(
        bundles.STORE, 77, 9, 512, frozenset(records[:2]), frozenset(records[2:3]), frozenset(records[3:5]),
        frozenset(records[5:]), pending_turn=12, pending_replaced=True,
    )  # fmt: skip
    found = read_image(institute.serialise(ours), institute.urna_key.public.crypto_key)
    assert found.pop("version") == 1
    assert found.pop("store_id") == bundles.STORE.value
    assert found == {name: getattr(ours, name) for name in found}
    bounds = {row["field"]: row["value"] for row in tables("image_v1", *VOTE)[0]}
    assert bounds["capacity"].startswith(f"1 to {image_v1.MAX_CAPACITY}:")
    assert bounds["record_size"] == f"{image_v1.MIN_RECORD} to {image_v1.MAX_RECORD}"


# --- journal ---


def read_journal(data: bytes, key: ec.EllipticCurvePublicKey) -> list[Object]:
    assert data.endswith(b"\n")
    prev, found = "0" * 64, []
    for place_, line in enumerate(data[:-1].split(b"\n"), 1):
        entry = read_json(line)
        hashed = {name: value for name, value in entry.items() if name not in ("hash", "sig")}
        assert (entry["n"], entry["prev"]) == (place_, prev)
        assert sha256(canonical_json(hashed)).hex() == entry["hash"]
        if entry["kind"] == "checkpoint":
            check_signature(key, "journal/1", bytes.fromhex(entry["hash"]), base64.b64decode(entry["sig"]))
        prev = entry["hash"]
        found.append(entry)
    return found


def test_the_released_journal_reads() -> None:
    found = read_journal(golden("journal.jsonl"), urna_key())
    ours = journal_v1.parse_journal(golden("journal.jsonl"))
    assert [(e["n"], e["kind"], e["data"], e["hash"]) for e in found] == [
        (e.n, e.kind.value, dict(e.data), e.hash) for e in ours
    ]
    assert [e.get("at") for e in found] == [
        "2018-07-01T13:00:00Z",
        "2018-07-01T13:00:00Z",
        None,
        "2018-07-01T23:00:05Z",
    ]


def test_the_kinds_of_the_page_are_those_of_the_journal() -> None:
    rows = tables("journal_v1", "kind", "place", "data")[0]
    found = {row["kind"]: (row["place"], set(re.findall(r"[a-z_0-9]+", row["data"]))) for row in rows}
    assert found == {kind.value: (rule.place.value, set(rule.fields)) for kind, rule in KINDS.items()}


# --- public bundle ---


def test_the_released_bundle_is_believed_step_by_step() -> None:
    manifest_bytes, signature, acta_bytes, journal_bytes, pem = unzip(golden("resultados.public.zip"))
    manifest = read_json(manifest_bytes)
    (leaf,) = x509.load_pem_x509_certificates(pem)
    key = leaf.public_key()
    assert isinstance(key, ec.EllipticCurvePublicKey)
    assert check_leaf(leaf, "urna") == manifest["urna"]
    check_signature(key, "results-public/1", manifest_bytes, signature)
    rest = {"acta.json": acta_bytes, "journal.jsonl": journal_bytes, "certificates.pem": pem}
    assert manifest["members"] == [{"name": n, "sha256": sha256(d).hex(), "size": len(d)} for n, d in rest.items()]
    acta, theme = read_json(acta_bytes), read_json(golden("theme.json"))
    for name in ("election", "mode", "casilla", "urna", "store_id", "theme_hash"):
        assert acta[name] == manifest[name]
    assert manifest["theme_hash"] == sha256(golden("theme.json")).hex()
    assert acta["image_sha256"] == manifest["sealed"]["sha256"] == sha256(golden("resultados.sealed")).hex()
    assert [(c["id"], set(c["counts"])) for c in acta["contests"]] == [
        (c["id"], set(figures(c))) for c in theme["contests"]
    ]
    (closing,) = [e for e in read_journal(journal_bytes, key) if e["kind"] == "cierre"]
    assert closing["hash"] == acta["journal_head"]
    anchor = TrustAnchor.from_pem(golden("raiz.pem"), None)
    checks = results_v1.BundleChecks(anchor, bundles.JUDGED, theme_v1.parse_theme(golden("theme.json")), Mode.OFICIAL)
    ours = results_v1.read_public(golden("resultados.public.zip"), checks)
    assert [(c.contest_id.value, c.counts, c.rechazados) for c in ours.acta.contests] == [
        (c["id"], c["counts"], c["rechazados"]) for c in acta["contests"]
    ]
    assert results_v1.bundle_names(ours.acta)[1] == f"{acta['casilla']}-{acta['store_id']}.sealed"


def check_leaf(leaf: x509.Certificate, role: str) -> str:
    """The id in a certificate that has the form of the page."""
    leaf.verify_directly_issued_by(x509.load_pem_x509_certificate(golden("raiz.pem")))
    row = next(row for row in tables("results_v1", "role", "own usage", "beside it")[0] if row["role"] == role)
    beside = {"clientAuth": "1.3.6.1.5.5.7.3.2", "serverAuth": "1.3.6.1.5.5.7.3.1"}[row["beside it"]]
    usages = leaf.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    assert {usage.dotted_string for usage in usages} == {row["own usage"], beside}
    (name,) = leaf.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    found = re.fullmatch(rf"urn:urna-electronica:{role}:(.+)", name.value)
    assert found
    return found[1]


def test_the_roles_of_the_page_are_those_of_certificates() -> None:
    rows = {row["role"]: row["own usage"] for row in tables("results_v1", "role", "own usage", "beside it")[0]}
    assert rows == {role.word: role.usages[0].dotted_string for role in Role}


def test_the_steps_of_the_page_stand_in_the_order_of_the_reader() -> None:
    listed = [code for row in tables("results_v1", "step", "check", "codes")[0] for code in CODE.findall(row["codes"])]
    refusals = [code for code in listed if code.startswith("R")]
    assert refusals == sorted(literals(results_v1) - {"R301", "R302"} | {"R101", "R133", "R134", "R135"})


# --- QR ---


class Bytes:
    """Takes what the page names from the front."""

    def __init__(self, data: bytes) -> None:
        self.data = data

    def take(self, size: int) -> bytes:
        found, self.data = self.data[:size], self.data[size:]
        assert len(found) == size
        return found

    def text(self) -> str:
        return self.take(self.take(1)[0]).decode("ascii")

    def figures(self) -> tuple[list[int], int]:
        return [self.integer() for _ in range(self.integer())], self.integer()

    def integer(self) -> int:
        value, shift = 0, 0
        while (byte := self.take(1)[0]) & 0x80:
            value, shift = value | (byte & 0x7F) << shift, shift + 7
        return value | byte << shift


LEDGER = [
    "habilitaciones",
    "emitidos",
    "cancelados",
    "anulados",
    "en_duda",
    "abierto",
    "testigos_completos",
    "testigos_inutilizados",
]


def read_qr(chunks: list[str], key: ec.EllipticCurvePublicKey) -> Object:
    pieces = {int(chunk.split("/")[1]): chunk.split("/")[4] for chunk in chunks}
    data = base32("".join(pieces[k] for k in sorted(pieces)))
    assert {chunk.split("/")[3] for chunk in chunks} == {base64.b32encode(sha256(data)[:5]).decode()}
    check_signature(key, "qr/1", data[:-64], data[-64:])
    left = Bytes(data[:-64])
    assert left.take(1) == b"\x01"
    value: Object = {"mode": ("oficial", "simulacro", "capacitacion")[left.take(1)[0]]}
    value |= {"casilla": left.text(), "urna": left.text(), "store_id": left.take(16).hex(), "theme": left.take(8)}
    value["ledger"] = {name: left.integer() for name in LEDGER}
    value["contests"] = [left.figures() for _ in range(left.integer())]
    value |= {"ilegibles": left.integer(), "groups": [left.integer() for _ in range(left.integer())]}
    value["merged"] = [
        (left.integer(), [(left.integer(), left.figures()) for _ in range(left.integer())])
        for _ in range(left.integer())
    ]
    value |= {"acta": left.take(32), "printed": left.integer()}
    assert not left.data
    return value


def test_the_released_qr_says_what_the_acta_says() -> None:
    found, acta = read_qr(golden("qr.txt").decode().split("\n"), urna_key()), read_json(golden("acta.json"))
    theme = read_json(golden("theme.json"))
    assert [found[name] for name in ("mode", "casilla", "urna", "store_id", "ledger")] == [
        acta[name] for name in ("mode", "casilla", "urna", "store_id", "ledger")
    ]
    assert found["acta"] == sha256(golden("acta.json"))
    assert found["theme"] == sha256(golden("theme.json"))[:8]
    asked = [
        [contest["counts"][key] for key in figures(t)]
        for t, contest in zip(theme["contests"], acta["contests"], strict=True)
    ]
    assert found["contests"] == [(each, c["rechazados"]) for each, c in zip(asked, acta["contests"], strict=True)]
    assert found["printed"] == 0


def test_long_data_is_cut_as_the_page_says() -> None:
    data = bytes(range(256)) * 3
    chunks = qr_chain.cut(data)
    length = len(base64.b32encode(data).rstrip(b"="))
    total = -(-length // 479)
    assert [chunk.split("/")[:3] for chunk in chunks] == [["URNA1", str(k + 1), str(total)] for k in range(total)]
    assert [len(chunk.split("/")[4]) for chunk in chunks[:-1]] == [-(-length // total)] * (total - 1)
    assert base32("".join(chunk.split("/")[4] for chunk in chunks)) == data
    assert f"`n` at most {qr_chain.MAX_CHUNKS}" in page("qr_v1")
    assert f"at most {qr_chain.MAX_CHARS} characters" in page("qr_v1")


# --- codes and limits ---

SOURCES: dict[str, tuple[ModuleType, ...]] = {
    "theme_v1": (theme_checks, theme_model),
    "vote_v1": (vote_v1, sealing),
    "image_v1": (image_v1, sealed_v1),
    "journal_v1": (journal_v1,),
    "results_v1": (results_v1, acta_v1),
    "sustitucion_v1": (sustitucion_v1, sustitucion),
    "qr_v1": (qr_v1, qr_chain),
    "cards_v1": (credentials, shares, locked),
    "prep_csv": (prep_csv,),
}


def literals(module: ModuleType) -> set[str]:
    return set(re.findall(r'"([A-Z]\d{3})"', inspect.getsource(module)))


@pytest.mark.parametrize("name", SOURCES)
def test_every_code_of_a_reader_is_on_its_page(name: str) -> None:
    elsewhere = {"K112", "J001", "J009"}  # keys made by a ceremony; ends of common.md
    raised = set().union(*map(literals, SOURCES[name])) - elsewhere
    assert raised
    assert raised <= codes_in(page(name))


def test_common_endings_and_equations_are_on_their_pages() -> None:
    source = inspect.getsource(canonical)
    endings = {int(n) for n in re.findall(r"(?:error\.of|_error\.of|self\.fail)\((\d+)", source)}
    assert endings
    assert {f"{n:03d}" for n in endings} <= set(re.findall(r"`(0\d\d)`", page("common")))
    assert {code for code in SEVERITIES if code.startswith("D4")} <= codes_in(page("acta_v1"))


@cache
def given_codes() -> frozenset[str]:
    """Every code that the programs give."""
    return frozenset(codes_in(error_codes.table(ROOT)))


@pytest.mark.parametrize("name", [*SOURCES, "common", "acta_v1"])
def test_no_page_names_a_code_that_nobody_gives(name: str) -> None:
    made = {"R101"}  # by number, in container.py
    assert codes_in(page(name)) - made <= given_codes()


def test_every_purpose_that_is_signed_for_is_on_the_common_page() -> None:
    sources = [
        path.read_text(encoding="utf-8") for top in ("shared", "urna", "server") for path in (ROOT / top).rglob("*.py")
    ]
    purposes = {found for text in sources for found in re.findall(r'^\w*PURPOSE\b.* = "([^"]+)"', text, re.MULTILINE)}
    assert len(purposes) > 5
    listed = re.findall(r"`([a-z-]+/1)`", page("common").split("## Typed digest")[1].split("## Signatures")[0])
    assert set(listed) == purposes


def test_sizes_of_whole_files_are_those_of_the_readers() -> None:
    assert f"At most {theme_v1.MAX_BYTES >> 20} MiB" in page("theme_v1")
    assert f"at most {image_v1.MAX_BYTES >> 20} MiB" in page("image_v1")
    assert f"At most {results_v1.MAX_BYTES >> 20} MiB" in page("results_v1")
    assert f"at most\n{acta_v1.MAX_BYTES >> 20} MiB" in page("acta_v1")
    assert f"at most {journal_v1.MAX_LINE} bytes, the file {journal_v1.MAX_BYTES >> 20} MiB" in page("journal_v1")
    assert f"At most {prep_csv.MAX_BYTES >> 20} MiB" in page("prep_csv")


def test_the_index_names_every_page() -> None:
    pages = {path.name for path in (ROOT / "docs" / "formats").glob("*.md")} - {"README.md"}
    assert set(re.findall(r"\]\(([a-z_0-9]+\.md)\)", page("README"))) == pages
    assert "(formats/README.md)" in (ROOT / "docs" / "start-here.md").read_text(encoding="utf-8")
