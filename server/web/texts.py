"""Words of the staff's pages that logic chooses; the rest stands in the templates. It must not format figures."""

from typing import Final

from shared.domain.eleccion import Mode

SITE_NAME: Final = "Servidor de resultados"
AUTHORITY: Final = "Mesa de control de resultados"
HOME: Final = "/"
MODES: Final = {
    Mode.OFICIAL: "",
    Mode.SIMULACRO: "Simulacro: estas cifras no son resultados de una elección.",
    Mode.CAPACITACION: "Capacitación: estas cifras no son resultados de una elección.",
}
RE_ENACTED: Final = (
    "Recreación de una elección pasada: el reloj de este servidor está adelantado o atrasado a propósito."
)
KEYS: Final = {"NULOS": "Votos nulos", "NO_REGISTRADAS": "Candidaturas no registradas", "BLANCOS": "Boletas en blanco"}
UNITS: Final = {
    "entidad": "Entidad",
    "distrito": "Distrito",
    "municipio": "Municipio",
    "seccion": "Sección",
    "casilla": "Casilla",
}
UNITS_PLURAL: Final = {
    "distrito": "distritos",
    "municipio": "municipios",
    "seccion": "secciones",
    "casilla": "casillas",
}
ABROAD: Final = "Voto en el extranjero"
NO_THEME: Final = "Todavía no se ha importado el tema firmado de la elección."
NO_THEME_DO: Final = "Impórtelo con la orden «servidor import-theme». Mientras tanto, ningún paquete se recibe."
GROUP_RESULTS: Final = "Resultados"
GROUP_NIGHT: Final = "Noche electoral"
GROUP_CATALOG: Final = "Catálogo"
GROUP_ADMINISTRATION: Final = "Administración"
NAV_ADVANCE: Final = "Avance"
NAV_DISTRITOS: Final = "Distritos"
NAV_MUNICIPIOS: Final = "Municipios"
NAV_CASILLAS: Final = "Casillas"
NAV_APART: Final = "Apartados"
NAV_QR: Final = "Leer un acta"
NAV_REFUSED: Final = "Rechazados"
NAV_NIGHT: Final = "Noche de resultados"
NAV_LATE: Final = "Retrasos"
NAV_CASES: Final = "Casos"
NAV_PEOPLE: Final = "Personas"
NAV_MACHINES: Final = "Máquinas"
NAV_CATALOG: Final = "Listas"
NAV_DELIVERIES: Final = "Archivos entregados"
NAV_TRAIL: Final = "Registro de cambios"
ACTIONS_OF_ACCOUNTS: Final = {
    "entrar": "Entró",
    "salir": "Salió",
    "usar_enlace": "Usó su enlace",
    "invitar": "Invitó a una persona",
    "enlace": "Hizo un enlace nuevo",
    "cargos": "Cambió los cargos",
    "estado": "Cambió el estado de una cuenta",
    "maquina": "Agregó una máquina",
    "cerrar_maquina": "Cerró una máquina",
    "cerrar_sesiones": "Cerró sesiones",
    "cambiar_contrasena": "Cambió su contraseña",
    "segundo_factor": "Registró su segundo factor",
    "agregar_llave": "Registró una llave de acceso",
    "quitar_llave": "Quitó una llave de acceso",
    "entrar_con_llave": "Entró con su llave de acceso",
}
ACTIONS_OF_CASES: Final = {
    "tomar": "Tomó un caso",
    "proponer": "Propuso una decisión",
    "retirar": "Retiró su propuesta",
    "confirmar": "Confirmó una decisión",
    "devolver": "Devolvió una propuesta",
    "reabrir": "Reabrió un caso",
}
ACTIONS_OF_CATALOG: Final = {
    "recibir_lista": "Entregó un archivo del catálogo",
    "revisar_lista": "Revisó un archivo del catálogo",
    "firmar_lista": "Firmó un archivo del catálogo",
    "rechazar_lista": "Rechazó un archivo del catálogo",
}
ACTIONS_OF_JOBS: Final = {
    "reintentar": "Mandó intentar otra vez un trabajo",
    "cancelar": "Canceló un trabajo",
    "descartar": "Descartó un trabajo que falló",
}
ACTIONS: Final = {
    "importar": "Importó el tema de la elección",
    "recibir": "Recibió un paquete",
    "cotejar": "Leyó el QR de un acta en papel",
    "revisar": "Pasó a revisión otro almacén de la casilla",
    "rechazar": "Rechazó un archivo",
    "publicar": "Publicó un corte",
    "corte": "Publicó un corte",
    **ACTIONS_OF_ACCOUNTS,
    **ACTIONS_OF_CASES,
    **ACTIONS_OF_CATALOG,
    **ACTIONS_OF_JOBS,
}
OUTCOMES: Final = {"rechazado": "no se le permitió"}
MODULES: Final = {
    "jobs": "Trabajos",
    "accounts": "Cuentas",
    "audit": "Registro",
    "catalog": "Catálogo",
    "computos": "Cómputos",
    "ingest": "Recepción",
    "prep": "PREP",
    "revision": "Casos",
}
ORIGINS: Final = {
    "http": "Red",
    "certificado": "Red, con certificado",
    "carpeta": "Carpeta vigilada",
    "memoria": "Memoria USB",
    "qr": "QR de un acta",
    "cli": "Línea de comandos",
}
DATA: Final = {
    "sha256": "huella",
    "store": "almacén",
    "status": "estado",
    "codes": "motivos",
    "por": "por el almacén",
    "envia": "lo envía",
    "qr": "QR",
    "cotejo": "cotejo",
    "code": "código",
    "size": "bytes",
    "theme": "tema",
    "casillas": "casillas",
    "cargos": "cargos",
    "nombre": "nombre",
    "estado": "estado",
    "enlace": "enlace",
    "cuantas": "cuántas",
    "factores": "factores",
    "llave": "llave",
    "palabras": "razón",
    "motivo": "motivo",
    "cuentan": "paquetes que cuentan",
    "propuso": "propuso",
    "contadas": "casillas contadas",
    "emitidos": "personas que votaron",
    "archivo": "archivo",
    "filas": "renglones",
    "faltas": "faltas",
    "diferencias": "huella de las diferencias",
    "altas": "altas",
    "cambios": "cambios",
    "bajas": "bajas",
    "total": "total",
    "huella": "huella",
    "entrego": "entregó",
    "reviso": "revisó",
    "pasos": "qué pasó",
}
VALUES: Final = {
    "aceptado": "aceptado",
    "cuarentena": "en cuarentena",
    "en_revision": "en revisión",
    "descartado": "descartado",
    "llega": "llegó",
    "llega_con_faltas": "llegó y no cuadra",
    "otro_paquete": "llegó otro paquete suyo",
    "otro_almacen": "llegó otro almacén de la casilla",
    "falta_la_otra": "espera a la otra urna",
    "con_la_otra": "ya está la otra urna",
    "con_la_otra_y_faltas": "ya está la otra urna, y no cuadra",
    "sigue_apartado": "sigue apartado",
}

CHANGES: Final = "cambios"
TRAIL_LABELS: Final = {
    "n": "Núm.",
    "at": "Momento",
    "actor": "Por",
    "action": "Cambio",
    "subject": "Sobre",
    "data": "Datos",
    "hash": "Huella",
    "quien": "Quién",
    "accion": "Cambio",
    "modulo": "Módulo",
    "texto": "Sobre qué, o un dato",
    "desde": "Desde el día",
    "hasta": "Hasta el día",
    "dia": "Día",
    "hasta_n": "Hasta el cambio",
    "firma": "Firma",
}
POINTS: Final = "puntos firmados"
TITLE_POINTS: Final = "Puntos firmados del registro"
INTRO_POINTS: Final = (
    "Cada día el servidor firma dónde termina la cadena de cambios. Guarde una copia fuera de este equipo: quien "
    "reescribiera todo el registro no podría hacer que coincidiera con ella."
)
NO_POINTS: Final = (
    "El servidor firma el primero en cuanto hay cambios y lo revisa cada diez minutos. Si no aparece, revise en su "
    "configuración la llave con que firma."
)
NO_CHANGES: Final = "Todavía no hay cambios. Cada uno queda aquí en cuanto se hace."
JUST_NOW: Final = "hace un momento"
NOTHING_YET: Final = "todavía ninguno"
AGES: Final = (
    (86_400, "un día", "días"),
    (3_600, "una hora", "horas"),
    (60, "un minuto", "minutos"),
    (10, "unos segundos", "segundos"),
)
"""Seconds of an age, and how one and several of it are said."""

Said = tuple[str, str]
"""What happened, and what to do."""
REFUSED: Final[Said] = ("No se pudo abrir esta página", "Vuelva a la página anterior e inténtelo otra vez.")
REFUSALS_BY_STATUS: Final[dict[int, Said]] = {
    404: (
        "No hay nada en esta dirección",
        (
            "No existe, o queda fuera del territorio que ve su cuenta. Revise la dirección, o empiece desde la página "
            "principal."
        ),
    ),
    405: ("Esta página no se usa así", "Vuelva a la página anterior."),
    413: ("Lo que envió es demasiado grande", "Envíe menos de una vez."),
    422: ("Falta un dato o no tiene la forma esperada", "Vuelva a la página anterior y revíselo."),
    500: ("El servidor falló", "El cambio que pidió no se guardó. Avise a soporte y diga la hora y esta página."),
    503: ("El servidor no pudo terminar", "No se guardó nada. Espere un momento e inténtelo otra vez."),
}
REFUSALS: Final[dict[str, Said]] = {
    "S104": (NO_THEME, NO_THEME_DO),
    "S111": (
        "Su cuenta no abre esta página",
        (
            "Si la necesita para su trabajo, pida el cargo a quien administra las cuentas. Si acaba de recibirlo, "
            "registre antes su segundo factor en Mi cuenta."
        ),
    ),
    "S112": (
        "El cambio no se hizo",
        "La página llevaba mucho tiempo abierta o se envió desde otro sitio. Ábrala de nuevo y repita el cambio.",
    ),
    "S113": ("Esta cuenta sólo consulta", "Para hacer un cambio entre con su propia cuenta, en otro equipo."),
    "S851": ("El almacén de archivos no responde", "Intente otra vez en un momento. Lo recibido está guardado."),
    "S854": ("Este archivo ya no es el que se recibió", "Quien opera el servidor ya puede verlo en Salud. Avísele."),
    "S855": ("Falta este archivo", "Quien opera el servidor debe revisarlo. Avísele."),
    "S857": ("El almacén de archivos rechaza a este servidor", "Lo recibido está guardado. Avise a quien opera."),
    "S114": ("El envío no terminó a tiempo", "No se guardó nada. Envíelo otra vez."),
}
