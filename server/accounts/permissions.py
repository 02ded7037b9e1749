"""What may be granted for accounts. It must not hold anything else."""

from typing import Final

from server.access import Permission, Role

ADMINISTRAR: Final = Permission.of("accounts.administrar", Role.ADMINISTRACION)
PERMISSIONS: Final = (ADMINISTRAR,)
