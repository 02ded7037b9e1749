"""Words of accounts that logic chooses; the rest stands in the templates. It must not decide anything."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from server.access import WHOLE, Grant, Level, Role, Territory
from server.accounts.rules import LEAST_PASSWORD
from server.accounts.schemas import LinkKind, MachineState, NotEntered, Refused, Standing, WeakPassword
from shared.crypto.passwords import MAX_PASSWORD

ROLES: Final = {
    Role.ADMINISTRACION: "Administra personas y máquinas",
    Role.DIRECCION: "Dirección",
    Role.RESULTADOS: "Mesa de control de resultados",
    Role.CONSEJO: "Consejo distrital o municipal",
    Role.AUDITORIA: "Auditoría",
    Role.PANTALLA: "Pantalla de pared",
    Role.DIFUSION: "Difusión (una máquina que lee resultados)",
    Role.VIGILANCIA: "Vigilancia (una máquina que lee las mediciones del servidor)",
}
STANDINGS: Final = {
    Standing.INVITADA: "Invitada; todavía no entra",
    Standing.ACTIVA: "Activa",
    Standing.SUSPENDIDA: "Suspendida",
}
LEVELS: Final = {Level.ENTIDAD: "Toda la entidad", Level.DISTRITO: "Distrito", Level.MUNICIPIO: "Municipio"}
LINKS: Final = {
    LinkKind.INVITACION: "Invitación",
    LinkKind.RESTABLECER: "Para empezar de nuevo",
    LinkKind.PANTALLA: "Para abrir la pantalla",
}
NOT_ENTERED: Final = {
    NotEntered.WRONG: "El usuario, la contraseña o el código no coinciden. Revíselos e inténtelo otra vez.",
    NotEntered.WAIT: "Hubo demasiados intentos. Espere {wait} y vuelva a intentarlo.",
}
FIELDS: Final = {
    Refused.TAKEN: "usuario",
    Refused.USUARIO: "usuario",
    Refused.NAME: "nombre",
    Refused.GRANTS: "cargo-1",
}
"""The field of a form beside which each of its faults stands."""
WEAK: Final = {
    WeakPassword.SHORT: f"Es corta: escriba al menos {LEAST_PASSWORD} caracteres. Una frase que recuerde sirve bien.",
    WeakPassword.LONG: f"Es demasiado larga: use {MAX_PASSWORD} caracteres o menos.",
    WeakPassword.HOLDS_NAME: "Contiene su nombre de usuario. Escriba otra.",
    WeakPassword.MONOTONOUS: "Repite los mismos caracteres. Escriba una frase.",
}
REFUSED: Final = {
    Refused.TAKEN: "Ya hay una cuenta con ese usuario. Escriba otro.",
    Refused.USUARIO: "Escriba el usuario con minúsculas sin acentos, números, punto o guion: de 3 a 40, primero letra.",
    Refused.NAME: "Escriba el nombre, en 120 letras o menos.",
    Refused.GRANTS: (
        "Elija al menos un cargo. Un distrito o municipio lleva su número; toda la entidad, ninguno. El de pantalla de "
        "pared va solo."
    ),
    Refused.SUSPENDED: "La cuenta está suspendida. Actívela antes de hacer un enlace.",
    Refused.SELF: "Eso lo debe hacer otra persona, no usted en su propia cuenta.",
    Refused.LAST: "Es la última persona que puede administrar las cuentas. Antes dé ese cargo a otra.",
    Refused.LINK: "Este enlace ya se usó o venció. Pida otro a quien administra las cuentas.",
    Refused.CODE: "El código no coincide. Espere a que su teléfono muestre el siguiente y escríbalo.",
    Refused.PASSWORD: "Su contraseña actual no coincide.",
    Refused.PASSKEY: "La llave no quedó registrada. Inténtelo otra vez desde esta página.",
    Refused.WEAK_SESSION: "Entre con su segundo factor y vuelva a intentarlo: la contraseña sola no basta para esto.",
    Refused.ONLY_FACTOR: "Es su único segundo factor. Antes registre otra llave o los códigos de su teléfono.",
}
PASSKEY_NOT_ENTERED: Final = (
    "No se pudo entrar con la llave: venció el tiempo, o no es de esta cuenta. Inténtelo otra vez o use su contraseña."
)
PASSKEY_NAME: Final = "Escriba un nombre de 60 letras o menos para reconocer la llave."
LABELS: Final = {
    "usuario": "Usuario",
    "nombre": "Nombre",
    "cargos": "Cargos",
    "estado": "Estado",
    "segundo_factor": "Segundo factor",
    "desde": "Cuenta desde",
    "busca": "Usuario o nombre",
}
SESSION_LABELS: Final = {
    "desde": "Abierta desde",
    "uso": "Último uso",
    "direccion": "Dirección",
    "navegador": "Navegador",
    "cual": "Cuál",
    "busca": "Dirección o navegador",
}
SESSIONS: Final = "sesiones"
THIS_SESSION: Final = "Ésta"
OTHER_SESSION: Final = "Otra"
CLOSE_CHOSEN_SESSIONS: Final = "Cerrar las elegidas"
CLOSE_OTHER_SESSIONS: Final = "Cerrar todas las demás"
SESSIONS_CLOSED: Final = "Las sesiones quedaron cerradas: quien las tuviera abiertas debe entrar otra vez."
NO_SESSION_CHOSEN: Final = "No eligió ninguna sesión. Marque las que quiera cerrar."
MACHINE_LABELS: Final = {
    "nombre": "Nombre",
    "cargos": "Qué lee",
    "desde": "Desde",
    "vence": "Vence",
    "estado": "Estado",
    "busca": "Nombre",
}
MACHINES: Final = "máquinas"
MACHINE_STATES: Final = {MachineState.ABIERTA: "Abierta", MachineState.CERRADA: "Cerrada"}
NO_MACHINE: Final = "Todavía no hay ninguna. Agregue la primera con el botón de arriba."
CLOSE_MACHINES: Final = "Cerrar para siempre"
CLOSE_ONE_MACHINE: Final = "¿Cerrar para siempre «{name}»?"
CLOSE_SEVERAL_MACHINES: Final = "¿Cerrar para siempre estas máquinas?"
CLOSING: Final = (
    "Su clave deja de servir en este momento.",
    "No se puede deshacer: para que vuelva a leer hay que agregarla otra vez, con otra clave.",
)
MACHINES_CLOSED: Final = "Las máquinas elegidas quedaron cerradas."
NO_MACHINE_CHOSEN: Final = "No eligió ninguna máquina abierta. Marque las que quiera cerrar."
YES, NO = "Sí", "No"
SUSPEND: Final = "Suspender a {usuario}"
SUSPEND_ONE: Final = "¿Suspender a {name}?"
SUSPEND_SEVERAL: Final = "¿Suspender a estas personas?"
SUSPEND_CHOSEN: Final = "Suspender a las elegidas"
ACTIVATE_CHOSEN: Final = "Activar a las elegidas"
SUSPENSION: Final = (
    "Sus sesiones se cierran en este momento y no podrán entrar.",
    "Nada de lo que hicieron se borra.",
    "Se puede deshacer: al activarlas entran con lo que tenían.",
)
NOBODY_CHOSEN: Final = "No eligió a nadie. Vuelva a la lista y marque a quienes corresponda."
SUSPENDED_ONE: Final = "La cuenta quedó suspendida y sus sesiones, cerradas."
SUSPENDED_SEVERAL: Final = "Las cuentas elegidas quedaron suspendidas y sus sesiones, cerradas."
ACTIVE_ONE: Final = "La cuenta puede entrar otra vez."
ACTIVE_SEVERAL: Final = "Las cuentas elegidas pueden entrar otra vez."
GRANTED: Final = "Los cargos quedaron guardados."
NOT_FOR_ALL: Final = "No se pudo con todas"
DIFFERENT: Final = "Las dos contraseñas no son iguales. Escríbalas otra vez."


def territory(found: Territory) -> str:
    """A territory as people say it."""
    return LEVELS[found.level] if found == WHOLE else f"{LEVELS[found.level]} {found.number}"


def grant(found: Grant) -> str:
    """A grant as people say it."""
    return f"{ROLES[found.role]}, {territory(found.territory).lower()}"


def faults(reasons: Iterable[Refused]) -> dict[str, str]:
    """What a form got wrong, by field."""
    return {FIELDS[reason]: REFUSED[reason] for reason in reasons}


def wait(now: datetime, until: datetime) -> str:
    """How long, in words: seconds up to two minutes, then minutes."""
    seconds = max(1, -(-(until - now) // timedelta(seconds=1)))
    return f"{seconds} segundos" if seconds <= 120 else f"{-(-seconds // 60)} minutos"
