"""Alembic's folder: environment and versions. It must not be imported: ``server.db.migrate`` runs it."""
