"""docs/formats/programs_v1.md against what the launcher reads: fields, limits and codes are the page's."""

import json
import re
from hashlib import sha256

import pytest

from tests.unit.formats.documented import ROOT, Object, canonical_json, codes_in, fields_of, page, tables
from tests.unit.integrity.trees import Installed
from urna.integrity.manifest import MAX_FILES, parse_manifest
from urna.integrity.memory import Remembered, written
from urna.integrity.refusal import ProgramRefusedError
from urna.integrity.signatures import MAX_MANIFEST, MAX_METADATA, TARGET

GROUPS = ("files", "libraries")


def sample(installed: Installed) -> Object:
    value: Object = json.loads((installed.folder / "programa" / "targets" / TARGET).read_bytes())
    value["libraries"] = {"libpython3.11.so.1.0": {"size": 3, "sha256": "00" * 32}}
    return value


def paths(value: Object) -> set[str]:
    flat = {name for name in value if name not in GROUPS}
    return flat | {f"{group}.*.{key}" for group in GROUPS for file in value[group].values() for key in file}


def test_the_page_has_the_fields_that_a_manifest_has(installed: Installed) -> None:
    assert set(fields_of("programs_v1")) == paths(sample(installed))
    assert json.loads(written(Remembered(1, ""))).keys() == {
        row["field"] for row in tables("programs_v1", "field", "type", "meaning")[0]
    }


def test_a_reader_of_the_page_finds_every_file_and_signature(installed: Installed) -> None:
    """Written from the page: root, list, manifest, files."""
    [listed] = (installed.folder / "programa" / "metadata").glob("*.targets.json")
    signed = json.loads(listed.read_bytes())
    root = json.loads((installed.folder / "programa-root.json").read_bytes())["signed"]
    assert len({s["keyid"] for s in signed["signatures"]} & set(root["roles"]["targets"]["keyids"])) >= 2
    [(name, target)] = signed["signed"]["targets"].items()
    data = (installed.folder / "programa" / "targets" / name).read_bytes()
    assert (target["length"], target["hashes"]["sha256"]) == (len(data), sha256(data).hexdigest())
    value = json.loads(data)
    assert canonical_json(value) == data
    there = {p.relative_to(installed.root).as_posix(): p.read_bytes() for p in installed.root.rglob("*") if p.is_file()}
    assert value["files"] == {
        name: {"size": len(data), "sha256": sha256(data).hexdigest()} for name, data in there.items()
    }


def changed(value: Object, at: str, new: object) -> Object:
    """A copy with another value at a path; ``*`` is its first key."""
    copied: Object = json.loads(json.dumps(value))
    *above, last = at.split(".")
    inner = copied
    for name in above:
        inner = inner[next(iter(inner)) if name == "*" else name]
    inner[last] = new
    return copied


WRONG = {
    "text": (None, 1, "", "x" * 400),
    "int": (None, -1, 2**30 + 1, "1", True),
    "hex": (None, "0" * 63, "G" * 64, 1),
}


@pytest.mark.parametrize("path", fields_of("programs_v1"))
def test_a_field_of_another_type_or_beyond_its_limits_is_refused(installed: Installed, path: str) -> None:
    value, kind = sample(installed), fields_of("programs_v1")[path].split(" ")[0]
    assert parse_manifest(canonical_json(value)).release == "1.0.0"
    for wrong in WRONG.get(kind, WRONG["text"]):
        with pytest.raises(ProgramRefusedError, match="U069"):
            parse_manifest(canonical_json(changed(value, path, wrong)))


@pytest.mark.parametrize("name", ["", "/x", "../x", "a/../b", "a//b", "./a", "a/", "a\nb", "\u00f1", "x" * 301])
def test_a_path_that_leaves_the_tree_is_refused(installed: Installed, name: str) -> None:
    value = sample(installed)
    value["files"][name] = {"size": 0, "sha256": "00" * 32}
    with pytest.raises(ProgramRefusedError, match="U069"):
        parse_manifest(canonical_json(value))


def test_another_form_is_refused(installed: Installed) -> None:
    value = sample(installed)
    for data in (
        canonical_json({**value, "more": 1}),
        json.dumps(value).encode(),
        canonical_json(value) + b"\n",
        canonical_json({**value, "files": {f"f{n}": {"size": 0, "sha256": "00" * 32} for n in range(MAX_FILES + 1)}}),
    ):
        with pytest.raises(ProgramRefusedError, match="U069"):
            parse_manifest(data)


def test_limits_and_codes_are_those_of_the_page() -> None:
    text = page("programs_v1")
    for number, unit in ((MAX_METADATA >> 10, "KiB"), (MAX_MANIFEST >> 20, "MiB")):
        assert f"{number} {unit}" in text
    assert f"{MAX_FILES:,} files" in text
    known = set(re.findall(r"U06\d", (ROOT / "docs" / "error-codes.md").read_text(encoding="utf-8")))
    assert codes_in(text) == known
