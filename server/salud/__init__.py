"""How the server is, for those who watch it and for programs. It must not mend or change anything."""
