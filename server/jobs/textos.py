"""Words of long work, for pages and for the command. It must not decide anything."""

from typing import Final

from server.jobs.schemas import Job, State

NAV: Final = "Trabajos"
MANY: Final = "trabajos"
EMPTY: Final = "Todavía no hay trabajos. Los cortes del PREP se hacen aquí si así se configuró (cut_every_s)."
STATES: Final = {
    State.ESPERA: "Espera",
    State.EN_CURSO: "Se está haciendo",
    State.HECHO: "Hecho",
    State.FALLIDO: "Falló",
    State.CANCELADO: "Cancelado",
    State.DESCARTADO: "Descartado",
}
TASKS: Final = {
    "corte": "Publicar un corte",
    "objetos-enviar": "Mandar archivos a su almacén",
    "objetos-comprobar": "Revisar todos los archivos",
}
LABELS: Final = {
    "numero": "Número",
    "trabajo": "Trabajo",
    "estado": "Estado",
    "intentos": "Intentos",
    "avance": "Avance",
    "causa": "Por qué falló",
    "motivo": "Por qué se descartó",
}
FAR: Final = "{done} de {total}"
RETRY: Final = "Intentar otra vez"
CANCEL: Final = "Cancelar"
DISCARD: Final = "Descartar"
ASK_CANCEL: Final = "¿Cancelar estos trabajos?"
CANCELLING: Final = ("Lo que se está haciendo se detiene. Lo que ya se publicó se queda.",)
DONE: Final = "Quedó hecho. El registro de cambios dice quién lo pidió."
NOTHING: Final = "Ninguno de los elegidos está en un estado que lo permita. No se hizo nada."
SHORT: Final = "Diga por qué, con diez letras o más."


def task(job: Job) -> str:
    """What a job does."""
    return TASKS.get(job.task, job.task)


def far(job: Job) -> str:
    """How far it says that it is; empty where it says nothing."""
    return FAR.format(done=job.done, total=job.total) if job.total else ""
