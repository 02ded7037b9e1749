"""What may be granted for the watch over the server. It must not hold anything else."""

from typing import Final

from server.access import Permission, Role

VER: Final = Permission.of("salud.ver", Role.ADMINISTRACION, Role.DIRECCION, Role.RESULTADOS, Role.AUDITORIA)
MEDIR: Final = Permission.of("salud.medir", Role.VIGILANCIA, Role.ADMINISTRACION)
PERMISSIONS: Final = (VER, MEDIR)
