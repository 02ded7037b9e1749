"""Starts the urna's window: the one entry for whoever composes the urna. It must not compose anything else."""

from collections.abc import Callable
from dataclasses import dataclass

from shared.domain.eleccion import Mode
from urna.flow.machine import Machine, ThemeSource
from urna.ui.environment import WindowSize, prepare
from urna.ui.scratch import kivy_home


@dataclass(frozen=True, slots=True)
class UrnaWindow:
    """A window about to open on a machine; ``mode`` is shown unless it is the official one."""

    machine: Machine
    theme: ThemeSource
    mode: Callable[[], Mode]
    size: WindowSize

    def run(self, on_ready: Callable[[Callable[[], None]], None] | None = None) -> None:
        """Open the window and block until it stops; ``on_ready`` is given a way to stop it from any thread."""
        with kivy_home() as home:
            prepare(self.size, home)
            self._open(on_ready)

    def _open(self, on_ready: Callable[[Callable[[], None]], None] | None) -> None:
        from kivy.clock import Clock  # noqa: PLC0415 - Kivy reads its environment at import

        from urna.ui.app import UrnaApp  # noqa: PLC0415 - same

        app = UrnaApp(self.machine, self.theme, self.size, self.mode)
        if on_ready is not None:
            on_ready(lambda: Clock.schedule_once(lambda _elapsed: app.stop()))
        app.run()
