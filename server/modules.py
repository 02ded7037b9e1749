"""The list of the server's modules: a new one is added here and nowhere else. It must hold nothing but the list.

Its order is that of the places within each group of the navigation.
"""

from server.accounts import endpoints as accounts_endpoints
from server.accounts import pages as accounts_pages
from server.accounts import permissions as accounts_permissions
from server.accounts import service as accounts_service
from server.audit import checkpoints
from server.audit import pages as audit_pages
from server.audit import permissions as audit_permissions
from server.catalog import endpoints as catalog_endpoints
from server.catalog import endpoints_marco
from server.catalog import pages as catalog_pages
from server.catalog import permissions as catalog_permissions
from server.catalog import service as catalog_service
from server.computos import endpoints as computos_endpoints
from server.computos import pages as computos_pages
from server.computos import pages_listas as computos_listas
from server.computos import permissions as computos_permissions
from server.diseno import pages as diseno_pages
from server.ingest import endpoints as ingest_endpoints
from server.ingest import pages as ingest_pages
from server.ingest import pages_qr as ingest_pages_qr
from server.ingest import permissions as ingest_permissions
from server.ingest import watch
from server.jobs import pages as jobs_pages
from server.jobs import permissions as jobs_permissions
from server.jobs import service as jobs_service
from server.module import Module
from server.noche import endpoints as noche_endpoints
from server.noche import pages as noche_pages
from server.noche import permissions as noche_permissions
from server.noche import service as noche_service
from server.objetos import watching as objetos_watching
from server.revision import endpoints as revision_endpoints
from server.revision import pages as revision_pages
from server.revision import permissions as revision_permissions
from server.salud import endpoints as salud_endpoints
from server.salud import pages as salud_pages
from server.salud import permissions as salud_permissions
from server.salud import service as salud_service

MODULES: tuple[Module, ...] = (
    Module(
        "computos",
        (computos_listas.router, computos_pages.router, computos_endpoints.router),
        computos_permissions.PERMISSIONS,
        computos_pages.NAV,
        templates=computos_pages.TEMPLATES,
    ),
    Module(
        "noche",
        (noche_pages.router, noche_endpoints.router),
        noche_permissions.PERMISSIONS,
        noche_pages.NAV,
        noche_service.running,
        noche_pages.TEMPLATES,
    ),
    Module(
        "ingest",
        (ingest_pages_qr.router, ingest_pages.router, ingest_endpoints.router),
        ingest_permissions.PERMISSIONS,
        (*ingest_pages.NAV, *ingest_pages_qr.NAV),
        watch.running,
        ingest_pages.TEMPLATES,
    ),
    Module(
        "revision",
        (revision_pages.router, revision_endpoints.router),
        revision_permissions.PERMISSIONS,
        revision_pages.NAV,
        templates=revision_pages.TEMPLATES,
    ),
    Module(
        "accounts",
        (*accounts_pages.ROUTERS, accounts_endpoints.router),
        accounts_permissions.PERMISSIONS,
        accounts_pages.NAV,
        accounts_service.running,
        accounts_pages.TEMPLATES,
    ),
    Module(
        "catalog",
        (*catalog_pages.ROUTERS, catalog_endpoints.router, endpoints_marco.router),
        catalog_permissions.PERMISSIONS,
        catalog_pages.NAV,
        catalog_service.running,
        catalog_pages.TEMPLATES,
    ),
    Module(
        "audit",
        (audit_pages.router,),
        audit_permissions.PERMISSIONS,
        audit_pages.NAV,
        checkpoints.running,
        audit_pages.TEMPLATES,
    ),
    Module("objetos", (), running=objetos_watching.running),
    Module(
        "salud",
        (salud_pages.router, salud_endpoints.router),
        salud_permissions.PERMISSIONS,
        salud_pages.NAV,
        salud_service.running,
        salud_pages.TEMPLATES,
    ),
    Module(
        "jobs",
        (jobs_pages.router,),
        jobs_permissions.PERMISSIONS,
        jobs_pages.NAV,
        jobs_service.running,
        jobs_pages.TEMPLATES,
    ),
    Module("diseno", (diseno_pages.router,), templates=diseno_pages.TEMPLATES),
)
