"""What may be granted for the catalogue. It must not hold anything else."""

from typing import Final

from server.access import Permission, Role

VER: Final = Permission.of("catalog.ver", *Role)
PERMISSIONS: Final = (VER,)
