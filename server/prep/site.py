"""The pages of a publication for its newest cut, from what is published there. It must not make a cut."""

import json

from server.prep.portal.pages import CorteLink, PortalInput, render_pages
from server.prep.publication import Publication
from shared.formats.prep_cut_v1 import MANIFEST_NAME, RESULTS_NAME, parse_manifest
from shared.formats.theme_model import Theme

PACKAGE_SUFFIX = ".zip"


def publish_pages(publication: Publication, theme: Theme) -> None:
    """Draw and write the portal of the newest cut; does nothing before the first."""
    numbers = publication.numbers()
    if not numbers:
        return
    links = tuple(_link(publication, number) for number in reversed(numbers))
    results = json.loads(publication.read(numbers[-1], RESULTS_NAME))
    publication.set_pages(render_pages(PortalInput(theme, results, links[0].observed_at, links)))


def _link(publication: Publication, number: int) -> CorteLink:
    manifest = parse_manifest(publication.read(number, MANIFEST_NAME))
    packages = tuple((file.path, file.size) for file in manifest.files if file.path.endswith(PACKAGE_SUFFIX))
    return CorteLink(number, manifest.observed_at, packages)
