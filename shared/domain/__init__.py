"""The rules of an election, as pure values and functions. It must not read, write, draw, encrypt or ask the time."""
