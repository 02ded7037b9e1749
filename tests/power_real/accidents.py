"""Accidents of the media under a running urna: filled up, write-protected, dead, and mended again.

It must not touch the files of the urna.
"""

from collections.abc import Callable, Mapping
from typing import Final

ACCIDENTS: Final[Mapping[str, Callable[..., None]]] = {}
