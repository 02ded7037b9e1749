"""The firmware of the control board, the same source on a Pico and on a PC; see README. It must not import CPython."""
