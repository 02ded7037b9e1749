"""Every file and message that leaves a program: strict readers, deterministic writers.

It must not open sockets or files.
"""
