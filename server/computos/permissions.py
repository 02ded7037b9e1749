"""What may be granted for results. It must not hold anything else."""

from typing import Final

from server.access import Permission, Role

VER: Final = Permission.of(
    "computos.ver",
    Role.DIRECCION,
    Role.RESULTADOS,
    Role.CONSEJO,
    Role.AUDITORIA,
    Role.PANTALLA,
    Role.DIFUSION,
)
PERMISSIONS: Final = (VER,)
