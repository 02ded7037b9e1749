"""Words of the server's health that logic chooses; the rest stands in the template. It must not weigh anything."""

from typing import Final

from server.kit.health import Check, Level

NAV: Final = "Salud del servidor"
NAMES: Final = {
    "base": "Base de datos",
    "disco": "Espacio en disco",
    "tema": "Tema de la elección",
    "llave": "Llave del servidor",
    "reloj": "Reloj",
    "corte": "Último corte",
    "cola": "Cola de paquetes",
    "guardar": "Guardar lo que llega",
    "trabajos": "Trabajos",
    "objetos": "Archivos",
}
LEVELS: Final = {Level.FINE: "Bien", Level.WARNS: "Atienda", Level.STOPS: "No recibe"}
KINDS: Final = {Level.FINE: "", Level.WARNS: "attention", Level.STOPS: "fault"}
CODES: Final = {
    "S820": "La llave o el certificado del servidor no se pueden leer: no se publicarán cortes. Revise esos archivos.",
    "S821": "La base de datos es de otra versión. Aplique «servidor migrate» y reinicie el servicio.",
    "S822": "Ya no hay espacio: no se reciben paquetes. Libere espacio ahora; lo que se recibió está a salvo.",
    "S823": "Queda poco espacio. Libere espacio o amplíe el disco antes de que se llene.",
    "S824": "Llegan más paquetes de los que se alcanzan a guardar. A quien envía se le pide volver; no se pierde nada.",
    "S825": "La hora de este equipo saltó hace menos de una hora. Revise la hora y el servicio que la ajusta.",
    "S826": "El último corte ya tiene más de 20 minutos, o no hay ninguno. Revise «servidor cut».",
    "S827": "Todavía no hay tema: no se reciben paquetes. Impórtelo con «servidor import-theme».",
    "S828": "No respondió a tiempo. Lo que ya se contestó está guardado; lo que no, se volverá a enviar.",
    "S848": "Un trabajo falló y ya no se intenta solo. Vea «Trabajos» y decida si se intenta otra vez o se descarta.",
    "S881": "Lo último que llegó no se pudo guardar; a quien lo envió se le pidió volver. Revise el disco de la base.",
    "S882": "Hay trabajos que nadie empieza. Revise «servidor worker» (servidor-trabajos) en cada equipo.",
    "S851": "El almacén de archivos no responde. Se sigue recibiendo; lo que falta por guardar espera y se manda solo.",
    "S852": "El almacén ya no tiene candado de objetos (Object Lock): no se le manda nada. Revise el bucket.",
    "S856": "La última revisión halló archivos que faltan o alterados. Vea «servidor objetos comprobar» y avise.",
    "S857": "El almacén de archivos rechaza a este servidor. Revise su bucket y sus credenciales; lo recibido espera.",
    "S849": "La base de datos no espera al disco: un corte de luz se llevaría lo contestado. Encienda «fsync».",
}
FINE: Final = "Sin novedad."
READY: Final = "Recibe paquetes."
NOT_READY: Final = "No puede recibir paquetes. Quien envía lo vuelve a intentar: nada se pierde."
QUIET: Final = frozenset({"reloj", "objetos"})
"""Checks whose zero says nothing."""
GIB: Final = 1 << 30
MIB: Final = 1 << 20


def says(check: Check) -> str:
    """What a check found, in a sentence or two."""
    return CODES[check.code] if check.code else FINE


def name(check: Check) -> str:
    """What a check is called."""
    return NAMES.get(check.name, check.name)


def weighed(check: Check) -> str:
    """The figure that a check weighed, with its unit; empty where there is none."""
    if check.value is None or (check.name in QUIET and not check.value):
        return ""
    if check.name == "disco":
        return f"{check.value // GIB} GiB libres"
    if check.name == "cola":
        return f"{check.value // MIB} MiB en espera"
    if check.name == "corte":
        return f"hace {check.value // 60} min" if check.value >= 0 else ""
    if check.name == "reloj":
        return f"saltó {check.value} s"
    return f"{check.value} por guardar" if check.name == "objetos" else str(check.value)
