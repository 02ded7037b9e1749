"""What may be granted for the night's pages. It must not hold anything else."""

from typing import Final

from server.access import Permission, Role

VER: Final = Permission.of("noche.ver", Role.DIRECCION, Role.RESULTADOS, Role.CONSEJO, Role.AUDITORIA, Role.PANTALLA)
ACTAS: Final = Permission.of("noche.actas", Role.DIRECCION, Role.RESULTADOS, Role.CONSEJO, Role.AUDITORIA)
PERMISSIONS: Final = (VER, ACTAS)
