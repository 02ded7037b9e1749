"""Names every file of tables, so that the schema is whole when it is compared. It must not define any."""

from importlib import import_module

MODELS = ("accounts", "audit", "catalog", "computos", "ingest", "jobs", "objetos", "revision")


def import_all() -> None:
    """Import the models of every module that has tables."""
    for name in MODELS:
        import_module(f"server.{name}.models")
