"""Looks at the folders of the media with `stat` and `statvfs`. It must not write, create or mount anything."""

import errno
import os
import stat

from hardware.media.port import Medium, MediumConfig, MediumState

_ABSENT = frozenset({errno.ENOENT, errno.ENOTDIR, errno.ENODEV, errno.ENXIO, errno.ENOMEDIUM})


class FolderWatcher:
    """`MediaWatcher` of folders. Raises ValueError when two media share a label or a folder."""

    def __init__(self, places: tuple[MediumConfig, ...]) -> None:
        if len({place.label for place in places}) < len(places) or len({place.path for place in places}) < len(places):
            raise ValueError("each medium has a label and a folder of its own")
        self._places = places

    def poll(self) -> tuple[Medium, ...]:
        """See `MediaWatcher`."""
        return tuple(_look(place) for place in self._places)


def _look(place: MediumConfig) -> Medium:
    try:
        seen = place.path.stat()
        room = os.statvfs(place.path)
        foreign = place.mount_required and not os.path.ismount(place.path)
    except OSError as error:
        return _silent(place, MediumState.ABSENT if error.errno in _ABSENT else MediumState.FAULT)
    if foreign:
        return _silent(place, MediumState.ABSENT)
    if not stat.S_ISDIR(seen.st_mode):
        return _silent(place, MediumState.FAULT)
    free_bytes = room.f_bavail * room.f_frsize
    return Medium(place.label, place.path, _state(place, room, free_bytes), free_bytes, f"{seen.st_dev}:{seen.st_ino}")


def _state(place: MediumConfig, room: os.statvfs_result, free_bytes: int) -> MediumState:
    """The flag speaks for the file system; `access` also for the folder's permissions."""
    if room.f_flag & os.ST_RDONLY or not os.access(place.path, os.W_OK | os.X_OK):
        return MediumState.READ_ONLY
    return MediumState.FULL if free_bytes < place.reserve_bytes else MediumState.READY


def _silent(place: MediumConfig, state: MediumState) -> Medium:
    return Medium(place.label, place.path, state, 0, "")
