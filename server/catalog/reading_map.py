"""A map as the institute gives it: GeoJSON of distritos or municipios, whatever its coordinates. It must not mend.

``pyproj`` turns metres into degrees and ``shapely`` weighs and simplifies shapes: both are the usual libraries, alive.
"""

import json
import re
from typing import Any, Final, NoReturn

import numpy as np
import shapely
from pyproj import Transformer

from server.catalog.faults import Fault, Faults, cut
from server.catalog.marco import ASSUMED, LISTINGS, Lista, Record, Value
from server.catalog.rules_rows import Contents, heading_name
from shared.tables.tabla import ArchivoInvalido

MAX_BYTES: Final = 8 << 20
MAX_FEATURES: Final = 600
WGS84: Final = 4326
UTM_13N: Final = 32613
KNOWN: Final = frozenset({WGS84, 4269, 6365, *range(32611, 32617), *range(6366, 6372)})
"""WGS84, NAD83, Mexico ITRF2008, and the UTM zones 11 to 16 of WGS84 and of Mexico ITRF2008."""
NAMED: Final = re.compile(r"(?:urn:ogc:def:crs:)?(?:OGC:[0-9.]*:|EPSG:[0-9.]*:?)(CRS84|[0-9]{4,5})", re.IGNORECASE)
MEXICO: Final = (-119.0, 14.0, -86.0, 33.0)
METRES: Final = (100_000.0, 1_500_000.0, 900_000.0, 3_700_000.0)
KINDS: Final = frozenset({"Polygon", "MultiPolygon"})
TOLERANCE: Final = 0.003
"""Degrees (about 300 m): what a page needs, neighbours keeping their common border."""
DECIMALS: Final = 4
LAST_NUMBER: Final = re.compile(r"(?:[0-9]{1,2}[_-])?0*([0-9]{1,3})(?:\.0+)?")


def read_map(lista: Lista, data: bytes) -> Contents:
    """The shapes of a map by the number of their unit, simplified and in degrees, with every fault at once.

    Raises ``ArchivoInvalido``: S601 too large, S612 not GeoJSON, S613 coordinates of no known system.
    """
    if len(data) > MAX_BYTES:
        raise ArchivoInvalido("S601", f"more than {MAX_BYTES} bytes")
    document = _document(data)
    features, faults = document["features"], Faults()
    key = LISTINGS[lista].key
    numbers: dict[Value, int] = {}
    shapes = []
    for place, feature in enumerate(features, start=1):
        number, shape = _number(feature, key, place, faults), _shape(feature, place, faults)
        if number is None or shape is None:
            continue
        if number in numbers:
            faults.add(Fault(place, key, str(number), "S716", str(numbers[number])))
            continue
        numbers[number] = place
        shapes.append(shape)
    system, how = _system(document, shapes) if shapes else (WGS84, "")
    rows: dict[Value, Record] = {}
    if not faults.total:
        texts = _simplified(shapes, system)
        rows = {number: {key: number, "forma": text} for number, text in zip(numbers, texts, strict=True)}
    return Contents(lista, rows, numbers, faults, how)


def _document(data: bytes) -> dict[str, Any]:
    try:
        found = json.loads(data, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise ArchivoInvalido("S612", "not JSON") from error
    features = found.get("features") if isinstance(found, dict) else None
    if not isinstance(features, list) or not 0 < len(features) <= MAX_FEATURES:
        raise ArchivoInvalido("S612", f"not a collection of 1 to {MAX_FEATURES} features")
    return {"features": features, "crs": found.get("crs")}


def _no_number(name: str) -> NoReturn:
    raise ValueError(name)


def _number(feature: object, key: str, place: int, faults: Faults) -> int | None:
    """The number of the unit: of the one property that is named like it."""
    properties = feature.get("properties") if isinstance(feature, dict) else None
    named = {heading_name(name): value for name, value in (properties if isinstance(properties, dict) else {}).items()}
    found = [named[key]] if key in named else [value for name, value in named.items() if name.startswith(f"{key}_")]
    match = LAST_NUMBER.fullmatch(str(found[0]).strip()) if len(found) == 1 else None
    if match is None:
        faults.add(Fault(place, key, cut(found[0]) if found else "", "S741", key))
        return None
    return int(match[1])


def _shape(feature: object, place: int, faults: Faults) -> "shapely.Geometry | None":
    geometry = feature.get("geometry") if isinstance(feature, dict) else None
    shape = None
    if isinstance(geometry, dict) and geometry.get("type") in KINDS:
        shape = shapely.from_geojson(json.dumps(geometry), on_invalid="ignore")
    if shape is None or shape.is_empty or shape.geom_type not in KINDS:
        faults.add(Fault(place, "forma", "", "S743"))
        return None
    shape = shapely.force_2d(shape)
    if not shapely.is_valid(shape):
        faults.add(Fault(place, "forma", cut(shapely.is_valid_reason(shape)), "S744"))
        return None
    return shape


def _system(document: dict[str, Any], shapes: "list[shapely.Geometry]") -> tuple[int, str]:
    """The EPSG number of the coordinates, as the file names it or as their range tells, and how it was known."""
    told = document["crs"]
    properties = told.get("properties") if isinstance(told, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else None
    if told is not None:
        match = NAMED.fullmatch(name) if isinstance(name, str) else None
        number = WGS84 if match and match[1].upper() == "CRS84" else int(match[1]) if match else 0
        if number not in KNOWN:
            raise ArchivoInvalido("S613", f"coordinates of a system that is not known: {cut(name)}")
        return number, f"EPSG:{number}"
    bounds = shapely.total_bounds(np.array(shapes))
    if _within(bounds, MEXICO):
        return WGS84, f"EPSG:{WGS84}"
    if _within(bounds, METRES):
        return UTM_13N, ASSUMED
    raise ArchivoInvalido("S613", "coordinates that are neither degrees nor metres of Mexico")


def _within(bounds: Any, box: tuple[float, float, float, float]) -> bool:  # noqa: ANN401 - an array of numpy
    return bool(box[0] <= bounds[0] and box[1] <= bounds[1] and bounds[2] <= box[2] and bounds[3] <= box[3])


def _simplified(shapes: "list[shapely.Geometry]", system: int) -> list[str]:
    found = np.array(shapes)
    if system != WGS84:
        turn = Transformer.from_crs(system, WGS84, always_xy=True)
        found = shapely.transform(found, lambda points: np.column_stack(turn.transform(points[:, 0], points[:, 1])))
    if not _within(shapely.total_bounds(found), MEXICO):
        raise ArchivoInvalido("S613", "shapes that do not lie in Mexico")
    simple = shapely.coverage_simplify(found, TOLERANCE)
    return [shapely.to_wkt(shape, rounding_precision=DECIMALS, trim=True) for shape in simple]
