"""The command `urna`: starts the launcher, which checks the programs and becomes them. It must not import them.

``urna layout``, ``render``, ``estudio`` and ``instalar`` are commands of the office, not of an urna, and ``alistar``
one of the workshop, before an urna can vote: they run as they are.
"""

import runpy
import sys

from urna.integrity.launcher import start_again

_OFFICE = {
    "alistar": "urna.alistado",
    "borrar": "urna.borrado",
    "layout": "urna.ui.layout",
    "render": "urna.drawing",
    "estudio": "urna.estudio",
    "instalar": "urna.install.cli",
}


def main() -> int:
    """Run until the window closes; 2 for a configuration that cannot be used, 3 for programs that were changed."""
    module = _OFFICE.get(sys.argv[1]) if len(sys.argv) > 1 else None
    if module is None:
        return start_again(sys.argv[1:])
    del sys.argv[1]
    runpy.run_module(module, run_name="__main__", alter_sys=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
