"""The words between urna and microcontroller; see README. It must run unchanged on CPython and on MicroPython."""
