"""People before the pages of cases: who reviews, who decides, and what they click. It must not assert."""

import html
import re
from dataclasses import dataclass

import httpx
from starlette.testclient import TestClient

from server.access import WHOLE, Grant, Role, Territory
from tests.server.harness import World, apart, beside, open_account

WORDS = "El acta impresa de la mesa dice lo mismo."


@dataclass(frozen=True)
class Clicks:
    """One person's browser, before a running server."""

    browser: TestClient

    def page(self, clave: str) -> str:
        return str(self.browser.get(f"/revision/{clave}").text)

    def seen(self, clave: str) -> dict[str, str]:
        """What the forms of a page bear."""
        form = r'name="version" value="(\d+)"><input type="hidden" name="base" value="(\w+)"'
        proposing = str(self.browser.get(f"/revision/{clave}/decision?opcion=ninguno").text)
        found = re.search(form, self.page(clave)) or re.search(form, proposing)
        return {"version": found[1], "base": found[2]} if found else {"version": "0", "base": ""}

    def options(self, clave: str) -> list[str]:
        return [html.unescape(each) for each in re.findall(r'name="opcion" value="([^"]+)"', self.page(clave))]

    def step(self, clave: str, accion: str, **fields: str) -> httpx.Response:
        where = "decidir" if accion in {"confirmar", "devolver"} else "paso"
        data = {**self.seen(clave), "accion": accion, **fields}
        answer: httpx.Response = self.browser.post(f"/revision/{clave}/{where}", data=data, follow_redirects=False)
        return answer

    def propose(self, clave: str, opcion: str, motivo: str = "acta_impresa") -> httpx.Response:
        self.step(clave, "tomar")
        return self.step(clave, "proponer", opcion=opcion, motivo=motivo, palabras=WORDS)


def somebody(world: World, served: TestClient, role: Role, territory: Territory = WHOLE) -> Clicks:
    """A person with a browser of their own."""
    return Clicks(beside(served, apart(open_account(world, (Grant(role, territory),)))))


def totals(client: TestClient) -> dict[str, int]:
    rows = client.get("/api/v1/resultados/entidad").json()
    return dict(rows[0]["figures"]) if rows else {}


def advance(client: TestClient) -> tuple[int, int, int]:
    found = client.get("/api/v1/avance").json()
    return found["recibidas"], found["contadas"], found["emitidos"]
