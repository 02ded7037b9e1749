"""What may be granted of long work. It must not hold anything else."""

from typing import Final

from server.access import Permission, Role

VER: Final = Permission.of("trabajos.ver", Role.ADMINISTRACION, Role.DIRECCION, Role.RESULTADOS, Role.AUDITORIA)
ADMINISTRAR: Final = Permission.of("trabajos.administrar", Role.ADMINISTRACION, Role.RESULTADOS)
PERMISSIONS: Final = (VER, ADMINISTRAR)
