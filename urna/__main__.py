"""The command `urna`: opens the window on a composed urna, or writes the published layout. It must not hold a rule."""

import argparse
import logging
import sys
from pathlib import Path

from shared.domain.errors import DatoInvalido
from urna.bootstrap import compose, real_ports
from urna.config import Config, load_config
from urna.hardening import erase_freed_memory, harden
from urna.ui.catalogue import load_texts
from urna.ui.environment import WindowSize
from urna.ui.launch import UrnaWindow
from urna.ui.layout import main as publish_layout


def main(arguments: list[str] | None = None) -> int:
    """Run until the window closes; 2 for a configuration that cannot be used. ``urna layout`` publishes the layout."""
    given = sys.argv[1:] if arguments is None else arguments
    if given[:1] == ["layout"]:
        return publish_layout(given[1:])
    parser = argparse.ArgumentParser(prog="urna", description=load_texts().word("orden.urna"))
    parser.add_argument("--config", type=Path, required=True, help="urna.toml")
    options = parser.parse_args(given)
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s %(message)s")
    erase_freed_memory()
    harden()
    try:
        return run(load_config(options.config))
    except DatoInvalido as error:
        sys.stderr.write(f"{error.code}: {error.detail}\n")
        return 2


def run(config: Config) -> int:
    """Compose the urna and show its window."""
    urna = compose(config, real_ports(config))
    size = WindowSize(config.width, config.height, float(config.diagonal_mm))
    urna.start()
    try:
        UrnaWindow(urna.runner, urna.shelf, lambda: config.mode, size).run()
    finally:
        urna.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
