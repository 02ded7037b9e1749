"""Headphones in memory for unit tests: they keep what sounded. They must not be built by a program that serves."""

from collections.abc import Iterable

from hardware.audio.port import Voice


class FakeAudio:
    """`Audio` in which a sound ends when ``finish`` says so."""

    def __init__(self) -> None:
        self.played: list[tuple[tuple[bytes, ...], Voice]] = []
        self.stops = 0
        self._sounding = False

    def play(self, clips: Iterable[bytes], voice: Voice) -> None:
        """See `Audio`."""
        self.played.append((tuple(clips), voice))
        self._sounding = True

    def stop(self) -> None:
        """See `Audio`."""
        self.stops += 1
        self._sounding = False

    def busy(self) -> bool:
        """See `Audio`."""
        return self._sounding

    def close(self) -> None:
        """See `Audio`."""
        self.stop()

    def finish(self) -> None:
        """What sounds comes to its end."""
        self._sounding = False
