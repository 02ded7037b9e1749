"""The command ``urna alistar``: an urna's keys and request out, the ceremony's answer in, at a terminal.

It must not show a key. The window does the same on an urna without certificates; this is for a bench with many of them.
"""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

from shared.crypto.requests import request_code
from shared.domain.errors import DatoInvalido
from urna.bootstrap import enrolment_of
from urna.config import load_config
from urna.flow.ports import MedioPerdido
from urna.services.clock import Clock, SystemClock
from urna.services.enrolling import Enrolment
from urna.services.words import Words, load_words

DONE, REFUSED = 0, 1

Ask = Callable[[str], str]
_NO_ANSWER: Final = "U071"


def main(arguments: list[str] | None = None, *, ask: Ask = input, clock: Clock | None = None) -> int:
    """0 asked or enrolled, 1 refused (the code is said). Run it again when the stick is back with the answer."""
    words = load_words({})
    parser = argparse.ArgumentParser(prog="urna alistar", description=words("alistar.orden"), allow_abbrev=False)
    parser.add_argument("--config", type=Path, required=True, help="urna.toml")
    parser.add_argument("--usb", type=Path, help=words("alistar.stick"))
    options = parser.parse_args(arguments)
    try:
        config = load_config(options.config)
        enrolment = enrolment_of(config, clock or SystemClock(), options.usb)
        names = {"urna": config.urna.value, "casilla": config.casilla.clave}
        return _enrol(enrolment, words, names, ask)
    except DatoInvalido as error:
        sys.stderr.write(words("alistar.rechazo", codigo=error.code, detalle=error.detail) + "\n")
    except MedioPerdido:
        sys.stderr.write(words("alistar.perdida") + "\n")
    return REFUSED


def _enrol(enrolment: Enrolment, words: Words, names: dict[str, str], ask: Ask) -> int:
    code = request_code(enrolment.request())
    sys.stdout.write(words("alistar.solicitud", codigo=code, **names) + "\n")
    try:
        trust = enrolment.read_answer()
    except DatoInvalido as error:
        if error.code != _NO_ANSWER:
            raise
        enrolment.write_request()
        sys.stdout.write(words("alistar.escrita") + "\n")
        return DONE
    except MedioPerdido:
        sys.stdout.write(words("alistar.sin_memoria") + "\n")
        return DONE
    enrolment.install(ask(words("alistar.pregunta")))
    sys.stdout.write(words("alistar.lista", codigo=trust, urna=names["urna"]) + "\n")
    return DONE


if __name__ == "__main__":
    sys.exit(main())
