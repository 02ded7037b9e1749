"""A page of HTML made a PDF with marks for screen readers. It must fetch nothing from outside the sheets' own folder.

``weasyprint`` takes longer to load than all the rest of the command: only who prints imports this.
"""

from collections.abc import Mapping
from pathlib import Path

from PIL import ImageFile
from weasyprint import HTML
from weasyprint.urls import URLFetcher, URLFetcherResponse

ImageFile.LOAD_TRUNCATED_IMAGES = False  # loading weasyprint has Pillow take half a picture for whole: strangers' too
HERE = Path(__file__).parent


def written(html: str, schemes: tuple[str, ...], pictures: Mapping[str, bytes]) -> bytes:
    """PDF/UA of a page; addresses of ``schemes`` are among ``pictures`` (PNG), all others in this folder."""
    fetcher = _Own(schemes, pictures)
    pdf: bytes = HTML(string=html, base_url=HERE.as_uri() + "/", url_fetcher=fetcher).write_pdf(pdf_variant="pdf/ua-1")
    return pdf


class _Own(URLFetcher):  # type: ignore[misc]
    """Pictures by name and the files of this folder; nothing else is ever fetched."""

    def __init__(self, schemes: tuple[str, ...], pictures: Mapping[str, bytes]) -> None:
        super().__init__(allowed_protocols={"file"}, fail_on_errors=True)
        self._schemes, self._pictures = schemes, pictures

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        if url.partition(":")[0] in self._schemes:
            return URLFetcherResponse(url, self._pictures[url], {"Content-Type": "image/png"})
        return super().fetch(url, headers)
