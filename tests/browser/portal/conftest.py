"""A published portal behind a plain folder server."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from server.prep.cut import make_cut
from server.prep.publication import Publication
from server.prep.site import publish_pages
from shared.formats.theme_v1 import seal_theme
from tests.server.prep.cases import acta, demo_input, demo_theme, figures, signer

WILD = "<img src=x onerror=\"document.title='roto'\">Ana"


class Quiet(SimpleHTTPRequestHandler):
    """The plainest server of a folder."""

    def log_message(self, *_parts: object) -> None: ...


@pytest.fixture(scope="session")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a portal with two cuts; one candidatura has markup for a name, one acta exceeds its list."""
    folder = tmp_path_factory.mktemp("portal")
    theme = demo_theme()
    first = theme.contests[0]
    people = (replace(first.candidaturas[0], name=WILD), *first.candidaturas[1:])
    wild = seal_theme(replace(theme, contests=(replace(first, candidaturas=people), *theme.contests[1:])))
    over = acta(theme.casillas[0].id, 0, (9000, *figures(theme, 0, 1)[1:]))
    source = replace(demo_input(150), theme=wild)
    source = replace(source, actas=(over, *(a for a in source.actas if (a.casilla, a.contest) != (over.casilla, 0))))
    publication = Publication(folder)
    for number in (1, 2):
        _, previous = publication.last()
        publication.add_cut(make_cut(replace(source, number=number, previous=previous), signer()))
    publish_pages(publication, wild)
    yield from served(folder)


def served(folder: Path) -> Iterator[str]:
    """Serve a folder on loopback."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()
