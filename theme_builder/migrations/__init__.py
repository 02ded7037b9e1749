"""Alembic's folder: environment and versions. It must not be imported: ``theme_builder.projects.database`` runs it."""
