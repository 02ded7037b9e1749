"""The command ``urna borrar``: wipes the media of an archived urna with two people of the institute at the machine.

It must not be run before the process ended in law: no program can know that, and the acta de borrado names who did.
"""

import argparse
import getpass
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

from shared.domain.errors import DatoInvalido
from urna.bootstrap import context_of, real_ports
from urna.config import load_config
from urna.flow.outcome import CredentialRefused
from urna.services import wiping
from urna.services.context import Context
from urna.services.words import Words, load_words

DONE, REFUSED, WRONG = 0, 1, 2
_YES: Final = "BORRAR"

Ask = Callable[[str], str]


def main(arguments: list[str] | None = None, *, ask: Ask = input, ask_code: Ask = getpass.getpass) -> int:
    """0 wiped, 1 refused (the reason is said), 2 a configuration that cannot be used."""
    words = load_words({})
    parser = argparse.ArgumentParser(prog="urna borrar", description=words("borrado.orden"), allow_abbrev=False)
    parser.add_argument("--config", type=Path, required=True, help="urna.toml")
    options = parser.parse_args(arguments)
    try:
        config = load_config(options.config)
        context = context_of(config, real_ports(config))
    except DatoInvalido as error:
        sys.stderr.write(f"{error.code}: {error.detail}\n")
        return WRONG
    return run(context, words, ask, ask_code)


def run(context: Context, words: Words, ask: Ask, ask_code: Ask) -> int:
    """Ask whether, ask who, wipe."""
    refused = wiping.may_begin(context)
    if refused is not None:
        return _say(words, refused)
    if ask(words("borrado.pregunta", urna=context.settings.urna.value)).strip() != _YES:
        return REFUSED
    known: tuple[str, ...] = ()
    while len(known) < wiping.PEOPLE:
        number = len(known) + 1
        card = ask(words("borrado.tarjeta", persona=number, personas=wiping.PEOPLE)).strip()
        answer = wiping.identify(context, card, ask_code(words("borrado.codigo")).strip(), known)
        if isinstance(answer, CredentialRefused):
            sys.stdout.write(words("borrado.no_identificada", motivo=answer.reason.value) + "\n")
            return REFUSED
        known = (*known, answer.holder.id)
    outcome = wiping.wipe(context, known)
    if isinstance(outcome, wiping.Refused):
        return _say(words, outcome)
    sys.stdout.write(words("borrado.listo") + "\n")
    return DONE


def _say(words: Words, refused: wiping.Refused) -> int:
    sys.stdout.write(words(f"borrado.{refused.value}") + "\n")
    return REFUSED


if __name__ == "__main__":
    sys.exit(main())
