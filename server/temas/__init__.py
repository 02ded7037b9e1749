"""The theme builder's pages, mounted in the server by its configuration."""
