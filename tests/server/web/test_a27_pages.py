"""What every page of the staff is made of: scripts that are ours byte for byte, sessions that no script keeps alive."""

import json
import re
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from server.access import Grant, Role
from server.http.guard import ALONE_HEADER
from server.web.done import PARAMETER
from server.web.live import ago
from shared.crypto.hashing import sha256_hex
from shared.web.site import SCRIPTS
from tests.server.harness import World, apart, beside, deliver, open_account

HTMX = "htmx-2.0.11.min.js"
HTMX_SHA256 = "d6fdc75f204e6bdefa99b69bf1e6d4ac69b8a364f77929f45c13476b4000f717"


def test_a27_the_vendored_script_is_the_published_one() -> None:
    assert sha256_hex((SCRIPTS / HTMX).read_bytes()) == HTMX_SHA256


def test_a27_scripts_may_not_evaluate_nor_leave_copies_in_the_browser(client: TestClient) -> None:
    page = client.get("/").text
    found = re.search(r"""name="htmx-config" content='([^']+)'""", page)
    assert found is not None
    config = json.loads(found.group(1))
    off = {"allowEval": False, "allowScriptTags": False, "includeIndicatorStyles": False, "selfRequestsOnly": True}
    assert config.items() >= off.items()
    assert config["historyCacheSize"] == 0, "pages with names would stay in the browser's storage"
    assert "unsafe" not in client.get("/").headers["content-security-policy"]


def test_files_of_the_design_are_kept_and_pages_are_not(client: TestClient) -> None:
    script = client.get(f"/guiones/{HTMX}")
    assert script.headers["cache-control"] == "no-cache"
    assert client.get(f"/guiones/{HTMX}", headers={"if-none-match": script.headers["etag"]}).status_code == 304
    assert client.get("/").headers["cache-control"] == "no-store"


def test_a27_a_page_that_renews_itself_keeps_nobody_inside(world: World) -> None:
    with world.stranger() as served:
        alone, used = (beside(served, apart(open_account(world, (Grant(Role.DIRECCION),)))) for _ in range(2))
        answers = []
        for _ in range(3):
            world.clock.moment += timedelta(minutes=12)
            at_work = used.get("/", follow_redirects=False).status_code
            left = alone.get("/", headers={ALONE_HEADER: "si"}, follow_redirects=False).status_code
            answers.append((at_work, left))
        assert answers == [(200, 200), (200, 200), (200, 303)]
        asked = {ALONE_HEADER: "si", "hx-request": "true"}
        gone = alone.get("/registro?quien=ana", headers=asked, follow_redirects=False)
        assert (gone.status_code, gone.text) == (204, "")
        assert gone.headers["hx-redirect"] == "/entrar?sigue=%2Fregistro%3Fquien%3Dana"


@pytest.mark.parametrize("word", ["Su cuenta fue bloqueada", "<b>hola", "si"])
def test_a27_a_link_cannot_make_a_page_say_something(world: World, word: str) -> None:
    with world.client(Grant(Role.ADMINISTRACION)) as client:
        page = client.get("/personas", params={PARAMETER: word}).text
        assert word not in page
        assert 'class="notice"' not in page


def test_a_live_page_can_be_paused_and_says_since_when_nothing_changed(world: World, client: TestClient) -> None:
    assert "todavía ninguno" in client.get("/").text
    deliver(client, world.bundle(0).public).raise_for_status()
    world.clock.moment += timedelta(minutes=7)
    live = client.get("/?vivo=si").text
    assert "hace 7 minutos" in live
    assert 'hx-get="/" hx-trigger="every 15s"' in live
    assert 'href="/?vivo=no">Pausar' in live
    paused = client.get("/?vivo=no").text
    assert "hx-trigger" not in paused
    assert 'href="/">Seguir en vivo' in paused


@given(st.integers(-5, 10**7))
def test_an_age_in_words_never_says_more_than_has_passed(seconds: int) -> None:
    now = datetime(2018, 7, 2, tzinfo=UTC)
    words = ago(now, now - timedelta(seconds=seconds))
    sizes = {"segundo": 1, "minuto": 60, "hora": 3600, "día": 86400}
    found = next((size for name, size in sizes.items() if name in words), 0)
    number = next((int(part) for part in words.split() if part.isdigit()), 1)
    assert found * number <= max(seconds, 0) or found <= 10
    assert ("momento" in words) == (seconds < 10)
