"""An ESC/POS printer in a process of its own, over a pty: it keeps the bytes and draws each slip.

It must not know the driver or the slips; it reads bytes as a printer does, and shares with it only the face's measures.
"""
