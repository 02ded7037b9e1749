"""The list of the server's modules: a new one is added here and nowhere else. It must hold nothing but the list."""

from server.audit import pages as audit_pages
from server.catalog import endpoints as catalog_endpoints
from server.catalog import service as catalog_service
from server.computos import endpoints as computos_endpoints
from server.computos import pages as computos_pages
from server.ingest import endpoints as ingest_endpoints
from server.ingest import pages as ingest_pages
from server.ingest import watch
from server.module import Module

MODULES: tuple[Module, ...] = (
    Module("computos", (computos_pages.router, computos_endpoints.router), computos_pages.NAV),
    Module("catalog", (catalog_endpoints.router,), running=catalog_service.running),
    Module("ingest", (ingest_pages.router, ingest_endpoints.router), ingest_pages.NAV, watch.running),
    Module("audit", (audit_pages.router,), audit_pages.NAV),
)
