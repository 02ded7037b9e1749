"""What may be granted for accounts. It must not hold anything else."""

from typing import Final

from server.access import Permission, Role

ADMINISTRAR: Final = Permission.of("accounts.administrar", "Administrar personas y máquinas", Role.ADMINISTRACION)
PERMISSIONS: Final = (ADMINISTRAR,)
