"""The navigation lists what somebody may open and says where they are; no page stands in it by hand."""

import re

import pytest
from starlette.testclient import TestClient

from server.access import Grant, Level, Role, Territory
from server.modules import MODULES
from tests.server.harness import World, apart, beside, open_account

PLACES = [place for module in MODULES for place in module.nav]


def nav_of(page: str) -> str:
    return page.partition('<nav class="nav"')[2].partition("</nav>")[0]


def links(page: str) -> list[str]:
    return re.findall(r'href="([^"]+)"', nav_of(page))


def here(page: str) -> list[tuple[str, str]]:
    return re.findall(r'aria-current="(\w+)">([^<]+)<', nav_of(page))


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/", [("true", "Resultados"), ("page", "Avance")]),
        ("/noche/retrasos", [("true", "Noche electoral"), ("page", "Retrasos")]),
        ("/apartados/rechazados", [("true", "Noche electoral"), ("page", "Rechazados")]),
        ("/personas/nueva", [("true", "Administración"), ("true", "Personas")]),
        ("/catalogo/casillas", [("true", "Catálogo"), ("true", "Listas")]),
        ("/cuenta", []),
        ("/diseno", []),
    ],
)
def test_a_page_says_in_which_group_and_place_it_stands(
    world: World, client: TestClient, path: str, expected: list[tuple[str, str]]
) -> None:
    everything = apart(open_account(world, [Grant(role) for role in (Role.ADMINISTRACION, Role.DIRECCION)]))
    assert here(beside(client, everything).get(path).text) == expected


@pytest.mark.parametrize(
    "grants",
    [
        (Grant(Role.ADMINISTRACION), Grant(Role.DIRECCION)),
        (Grant(Role.CONSEJO, Territory(Level.DISTRITO, 1)),),
        (Grant(Role.AUDITORIA, Territory(Level.MUNICIPIO, 15)),),
        (Grant(Role.PANTALLA),),
        (Grant(Role.ADMINISTRACION),),
    ],
)
def test_whatever_is_listed_opens_and_every_group_leads_to_its_places(
    world: World, client: TestClient, grants: tuple[Grant, ...]
) -> None:
    browser = beside(client, apart(open_account(world, grants)))
    opened: set[str] = set()
    found = set(links(browser.get("/cuenta").text))
    while found - opened:
        address = min(found - opened)
        answer = browser.get(address)
        assert answer.status_code == 200, address
        opened.add(address)
        found |= set(links(answer.text))
    permissions = {place.item.href for place in PLACES if any(g.role in place.permission.roles for g in grants)}
    whole = all(grant.territory.level is Level.ENTIDAD for grant in grants)
    assert opened == {href for href in permissions if whole or not any(p.item.href == href and p.whole for p in PLACES)}


def test_who_has_one_group_alone_sees_its_places_at_once(world: World, client: TestClient) -> None:
    alone = beside(client, apart(open_account(world, (Grant(Role.ADMINISTRACION),))))
    names = re.findall(r">([^<>]+)</a>", nav_of(alone.get("/cuenta").text))
    assert names == ["Catálogo", "Administración"]
    assert "Máquinas" in nav_of(alone.get("/personas").text)
