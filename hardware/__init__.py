"""Devices: ports, drivers, fakes and emulators. It must not import anything else of the project."""
