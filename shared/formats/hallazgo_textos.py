"""Spanish wordings of the findings of this package, for pages and verifier. It must not decide which finding stands."""

from typing import Final

HALLAZGOS: Final[dict[str, str]] = {
    "R301": "El libro de cuentas del acta no es el que la urna anotó al cerrar su bitácora.",
    "R302": "Las personas que votaron en un grupo no son las que cuenta la bitácora de la urna.",
}
