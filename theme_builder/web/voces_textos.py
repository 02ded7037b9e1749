"""Words of the pages of sounds, in Spanish. It must not decide anything."""

from typing import Final

from theme_builder.projects.sonidos import Heard

TITLE: Final = "Sonidos"
SPANISH: Final = "español"
VOICES: Final = {"es": "es-419", "en": "en-us"}
"""The voice of espeak-ng that a language begins with; none where the program has none of it."""
VOICE: Final = (
    "Voz de espeak-ng",
    "es-419 es español de América; en-us, inglés. Vacío: todo lo graban personas. La de otra lengua pronuncia mal.",
)
RATE: Final = ("Palabras por minuto", "De 80 a 200; lo normal es 120. Quien escucha puede cambiarlo.")
NAME: Final = ("Quién graba", "Su nombre queda en el tema. Vacío si nadie graba.")
FILTERS: Final = (
    ("todos", "Todos"),
    (Heard.MISSING.value, "Faltan"),
    (Heard.CHANGED.value, "Cambiaron después de grabarse"),
    (Heard.RECORDED.value, "Grabados"),
    (Heard.MADE.value, "Los hace el programa"),
)
HEARD: Final = {
    Heard.MISSING: ("Falta el sonido", "fault"),
    Heard.CHANGED: ("Las palabras cambiaron después de grabarlas: grábelas otra vez", "attention"),
    Heard.RECORDED: ("Grabado", ""),
    Heard.MADE: ("Lo hace el programa", ""),
}
PARTS: Final = {"c": "título", "q": "instrucción o pregunta"}
BOX: Final = "recuadro {id}"
INFO_TITLE: Final = "información, parte {part}, título"
INFO_PARAGRAPH: Final = "información, parte {part}, párrafo {number}"
SENTENCE: Final = "Frase de la urna: {key}"
NUMBER: Final = "Número {key}"
GROUP: Final = "Grupo {key}"


def place_of(key: str) -> str:
    """Where a clip is heard, as people call it."""
    whose, inside, end = key.partition("/")
    kind, _, rest = (end or whose).partition(".")
    if not inside:
        return (NUMBER if kind == "n" else SENTENCE).format(key=rest)
    if whose == "g":
        return GROUP.format(key=end)
    if kind == "o":
        return f"{whose}: {BOX.format(id=rest)}"
    part, _, number = rest.partition(".")
    if kind == "i":
        words = INFO_PARAGRAPH.format(part=int(part) + 1, number=int(number) + 1) if number else ""
        return f"{whose}: {words or INFO_TITLE.format(part=int(part) + 1)}"
    return f"{whose}: {PARTS[kind]}"
