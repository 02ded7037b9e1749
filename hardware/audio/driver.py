"""Headphones on a program that plays what it reads. It must not buffer beyond it: killing it is silence.

One thread for each thing that sounds shapes its clips and writes them: the first is heard while the next is made.
"""

import subprocess
from collections.abc import Iterable
from threading import Event, Lock, Thread
from typing import Final

from hardware.audio.port import SAMPLES_PER_SECOND, Voice
from hardware.audio.shaping import shaped

_BLOCK_BYTES: Final = 4096


def alsa(device: str) -> tuple[str, ...]:
    """The command of ALSA's player on one of its devices, with a tenth of a second of buffer."""
    form = ("-t", "raw", "-f", "S16_LE", "-r", str(SAMPLES_PER_SECOND), "-c", "1")
    return ("aplay", "-q", "-D", device, *form, "--buffer-time=100000")


class SilentAudio:
    """Where there is no sound output: what is played ends at once."""

    def play(self, clips: Iterable[bytes], voice: Voice) -> None:
        """See `Audio`."""

    def stop(self) -> None:
        """See `Audio`."""

    def busy(self) -> bool:
        """See `Audio`."""
        return False

    def close(self) -> None:
        """See `Audio`."""


class PipeAudio:
    """`Audio` over ``command``, which plays PCM from its standard input and ends with it."""

    def __init__(self, command: tuple[str, ...]) -> None:
        self._command = command
        self._lock = Lock()
        self._sounding: _Sounding | None = None

    def play(self, clips: Iterable[bytes], voice: Voice) -> None:
        """See `Audio`."""
        with self._lock:
            self._end()
            self._sounding = _Sounding(self._command, clips, voice)

    def stop(self) -> None:
        """See `Audio`."""
        with self._lock:
            self._end()

    def busy(self) -> bool:
        """See `Audio`."""
        with self._lock:
            return self._sounding is not None and self._sounding.alive()

    def close(self) -> None:
        """See `Audio`."""
        self.stop()

    def _end(self) -> None:
        if self._sounding is not None:
            self._sounding.end()
            self._sounding = None


class _Sounding:
    """One thing that sounds, until its program ended by itself or was killed."""

    def __init__(self, command: tuple[str, ...], clips: Iterable[bytes], voice: Voice) -> None:
        self._over = Event()
        self._process = _started(command)
        self._thread = Thread(target=self._feed, args=(clips, voice), name="urna-audio", daemon=True)
        self._thread.start()

    def alive(self) -> bool:
        return self._thread.is_alive()

    def end(self) -> None:
        self._over.set()
        if self._process is not None:
            self._process.kill()
        self._thread.join()

    def _feed(self, clips: Iterable[bytes], voice: Voice) -> None:
        process = self._process
        if process is None or process.stdin is None:
            return
        try:
            for clip in clips:
                data = shaped(clip, voice)
                for at in range(0, len(data), _BLOCK_BYTES):
                    if self._over.is_set():
                        return
                    process.stdin.write(data[at : at + _BLOCK_BYTES])
        except (BrokenPipeError, OSError):
            return
        finally:
            _close(process)


def _started(command: tuple[str, ...]) -> subprocess.Popen[bytes] | None:
    """The program, or None where there is no such program: then nothing sounds, and what was said is on the screen."""
    quiet = subprocess.DEVNULL
    try:
        return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=quiet, stderr=quiet, bufsize=0)
    except OSError:
        return None


def _close(process: subprocess.Popen[bytes]) -> None:
    if process.stdin is not None:
        try:
            process.stdin.close()
        except OSError:
            process.kill()
    process.wait()
