"""Hands on a pretended reader, the same for the fake and the emulator's client. It must not pretend anything itself."""

from typing import Protocol


class Controls(Protocol):
    """What people and accidents do to a reader."""

    def show(self, text: str) -> None:
        """Hold a card or a QR slip to the reader."""
        ...

    def break_off(self, text: str) -> None:
        """Half of the text arrives, then the cable is pulled."""
        ...

    def garbage(self) -> None:
        """A reading arrives as bytes that are no text."""
        ...

    def unplug(self) -> None:
        """Pull the cable."""
        ...

    def plug(self) -> None:
        """Put it back."""
        ...
