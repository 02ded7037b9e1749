"""Thermal printer: the port, the ESC/POS driver, the fake and the emulator.

It must not know what a vote or an acta is; it prints slips composed by others and tells whether they were printed.
"""
