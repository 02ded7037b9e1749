"""Screens of an enrolment, for pictures and the published layout. It must not make a key: all are examples."""

from dataclasses import replace
from typing import Final

from urna.flow.enrolling import Enrolling, Paso, Refused, reduce, screen_of
from urna.flow.screen import Screen

SYMBOL_CHARS: Final = 360
"""About what each half of a request needs."""
OTHER_KEY, DAMAGED = "U073", "K110"


def enrolment_samples(casilla: str) -> dict[str, Screen]:
    """Every step, and a stick that is away."""
    body = ("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567" * 12)[:SYMBOL_CHARS]
    symbols = tuple(f"URNA1/{place}/2/K3QX4F2A/{body}" for place in (1, 2))
    asked = Enrolling("JAL-0042", casilla, Paso.PEDIDA, "K3QX-9F2A-7M4T-0B6C", symbols)
    compared = replace(asked, paso=Paso.COMPARAR, trust="7M4T-0B6C-K3QX-9F2A")
    states = {
        "alistamiento": asked,
        "alistamiento-memoria": reduce(asked, Refused(""))[0],
        "alistamiento-rechazo": reduce(compared, Refused(OTHER_KEY))[0],
        "alistamiento-comparar": compared,
        "alistamiento-lista": replace(compared, paso=Paso.ALISTADA),
        "alistamiento-comienzo": reduce(Enrolling("JAL-0042", casilla), Refused(DAMAGED))[0],
    }
    return {name: screen_of(state) for name, state in states.items()}
