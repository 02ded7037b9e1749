"""What each route of the server names: which object, whose it is, and how it is asked for. It must not ask.

A new route is declared here, in ``OBJECTS`` or in ``NAMES_NOTHING``; `tests/server/test_a27_objects.py` asks for each
as strangers would.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Final

from tests.server.revision.people import WORDS
from tests.server.stage import NEW_PASSWORD, Stage

HERE: Final = "*"
"""Stands for the object's name in an address, a query or a form."""
Form = Callable[[Stage], Mapping[str, str]]


class Owner(Enum):
    """Whose an object is."""

    PLACE = "of a distrito and a municipio: who holds a permission there sees it"
    ENTIDAD = "of nobody's territory: who holds a permission over the entidad sees it"
    PERSON = "of one person"
    SECRET = "of whoever knows its name"


@dataclass(frozen=True)
class Named:
    """One way in which a route names an object.

    Attributes:
        thing: which of the stage's things.
        path, query: values of the address, `HERE` for the object.
        form: what a form or a JSON body holds besides; None for a route that only reads.
        by: the browser of the stage that may; the sweep asks with it last, and the object must answer or change.
        ready: what must happen before.
        asks: whether the page asks again before it changes anything.
    """

    owner: Owner
    thing: str
    by: str
    path: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)
    form: Form | None = None
    ready: Callable[[Stage], None] = lambda _stage: None
    asks: bool = False


def bearing(**fields: str) -> Form:
    """A form of these fields."""
    return lambda _stage: fields


def fresh(**fields: str) -> Form:
    """A form of a case as its page shows it now."""
    return lambda stage: {**stage.clicks("vecino").seen(stage.clave), **fields}


def _place(thing: str, name: str, by: str = "vecino", **path: str) -> Named:
    return Named(Owner.PLACE, thing, by, {**path, name: HERE})


def _filter(thing: str, name: str, by: str = "vecino", **path: str) -> Named:
    return Named(Owner.PLACE, thing, by, path, {name: HERE})


def _carga(thing: str, by: str = "resultados", form: Form | None = None) -> Named:
    return Named(Owner.ENTIDAD, thing, by, {"carga_id": HERE}, form=form)


def _person(form: Form | None = None) -> Named:
    return Named(Owner.ENTIDAD, "person", "administracion", {"person_id": HERE}, form=form)


def _proposed(stage: Stage) -> None:
    stage.clicks("vecino").propose(stage.clave, stage.things["bundle"].theirs)


def _taken(stage: Stage) -> None:
    stage.clicks("mio_distrito").step(stage.my_clave, "tomar")


def _sha(carga: str) -> Form:
    return lambda stage: {"huella": stage.hashes[carga], "sha256": stage.hashes[carga]}


def _my_case(thing: str, form: Form | None = None) -> Named:
    query = {} if form else {"opcion": HERE}
    return Named(Owner.PLACE, thing, "mio_distrito", {"clave": "{my_clave}"}, query, form, _taken)


_UNITS: Final = tuple(_place(unit, "number", unit=unit) for unit in ("distrito", "municipio", "seccion"))
_FILTERS: Final = tuple(_filter(unit, unit, lista="casillas") for unit in ("distrito", "municipio"))
_GRANTS: Final = bearing(cargo="auditoria", nivel="entidad", numero="")
_OPEN: Final = bearing(contrasena=NEW_PASSWORD, repetida=NEW_PASSWORD)

OBJECTS: Final[Mapping[str, tuple[Named, ...]]] = {
    "GET /casillas": (_filter("casilla", "busca"), *(_filter(unit, unit) for unit in ("distrito", "municipio"))),
    "GET /apartados": (_filter("casilla", "busca"),),
    "GET /casillas/{clave}": (_place("casilla", "clave"),),
    "GET /api/v1/casillas/{clave}": (_place("casilla", "clave"),),
    "GET /resultados/{unit}/{number}": _UNITS,
    "GET /api/v1/bundles/{sha256}": (_place("bundle", "sha256"),),
    "GET /noche/actas/{sha256}": (_place("bundle", "sha256"),),
    "GET /noche/retrasos": tuple(_filter(unit, unit) for unit in ("distrito", "municipio")),
    "GET /catalogo/{lista}": (*_FILTERS, _filter("marco", "busca", lista="casillas")),
    "GET /api/v1/catalogo/{lista}": (*_FILTERS, _filter("marco", "busca", lista="casillas")),
    "GET /revision": (_filter("distrito", "distrito"), _filter("casilla", "casilla")),
    "GET /revision/{clave}": (_place("casilla", "clave"),),
    "POST /revision/{clave}/paso": (
        Named(Owner.PLACE, "casilla", "vecino", {"clave": HERE}, form=fresh(accion="tomar")),
        _my_case(
            "option",
            lambda stage: {
                **stage.clicks("mio_distrito").seen(stage.my_clave),
                "accion": "proponer",
                "opcion": HERE,
                "motivo": "acta_impresa",
                "palabras": WORDS,
            },
        ),
    ),
    "GET /revision/{clave}/decision": (
        Named(Owner.PLACE, "casilla", "vecino", {"clave": HERE}, {"opcion": "ninguno"}),
        _my_case("option"),
    ),
    "POST /revision/{clave}/decidir": (
        Named(Owner.PLACE, "casilla", "vecina", {"clave": HERE}, form=fresh(accion="confirmar"), ready=_proposed),
    ),
    "GET /catalogo/cargas/{carga_id}": (_carga("carga1"),),
    "GET /catalogo/cargas/{carga_id}/archivo": (_carga("carga1"),),
    "GET /catalogo/cargas/{carga_id}/diferencias": (
        Named(Owner.ENTIDAD, "carga1", "resultados", {"carga_id": HERE}, {"formato": "csv"}),
    ),
    "GET /api/v1/catalogo/cargas/{carga_id}": (_carga("carga1"),),
    "POST /catalogo/cargas/{carga_id}/revisar": (_carga("carga1", form=bearing(bajas="0")),),
    "POST /catalogo/cargas/{carga_id}/firmar": (_carga("carga1", "direccion", _sha("carga1")),),
    "POST /api/v1/catalogo/cargas/{carga_id}/revision": (_carga("carga2", form=bearing(removed="0")),),
    "POST /api/v1/catalogo/cargas/{carga_id}/firma": (_carga("carga2", "direccion", _sha("carga2")),),
    "POST /catalogo/cargas/{carga_id}/rechazar": (_carga("carga3", form=bearing(motivo="Otro día.")),),
    "POST /api/v1/catalogo/cargas/{carga_id}/rechazo": (_carga("carga4", form=bearing(reason="Otro día.")),),
    "GET /personas/{person_id}": (_person(),),
    "POST /personas/{person_id}/cargos": (_person(form=_GRANTS),),
    "POST /personas/{person_id}/enlace": (_person(form=bearing()),),
    "POST /personas/suspender": (
        Named(Owner.ENTIDAD, "person", "administracion", form=bearing(elegido=HERE), asks=True),
    ),
    "POST /personas/activar": (Named(Owner.ENTIDAD, "person", "administracion", form=bearing(elegido=HERE)),),
    "POST /trabajos/reintentar": (Named(Owner.ENTIDAD, "failed1", "administracion", form=bearing(elegido=HERE)),),
    "POST /trabajos/descartar": (
        Named(Owner.ENTIDAD, "failed2", "administracion", form=bearing(elegido=HERE, motivo="Ya no hace falta")),
    ),
    "POST /trabajos/cancelar": (
        Named(Owner.ENTIDAD, "waiting", "administracion", form=bearing(elegido=HERE), asks=True),
    ),
    "POST /maquinas/cerrar": (
        Named(Owner.ENTIDAD, "machine", "administracion", form=bearing(elegido=HERE), asks=True),
    ),
    "POST /cuenta/sesiones": (Named(Owner.PERSON, "session", "dueno", form=bearing(elegido=HERE)),),
    "POST /cuenta/llaves/quitar": (Named(Owner.PERSON, "passkey", "dueno", form=bearing(llave=HERE)),),
    "GET /enlace/{token}": (Named(Owner.SECRET, "link", "nadie", {"token": HERE}),),
    "POST /enlace/{token}": (Named(Owner.SECRET, "link", "nadie", {"token": HERE}, form=_OPEN),),
}
"""Each route that names objects. The order is that of a day: what a step leaves is what the next one finds."""

NAMES_NOTHING: Final = frozenset({
    # whole lists: what each of them shows to whom is asked in the tests of its module
    "GET /", "GET /noche", "GET /api/v1/noche", "GET /apartados/rechazados", "GET /api/v1/revision",
    "GET /apartados/qr", "POST /apartados/qr",
    "GET /api/v1/avance",
    "GET /registro/puntos", "GET /resultados/{unit}", "GET /api/v1/resultados/{unit}", "GET /api/v1/eleccion",
    "GET /registro",
    "GET /catalogo", "GET /catalogo/cargas",
    "GET /catalogo/comparacion", "GET /api/v1/catalogo/cargas", "GET /personas", "GET /api/v1/personas",
    "GET /maquinas", "GET /diseno", "GET /diseno/lista",
    # forms of what is not there yet, and doors
    "GET /catalogo/{lista}/cargar", "POST /catalogo/{lista}/cargar", "POST /api/v1/catalogo/{lista}/prueba",
    "POST /api/v1/catalogo/{lista}/cargas", "GET /personas/nueva", "POST /personas/nueva", "GET /maquinas/nueva",
    "POST /maquinas/nueva",
    "POST /api/v1/bundles", "GET /entrar", "POST /entrar", "POST /entrar/llave", "POST /diseno/quitar",
    # one's own, which bear no name
    "GET /cuenta", "GET /cuenta/sesiones", "POST /cuenta/sesiones/otras", "POST /cuenta/contrasena",
    "GET /cuenta/llaves", "POST /cuenta/llaves", "POST /cuenta/llaves/nueva",
    "GET /cuenta/segundo-factor", "POST /cuenta/segundo-factor", "POST /salir",
    # how the server is
    "GET /trabajos", "GET /salud", "GET /salud/viva", "GET /salud/lista", "GET /api/v1/salud", "GET /metrics",
})  # fmt: skip
NO_OBJECT: Final = frozenset({"unit", "lista"})
"""Parameters of addresses whose values are words of ours."""
