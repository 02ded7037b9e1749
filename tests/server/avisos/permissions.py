"""What may be granted for notices. It must not hold anything else."""

from typing import Final

from server.access import Permission, Role

VER: Final = Permission.of("avisos.ver", Role.DIRECCION, Role.RESULTADOS, Role.AUDITORIA)
PONER: Final = Permission.of("avisos.poner", Role.DIRECCION)
PERMISSIONS: Final = (VER, PONER)
