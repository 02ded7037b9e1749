"""Field tables of docs/formats against our parsers, both ways: names, types, limits and patterns are the pages'."""

import base64
import json
import re
from collections.abc import Callable, Iterator
from copy import deepcopy
from functools import cache

import pytest

from shared.domain.errors import DatoInvalido
from shared.domain.ids import CasillaId, OfficialId, UrnaId
from shared.formats import (
    acta_v1,
    alistamiento_v1,
    informe_v1,
    journal_v1,
    lote_v1,
    manifest_v1,
    sustitucion_v1,
    theme_v1,
)
from shared.formats.container import unpack
from shared.formats.informe_v1 import InformeKind
from shared.formats.theme_rules import rules_json
from shared.formats.theme_sounds import required_clips
from shared.formats.theme_texts import required_texts
from tests.unit.formats import examples, informes
from tests.unit.formats.documented import (
    Object,
    canonical_json,
    fields_of,
    golden,
    optional_of,
    read_json,
    tables,
    unzip,
)

ORPHANED = {"contests[].info": "218"}
"""An optional field that others speak of: without it their clips say what is not there."""


def sample_theme() -> Object:
    value = read_json(golden("theme.json"))
    agreed = read_json(theme_v1.serialise_theme(examples.agreed()))["contests"][-1]
    value["contests"][0]["options"].append(agreed["options"][0] | {"candidatura": "JHH"})
    value["contests"][0]["convenios"] = agreed["convenios"]
    contests = [contest["id"] for contest in value["contests"]]
    value["contests"][0]["info"] = [{"title": "JHH", "paragraphs": ["Uno.", "Dos."], "candidatura": "JHH"}]
    value["groups"] = [{"id": "1A", "name": "Primero A", "contests": contests}]
    value["rules"]["jornada"] = rules_json(examples.timed().rules)["jornada"]
    theme = theme_v1.parse_theme(canonical_json(value))
    value["assets"].append({"name": "es.wav", "sha256": "ab" * 32, "size": 46})
    value["assets"].append({"name": "rostro.png", "sha256": "cd" * 32, "size": 80})
    for candidatura in value["contests"][0]["candidaturas"]:
        candidatura["portrait"] = "rostro.png"
    clips = [{"key": key, "text": "Dos palabras", "asset": "es.wav"} for key in sorted(required_clips(theme))]
    texts = required_texts(theme)
    value["languages"] = [{"language": "hch", "name": "Wixárika", "pending": ["boton.comenzar"]}]
    value["texts"]["hch"] = {key: texts[key] if key == "boton.comenzar" else f"ɨ {texts[key]}" for key in texts}
    value["locuciones"] = [{"language": "es", "voice": "espeak-ng es-419", "words_per_minute": 120, "clips": clips}]
    return value


def sample_acta() -> Object:
    value = read_json(golden("acta.json"))
    value["groups"] = [{"id": "1A", "emitidos": 3}]
    value["merged"] = [{"groups": ["1A"], "contests": deepcopy(value["contests"])}]
    value["findings"] = [{"code": "D411", "path": "ledger.habilitaciones"}]
    return value


def sample_informe() -> Object:
    made = informes.report(InformeKind.BORRADO, (OfficialId("PRESIDENCIA-01"), OfficialId("SECRETARIA-01")))
    return read_json(unpack(informes.signed(made), informe_v1.NAMES, informe_v1.InformeInvalido)[0])


def sample_alistamiento() -> Object:
    files = {name: name.encode() for name in ("jornada", "verificacion", "root", "crl", "theme_root")}
    return read_json(
        alistamiento_v1.write_answer(alistamiento_v1.Alistamiento(UrnaId("URNA-1"), CasillaId("140001B0100"), **files))
    )


JSON_PAGES: dict[str, tuple[Callable[[], Object], Callable[[bytes], object]]] = {
    "theme_v1": (sample_theme, theme_v1.parse_theme),
    "lote_v1": (lambda: read_json(golden("lote.json")), lote_v1.parse_lote),
    "acta_v1": (sample_acta, acta_v1.parse_acta),
    "results_v1": (lambda: read_json(unzip(golden("resultados.public.zip"))[0]), manifest_v1.parse_manifest),
    "informe_v1": (sample_informe, informe_v1._parse),
    "sustitucion_v1": (lambda: read_json(golden("sustitucion/sustitucion.json")), sustitucion_v1._parse),
    "alistamiento_v1": (sample_alistamiento, alistamiento_v1.read_answer),
    "journal_v1": (
        lambda: read_json(golden("journal.jsonl").splitlines()[1]),
        lambda data: journal_v1.parse_journal(data + b"\n"),
    ),
}
SPOKEN = ("locuciones", "assets", "contests[].info")
"""Paths that need the spoken theme: its hundred clips are read anew for every other path otherwise."""


@cache
def _sample(name: str, spoken: bool) -> bytes:  # noqa: FBT001 - of a cache
    value = JSON_PAGES[name][0]()
    if not spoken:
        del value["locuciones"]
        value["assets"] = [asset for asset in value["assets"] if asset["name"] != "es.wav"]
    return canonical_json(value)


def sample(name: str, path: str) -> Object:
    """A value of the page in which ``path`` is there, to be changed; the smallest that has it."""
    value: Object = json.loads(_sample(name, name != "theme_v1" or path.startswith(SPOKEN)))
    return value


every_json_page = pytest.mark.parametrize("name", JSON_PAGES)


def code_for(name: str, value: Object) -> str:
    """The end of the code with which our parser refuses a value, or nothing."""
    try:
        JSON_PAGES[name][1](canonical_json(value))
    except DatoInvalido as refused:
        return refused.code[1:] if refused.code[0] != "D" else refused.code
    return ""


def paths(value: Object, documented: dict[str, str], at: str = "") -> Iterator[str]:
    """Paths of leaves and lists, with ``*`` for keys that the page says are data."""
    for key, item in value.items():
        path = f"{at}.*" if any(p.startswith(f"{at}.*") for p in documented) and at else f"{at}.{key}".lstrip(".")
        if isinstance(item, dict):
            yield from paths(item, documented, path)
            continue
        yield path
        if isinstance(item, list):
            for inner in item:
                yield from paths(inner, documented, f"{path}[]") if isinstance(inner, dict) else ()


ALL_OR_NONE = {"contests[].candidaturas[].portrait": "224"}
"""Optional fields that all items of a list have, or none: taken from one alone, their own rule refuses the rest."""


def place(value: Object, path: str) -> tuple[Object, str]:
    """The object and the key at the first occurrence of a path."""
    *above, last = path.split(".")
    for segment in above:
        name = next(iter(value)) if segment == "*" else segment.removesuffix("[]")
        value = value[name][0] if segment.endswith("[]") else value[name]
    return value, next(iter(value)) if last == "*" else last


def replaced(name: str, path: str, new: object) -> Object:
    value = sample(name, path)
    holder, key = place(value, path)
    holder[key] = new
    return value


@every_json_page
def test_the_fields_of_the_page_are_those_of_the_released_file(name: str) -> None:
    value = JSON_PAGES[name][0]()
    assert code_for(name, value) == ""
    documented = fields_of(name)
    leaves = {path for path, kind in documented.items() if kind not in ("", "object")}
    assert set(paths(value, documented)) == leaves


@every_json_page
def test_each_field_of_the_page_is_required_and_no_other_is_allowed(name: str) -> None:
    for path in fields_of(name):
        if path.endswith("*"):
            continue
        value = sample(name, path)
        holder, key = place(value, path)
        del holder[key]
        refusal = {**ALL_OR_NONE, **ORPHANED}.get(path, "") if path in optional_of(name) else "011"
        assert code_for(name, value) == refusal, path
        value = sample(name, path)
        place(value, path)[0]["zz"] = 0
        assert code_for(name, value) == "012", path


@pytest.mark.parametrize("path", ALL_OR_NONE)
def test_a_field_that_all_have_or_none_may_be_left_out_of_all(path: str) -> None:
    """So it is optional, as the page says, and not required of whoever happens to stand alone in a list."""
    *_, name = path.split(".")
    value = sample_theme()
    for contest in value["contests"]:
        for candidatura in contest["candidaturas"]:
            candidatura.pop(name, None)
    assert name.encode() not in canonical_json(value)
    assert code_for("theme_v1", value) == ""


def out_of(kind: str) -> Iterator[tuple[object, str]]:
    """Values that a type of the page excludes, with the end of the code ("": any of form)."""
    if found := re.fullmatch(r"(int|text|base64) (\d+)\.\.(\d+)", kind):
        yield from beyond(found[1], int(found[2]), int(found[3]))
    elif found := re.fullmatch(r"hex (\d+)", kind):
        yield from (("ab" * (int(found[1]) + 1), "018"), ("AB" * int(found[1]), "018"))
    elif " | " in kind or kind.startswith('"'):
        yield "zz", "015"
    elif kind == "hour":
        yield from (("24:00", "019"), ("18:60", "019"), ("8:00", "019"))
    elif kind == "percent":
        yield from (("20.0", "014"), ("020", "014"), ("100", "014"), ("1.00001", "014"))
    elif kind in ("instant", "date"):
        yield "2018-13-01T00:00:00Z"[: 20 if kind == "instant" else 10], "019"
    if kind and kind != "object":
        yield "7" if kind.startswith("int") else 7, ""


def beyond(kind: str, low: int, high: int) -> Iterator[tuple[object, str]]:
    """Values just outside of a range."""
    if kind == "int":
        yield from ((low - 1, "014"), (high + 1, "014" if high < 2**53 - 1 else "005"))
    elif kind == "text":
        yield from (("x" * (high + 1), "014"), ("\u202e", "016"), *([("", "014")] if low else []))
    else:
        yield from ((base64.b64encode(bytes(size)).decode(), "018") for size in (low - 1, high + 1))


def within(kind: str) -> Iterator[object]:
    """Values at the ends of what a type of the page allows."""
    if found := re.fullmatch(r"(int|text|base64) (\d+)\.\.(\d+)", kind):
        for end in (int(found[2]), int(found[3])):
            if found[1] == "int":
                yield end
            else:
                yield "x" * end if found[1] == "text" else base64.b64encode(bytes(end)).decode()
    elif found := re.fullmatch(r"hex (\d+)", kind):
        yield "ab" * int(found[1])
    elif " | " in kind:
        yield from kind.split(" | ")


FORM = re.compile(r"01[1-9]|00[1-9]")


@every_json_page
def test_types_and_limits_of_the_page_are_those_of_the_parser(name: str) -> None:
    for path, kind in fields_of(name).items():
        for value, code in out_of(kind):
            refused = code_for(name, replaced(name, path, value))
            assert refused == code or (not code and FORM.fullmatch(refused)), (path, value, refused)
        for value in within(kind):
            assert not FORM.fullmatch(code_for(name, replaced(name, path, value))), (path, value)


@every_json_page
def test_lists_hold_what_the_page_says_and_not_one_more(name: str) -> None:
    for row in tables(name, "path", "type", "meaning")[0]:
        if not (found := re.fullmatch(r"list (\d+)\.\.(\d+)", row["type"])):
            continue
        low, high = int(found[1]), int(found[2])
        holder, key = place(sample(name, row["path"]), row["path"])
        item = (holder[key] or ["X"])[0]
        assert code_for(name, replaced(name, row["path"], [item] * (high + 1))) == "014", row
        if "none twice" not in row["meaning"]:
            assert code_for(name, replaced(name, row["path"], [item] * high)) != "014", row
        if low:
            assert code_for(name, replaced(name, row["path"], [])), row


@every_json_page
def test_identifiers_follow_the_patterns_of_the_common_page(name: str) -> None:
    kinds = {row["type in the tables"]: row["means"] for row in tables("common", "type in the tables", "means")[0]}
    for path, kind in fields_of(name).items():
        pattern = re.match(r"`?(\[[^`]*|#[^`]*)", kinds.get(kind, ""))
        if not pattern:
            continue
        rule = pattern[1].replace(r"\\", "\\")
        holder, key = place(sample(name, path), path)
        assert re.fullmatch(rule, holder[key]), (path, holder[key])
        longest = max(int(n) for n in re.findall(r"(\d+)\}", rule))
        for bad in (holder[key] + "ñ", "-" + holder[key], holder[key] + "\n", "A" * (longest + 2)):
            assert not re.fullmatch(rule, bad)
            assert FORM.fullmatch(code_for(name, replaced(name, path, bad))), (path, bad)
