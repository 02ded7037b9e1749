"""What may be granted for the mounted theme builder. It must not hold anything else."""

from typing import Final

from server.access import Permission, Role

CONSTRUIR: Final = Permission.of("temas.construir", Role.DIRECCION)
PERMISSIONS: Final = (CONSTRUIR,)
