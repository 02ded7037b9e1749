"""What may be granted for the cases of what is apart. It must not hold anything else."""

from typing import Final

from server.access import Permission, Role

VER: Final = Permission.of("revision.ver", Role.DIRECCION, Role.RESULTADOS, Role.CONSEJO, Role.AUDITORIA)
REVISAR: Final = Permission.of("revision.revisar", Role.DIRECCION, Role.RESULTADOS, Role.CONSEJO)
DECIDIR: Final = Permission.of("revision.decidir", Role.DIRECCION, Role.CONSEJO)
PERMISSIONS: Final = (VER, REVISAR, DECIDIR)
