"""What may be granted for the catalogue. It must not hold anything else."""

from typing import Final

from server.access import Permission, Role

VER: Final = Permission.of("catalog.ver", *Role)
VER_CARGAS: Final = Permission.of("catalog.ver_cargas", Role.DIRECCION, Role.RESULTADOS, Role.AUDITORIA)
CARGAR: Final = Permission.of("catalog.cargar", Role.DIRECCION, Role.RESULTADOS)
FIRMAR: Final = Permission.of("catalog.firmar", Role.DIRECCION)
PERMISSIONS: Final = (VER, VER_CARGAS, CARGAR, FIRMAR)
