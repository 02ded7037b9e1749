"""How the key of a casilla is kept by people: three parts, of which any two open it. It must not hold a key.

Source: docs/formats/cards_v1.md; the trustees' numbers are not here, since each theme names its own.
"""

from typing import Final

PARTES: Final = 3
PARTES_QUE_ABREN: Final = 2
TESTIGOS_DE_SUSTITUCION: Final = 2
"""Officials who sign an acta de sustitucion."""
