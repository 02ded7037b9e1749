"""Copies of a running server and their way back, for commands. It must not be imported by any module."""
