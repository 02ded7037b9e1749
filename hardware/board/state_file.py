"""The memory of the emulated board in one file. It must not serve a real board: this is the counter "for now".

The file is replaced whole, synced, and carries its own SHA-256; a file that does not verify is damaged, never empty.
"""

import hashlib
import json
import os
from pathlib import Path
from typing import Any

from hardware.protocol.board_core import Memory
from hardware.protocol.framing import FrameError
from hardware.protocol.messages import Entry, unpack_entry

_FORMAT = "board-state/1"


class DamagedStateError(Exception):
    """The file is there and is not what was written."""


class StateFile(Memory):
    """`Memory` in the file at `path`, made when absent. Raises DamagedStateError at the start."""

    def __init__(self, path: Path) -> None:
        self.broken = False
        self._path = path
        state: dict[str, Any] = _read(path) if path.exists() else {"boots": 0, "keys": 0, "entries": []}
        try:
            self._boots: int = int(state["boots"])
            self._keys: int = int(state["keys"])
            self._entries = [unpack_entry(bytes.fromhex(entry)) for entry in state["entries"]]
        except (KeyError, TypeError, ValueError, FrameError) as error:
            raise DamagedStateError(str(path)) from error

    def count_boot(self) -> int:
        """The number of this start, from 1."""
        self._boots += 1
        self._write()
        return self._boots

    def key_counter(self) -> int:
        """See `Memory`."""
        return self._keys

    def save_key_counter(self, counter: int) -> bool:
        """See `Memory`."""
        self._keys = counter
        self._write()
        return True

    def entries(self) -> list[Entry] | None:
        """See `Memory`."""
        return None if self.broken else list(self._entries)

    def save_entries(self, entries: list[Entry]) -> bool:
        """See `Memory`."""
        if self.broken:
            return False
        self._entries = list(entries)
        self._write()
        return True

    def _write(self) -> None:
        entries = [entry.pack().hex() for entry in self._entries]
        state = json.dumps({"boots": self._boots, "keys": self._keys, "entries": entries})
        text = json.dumps({"format": _FORMAT, "sha256": _sha256(state), "state": state}) + "\n"
        fresh = self._path.with_name(self._path.name + ".new")
        with fresh.open("wb") as file:
            file.write(text.encode())
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(self._path)
        folder = os.open(self._path.parent, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _read(path: Path) -> dict[str, Any]:
    try:
        outer = json.loads(path.read_bytes())
        if outer["format"] != _FORMAT or outer["sha256"] != _sha256(outer["state"]):
            raise DamagedStateError(str(path))
        state: dict[str, Any] = json.loads(outer["state"])
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise DamagedStateError(str(path)) from error
    return state


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
