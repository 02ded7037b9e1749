"""The plan of arrivals: what the institute gave, what the configuration says, or a guess. It must not hide which.

The file is a CSV of three columns, ``ubicacion`` (``urbana`` or ``no_urbana``), ``hora`` (``20:45``) and ``porcentaje``
(``70`` or ``70.5``): of a hundred casillas of that kind, how many are expected by then.
"""

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from server.config import ServerConfig, is_plan
from server.noche.schemas import Plan, Points, Source
from shared.crypto.hashing import sha256_hex
from shared.domain.errors import DatoInvalido

MAX_BYTES: Final = 64 << 10
HEADING: Final = ("ubicacion", "hora", "porcentaje")
URBAN, RURAL = "urbana", "no_urbana"
HOUR: Final = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])")
PERCENT: Final = re.compile(r"(100|[0-9]{1,2})(?:\.([0-9]))?")
CLOSE_MIN, DAY_MIN, NOON_MIN = 18 * 60, 24 * 60, 12 * 60
GUESS_URBAN: Final[Points] = ((20, 0), (45, 300), (75, 700), (120, 900), (240, 1000))
GUESS_RURAL: Final[Points] = ((30, 0), (90, 300), (150, 700), (240, 900), (420, 1000))


class PlanInvalido(DatoInvalido):
    """A file that is no plan of arrivals (code ``S011``); says every line that is wrong."""


def plan_of(config: ServerConfig) -> Plan:
    """The plan that a configuration names; reads its file, if it names one. Raises ``PlanInvalido`` S011."""
    if config.arrivals is not None:
        return read_plan(config.arrivals)
    if config.arrivals_urban is None and config.arrivals_rural is None:
        return Plan(GUESS_URBAN, GUESS_RURAL)
    return Plan(config.arrivals_urban or GUESS_URBAN, config.arrivals_rural or GUESS_RURAL, Source.CONFIGURATION)


def read_plan(path: Path) -> Plan:
    """The plan of a file, known by its name and the first digits of its hash."""
    try:
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
        text = data.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise PlanInvalido("S011", f"{path.name}: it cannot be read as UTF-8") from error
    if len(data) > MAX_BYTES:
        raise PlanInvalido("S011", f"{path.name}: more than {MAX_BYTES} bytes")
    faults: list[str] = []
    points: dict[str, list[tuple[int, int]]] = {URBAN: [], RURAL: []}
    for line, (kind, after_min, permille) in _rows(path.name, text, faults):
        points[kind].append((after_min, permille))
        if len(points[kind]) > 1 and not _ascends(*points[kind][-2:]):
            faults.append(f"{line}: hour and percentage must ascend")
    found = {kind: tuple(each) for kind, each in points.items()}
    faults += [f"{kind}: must end at 100" for kind, each in found.items() if not faults and not is_plan(each)]
    if faults:
        raise PlanInvalido("S011", f"{path.name}: {'; '.join(faults)}")
    return Plan(found[URBAN], found[RURAL], Source.FILE, f"{path.name}, {sha256_hex(data)[:12]}")


def _rows(name: str, text: str, faults: list[str]) -> Iterator[tuple[int, tuple[str, int, int]]]:
    """(line, (kind, minutes after the close, per mille)); what is wrong goes to ``faults``."""
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        raise PlanInvalido("S011", f"{name}: no CSV") from error
    if not rows or tuple(cell.strip() for cell in rows[0]) != HEADING:
        raise PlanInvalido("S011", f"{name}: the first line must be {','.join(HEADING)}")
    for line, row in enumerate(rows[1:], start=2):
        cells = [cell.strip() for cell in row]
        hour, percent = (HOUR.fullmatch(cells[1]), PERCENT.fullmatch(cells[2])) if len(cells) == 3 else (None, None)
        point = (_after_min(hour), _permille(percent)) if hour and percent and cells[0] in {URBAN, RURAL} else (-1, 0)
        if point[0] < 0 or point[1] > 1000:
            faults.append(f"{line}: {URBAN} or {RURAL}, an hour from 18:00 to noon, a percentage to 100")
        else:
            yield line, (cells[0], *point)


def _ascends(before: tuple[int, int], after: tuple[int, int]) -> bool:
    return before[0] < after[0] and before[1] <= after[1]


def _after_min(hour: re.Match[str]) -> int:
    """Minutes after 18:00; hours of the morning are of the day after."""
    of_day = int(hour[1]) * 60 + int(hour[2])
    return of_day - CLOSE_MIN + (DAY_MIN if of_day < NOON_MIN else 0)


def _permille(percent: re.Match[str]) -> int:
    return int(percent[1]) * 10 + int(percent[2] or 0)
