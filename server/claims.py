"""The list of whose rows name files by content: a new one is added here. It must hold nothing but the list."""

from typing import Final

from server.catalog import service as catalog
from server.ingest import service as ingest
from server.objetos.schemas import Claim

CLAIMS: Final[tuple[Claim, ...]] = (ingest.PAQUETES, ingest.RECHAZADOS, catalog.CATALOGO)
