"""The theme builder's pages, served to one laptop."""
