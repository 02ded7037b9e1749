"""Words of the pages of languages, in Spanish, and what the languages are called. It must not decide anything."""

from typing import Final

from theme_builder.projects.phrases import Phrase, Standing

TITLE: Final = "Lenguas"
LANGUAGES: Final = {
    "en": ("inglés", "English"),
    "hch": ("wixárika", "Wixárika"),
    "nah": ("náhuatl, sin decir cuál", "Nahuatl"),
    "azd": ("náhuatl de Durango, del este", "Mexicanero"),
    "azn": ("náhuatl de Durango, del oeste", "Mexicanero"),
    "azz": ("náhuatl de la sierra de Puebla", "Nahuat"),
    "nch": ("náhuatl de la Huasteca central", "Nahuatl"),
    "nci": ("náhuatl clásico", "Nahuatl"),
    "ncj": ("náhuatl del norte de Puebla", "Nahuatl"),
    "ncx": ("náhuatl del centro de Puebla", "Nahuatl"),
    "ngu": ("náhuatl de Guerrero", "Nahuatl"),
    "nhe": ("náhuatl de la Huasteca oriental", "Nahuatl"),
    "nhg": ("náhuatl de Tetelcingo", "Nahuatl"),
    "nhi": ("náhuatl de Zacatlán, Ahuacatlán y Tepetzintla", "Nahuatl"),
    "nhm": ("náhuatl de Morelos", "Nahuatl"),
    "nhn": ("náhuatl central", "Nahuatl"),
    "nhw": ("náhuatl de la Huasteca occidental", "Nahuatl"),
    "nhx": ("náhuatl del Istmo, Mecayapan", "Nahuat"),
    "nhy": ("náhuatl del norte de Oaxaca", "Nahuatl"),
    "npl": ("náhuatl del sureste de Puebla", "Nahuatl"),
    "nsu": ("náhuatl de la Sierra Negra", "Nahuatl"),
}
"""By their codes of ISO 639: as they are called in Spanish, and a first guess of how they call themselves."""
CHOICES: Final = tuple((code, f"{words} ({code})") for code, (words, _) in LANGUAGES.items())
LANGUAGE: Final = "Lengua"
NAME: Final = ("Nombre en la propia lengua", "Así lo verá quien vota: English. Si no lo sabe, déjelo; podrá cambiarlo.")
FILTERS: Final = (
    ("todos", "Todos"),
    (Standing.MISSING.value, "Faltan"),
    (Standing.STALE.value, "Anteriores al español"),
    (Standing.AWAITING.value, "Esperan a quien traduce"),
)
STANDINGS: Final = {
    Standing.MISSING: ("Falta: se verá en español", "fault"),
    Standing.STALE: ("El español cambió después", "attention"),
    Standing.AWAITING: ("Espera a quien traduce", "attention"),
    Standing.DONE: ("Listo", ""),
}
SCREEN: Final = "Pantalla"
PARTS: Final = {"title": "título", "question": "instrucción o pregunta"}
INFO: Final = "información, parte {part}, {what}"
INFO_TITLE: Final = "título"
INFO_PARAGRAPH: Final = "párrafo {number}"
BOX: Final = "recuadro {id}"


def place_of(phrase: Phrase) -> str:
    """Where a text is seen, as people call it."""
    stem, inside, end = phrase.place.key.partition("/")
    if not inside:
        return f"{SCREEN}: {stem}"
    if end.startswith("info."):
        _, part, what, *number = end.split(".")
        said = INFO_TITLE if what == "title" else INFO_PARAGRAPH.format(number=int(number[0]) + 1)
        return f"{stem}: {INFO.format(part=int(part) + 1, what=said)}"
    return f"{stem}: {PARTS.get(end) or BOX.format(id=end)}"
