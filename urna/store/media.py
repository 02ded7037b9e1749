"""The media of the urna together: who is lost, and writing to all that are not. It must not know what is written."""

from collections.abc import Callable, Sequence

from urna.flow.ports import MedioPerdido
from urna.store.durable import Medium


class Media:
    """Two media (or one, degraded). A medium that fails is lost until ``recover``; the last one may not be."""

    def __init__(self, media: Sequence[Medium]) -> None:
        self._media = tuple(media)
        self._lost: dict[str, str] = {}
        self._known: Callable[[Medium], None] = _anyone

    def watch(self, known: Callable[[Medium], None]) -> None:
        """Have ``known`` asked before every action on a medium; it raises ``MedioPerdido`` for one that was swapped."""
        self._known = known

    @property
    def lost(self) -> tuple[str, ...]:
        """Labels of the media that are lost."""
        return tuple(self._lost)

    @property
    def all(self) -> tuple[Medium, ...]:
        """Every medium, lost or not."""
        return self._media

    @property
    def present(self) -> tuple[Medium, ...]:
        """Those that are not lost."""
        return tuple(medium for medium in self._media if medium.label not in self._lost)

    def on(self, label: str, action: Callable[[Medium], None]) -> None:
        """Do something on one medium; a failure loses it. Raises ``MedioPerdido`` when none is left."""
        for medium in self.present:
            if medium.label == label:
                self._try(medium, action)

    def on_each(self, action: Callable[[Medium], None]) -> None:
        """Do something on every medium that is present, the internal one first."""
        for medium in self.present:
            self._try(medium, action)
        if not self.present:
            raise MedioPerdido("ENODEV")

    def recover(self, label: str) -> None:
        """Take a medium back; whoever calls brings it level first."""
        self._lost.pop(label, None)

    def reason(self, label: str) -> str:
        """Why a medium is lost; empty when it is not."""
        return self._lost.get(label, "")

    def find(self, label: str) -> Medium:
        """A medium by its label, lost or not."""
        return next(medium for medium in self._media if medium.label == label)

    def _try(self, medium: Medium, action: Callable[[Medium], None]) -> None:
        try:
            self._known(medium)
            action(medium)
        except MedioPerdido as error:
            self._lost[medium.label] = error.reason
            if not self.present:
                raise


def _anyone(_: Medium) -> None:
    """Before the journal is read, no medium is known."""
