"""The urna's window, on a composed urna whose programs the launcher checked. It must not hold a rule."""

import argparse
import logging
import os
import sys
from pathlib import Path

from shared.domain.eleccion import Mode
from shared.domain.errors import DatoInvalido
from shared.formats.theme_model import Theme
from urna.bootstrap import compose, enrolment_of, real_ports
from urna.config import Config, ConfiguracionInvalida, load_config
from urna.flow.enrolling import Enrolling
from urna.flow.machine import ThemeSource
from urna.hardening import erase_freed_memory, harden, set_programs_apart
from urna.integrity.launcher import SIGNED
from urna.integrity.memory import Remembered
from urna.services.clock import SystemClock
from urna.services.enrolling import Enrolment
from urna.services.enrolling_machine import EnrolMachine
from urna.ui.catalogue import load_texts
from urna.ui.environment import WindowSize
from urna.ui.launch import UrnaWindow


def main(arguments: list[str] | None = None) -> int:
    """Run until the window closes; 2 for a configuration that cannot be used."""
    parser = argparse.ArgumentParser(prog="urna", description=load_texts().word("orden.urna"), allow_abbrev=False)
    parser.add_argument("--config", type=Path, required=True, help="urna.toml")
    options = parser.parse_args(arguments)
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s %(message)s")
    erase_freed_memory()
    harden()
    set_programs_apart()
    try:
        return run(load_config(options.config))
    except DatoInvalido as error:
        sys.stderr.write(f"{error.code}: {error.detail}\n")
        return 2


def run(config: Config) -> int:
    """Compose the urna and show its window; that of its enrolment while it has no certificates."""
    programs = programs_for(config, os.environ.get(SIGNED, ""))
    size = WindowSize(config.width, config.height, float(config.diagonal_mm))
    enrolment = enrolment_of(config, SystemClock())
    if not enrolment.enrolled:
        return enrol(config, enrolment, size)
    urna = compose(config, real_ports(config, programs=programs))
    urna.start()
    try:
        UrnaWindow(urna.runner, urna.shelf, lambda: config.mode, size).run()
    finally:
        urna.stop()
    return 0


class NoTheme(ThemeSource):
    """Nothing is loaded."""

    def theme(self) -> Theme | None:
        """None."""
        return None

    def asset(self, name: str) -> bytes | None:  # noqa: ARG002 - of the port
        """None."""
        return None


def enrol(config: Config, enrolment: Enrolment, size: WindowSize) -> int:
    """Show the enrolment until the window closes."""
    machine = EnrolMachine(enrolment, Enrolling(config.urna.value, config.casilla.clave))
    machine.start()
    try:
        UrnaWindow(machine, NoTheme(), lambda: config.mode, size).run()
    finally:
        machine.stop()
    return 0


def programs_for(config: Config, told: str) -> Remembered | None:
    """Which signed programs run, as the launcher told; None for a checkout, which is refused an official jornada.

    Raises ``ConfiguracionInvalida`` U058, unless the configuration admits it (``sin_manifiesto = 1``), as a
    demonstration on a checkout does; then every report says so.
    """
    version, _, digest = told.partition(" ")
    if version.isdecimal() and digest:
        return Remembered(int(version), digest)
    if config.mode is Mode.OFICIAL and not config.sin_manifiesto:
        raise ConfiguracionInvalida("U058", "an official jornada needs signed programs, or sin_manifiesto = 1")
    return None


if __name__ == "__main__":
    sys.exit(main())
