"""What every program speaks: domain, cryptography, formats, verifier, pages. It must not open sockets or screens."""
