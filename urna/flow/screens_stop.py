"""Why an urna is out of service, in one sentence for the mesa. It must not advise anything that touches the media."""

from collections.abc import Mapping

from urna.flow.screen import Text

_COPIES = Text("fuera_de_servicio.motivo.copias")
_STORES = Text("fuera_de_servicio.motivo.otra_votacion")
_UNREADABLE = Text("fuera_de_servicio.motivo.ilegible")
_OPENING = Text("fuera_de_servicio.motivo.apertura")
_BACK = Text("fuera_de_servicio.motivo.retroceso")
_JOURNAL = Text("fuera_de_servicio.motivo.bitacora")
REASONS: Mapping[str, Text] = {
    "U101": _COPIES,
    "U102": _STORES,
    "U103": _UNREADABLE,
    "U111": _UNREADABLE,
    "U112": _STORES,
    "U201": _OPENING,
    "U202": _OPENING,
    "U303": Text("fuera_de_servicio.motivo.sin_memorias"),
    "U301": _BACK,
    "U311": _BACK,
    "U312": _BACK,
    "U313": _BACK,
    "U314": _BACK,
    "U315": _BACK,
    "U316": Text("fuera_de_servicio.motivo.teclado"),
    "U321": _JOURNAL,
    "U322": _JOURNAL,
    "U323": _JOURNAL,
    "U341": Text("fuera_de_servicio.motivo.sustituida"),
    "U342": _UNREADABLE,
}
"""The sentence for each stable code; what is not here is a fault of the program."""


def stop_reason(code: str) -> Text:
    """The sentence for a stable code."""
    return REASONS.get(code, Text("fuera_de_servicio.motivo.programa"))
