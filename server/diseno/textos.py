"""Words of the gallery that its samples need. It must not decide anything."""

from typing import Final

MANY: Final = "ejemplos"
LABELS: Final = {
    "nombre": "Nombre",
    "votos": "Votos",
    "llegada": "Llegada",
    "huella": "Huella",
    "busca": "Nombre",
    "clase": "Clase",
    "desde": "Desde el día",
}
CLASSES: Final = (("urbana", "Urbana"), ("rural", "Rural"))
LONG_NAME: Final = "Escuela Primaria Urbana Federal Profesora María Concepción Gutiérrez Villaseñor, turno vespertino"
NAME: Final = "Ejemplo {n}"
EMPTY: Final = "Todavía no hay ejemplos. Se agregan desde la página que los hace; aquí diría cuál es y cómo llegar."
ACT: Final = "Quitar los elegidos"
QUESTION: Final = "¿Quitar estos ejemplos?"
CONSEQUENCES: Final = ("Dejan de contar en los totales que se muestran abajo.", "Se puede deshacer.")
CHANGES: Final = (("Votos contados", "1,204", "1,180"), ("Casillas", "12", "11"))
DONE: Final = "Los ejemplos quedaron como estaban: esta página no cambia nada."
FAULTS: Final = {
    "nombre": "Escriba el nombre: falta.",
    "clase": "Elija una clase de la lista.",
}
