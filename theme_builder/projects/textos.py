"""Words that a new project begins with, in Spanish; staff may change them. It must not decide anything."""

from typing import Final

NO_REGISTRADA_LABEL: Final = "Candidatura no registrada"
ANULAR: Final = "Anular mi voto"
SPLIT_CITED: Final = "LGIPE, artículo 311, párrafo 1, inciso c)"
