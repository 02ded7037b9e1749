"""What may be granted for the reception. It must not hold anything else."""

from typing import Final

from server.access import Permission, Role

VER: Final = Permission.of(
    "ingest.ver",
    Role.DIRECCION,
    Role.RESULTADOS,
    Role.CONSEJO,
    Role.AUDITORIA,
)
LEER: Final = Permission.of("ingest.leer", Role.DIRECCION, Role.RESULTADOS)
PERMISSIONS: Final = (VER, LEER)
