"""Demonstrations: simulated institutes and urnas, and whole elections. It must not be imported by any program."""
