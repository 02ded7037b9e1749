"""What people are told of a list that cannot be read, in Spanish. It must not decide anything."""

from typing import Final

from shared.tables.reading import MAX_BYTES
from shared.tables.reading_xlsx import MAX_UNPACKED
from shared.tables.tabla import MAX_COLUMNS, MAX_ROWS

_AGAIN: Final = "y entréguelo otra vez."
REFUSALS: Final = {
    "S601": f"El archivo pesa más de {MAX_BYTES >> 20} MB. Quite hojas, imágenes y columnas que no se piden {_AGAIN}",
    "S602": "El archivo está vacío. Elija otro.",
    "S603": "El archivo no es CSV ni XLSX. Ábralo en su hoja de cálculo, guárdelo como XLSX o CSV " + _AGAIN,
    "S604": "No se reconocen las letras del archivo. Guárdelo como «CSV UTF-8» " + _AGAIN,
    "S605": "El libro no se puede abrir: está dañado o no es XLSX. Guárdelo de nuevo como XLSX " + _AGAIN,
    "S606": f"El libro ocupa más de {MAX_UNPACKED >> 20} MB por dentro. Quite imágenes y otras hojas {_AGAIN}",
    "S607": "El libro debe tener una sola hoja. Deje sólo la de la lista " + _AGAIN,
    "S608": f"El archivo tiene más de {MAX_ROWS:,} renglones. Revise que sea el de esta lista.",
    "S609": f"El archivo tiene más de {MAX_COLUMNS} columnas. Deje sólo las que se piden {_AGAIN}",
    "S610": "Hay comillas que se abren y no se cierran. Guárdelo de nuevo desde su hoja de cálculo " + _AGAIN,
    "S611": "El libro trae declaraciones que ninguna hoja de cálculo escribe. Guárdelo de nuevo como XLSX " + _AGAIN,
}
"""By the code of an ``ArchivoInvalido``."""
