"""Words of the catalogue that logic chooses; the rest stands in the templates. It must not decide anything."""

from collections.abc import Sequence
from typing import Final

from server.catalog.faults import Fault, cut
from server.catalog.marco import MAX_TEXT, Lista, Record, Value
from server.catalog.rules import LEAST_TYPED, MAX_REASON, Estado, Refused
from server.catalog.rules_ties import MOST_OF_CASILLA
from server.catalog.schemas_marco import Carga
from shared.tables.tabla import ArchivoInvalido
from shared.tables.textos import REFUSALS

LISTAS: Final = {
    Lista.ENTIDADES: "Entidad",
    Lista.DISTRITOS: "Distritos",
    Lista.MUNICIPIOS: "Municipios",
    Lista.SECCIONES: "Secciones",
    Lista.CASILLAS: "Casillas",
    Lista.LISTA_NOMINAL: "Lista nominal",
    Lista.ELECCIONES: "Elecciones",
    Lista.MAPA_DISTRITOS: "Mapa de distritos",
    Lista.MAPA_MUNICIPIOS: "Mapa de municipios",
}
COLUMNS: Final = {
    "entidad": "Entidad",
    "nombre": "Nombre",
    "distrito": "Distrito",
    "municipio": "Municipio",
    "seccion": "Sección",
    "clave_casilla": "Clave de casilla",
    "tipo": "Tipo",
    "ubicacion": "Ubicación",
    "domicilio": "Domicilio",
    "lista_nominal": "Lista nominal",
    "eleccion": "Elección",
    "fecha": "Fecha",
    "forma": "Forma",
    "busca": "Clave, nombre o domicilio",
    "archivo": "Archivo",
    "lista": "Lista",
    "estado": "Estado",
    "entrego": "Lo entregó",
    "recibido": "Llegó",
    "cerro": "Lo firmó o rechazó",
    "cerrado": "Cuándo",
    "sha256": "Huella",
}
ROWS: Final = "renglones"
EMPTY: Final = "La lista está vacía: todavía nadie firma un archivo con sus renglones."
FILES_DELIVERED: Final = "archivos entregados"
NO_DELIVERY: Final = "Todavía nadie entrega un archivo. Abra una lista del catálogo y elija «Entregar un archivo»."
DONE: Final = {
    "recibido": "El archivo se recibió. La lista no ha cambiado.",
    "revisado": "Quedó revisado. La lista cambia cuando lo firme otra persona.",
    "firmado": "La lista cambió, y el cambio quedó en el registro con su nombre.",
    "rechazado": "El archivo se rechazó. La lista queda como estaba.",
}
SHOWN: Final = {
    Lista.ENTIDADES: ("entidad", "nombre"),
    Lista.DISTRITOS: ("distrito", "nombre"),
    Lista.MUNICIPIOS: ("municipio", "nombre"),
    Lista.SECCIONES: ("seccion", "distrito", "municipio"),
    Lista.CASILLAS: ("clave_casilla", "tipo", "seccion", "distrito", "municipio", "ubicacion", "domicilio"),
    Lista.LISTA_NOMINAL: ("clave_casilla", "tipo", "seccion", "distrito", "municipio", "lista_nominal"),
    Lista.ELECCIONES: ("eleccion", "nombre", "fecha"),
}
HOLDS: Final = {
    "entidad": "Número de la entidad, de 1 a 32.",
    "nombre": "Nombre, como se publica.",
    "distrito": "Número del distrito local. 0 es el voto en el extranjero.",
    "municipio": "Número del municipio. 0 es el voto en el extranjero.",
    "seccion": "Número de la sección. 0 es el voto en el extranjero.",
    "clave_casilla": "11 signos: entidad (2), sección (4), tipo (1), número (2) y extensión (2), como 140024B0100.",
    "ubicacion": "1 urbana, 2 no urbana, 3 especial o en el extranjero.",
    "domicilio": f"Dónde se instala, en {MAX_TEXT} letras o menos.",
    "lista_nominal": "Cuántas personas votan ahí. 0 en las especiales.",
    "eleccion": "Clave de la elección, como JAL-2027-GOB.",
    "fecha": "Día de la jornada: 2027-06-06 o 06/06/2027.",
    "forma": "Polígono del GeoJSON, en grados (WGS84) o en metros UTM.",
}
TIPOS: Final = {
    "B": "Básica",
    "C": "Contigua {number}",
    "S": "Especial {number}",
    "E": "Extraordinaria {number}",
    "M": "Mesa del extranjero {number}",
    "A": "Voto anticipado {number}",
    "P": "Prisión preventiva {number}",
}
EXTENDED: Final = "{name}, contigua {extension}"
UBICACIONES: Final = {1: "Urbana", 2: "No urbana", 3: "Especial o extranjero"}
NO_FILE: Final = "Elija un archivo."
ESTADOS: Final = {
    Estado.RECIBIDO: "Recibido; falta revisarlo",
    Estado.REVISADO: "Revisado; falta la firma de otra persona",
    Estado.FIRMADO: "Firmado y aplicado",
    Estado.RECHAZADO: "Rechazado",
}
WITH_FAULTS: Final = "Recibido con faltas"
REFUSED: Final = {
    Refused.STATE: "Este archivo ya no está en ese paso. Abra su página otra vez y vea en qué quedó.",
    Refused.FAULTS: "El archivo tiene faltas. Corríjalas en el archivo y entréguelo de nuevo.",
    Refused.REMOVED: "Ese no es el número de renglones que se quitan. Véalos abajo y escriba cuántos son.",
    Refused.NOTHING: "El archivo dice lo mismo que la lista: no hay nada que firmar. Rechácelo.",
    Refused.SAME_PERSON: "Lo debe firmar otra persona: usted lo entregó o lo revisó.",
    Refused.HASH: f"Esa no es la huella de este archivo. Escriba {LEAST_TYPED} signos o más, como vienen en el papel.",
    Refused.MOVED: "La lista cambió después de la revisión. No se aplicó nada: hay que revisar el archivo otra vez.",
    Refused.REASON: f"Escriba por qué se rechaza, en {MAX_REASON} letras o menos.",
}
_AGAIN: Final = "y entréguelo otra vez."
FILES: Final = {
    **REFUSALS,
    "S612": "El archivo no es un mapa GeoJSON. Expórtelo como GeoJSON " + _AGAIN,
    "S613": "No se sabe en qué coordenadas está el mapa. Expórtelo en WGS84 (EPSG:4326) " + _AGAIN,
}
FAULTS: Final = {
    "S701": ("Falta la columna {column}.", "Agréguela al archivo, con ese nombre en el primer renglón."),
    "S702": ("La columna «{value}» no es de esta lista.", "Quítela, o corrija su nombre."),
    "S703": ("La columna «{value}» está dos veces.", "Deje una."),
    "S704": ("Hay un dato fuera de las columnas.", "Bórrelo, o revise si el renglón lleva un separador de más."),
    "S705": ("Está vacío.", "Escriba el dato."),
    "S706": ("El texto es demasiado largo.", f"Déjelo en {MAX_TEXT} letras o menos."),
    "S707": ("Es una fórmula, o empieza como si lo fuera.", "Escriba el dato mismo: copie y pegue como valores."),
    "S708": ("La celda tiene un error, o verdadero o falso.", "Escriba el dato."),
    "S709": ("No es un número entero.", "Escriba sólo cifras, sin comas, espacios ni decimales."),
    "S710": ("El número no es posible aquí.", "Debe ir de {first} a {second}."),
    "S711": (
        "No tiene la forma de una clave de casilla.",
        "Son 11 signos: entidad (2), sección (4), tipo (B C S E M A P), número (2), extensión (2): 140024B0100.",
    ),
    "S712": (
        "La hoja de cálculo tomó la clave de una extraordinaria por un número.",
        "Dé a la columna formato de texto y pegue las claves otra vez, o entregue el CSV sin abrirlo.",
    ),
    "S713": (
        "No es una fecha.",
        "Escríbala como 2027-06-06 o como 06/06/2027 (día/mes/año). Sólo va en la columna de fecha.",
    ),
    "S714": ("Lleva signos que no se ven.", "Bórrelo y escríbalo a mano."),
    "S715": ("Las letras con acento llegaron mal.", "Guarde el archivo como «CSV UTF-8» o como XLSX."),
    "S716": ("Está dos veces: ya aparece en el renglón {first}.", "Deje uno de los dos."),
    "S717": ("En la lista de {lista} no está {second}.", "Corrija el dato, o entregue antes esa lista."),
    "S718": (
        "El archivo no trae {value}, y la lista de {lista} lo usa en {second} renglones.",
        "Agréguelo, o cambie antes esos renglones.",
    ),
    "S720": ("El archivo trae {first} entidades.", "Deje la suya: este servidor es de una sola."),
    "S721": (
        "El tipo, el número y la extensión no van juntos.",
        "La básica es B0100; sólo las extraordinarias llevan extensión.",
    ),
    "S722": (
        "No es una clave de elección.",
        "Use letras sin acento, números, punto o guion; 40 o menos. Por ejemplo JAL-2027-GOB.",
    ),
    "S723": ("El archivo sólo trae el encabezado.", "Revise que sea el archivo que quiere entregar."),
    "S735": ("Sin forma en este mapa: {first} ({value}).", "Agréguelas si el mapa debe llevarlas."),
    "S741": (
        "La forma no dice de qué {first} es.",
        "Ponga su número en una propiedad con ese nombre, y deje una sola que empiece así.",
    ),
    "S742": (
        "El mapa está en metros y no dice en qué sistema: se tomó por {first} (EPSG:32613), el de Jalisco.",
        "Vea que las formas caigan en su lugar antes de firmar.",
    ),
    "S743": ("La forma está vacía o no es un polígono.", "Corríjala en el programa de mapas."),
    "S744": ("La forma se cruza consigo misma.", "Corríjala en el programa de mapas."),
    "S731": (
        "En la sección {first} falta un número.",
        "Las contiguas van seguidas desde la 1, junto a su básica; las extensiones, desde su extraordinaria.",
    ),
    "S732": (
        f"La casilla {{first}} tiene más de {MOST_OF_CASILLA} personas.",
        "La ley pide dividir la sección (LGIPE, artículo 253, párrafo 3).",
    ),
    "S733": (
        "Casillas sin lista nominal en este archivo: {first} ({value}).",
        "Si son especiales, agréguelas con 0.",
    ),
    "S734": ("Secciones que quedan sin casilla: {first} ({value}).", "Revise si les falta."),
}


COMPARISON: Final = "El catálogo y el tema firmado"
MANY_DIFFERENCES: Final = "diferencias"
NO_DIFFERENCE: Final = "El catálogo y el tema dicen lo mismo en todo lo que se compara."
COLUMNS_OF_COMPARISON: Final = {
    "codigo": "Código",
    "que": "Diferencia",
    "lista": "Lista",
    "clave": "Clave",
    "campo": "Dato",
    "tema": "Tema firmado",
    "catalogo": "Catálogo",
}
DIFFERENCES: Final = {
    "S751": "La casilla está en el tema y no en el catálogo",
    "S752": "La casilla está en el catálogo y no en el tema",
    "S753": "La lista nominal es otra",
    "S754": "La sección está en otro distrito o municipio",
    "S755": "La ubicación es otra",
    "S756": "El domicilio es otro",
    "S757": "El nombre es otro, o falta en el catálogo",
    "S758": "La sección está en el tema y no en el catálogo",
}
_COMPARED: Final = (
    "Las urnas y los resultados llevan lo que dice el tema de {election} (código {code}), que ya se firmó: si el "
    "catálogo tiene la razón, hay que firmar otro tema."
)
_NOT_COMPARED: Final = " Listas vacías, que no se comparan: {lists}."


def comparison(election: str, code: str, empty: Sequence[Lista]) -> str:
    """What the comparison is with, and which lists say nothing."""
    lists = _NOT_COMPARED.format(lists=", ".join(LISTAS[each] for each in empty)) if empty else ""
    return _COMPARED.format(election=election, code=code) + lists


def said(value: Value | None) -> str:
    """A value of either side; a dash where it is missing."""
    return "—" if value is None else str(value)


def fault(found: Fault) -> tuple[str, str]:
    """What is wrong, and what to do about it."""
    what, do = FAULTS[found.code]
    first, _, second = found.about.partition("|")
    values = {
        "column": found.field,
        "value": found.value,
        "first": first,
        "second": second,
        "lista": LISTAS[Lista(first)].lower() if second and first in set(Lista) else "",
    }
    return what.format(**values), do.format(**values)


def title(carga: Carga) -> str:
    """A delivered file by its number and name."""
    return f"{carga.id}. {carga.name}"


def state(carga: Carga) -> str:
    """What became of a delivered file, in words."""
    return WITH_FAULTS if carga.status is Estado.RECIBIDO and carga.faults else ESTADOS[carga.status]


def cell(name: str, row: Record) -> str:
    """A cell of a list as people read it."""
    value = row[name]
    if value is None:
        return "—"
    if name == "tipo":
        return casilla(str(row["clave_casilla"]))
    if name == "ubicacion":
        return UBICACIONES[int(value)]
    return f"{value:,}" if name == "lista_nominal" else str(value)


def brief(value: Value) -> str:
    """A value as a table of differences shows it."""
    return cut(value)


def casilla(clave: str) -> str:
    """The type and number of a casilla as people say them."""
    name = TIPOS[clave[6]].format(number=int(clave[7:9]))
    extension = int(clave[9:])
    return EXTENDED.format(name=name, extension=extension) if extension else name


def file_fault(error: ArchivoInvalido) -> str:
    """Why no table could be read of a file, and what to do."""
    return FILES[error.code]
