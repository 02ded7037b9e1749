"""The urna with an fsync left out: the real file system must lose something that the checks then miss.

It must not remove anything that only a torn sector can show: that is the simulated layer's.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

from tests.power_real.archive import Archive
from tests.power_real.points import Point, try_point
from tests.power_real.power import AFTER, BEFORE
from tests.power_real.site import Site

ENTRIES: Final = 5
"""So many entries of the journal after the fsync left out are tried."""
TRIES: Final = 12


@dataclass(frozen=True, slots=True)
class Removal:
    """``words`` are what the sites of a group have in common, as ``usb fsync imagen.``; they are in ``phase``.

    Sites with ``but`` in them are not meant. ``spared`` says why ext4 cannot show that the fsync is needed; the
    simulated layer does.
    """

    name: str
    phase: str
    words: tuple[str, ...]
    spared: str = ""
    but: str = ""

    def sites(self, archive: Archive) -> tuple[str, ...]:
        """The sites whose fsync is left out."""
        found = dict.fromkeys(archive.sites[self.phase])
        meant = (site for site in found if all(word in site for word in self.words))
        return tuple(site for site in meant if not self.but or self.but not in site)

    def points(self, archive: Archive) -> Iterator[Point]:
        """Where to cut, most telling first: before the entries of the journal that follow paper, screen and board."""
        sites, order = self.sites(archive), archive.sites[self.phase]
        calls = [number for number, site in enumerate(order, 1) if site in sites]
        for call in reversed(calls):
            entries = [number for number, site in enumerate(order, 1) if number > call and "bitacora" in site]
            yield from (Point(self.phase, number, BEFORE) for number in entries[:ENTRIES])
            yield Point(self.phase, call, AFTER)


REMOVALS: Final = (
    *(
        Removal(f"{medium}: {name}", phase, (f"{medium} {words[0]}", *words[1:]))
        for medium in ("interna", "usb")
        for name, phase, words in (
            ("image, rewritten", "votacion", ("fsync ", "imagen.")),
            ("journal, appended", "votacion", ("fsync ", "bitacora")),
            ("empty image", "apertura", ("fsync ", "imagen.")),
            ("opening file", "apertura", ("fsync ", "apertura.json")),
            ("names of the opening", "apertura", ("fsync_dir", "urna-oficial")),
            ("bundle", "cierre", ("fsync ", "acta.public.zip")),
            ("sealed file", "cierre", ("fsync ", "almacen.sealed")),
            ("marks", "cierre", ("fsync ", "marcas.json")),
            ("names of the results", "cierre", ("fsync_dir", "cierre")),
        )
    ),
    Removal("usb: exported bundle", "exportacion", ("usb fsync ", "public.zip")),
    Removal("usb: exported sealed file", "exportacion", ("usb fsync ", "resultados/sealed")),
    Removal(
        "usb: names of the export",
        "exportacion",
        ("fsync_dir", "resultados"),
        spared="the entry of the export is next on the same medium, and ext4 writes all names at any fsync",
    ),
    Removal("theme, on both media", "preparacion", ("fsync ", "tema/", ".json"), but="tema/tuf"),
    Removal("pictures of the theme, on both media", "preparacion", ("fsync ", "tema/assets")),
)


def try_removal(site: Site, removal: Removal, tries: int = TRIES) -> tuple[Point, str] | None:
    """Where and how the checks first notice that the fsync is left out; None when they do not."""
    forgotten = removal.sites(site.archive)
    if not forgotten:
        raise ValueError(f"{removal.name}: no such fsync")
    for point in islice(removal.points(site.archive), tries):
        found = try_point(site, point, forgotten)
        if found:
            return point, found[0]
    return None
