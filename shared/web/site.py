"""Where the design system's files lie, and the Jinja environment that every program's pages use.

It must not render a page, open a socket, or know what an election is.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from jinja2 import BytecodeCache, ChoiceLoader, Environment, FileSystemLoader, StrictUndefined
from jinja2.bccache import Bucket

TEMPLATES: Final = Path(__file__).parent / "templates"
STATIC: Final = Path(__file__).parent / "static"
SCRIPTS: Final = Path(__file__).parent / "scripts"
"""htmx and what staff pages do beyond links and forms; a published portal has no use for them."""
CSP: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "media-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'"
)
"""No inline script or style, and nothing from elsewhere. As a header add ``; frame-ancestors 'none'``."""

THOUSANDS: Final = ","


def static_files() -> tuple[Path, ...]:
    """Every file of the design system that a page asks for, sorted; a server mounts `STATIC` or copies them."""
    return tuple(sorted(path for path in STATIC.rglob("*") if path.is_file()))


def environment(folders: Iterable[Path] = ()) -> Environment:
    """A Jinja environment: escapes always, refuses unknown names, looks in ``folders`` and then here.

    Pages extend ``base.html``, which needs ``static`` (address of the folder of `STATIC`, without a slash at its
    end) and ``site`` (``SiteTexts``). Filters: ``number`` writes thousands with a comma.
    """
    places = (*folders, TEMPLATES)
    made = Environment(
        loader=ChoiceLoader([FileSystemLoader(folder) for folder in places]),
        bytecode_cache=_compiled(places),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.filters["number"] = number
    made.globals["csp"] = CSP
    return made


class _Compiled(BytecodeCache):
    """Templates of this process that were compiled once: most of the time of a publication's pages went there.

    Jinja keeps the sum of a template's text with what it compiled: one that was written anew is compiled anew.
    """

    def __init__(self) -> None:
        self._known: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        found = self._known.get(bucket.key)
        if found is not None:
            bucket.bytecode_from_string(found)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._known[bucket.key] = bucket.bytecode_to_string()


@cache
def _compiled(_places: tuple[Path, ...]) -> _Compiled:
    """One for each set of folders: the same template beside others may have other filters."""
    return _Compiled()


def number(value: int) -> str:
    """A figure as people read it: ``3,465,376``."""
    return f"{value:,}".replace(",", THOUSANDS)


@dataclass(frozen=True, slots=True)
class NavItem:
    """One place of the navigation: address and words."""

    href: str
    label: str


@dataclass(frozen=True, slots=True)
class NavGroup:
    """Places that belong together: its words lead to the first of them; ``here`` when the page is one of them."""

    label: str
    items: tuple[NavItem, ...]
    here: bool = False


@dataclass(frozen=True, slots=True)
class SiteTexts:
    """What every page of a site says around its contents.

    Attributes:
        nav: places in one row.
        groups: places in groups, in place of ``nav``.
        here: address of the place to which the page belongs; ``exact`` when it is the page itself.
    """

    name: str
    authority: str
    home: str
    nav: tuple[NavItem, ...] = ()
    here: str = ""
    exact: bool = True
    groups: tuple[NavGroup, ...] = ()
