"""Versions of a theme: what was sent, who answered for it, and where it was published."""
