"""Reasons that the mesa chooses from a list: why voting stops for a while, why it ends before its hour.

They must not hold free text: what else there is to say goes on the paper of incidents.
"""

from enum import StrEnum


class MotivoSuspension(StrEnum):
    """Why voting is suspended; it can be resumed."""

    CORRIENTE = "corriente"
    APARATO = "aparato"
    ORDEN = "orden"
    EMERGENCIA = "emergencia"
    INSTITUTO = "instituto"
    OTRA = "otra"


class MotivoCierre(StrEnum):
    """Why voting ends before the closing hour (LGIPE 285.2 as remembered: everybody on the list has voted)."""

    LISTA_COMPLETA = "lista_completa"
    URNA_INSERVIBLE = "urna_inservible"
    INSTITUTO = "orden_del_instituto"
