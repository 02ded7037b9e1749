"""Projects: the source of a theme in a database, with the history of every change."""
