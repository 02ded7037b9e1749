"""A NIST ballot definition as a stranger brings it: read within bounds, every fault of form with its place.

It must not know a project: ``nist_import`` makes one of it.
"""

import json
from dataclasses import dataclass, field
from typing import Final, NoReturn

from shared.formats.canonical import Json
from theme_builder.finding import Finding, Severity
from theme_builder.projects.documents import ProyectoInvalido
from theme_builder.projects.nist import SPACE, VERSION

MAX_NIST_BYTES: Final = 32 << 20
"""A state of 9,829 casillas is 8 MB."""
MAX_DEPTH: Final = 40
MAX_ITEMS: Final = 20_000
MAX_TEXT: Final = 2000
FILE: Final = "nist.json"
SPANISH: Final = "es"
_ONE_LINE: Final = dict.fromkeys(map(ord, "\n\r\t"), " ")


def read_definition(data: bytes) -> "Node":
    """The whole file; raises ``ProyectoInvalido`` T607 too large, T635 no JSON, or JSON of something else."""
    if len(data) > MAX_NIST_BYTES:
        raise ProyectoInvalido("T607", f"{len(data)} bytes")
    try:
        value: Json = json.loads(
            data.decode("utf-8-sig"),
            object_pairs_hook=_once,
            parse_float=str,  # only where boxes stand on paper, which nobody reads here
            parse_constant=_no_number,
        )
    except (ValueError, RecursionError) as error:
        raise ProyectoInvalido("T635", f"not JSON: {str(error)[:120]}") from None
    if not isinstance(value, dict) or value.get("@type") != f"{SPACE}BallotDefinition":
        raise ProyectoInvalido("T635", "no BallotDefinition")
    if value.get("Version") != VERSION:
        raise ProyectoInvalido("T635", f"not version {VERSION}")
    if _depth(value) > MAX_DEPTH:
        raise ProyectoInvalido("T635", "nested too deeply")
    return Node(value, "", [])


@dataclass(slots=True)
class Node:
    """An object of the file with its place in it (``Election[0].Contest[2]``); all share one list of faults."""

    value: dict[str, Json]
    place: str
    faults: list[Finding] = field(repr=False)

    @property
    def kind(self) -> str:
        """Its type, without the name of the format."""
        return str(self.value.get("@type", "")).removeprefix(SPACE)

    @property
    def id(self) -> str:
        """Its ``@id``; "" where it has none that can be used."""
        return self.text("@id")

    def fault(self, code: str, field_name: str, /, **params: str | int) -> None:
        """Say that something is wrong with a field; what is quoted of the file is cut, and can be printed."""
        place = f"{self.place}.{field_name}" if self.place else field_name
        said = tuple((key, value if isinstance(value, int) else _quoted(value)) for key, value in params.items())
        self.faults.append(Finding(code, Severity.ERROR, FILE, 0, place, said))

    def text(self, name: str, *, needed: bool = True) -> str:
        """A text; "" where it is missing, which is a fault where it is ``needed``."""
        found = self.value.get(name)
        if found is None:
            if needed:
                self.fault("T636", name, name=name)
            return ""
        line = found.translate(_ONE_LINE) if isinstance(found, str) else "\0"
        if len(line) > MAX_TEXT or not line.isprintable():
            self.fault("T637", name, name=name)
            return ""
        return line

    def number(self, name: str, usual: int) -> int:
        """A number from 0 to a million; ``usual`` where it is missing."""
        found = self.value.get(name)
        if found is None:
            return usual
        if not isinstance(found, int) or isinstance(found, bool) or not 0 <= found <= 1_000_000:
            self.fault("T637", name, name=name)
            return usual
        return found

    def flag(self, name: str) -> bool:
        """Whether it is said."""
        found = self.value.get(name, False)
        if not isinstance(found, bool):
            self.fault("T637", name, name=name)
        return found is True

    def nodes(self, name: str) -> list["Node"]:
        """The objects of a list; none where it is missing."""
        made = []
        for i, each in enumerate(self._list(name)):
            place = f"{self.place}.{name}[{i}]" if self.place else f"{name}[{i}]"
            if isinstance(each, dict):
                made.append(Node(each, place, self.faults))
            else:
                self.fault("T637", f"{name}[{i}]", name=name)
        return made

    def ids(self, name: str) -> list[str]:
        """The references of a list."""
        found = self._list(name)
        if not all(isinstance(each, str) for each in found):
            self.fault("T637", name, name=name)
        return [each for each in found if isinstance(each, str)]

    def words(self, name: str, *, needed: bool = True) -> dict[str, str]:
        """What an internationalized text says by language, the Spanish always among it: else the first is taken."""
        found = self.value.get(name)
        if found is None:
            if needed:
                self.fault("T636", name, name=name)
            return {SPANISH: ""}
        if not isinstance(found, dict):
            self.fault("T637", name, name=name)
            return {SPANISH: ""}
        inner = Node(found, f"{self.place}.{name}", self.faults)
        said = {_language(each.text("Language")): each.text("Content") for each in inner.nodes("Text")}
        first = next(iter(said), SPANISH)
        spanish = said.pop(SPANISH) if SPANISH in said else said.pop(first, "")
        return {SPANISH: spanish, **said}

    def known(self) -> str:
        """The id by which whoever wrote the file knows it; "" for none."""
        found = [each for each in self.nodes("ExternalIdentifier") if each.value.get("Type") == "local-level"]
        return found[0].text("Value") if found else ""

    def _list(self, name: str) -> list[Json]:
        found = self.value.get(name, [])
        if not isinstance(found, list) or len(found) > MAX_ITEMS:
            self.fault("T637", name, name=name)
            return []
        return found


def _quoted(text: str) -> str:
    return "".join(each if each.isprintable() else "?" for each in text[:80])


def _language(code: str) -> str:
    """Spanish of any country is the Spanish of the theme."""
    return SPANISH if code.partition("-")[0] == SPANISH else code


def _once(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice")
    return found


def _no_number(text: str) -> NoReturn:
    raise ValueError(f"{text} is no number")


def _depth(value: Json) -> int:
    level, depth = [value], 0
    while level and depth <= MAX_DEPTH:
        found = [each.values() if isinstance(each, dict) else each for each in level if isinstance(each, dict | list)]
        level, depth = [inner for each in found for inner in each], depth + 1
    return depth
