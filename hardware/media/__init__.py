"""The media that hold the election: which are there, writable, and with how much room; see README."""
