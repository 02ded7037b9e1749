"""What may be granted for the trail. It must not hold anything else."""

from typing import Final

from server.access import Permission, Role

VER: Final = Permission.of("audit.ver", Role.DIRECCION, Role.AUDITORIA)
PERMISSIONS: Final = (VER,)
